//! Where a diagnostic points, in lines and columns.

use crate::hcl::line_column;
use crate::source::{Diagnostic, Place, Sources, Span};

/// A range of a file. Lines and columns begin at 1, columns count characters, and the end is the
/// character after the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The file, as seen from the current directory.
    pub path: String,
    /// The first line.
    pub line: usize,
    /// The last line.
    pub end_line: usize,
    /// The first column and the one after the last, if the text of the file is at hand.
    pub columns: Option<(usize, usize)>,
}

impl Region {
    /// Where a diagnostic points.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Option<Self> {
        Some(match diagnostic.place.as_ref()? {
            Place::Span(span) => Self::of_span(*span, sources),
            Place::File { path, line } => {
                Self { path: path.clone(), line: *line, end_line: *line, columns: None }
            }
        })
    }

    /// Where a range is.
    pub fn of_span(span: Span, sources: &Sources) -> Self {
        let file = sources.file(span.file);
        let (line, column) = line_column(&file.text, span.start as usize);
        let (end_line, end_column) = line_column(&file.text, span.end as usize);
        let path = file.name.strip_prefix("./").unwrap_or(&file.name).replace('\\', "/");
        Self { path, line, end_line, columns: Some((column, end_column)) }
    }
}

/// What helps, as lines: the lines that explain a diagnostic, each group under its title, come first.
pub fn help(diagnostic: &Diagnostic) -> Vec<String> {
    let excerpts = diagnostic.excerpts.iter().map(|(title, lines)| match lines.is_empty() {
        true => format!("{title}: nothing"),
        false => format!("{title}:\n{}", lines.join("\n")),
    });
    excerpts.chain(diagnostic.help.iter().cloned()).collect()
}

/// What is wrong and what helps, in one text.
pub fn message_with_help(diagnostic: &Diagnostic) -> String {
    let help = help(diagnostic).into_iter().map(|help| format!("\nhelp: {help}"));
    diagnostic.message.clone() + &help.collect::<String>()
}
