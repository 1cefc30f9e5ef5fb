//! The commands, one short file each.

mod can;
mod check;
mod diff;
mod fmt;
mod generate;
mod new;
mod request;
mod rule;
mod schema;
mod templates;
mod test;

use crate::cli::{Cli, Command};
use crate::project::Notify;
use crate::report::Report;

/// Runs a command. It calls `notify` with messages that can't wait until the end.
pub fn run(cli: &Cli, notify: &Notify) -> Report {
    let report = match &cli.command {
        Command::New(new) => new::run(new, notify),
        Command::Generate(generate) => generate::run(generate, notify),
        Command::Check(check) => check::run(check, cli.verbose),
        Command::Diff(diff) => diff::run(diff),
        Command::Can(can) => can::run(can),
        Command::Test(test) => test::run(test),
        Command::Fmt(fmt) => Ok(fmt::run(fmt)),
        Command::Rule { rule } => rule::run(rule.as_deref()),
        Command::Templates(templates) => templates::run(templates),
        Command::Schema { of, templates } => Ok(schema::run(*of, templates.as_deref())),
    };
    report.unwrap_or_else(Report::from)
}
