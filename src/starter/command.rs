//! The command that makes a new workspace without questions.

use std::ops::Range;

use crate::starter::{Answer, Answers, Choice};

/// A `poolsmith new` command, and the places of the answers in it.
#[derive(Debug, Default)]
pub struct CommandLine {
    /// The command, as a shell reads it.
    pub text: String,
    places: Vec<(Range<usize>, Answer)>,
}

impl CommandLine {
    /// The command for a directory.
    pub fn of(directory: &str, answers: &Answers) -> Self {
        let mut command = Self { text: format!("poolsmith new {}", quoted(directory)), places: Vec::new() };
        command.flag("--name", "", &answers.name, Answer::Name);
        for environment in &answers.environments {
            command.flag("--environment", "", environment, Answer::Environment(environment.clone()));
        }
        for (field, values) in &answers.values {
            if let Some(shared) = &values.shared {
                let of =
                    answers.environments.iter().find(|environment| !values.own.contains_key(*environment));
                let answer = Answer::Value(*field, of.cloned().unwrap_or_default());
                command.flag(field.flag(), "", shared, answer);
            }
            for (environment, value) in &values.own {
                let answer = Answer::Value(*field, environment.clone());
                command.flag(field.flag(), &format!("{environment}="), value, answer);
            }
        }
        for choice in Choice::ALL.into_iter().filter(|choice| answers.chose(*choice)) {
            command.text.push_str(&format!(" {}", choice.flag()));
        }
        command
    }

    /// The place of an answer.
    pub fn place(&self, answer: &Answer, answers: &Answers) -> Option<Range<usize>> {
        let is_same = |other: &Answer| match (other, answer) {
            (Answer::Value(field, environment), Answer::Value(other, in_other)) if field == other => {
                answers.value(*field, environment) == answers.value(*other, in_other)
            }
            (other, answer) => other == answer,
        };
        self.places.iter().find(|(_, place)| is_same(place)).map(|(range, _)| range.clone())
    }

    fn flag(&mut self, flag: &str, before: &str, value: &str, answer: Answer) {
        self.text.push_str(&format!(" {flag} "));
        let start = self.text.len();
        self.text.push_str(&quoted(&format!("{before}{value}")));
        self.places.push((start..self.text.len(), answer));
    }
}

/// A word as a POSIX shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
