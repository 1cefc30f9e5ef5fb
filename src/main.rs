//! The command line: parse, run, report, exit code.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::ColorChoice;
use poolsmith::cli::{self, Cli, Format};
use poolsmith::report::Report;
use poolsmith::{commands, report};

/// A run makes tens of thousands of small allocations, which were a fifth of its instructions with the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::of_program() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    if let Some((columns, _)) = terminal_size::terminal_size() {
        report::set_columns(columns.0.into());
    }
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
        let _ = std::io::stdout()
            .write_all(Report::of_usage(&error.to_string()).stdout(format, false).as_bytes());
    }
    error.exit()
}

fn print(cli: &Cli, report: &Report) -> std::io::Result<()> {
    let (mut stdout, mut stderr) = (std::io::stdout(), std::io::stderr());
    let text = report.stdout(cli.format, is_colored(cli.color, stdout.is_terminal()));
    if cli.verbose && !cli.quiet {
        stderr.write_all(report.read_files().as_bytes())?;
    }
    match &report.bytes {
        Some(bytes) if cli.format == Format::Human => stdout.write_all(bytes)?,
        _ => stdout.write_all(text.as_bytes())?,
    }
    stderr.write_all(report.stderr(is_colored(cli.color, stderr.is_terminal()), cli.quiet).as_bytes())
}

/// Whether a stream gets colors: by the flag, or else by what the environment asks for, or else if it is a terminal that has
/// them.
///
/// Sources: no-color.org; bixense.com/clicolors; force-color.org.
fn is_colored(choice: ColorChoice, is_terminal: bool) -> bool {
    let is_forced = || std::env::var_os("FORCE_COLOR").is_some_and(|value| !value.is_empty() && value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if anstyle_query::no_color() => false,
        ColorChoice::Auto if anstyle_query::clicolor_force() || is_forced() => true,
        ColorChoice::Auto if anstyle_query::clicolor() == Some(false) => false,
        ColorChoice::Auto => is_terminal && anstyle_query::term_supports_ansi_color(),
    }
}
