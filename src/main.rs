//! The command line: parse, run, report, exit code.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{ColorChoice, Parser};
use poolsmith::cli::Cli;
use poolsmith::commands::{self, Outcome};
use poolsmith::report;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let progress = (!cli.quiet && std::io::stderr().is_terminal()).then(report::Progress::begin);
    let notify = |text: &str| {
        if !cli.quiet {
            let _ = writeln!(std::io::stderr(), "{}", report::line(text)); // nobody reads it then
        }
    };
    let outcome = commands::run(&cli, &notify);
    drop(progress);
    match print(&cli, &outcome) {
        Ok(()) if outcome.errors() == 0 => ExitCode::from(u8::from(outcome.is_no)),
        _ => ExitCode::from(2),
    }
}

fn print(cli: &Cli, outcome: &Outcome) -> std::io::Result<()> {
    std::io::stdout().write_all(outcome.data.as_bytes())?;
    let mut stderr = std::io::stderr().lock();
    let diagnostics =
        report::diagnostics(&outcome.diagnostics, outcome.more_errors, &outcome.sources, color(cli.color));
    stderr.write_all(diagnostics.as_bytes())?;
    if outcome.errors() > 0 {
        stderr.write_all(report::summary(outcome.errors(), outcome.written).as_bytes())?;
    }
    if !cli.quiet {
        stderr.write_all(outcome.words.as_bytes())?;
    }
    Ok(())
}

fn color(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}
