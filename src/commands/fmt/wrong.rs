//! Why files could not be formatted.

use std::path::Path;

use crate::commands::fmt::MAX_BYTES;
use crate::hcl::SyntaxError;
use crate::source::{Code, Diagnostic, Sources, Span};

/// Why a file could not be formatted.
pub enum Wrong {
    Unreadable(String),
    Unwritable(std::io::Error),
    TooLarge(u64),
    NotHcl(Vec<u8>, Vec<SyntaxError>),
}

impl Wrong {
    /// The diagnostics about a file.
    pub fn diagnostics(self, path: &Path, sources: &mut Sources) -> Vec<Diagnostic> {
        let name = shown(path);
        match self {
            Self::Unreadable(error) => vec![unreadable(path, &error)],
            Self::Unwritable(error) => {
                let message = format!("can't write {name}: {error}");
                vec![Diagnostic::new(Code::Unwritable, message).help("the file is unchanged")]
            }
            Self::TooLarge(size) => {
                let message = format!("{name} has {size} bytes, which is too large for a Terraform file");
                vec![
                    Diagnostic::new(Code::TooLarge, message)
                        .help(format!("expected at most {MAX_BYTES} bytes")),
                ]
            }
            Self::NotHcl(bytes, errors) => {
                let file = sources.add_unshown(name, same_length(&bytes));
                let place = |error: &SyntaxError| Span::new(file, error.range.start, error.range.end);
                let diagnostic = |error: &SyntaxError| {
                    Diagnostic::at(place(error), Code::Syntax, format!("not valid HCL: {error}"))
                        .help("the file is unchanged")
                };
                errors.iter().map(diagnostic).collect()
            }
        }
    }
}

/// A text in which every other character has the same place as in the bytes.
fn same_length(bytes: &[u8]) -> String {
    let chunks =
        bytes.utf8_chunks().map(|chunk| chunk.valid().to_owned() + &"?".repeat(chunk.invalid().len()));
    chunks.collect()
}

pub fn unreadable(path: &Path, error: &str) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("can't read {}: {error}", shown(path)))
}

/// A path as it is shown.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}
