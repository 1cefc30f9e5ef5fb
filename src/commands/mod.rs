//! The commands, one short file each.

mod can;
mod check;
mod completions;
mod diff;
mod explain;
mod fmt;
mod format;
mod generate;
mod man;
mod new;
mod report;
mod request;
mod rule;
mod schema;
mod templates;
mod test;
mod verify;

use crate::cli::{Cli, Command};
use crate::project::{Failure, Notify};
use crate::report::Report;

/// Runs a command. It calls `notify` with messages that can't wait until the end.
pub fn run(cli: &Cli, notify: &Notify) -> Report {
    run_in_format(cli, notify).unwrap_or_else(Report::from)
}

fn run_in_format(cli: &Cli, notify: &Notify) -> Result<Report, Failure> {
    format::check(cli.format, &cli.command)?;
    run_command(cli, notify)
}

fn run_command(cli: &Cli, notify: &Notify) -> Result<Report, Failure> {
    match &cli.command {
        Command::New(new) => new::run(new, cli.no_input, notify),
        Command::Generate(generate) => generate::run(generate, notify),
        Command::Check(check) => check::run(check, cli.verbose),
        Command::Diff(diff) => diff::run(diff, cli.format),
        Command::Explain(explain) => explain::run(explain, cli.format),
        Command::Can(can) => can::run(can),
        Command::Test(test) => test::run(test, cli.format),
        Command::Report(arguments) => report::run(arguments),
        Command::Verify(arguments) => verify::run(arguments, cli.format, cli.verbose, notify),
        Command::Fmt(fmt) => Ok(fmt::run(fmt, cli.verbose)),
        Command::Rule { rule } => rule::run(rule.as_deref()),
        Command::Templates(templates) => templates::run(templates),
        Command::Completions { shell } => Ok(completions::run(*shell)),
        Command::Man { command } => man::run(command.as_deref()),
        Command::Schema { of, templates } => Ok(schema::run(*of, templates.as_deref())),
    }
}
