//! Questions line by line, with numbered choices: for screen readers, scripts and terminals without cursor movement.

use std::io::{self, BufRead, Write};

use crate::prompt::{CheckAnswer, Prompt};

/// Asks on `output`, and reads answers from `input`, a line each.
pub struct Plain<R, W> {
    input: R,
    output: W,
}

impl<R: BufRead, W: Write> Plain<R, W> {
    /// Questions on these streams.
    pub fn new(input: R, output: W) -> Self {
        Self { input, output }
    }

    fn line(&mut self, prompt: &str) -> io::Result<String> {
        write!(self.output, "{prompt}: ")?;
        self.output.flush()?;
        let mut line = String::new();
        match self.input.read_line(&mut line)? {
            0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "there are questions without an answer")),
            _ => Ok(line.trim().to_owned()),
        }
    }

    /// Asks until the answer can be read.
    fn answer<T>(&mut self, prompt: &str, read: impl Fn(&str) -> Result<T, String>) -> io::Result<T> {
        loop {
            let line = self.line(prompt)?;
            match read(&line) {
                Ok(answer) => return Ok(answer),
                Err(problem) => writeln!(self.output, "{problem}")?,
            }
        }
    }

    fn list(&mut self, question: &str, choices: &[&str]) -> io::Result<()> {
        writeln!(self.output, "{question}")?;
        for (number, choice) in (1..).zip(choices) {
            writeln!(self.output, "  {number}. {choice}")?;
        }
        Ok(())
    }
}

impl<R: BufRead, W: Write> Prompt for Plain<R, W> {
    fn text(
        &mut self,
        question: &str,
        default: Option<&str>,
        is_optional: bool,
        check: CheckAnswer,
    ) -> io::Result<String> {
        let prompt = match default {
            Some(default) => format!("{question} [{default}]"),
            None => question.to_owned(),
        };
        self.answer(&prompt, |line| {
            let answer = if line.is_empty() { default.unwrap_or_default() } else { line };
            match answer {
                "" if is_optional => Ok(String::new()),
                answer => check(answer).map(|()| answer.to_owned()),
            }
        })
    }

    fn choose(&mut self, question: &str, choices: &[&str]) -> io::Result<usize> {
        self.list(question, choices)?;
        self.answer("Number [1]", |line| if line.is_empty() { Ok(0) } else { index(line, choices) })
    }

    fn choose_several(&mut self, question: &str, choices: &[&str]) -> io::Result<Vec<usize>> {
        self.list(question, choices)?;
        self.answer("Numbers, separated by spaces [none]", |line| {
            let numbers = line.split([' ', ',']).filter(|word| !word.is_empty());
            let mut chosen: Vec<usize> =
                numbers.map(|word| index(word, choices)).collect::<Result<_, _>>()?;
            chosen.sort_unstable();
            chosen.dedup();
            Ok(chosen)
        })
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        self.answer(&format!("{question} [y/N]"), |line| match line.to_lowercase().as_str() {
            "y" | "yes" => Ok(true),
            "" | "n" | "no" => Ok(false),
            _ => Err("expected y or n".to_owned()),
        })
    }
}

fn index(word: &str, choices: &[&str]) -> Result<usize, String> {
    let number = word.parse::<usize>().ok().filter(|number| (1..=choices.len()).contains(number));
    number.map(|number| number - 1).ok_or_else(|| format!("expected a number from 1 to {}", choices.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked<T>(input: &str, ask: impl FnOnce(&mut dyn Prompt) -> io::Result<T>) -> (io::Result<T>, String) {
        let mut output = Vec::new();
        let answer = ask(&mut Plain::new(input.as_bytes(), &mut output));
        (answer, String::from_utf8(output).unwrap())
    }

    #[test]
    fn a_wrong_answer_is_asked_again() {
        let check = |answer: &str| if answer == "b" { Ok(()) } else { Err("expected b".to_owned()) };
        let (answer, output) = asked("a\nb\n", |prompt| prompt.text("Letter", Some("x"), false, &check));
        assert_eq!(answer.unwrap(), "b");
        assert_eq!(output, "Letter [x]: expected b\nLetter [x]: ");
    }

    #[test]
    fn choices_have_numbers() {
        let (answer, output) =
            asked("3 9\n3, 1 3\n", |prompt| prompt.choose_several("Which?", &["a", "b", "c"]));
        assert_eq!(answer.unwrap(), [0, 2]);
        assert!(
            output.starts_with("Which?\n  1. a\n  2. b\n  3. c\n") && output.contains("from 1 to 3"),
            "{output}"
        );
        assert_eq!(asked("\n", |prompt| prompt.choose("Which?", &["a", "b"])).0.unwrap(), 0);
        assert!(asked("Y\n", |prompt| prompt.confirm("Sure?")).0.unwrap());
    }

    #[test]
    fn the_end_of_the_input_is_an_error() {
        let (answer, _) = asked("", |prompt| prompt.confirm("Sure?"));
        assert_eq!(answer.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
