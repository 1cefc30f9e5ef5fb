//! The readers for YAML, JSON and TOML, which all produce a tree of [`Node`]s with spans.

mod json;
mod toml;
mod tree;
mod yaml;

use crate::source::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::tree::{Node, Value};

/// What word processors begin a string with in place of `"` and `'`.
const TYPOGRAPHIC_QUOTES: [char; 6] = ['“', '”', '„', '‘', '’', '«'];

/// The maximum nesting depth, which limits recursion. The inputs need eleven levels.
pub const MAX_DEPTH: usize = 32;

/// The maximum number of values. 10,000 environments with their user pools have fewer.
pub const MAX_NODES: usize = 500_000;

/// The maximum number of entries in a list or map. 10,000 environments must be possible.
pub const MAX_ENTRIES: usize = 20_000;

/// The maximum length of a string in bytes. The longest that any key accepts is a certificate.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

/// The languages of inputs files.
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
    /// The language of a file with this extension.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "yaml" | "yml" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }
}

/// Parses a document and reports its problems. Returns `None` if there is nothing to continue with.
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

/// Whether a file has only whitespace and comments, which are the same in YAML and TOML.
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
