//! The output formats of each command.

use clap::ValueEnum;

use crate::cli::{Command, Format};
use crate::source::{Code, Diagnostic};
use crate::tree::quoted_list;

/// The formats of every command.
const OF_EVERY_COMMAND: [Format; 4] = [Format::Human, Format::Json, Format::Sarif, Format::Github];

/// Checks that a command has a format.
///
/// # Errors
/// It doesn't; the error names those that it has.
pub fn check(format: Format, command: &Command) -> Result<(), Diagnostic> {
    let formats = || OF_EVERY_COMMAND.iter().chain(further(command));
    if formats().any(|known| *known == format) {
        return Ok(());
    }
    let message = format!("this command does not print {}", name(format));
    Err(Diagnostic::new(Code::Usage, message)
        .help(format!("its formats: {}", quoted_list(formats().map(|known| name(*known))))))
}

/// The other formats of a command.
fn further(command: &Command) -> &'static [Format] {
    match command {
        Command::Explain(_) => &[Format::Markdown, Format::Mermaid],
        Command::Report(_) => &[Format::Markdown],
        Command::Diff(diff) if diff.access => &[Format::Markdown],
        Command::Test(_) | Command::Verify(_) => &[Format::Junit],
        Command::New(_)
        | Command::Generate(_)
        | Command::Check(_)
        | Command::Diff(_)
        | Command::Can(_)
        | Command::Fmt(_)
        | Command::Rule { .. }
        | Command::Templates(_)
        | Command::Schema { .. }
        | Command::Completions { .. }
        | Command::Man { .. } => &[],
    }
}

/// The format as it is written after `--format`.
fn name(format: Format) -> String {
    format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
