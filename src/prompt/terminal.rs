//! Questions on a terminal, with lists to choose from.

use std::io;
use std::process;

use dialoguer::console::Term;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, MultiSelect, Select};

use crate::prompt::{CheckAnswer, Prompt};

/// The exit code of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Asks on the terminal of stderr.
pub struct Terminal {
    term: Term,
    theme: ColorfulTheme,
}

impl Terminal {
    /// Questions on the terminal. When the user interrupts the program, it shows the cursor again and exits.
    ///
    /// # Errors
    /// The operating system doesn't let the program handle interruptions.
    pub fn open() -> io::Result<Self> {
        ctrlc::set_handler(exit_interrupted).map_err(io::Error::other)?;
        Ok(Self { term: Term::stderr(), theme: ColorfulTheme::default() })
    }
}

fn exit_interrupted() {
    let _ = Term::stderr().show_cursor(); // the terminal may be gone
    process::exit(INTERRUPTED);
}

fn answer<T>(asked: dialoguer::Result<T>) -> io::Result<T> {
    asked.map_err(|dialoguer::Error::IO(error)| {
        if error.kind() == io::ErrorKind::Interrupted {
            exit_interrupted();
        }
        error
    })
}

impl Prompt for Terminal {
    fn text(
        &mut self,
        question: &str,
        default: Option<&str>,
        is_optional: bool,
        check: CheckAnswer,
    ) -> io::Result<String> {
        let input = Input::with_theme(&self.theme).with_prompt(question).allow_empty(is_optional);
        let input = match default {
            Some(default) => input.default(default.to_owned()),
            None => input,
        };
        let check = |answer: &String| if answer.is_empty() && is_optional { Ok(()) } else { check(answer) };
        answer(input.validate_with(check).interact_text_on(&self.term))
    }

    fn choose(&mut self, question: &str, choices: &[&str]) -> io::Result<usize> {
        let select = Select::with_theme(&self.theme).with_prompt(question).items(choices).default(0);
        answer(select.interact_on(&self.term))
    }

    fn choose_several(&mut self, question: &str, choices: &[&str]) -> io::Result<Vec<usize>> {
        let question = format!("{question} (space selects, enter continues)");
        let select = MultiSelect::with_theme(&self.theme).with_prompt(question).items(choices);
        answer(select.interact_on(&self.term))
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        let confirm = Confirm::with_theme(&self.theme).with_prompt(question).default(false);
        answer(confirm.interact_on(&self.term))
    }
}
