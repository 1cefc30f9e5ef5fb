//! Questions on a terminal. They are asked on stderr, since stdout is for data.

mod plain;
mod terminal;

pub use plain::Plain;
pub use terminal::Terminal;

use std::io;

/// Checks an answer; an error says what is accepted.
pub type CheckAnswer<'a> = &'a dyn Fn(&str) -> Result<(), String>;

/// Asks questions.
pub trait Prompt {
    /// A line of text. An empty one stands for the default, or is an answer if `is_optional`.
    ///
    /// # Errors
    /// The terminal can't be used, or the input has ended.
    fn text(
        &mut self,
        question: &str,
        default: Option<&str>,
        is_optional: bool,
        check: CheckAnswer,
    ) -> io::Result<String>;

    /// The index of one choice.
    ///
    /// # Errors
    /// The terminal can't be used, or the input has ended.
    fn choose(&mut self, question: &str, choices: &[&str]) -> io::Result<usize>;

    /// The indexes of any number of choices, in order.
    ///
    /// # Errors
    /// The terminal can't be used, or the input has ended.
    fn choose_several(&mut self, question: &str, choices: &[&str]) -> io::Result<Vec<usize>>;

    /// Yes or no, which is the default.
    ///
    /// # Errors
    /// The terminal can't be used, or the input has ended.
    fn confirm(&mut self, question: &str) -> io::Result<bool>;
}
