//! The three readers: YAML, JSON and TOML to one tree of [`Node`]s with places.

mod json;
mod toml;
mod tree;
mod yaml;

use crate::source::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::tree::{Node, Value};

/// Deeper nesting than this is refused: the inputs need eleven levels, and recursion needs a bound.
pub const MAX_DEPTH: usize = 32;

/// More values than this are refused: 10,000 environments with their user pools have fewer.
pub const MAX_NODES: usize = 500_000;

/// More entries of one list or map than this are refused: 10,000 environments are to work.
pub const MAX_ENTRIES: usize = 20_000;

/// A longer text is refused: the longest that is accepted anywhere is a certificate.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

/// The languages that an inputs file may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `.yaml`, `.yml`
    Yaml,
    /// `.json`
    Json,
    /// `.toml`
    Toml,
}

impl Language {
    /// The language that a file's extension stands for.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }
}

/// Reads a text into a tree. What is wrong with it is reported; no tree comes back when there is
/// nothing to go on with.
pub fn read(text: &str, file: FileId, language: Language, diagnostics: &Diagnostics) -> Option<Node> {
    let mut node = match language {
        Language::Yaml => yaml::read(text, file, diagnostics),
        Language::Json => json::read(text, file, diagnostics),
        Language::Toml => toml::read(text, file, diagnostics),
    }?;
    if node.value == Value::Null {
        diagnostics.push(empty(file));
        return None;
    }
    tree::check(&mut node, diagnostics).then_some(node)
}

/// Whether there is nothing in a file but white space and comments (which YAML and TOML share).
fn is_blank(text: &str) -> bool {
    text.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line == "---"
    })
}

fn empty(file: FileId) -> Diagnostic {
    Diagnostic::at(Span::new(file, 0, 0), Code::Empty, "the file is empty")
        .help("it needs at least `name` and one environment with a `region`")
}
