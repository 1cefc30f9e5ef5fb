//! The built-in kinds. Each document is read when its kind is first used, because few inputs use all of them.

use std::sync::{Arc, OnceLock};

use crate::policy::kind::{DOCUMENTS, Kind};

/// The built-in documents as JSON: the name of the file, and the text.
const JSON: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/kinds.rs"));

/// The names of the built-in kinds, which are the names of their files.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    DOCUMENTS.iter().map(|(path, _)| name(path))
}

/// The built-in kind with this name.
///
/// # Panics
/// If a built-in document is invalid, which a test rules out.
pub(super) fn kind(name: &str) -> Option<&'static Arc<Kind>> {
    static KINDS: [OnceLock<Arc<Kind>>; DOCUMENTS.len()] = [const { OnceLock::new() }; DOCUMENTS.len()];
    let index = names().position(|built_in| built_in == name)?;
    let read = || {
        let (_, text) = JSON.iter().find(|(file, _)| file.strip_suffix(".yaml") == Some(name))?;
        Kind::read_built_in(text).map(Arc::new)
    };
    Some(KINDS[index].get_or_init(|| read().expect("a built-in grant kind can be read")))
}

impl Kind {
    /// Whether it is built in, and no template pack replaces it.
    pub fn is_built_in(&self) -> bool {
        kind(&self.name).is_some_and(|built_in| std::ptr::eq(&**built_in, self))
    }
}

fn name(path: &'static str) -> &'static str {
    path.trim_start_matches("grants/").trim_end_matches(".yaml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Diagnostics, FileId};

    #[test]
    fn each_document_is_right_and_named_like_its_kind() {
        for (path, text) in DOCUMENTS {
            let diagnostics = Diagnostics::default();
            let read = Kind::read(text, FileId(0), &diagnostics);
            assert_eq!(diagnostics.into_sorted(), [], "{path}");
            assert_eq!(read.unwrap().name, name(path));
        }
    }
}
