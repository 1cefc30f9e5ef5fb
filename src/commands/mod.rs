//! The commands, one short file each.

mod can;
mod check;
mod diff;
mod fmt;
mod generate;
mod new;
mod report;
mod request;
mod rule;
mod schema;
mod templates;
mod test;

use crate::cli::{Cli, Command, Format};
use crate::project::{Failure, Notify};
use crate::report::Report;
use crate::source::{Code, Diagnostic};

/// Runs a command. It calls `notify` with messages that can't wait until the end.
pub fn run(cli: &Cli, notify: &Notify) -> Report {
    run_in_format(cli, notify).unwrap_or_else(Report::from)
}

fn run_in_format(cli: &Cli, notify: &Notify) -> Result<Report, Failure> {
    match (cli.format, &cli.command) {
        (Format::Markdown, command) if !matches!(command, Command::Report(_)) => {
            Err(Diagnostic::new(Code::Usage, "`--format markdown` is not a format of this command")
                .help("`poolsmith report` prints Markdown")
                .into())
        }
        (_, command) => run_command(command, cli.verbose, notify),
    }
}

fn run_command(command: &Command, is_verbose: bool, notify: &Notify) -> Result<Report, Failure> {
    match command {
        Command::New(new) => new::run(new, notify),
        Command::Generate(generate) => generate::run(generate, notify),
        Command::Check(check) => check::run(check, is_verbose),
        Command::Diff(diff) => diff::run(diff),
        Command::Can(can) => can::run(can),
        Command::Test(test) => test::run(test),
        Command::Report(arguments) => report::run(arguments),
        Command::Fmt(fmt) => Ok(fmt::run(fmt)),
        Command::Rule { rule } => rule::run(rule.as_deref()),
        Command::Templates(templates) => templates::run(templates),
        Command::Schema { of, templates } => Ok(schema::run(*of, templates.as_deref())),
    }
}
