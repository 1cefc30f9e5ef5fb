//! The lines and columns that a diagnostic points to.

use crate::hcl::line_column;
use crate::source::{Diagnostic, Place, Sources, Span};

/// A range of a file. Lines and columns start at 1, columns count characters, and the end is exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The file, relative to the current directory.
    pub path: String,
    /// The first line.
    pub line: usize,
    /// The last line.
    pub end_line: usize,
    /// The first column and the column after the last, if the text of the file is available.
    pub columns: Option<(usize, usize)>,
}

impl Region {
    /// The range that a diagnostic points to.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Option<Self> {
        Some(match diagnostic.place.as_ref()? {
            Place::Span(span) => Self::of_span(*span, sources),
            Place::File { path, line } => {
                Self { path: path.clone(), line: *line, end_line: *line, columns: None }
            }
        })
    }

    /// The range of a span.
    pub fn of_span(span: Span, sources: &Sources) -> Self {
        let file = sources.file(span.file);
        let (line, column) = line_column(&file.text, span.start as usize);
        let (end_line, end_column) = line_column(&file.text, span.end as usize);
        let path = file.name.strip_prefix("./").unwrap_or(&file.name).replace('\\', "/");
        Self { path, line, end_line, columns: Some((column, end_column)) }
    }
}

/// The help of a diagnostic, preceded by its excerpts.
pub fn help(diagnostic: &Diagnostic) -> Vec<String> {
    let excerpts = diagnostic.excerpts.iter().map(|(title, lines)| match lines.is_empty() {
        true => format!("{title}: nothing"),
        false => format!("{title}:\n{}", lines.join("\n")),
    });
    excerpts.chain(diagnostic.help.iter().cloned()).collect()
}

/// The message, the label and the help of a diagnostic as one text.
pub fn message_with_help(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    if !diagnostic.label.is_empty() {
        text = format!("{text}\n{}", diagnostic.label);
    }
    help(diagnostic).into_iter().fold(text, |text, help| format!("{text}\nhelp: {help}"))
}
