//! Rules: what a value must look like, in words and as a test.

use crate::source::{Code, Diagnostic, Span};

/// A rule for the values of a field.
pub struct Rule {
    /// What the value is, with an article: "an AWS region".
    pub what: &'static str,
    /// What is accepted, as the rest of the sentence "expected …".
    pub accepted: &'static str,
    /// The error code for other values.
    pub code: Code,
    /// Whether a value is accepted.
    pub test: fn(&str) -> bool,
}

/// The error for a value that does not follow a [`Rule`].
#[derive(Debug)]
pub struct Refusal {
    code: Code,
    message: String,
    help: String,
}

impl Rule {
    /// Checks a value.
    ///
    /// # Errors
    /// The value does not follow the rule.
    pub fn check(&self, text: &str) -> Result<(), Refusal> {
        if (self.test)(text) {
            return Ok(());
        }
        // Names of what exists are as they are; those that the inputs choose can be spelled differently.
        let is_chosen = matches!(self.code, Code::BadKey | Code::BadName);
        let meant = respelled(text).into_iter().find(|text| is_chosen && (self.test)(text));
        let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
        Err(Refusal {
            code: self.code,
            message: format!("{} is not {}{meant}", shown(text), self.what),
            help: format!("expected {}", self.accepted),
        })
    }
}

impl Refusal {
    /// An error for a value that no [`Rule`] can state.
    pub(in crate::aws) fn new(code: Code, message: String, help: &str) -> Self {
        Self { code, message, help: help.to_owned() }
    }

    /// The diagnostic for a value at this place.
    pub fn at(self, span: Span) -> Diagnostic {
        Diagnostic::at(span, self.code, self.message).help(self.help)
    }
}

/// A text with other separators and in lowercase.
fn respelled(text: &str) -> [String; 3] {
    let lowercase = text.to_lowercase();
    [lowercase.replace(['-', ' ', '.'], "_"), lowercase.replace(['_', ' ', '.'], "-"), lowercase]
}

/// A value for a message: shortened, on one line, without control characters.
pub fn shown(text: &str) -> String {
    shown_up_to(text, 60)
}

/// A value that a message suggests: like [`shown`], but long enough to be copied.
pub fn suggested(text: &str) -> String {
    shown_up_to(text, 300)
}

fn shown_up_to(text: &str, max_characters: usize) -> String {
    if text.is_empty() {
        return "an empty string".to_owned();
    }
    let short: String = text.chars().take(max_characters).flat_map(char::escape_debug).collect();
    let dots = if text.chars().count() > max_characters { "…" } else { "" };
    format!("`{}{dots}`", short.replace("\\'", "'").replace("\\\"", "\""))
}

/// Defines a type for strings that a [`Rule`] accepts.
macro_rules! accepted_text {
    ($(#[$doc:meta])* $name:ident, $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Checks a string.
            ///
            /// # Errors
            /// Why the text is not accepted.
            pub fn parse(text: &str) -> Result<Self, $crate::aws::Refusal> {
                $rule.check(text).map(|()| Self(text.to_owned()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

pub(crate) use accepted_text;

/// Whether a text has a length in this range and only allowed characters.
pub fn is(text: &str, length: std::ops::RangeInclusive<usize>, allowed: impl Fn(char) -> bool) -> bool {
    length.contains(&text.chars().count()) && text.chars().all(allowed)
}

/// Whether a character matches `\w` in the documentation of IAM and Cognito.
pub fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
