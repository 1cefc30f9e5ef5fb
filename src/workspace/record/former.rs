//! The record as version 0.1 wrote it: `poolsmith.lock` with digests, and the texts in `.poolsmith/base`. It is read once, and
//! replaced by a record file.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::ForceNew;
use crate::workspace::digest::digest;
use crate::workspace::paths::is_inside;
use crate::workspace::record::{FileTexts, RecordContent, RecordError};

/// The name of the lock file.
pub const FORMER_LOCK: &str = "poolsmith.lock";

/// The attributes of the directory with the texts.
const ATTRIBUTES: &str = ".poolsmith/.gitattributes";

#[derive(Deserialize)]
struct Lock {
    /// The version that wrote it.
    poolsmith: String,
    #[serde(default)]
    environments: BTreeMap<String, ForceNew>,
    /// SHA-256 of the generated text of each file.
    files: BTreeMap<String, String>,
}

/// The content of the former record. `read` reads a file of the workspace. The text of a file is in `.poolsmith/base`, or else on
/// the disk, if the file wasn't edited.
///
/// # Errors
/// The lock file can't be read, such as one with conflict markers, or a newer version wrote it.
pub fn former_content(
    lock: &[u8],
    read: impl Fn(&str) -> Option<String>,
) -> Result<RecordContent, RecordError> {
    let lock: Lock = serde_json::from_slice(lock).map_err(|_| RecordError::Damaged)?;
    let written_by = RecordError::unless_newer(&lock.poolsmith)?;
    let text_of = |path: &str, expected: &str| {
        let is_it = |text: &String| digest(text.as_bytes()) == expected;
        read(&base_of(path)).filter(is_it).or_else(|| read(path).filter(is_it))
    };
    let files = lock.files.iter().filter(|(path, _)| is_inside(path)).map(|(path, expected)| {
        (path.clone(), FileTexts { current: text_of(path, expected), older: Vec::new() })
    });
    let files = files.collect();
    let content = RecordContent {
        environments: lock.environments,
        written_by: Some(written_by),
        ..RecordContent::default()
    };
    Ok(content.with_texts(&files))
}

/// The files of the former record, for the paths that it lists.
pub fn former_files(content: Option<&RecordContent>) -> Vec<String> {
    // The paths are somebody else's word.
    let paths = content.into_iter().flat_map(|content| content.files.keys()).filter(|path| is_inside(path));
    let bases = paths.map(|path| base_of(path));
    bases.chain([ATTRIBUTES.to_owned(), FORMER_LOCK.to_owned()]).collect()
}

fn base_of(path: &str) -> String {
    format!(".poolsmith/base/{path}.txt")
}
