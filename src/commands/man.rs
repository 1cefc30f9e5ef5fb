//! `poolsmith man`: prints man pages.

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::project::Failure;
use crate::report::Report;
use crate::source::{Code, Diagnostic};
use crate::tree::{nearest, quoted_list};

/// Prints the man page of the program, or of a command.
///
/// # Errors
/// There is no such command.
pub fn run(command: Option<&str>) -> Result<Report, Failure> {
    let mut program = Cli::command();
    program.build();
    let described = match command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => {
                command.clone().name(format!("poolsmith-{name}")).display_name(format!("poolsmith-{name}"))
            }
            None => return Err(unknown(name, &program).into()),
        },
    };
    let mut page = Vec::new();
    Man::new(described).render(&mut page).expect("writing to memory does not fail");
    Ok(Report { text: String::from_utf8_lossy(&page).into_owned(), ..Report::default() })
}

fn unknown(name: &str, program: &clap::Command) -> Diagnostic {
    let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let diagnostic = Diagnostic::new(Code::Usage, format!("there is no command `{name}`"));
    let diagnostic = match nearest(name, known.iter().copied()) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    };
    diagnostic.help(format!("the commands: {}", quoted_list(known)))
}
