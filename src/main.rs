//! The command line: parse, run, report, exit code.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{ColorChoice, Parser};
use poolsmith::cli::{self, Cli};
use poolsmith::report::Report;
use poolsmith::{commands, report};

/// A run makes tens of thousands of small allocations, which were a fifth of its instructions with the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let progress = (!cli.quiet && std::io::stderr().is_terminal()).then(report::Progress::begin);
    let notify = |text: &str| {
        if !cli.quiet {
            let _ = writeln!(std::io::stderr(), "{}", report::line(text)); // stderr may be closed
        }
    };
    let report = commands::run(&cli, &notify);
    drop(progress);
    match print(&cli, &report) {
        Ok(()) => report.exit_code(),
        Err(_) => ExitCode::from(2),
    }
}

/// Reports invalid arguments, or prints the help or version that they request.
fn refuse(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        let format = cli::format_of_unparsed(std::env::args());
        let _ = std::io::stdout().write_all(Report::of_usage(&error.to_string()).stdout(format).as_bytes());
    }
    error.exit()
}

fn print(cli: &Cli, report: &Report) -> std::io::Result<()> {
    std::io::stdout().write_all(report.stdout(cli.format).as_bytes())?;
    std::io::stderr().write_all(report.stderr(is_colored(cli.color), cli.quiet).as_bytes())
}

fn is_colored(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}
