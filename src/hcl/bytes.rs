//! Files that are not UTF-8. Terraform accepts any bytes in comments, and nowhere else.
//!
//! Source: the observed behavior of `terraform fmt` 1.11.

use super::error::SyntaxError;
use super::lexer::tokens;

/// The first characters of the blocks of 256 private ones that can stand for bytes.
const BLOCKS: std::ops::RangeInclusive<u32> = 0xF00..=0x10FE;

/// Formats the bytes of a file as `terraform fmt` would.
///
/// # Errors
/// A text that Terraform can't parse, or invalid UTF-8 outside of comments.
pub fn format_bytes(source: &[u8]) -> Result<Vec<u8>, Vec<SyntaxError>> {
    if let Ok(source) = std::str::from_utf8(source) {
        return super::format(source).map(String::into_bytes);
    }
    let text = StandIns::of(source);
    let is_misplaced =
        |range: std::ops::Range<usize>| text.text[range].chars().any(|c| text.byte(c).is_some());
    let tokens = tokens(&text.text);
    let misplaced = tokens.iter().find(|token| !token.kind.is_comment() && is_misplaced(token.range.clone()));
    if let Some(token) = misplaced {
        let inside = text.text[token.range.clone()].char_indices().find(|(_, c)| text.byte(*c).is_some());
        let start = text.in_source(token.range.start + inside.map_or(0, |(offset, _)| offset));
        return Err(vec![SyntaxError::new(start..start + 1, "this is not UTF-8")]);
    }
    match super::format(&text.text) {
        Ok(formatted) => Ok(text.bytes(&formatted)),
        Err(errors) => Err(errors.into_iter().map(|error| text.error_in_source(error)).collect()),
    }
}

/// A text in which private characters, which the source does not contain, stand for the bytes that are not UTF-8.
struct StandIns {
    text: String,
    /// The first of 256 characters.
    first: u32,
}

impl StandIns {
    fn of(source: &[u8]) -> Self {
        let used: std::collections::BTreeSet<u32> = source
            .utf8_chunks()
            .flat_map(|chunk| chunk.valid().chars())
            .map(|character| u32::from(character) >> 8)
            .collect();
        // A file that contains a character of each block is larger than any that is formatted.
        let block = BLOCKS.into_iter().find(|block| !used.contains(block)).unwrap_or(*BLOCKS.end());
        let first = block << 8;
        let mut text = String::with_capacity(source.len() + 64);
        for chunk in source.utf8_chunks() {
            text.push_str(chunk.valid());
            let stand_in = |byte: &u8| char::from_u32(first + u32::from(*byte));
            text.extend(chunk.invalid().iter().filter_map(stand_in));
        }
        Self { text, first }
    }

    /// The byte for which a character stands.
    fn byte(&self, character: char) -> Option<u8> {
        u8::try_from(u32::from(character).checked_sub(self.first)?).ok()
    }

    /// The bytes of a text with stand-ins.
    fn bytes(&self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            match self.byte(character) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        bytes
    }

    /// The offset in the source of an offset in the text.
    fn in_source(&self, offset: usize) -> usize {
        let stand_ins = self.text[..offset].chars().filter(|character| self.byte(*character).is_some());
        offset - stand_ins.map(|character| character.len_utf8() - 1).sum::<usize>()
    }

    fn error_in_source(&self, error: SyntaxError) -> SyntaxError {
        let range = self.in_source(error.range.start)..self.in_source(error.range.end);
        SyntaxError { range, ..error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_comments_stay() {
        for (source, expected) in [
            (&b"# caf\xe9\nb=1\n"[..], &b"# caf\xe9\nb = 1\n"[..]),
            (b"a=1 # \xff\nbbb=2 // \xfe\xfd\n", b"a   = 1 # \xff\nbbb = 2 // \xfe\xfd\n"),
            (b"/* \xe9 */\nb=1\n", b"/* \xe9 */\nb = 1\n"),
            ("# \u{F0041}\n# \u{e9}\n# x\n".as_bytes(), "# \u{F0041}\n# \u{e9}\n# x\n".as_bytes()),
        ] {
            assert_eq!(format_bytes(source).unwrap(), expected, "{:?}", String::from_utf8_lossy(source));
        }
        let both = [&b"# \xe9 \xf3\xb0\x81\x81\nb=1\n"[..], b"# \xe9 \xf3\xb0\x81\x81\nb = 1\n"];
        assert_eq!(format_bytes(both[0]).unwrap(), both[1], "a private character of its own stays");
    }

    #[test]
    fn errors_have_their_place_in_the_bytes() {
        let range = |source: &[u8]| format_bytes(source).unwrap_err()[0].range.clone();
        assert_eq!(range(b"# \xe9\na = \"\xff\"\n"), 9..10);
        assert_eq!(range(b"# \xe9\xe9\na = = 1\n"), 9..10);
    }
}
