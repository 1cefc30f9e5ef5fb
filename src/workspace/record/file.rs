//! A record file: the texts that poolsmith generated. Its name is the digest of its content, and it never changes, so that two
//! branches can't change the same one.
//!
//! The beginning is readable: what it is, its format, the version that wrote it, and the digest. Then comes a zero byte, by which
//! Git takes the file for binary, and the content: JSON, compressed, and combined with a stream of bytes that the digest
//! determines. Without that, Git would take two similar files for one that was renamed and changed, and they would conflict. The
//! file has no line ends, which Git could change.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest, Sha256};

use crate::release::{self, OWN};
use crate::terraform::Version;
use crate::workspace::digest::digest;
use crate::workspace::record::RecordContent;

const MAGIC: &str = "poolsmith-record";
const FORMAT: u32 = 1;

/// The start and the end of a record file's name.
const NAME: (&str, &str) = ("poolsmith.", ".record");

/// The number of hexadecimal digits of the digest in the name.
const ID: usize = 12;

/// The maximum size of the content in bytes. 10,000 environments need less.
const MAX_CONTENT: usize = 256 * 1024 * 1024;

/// The name of a record file.
pub type FileName = String;

/// Why a file is no record that this version can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// It is damaged.
    Damaged,
    /// A newer version of poolsmith wrote it.
    Newer(String),
}

/// Whether a file in the directory of a workspace is a record file, by its name.
pub fn is_record_file(name: &str) -> bool {
    let id = name.strip_prefix(NAME.0).and_then(|rest| rest.strip_suffix(NAME.1));
    id.is_some_and(|id| id.len() == ID && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl RecordError {
    /// The version that wrote a file, from its text.
    ///
    /// # Errors
    /// It is newer than this one, or no version.
    pub(super) fn unless_newer(version: &str) -> Result<Version, Self> {
        match Version::parse(version) {
            Some(written_by) if written_by > release::own() => Err(Self::Newer(version.to_owned())),
            Some(written_by) => Ok(written_by),
            None => Err(Self::Damaged),
        }
    }
}

impl RecordContent {
    /// The name and the text of the record file.
    pub fn encoded(&self) -> (FileName, String) {
        let json = serde_json::to_vec(self).expect("a record is plain JSON");
        let mut bytes = miniz_oxide::deflate::compress_to_vec(&json, COMPRESSION);
        let digest = digest(&bytes);
        combine(&mut bytes, &digest);
        let text = format!("{MAGIC} {FORMAT} {OWN} {digest}\0{}", STANDARD_NO_PAD.encode(&bytes));
        (format!("{}{}{}", NAME.0, &digest[..ID], NAME.1), text)
    }

    /// Reads a record file.
    ///
    /// # Errors
    /// It was written by a newer version, or is no record file.
    pub fn decoded(bytes: &[u8]) -> Result<Self, RecordError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RecordError::Damaged)?;
        let (head, body) = text.split_once('\0').ok_or(RecordError::Damaged)?;
        let &[MAGIC, format, version, digest] = &head.split(' ').collect::<Vec<_>>()[..] else {
            return Err(RecordError::Damaged);
        };
        let format: u32 = format.parse().map_err(|_| RecordError::Damaged)?;
        let written_by = RecordError::unless_newer(version)?;
        if format > FORMAT {
            return Err(RecordError::Newer(version.to_owned()));
        }
        let content = Self::of_body(body, digest).ok_or(RecordError::Damaged)?;
        Ok(Self { written_by: Some(written_by), ..content })
    }

    fn of_body(body: &str, expected: &str) -> Option<Self> {
        let mut bytes = STANDARD_NO_PAD.decode(body.trim_end()).ok()?;
        combine(&mut bytes, expected);
        if digest(&bytes) != expected {
            return None;
        }
        let json = miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, MAX_CONTENT).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

/// The level of compression: lower ones make larger files, and higher ones take longer for the same size.
const COMPRESSION: u8 = 6;

/// Combines bytes with a stream that a digest determines, or takes it away again.
fn combine(bytes: &mut [u8], digest: &str) {
    for (number, block) in bytes.chunks_mut(32).enumerate() {
        let mut hasher = Sha256::new();
        hasher.update(digest);
        hasher.update((number as u64).to_le_bytes());
        block.iter_mut().zip(hasher.finalize()).for_each(|(byte, other)| *byte ^= other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::record::FileTexts;

    fn content(text: &str) -> RecordContent {
        let texts = FileTexts { current: Some(text.to_owned()), older: vec!["old\nb\n".to_owned()] };
        RecordContent { generation: 3, ..RecordContent::default() }
            .with_texts(&[("a.tf".to_owned(), texts)].into())
    }

    #[test]
    fn a_record_file_is_read_as_it_was_written() {
        for text in ["", "a", "a\nb\n", "a\r\n\nb"] {
            let content = RecordContent { written_by: Some(release::own()), ..content(text) };
            let (name, written) = content.encoded();
            assert!(is_record_file(&name), "{name}");
            assert!(!written.contains('\n') && !written.contains('\r'));
            let read = RecordContent::decoded(written.as_bytes()).unwrap();
            assert_eq!(read, content);
            assert_eq!(read.current("a.tf").as_deref(), Some(text));
            assert!(
                read.is_current("a.tf", text)
                    && !read.is_current("a.tf", "b")
                    && !read.is_current("b.tf", text)
            );
            assert_eq!(read.older("a.tf"), ["old\nb\n"]);
        }
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let (_, written) = content("a\n").encoded();
        let cut = &written[..written.len() - 2];
        let newer = written.replacen(&format!(" {} ", env!("CARGO_PKG_VERSION")), " 99.0.0 ", 1);
        for text in [
            "",
            "poolsmith-record",
            "poolsmith-record 1 0.1.0 00\0",
            cut,
            &written.replacen('\0', "\0AAAA", 1),
        ] {
            assert_eq!(RecordContent::decoded(text.as_bytes()), Err(RecordError::Damaged), "{text}");
        }
        assert_eq!(RecordContent::decoded(newer.as_bytes()), Err(RecordError::Newer("99.0.0".to_owned())));
    }

    #[test]
    fn similar_contents_have_nothing_in_common() {
        let bodies =
            ["a\n", "b\n"].map(|text| content(text).encoded().1.split_once('\0').unwrap().1.to_owned());
        let equal = bodies[0].bytes().zip(bodies[1].bytes()).filter(|(one, other)| one == other).count();
        assert!(equal < bodies[0].len() / 8, "{equal} of {}", bodies[0].len());
    }
}
