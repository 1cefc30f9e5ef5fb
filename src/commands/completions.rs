//! `poolsmith completions`: prints the completions of a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::report::Report;

/// Prints the completions of a shell.
pub fn run(shell: Shell) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "poolsmith", &mut script);
    Report { text: String::from_utf8_lossy(&script).into_owned(), ..Report::default() }
}
