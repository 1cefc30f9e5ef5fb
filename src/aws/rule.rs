//! Rules: what a value must look like, in words and as a test.

use crate::source::{Code, Diagnostic, Span, confusable, with_ascii};

/// A rule for the values of a field.
pub struct Rule {
    /// What the value is, with an article: "an AWS region".
    pub what: &'static str,
    /// What is accepted, as the rest of the sentence "expected …".
    pub accepted: &'static str,
    /// The error code for other values.
    pub code: Code,
    /// A regular expression that every accepted value matches as a whole. Terraform (RE2) and editors (ECMAScript) read it,
    /// so it can accept more: neither dialect has all of the other's syntax.
    pub pattern: &'static str,
    /// Whether a value is accepted.
    pub test: fn(&str) -> bool,
}

/// The error for a value that does not follow a [`Rule`].
#[derive(Debug)]
pub struct Refusal {
    code: Code,
    message: String,
    help: Vec<String>,
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
        let typed = with_ascii(text);
        let meant = respelled(&typed, self.code).into_iter().find(|text| (self.test)(text));
        let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
        let length = self.is_too_long(text).then(|| format!("it has {} characters", text.chars().count()));
        let expected = format!("expected {}", self.accepted);
        Err(Refusal {
            code: self.code,
            message: format!("{} is not {}{meant}", shown(text), self.what),
            help: [expected].into_iter().chain(length).chain(confusable(text)).collect(),
        })
    }

    /// Whether a refused value is longer than any that is accepted, judging by its first character alone.
    fn is_too_long(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let is_accepted = |length: usize| (self.test)(&first.to_string().repeat(length));
        let length = text.chars().count();
        !is_accepted(length) && (1..length).any(is_accepted)
    }
}

impl Refusal {
    /// An error for a value that no [`Rule`] can state.
    pub(in crate::aws) fn new(code: Code, message: String, help: &str) -> Self {
        Self { code, message, help: vec![help.to_owned()] }
    }

    /// The diagnostic for a value at this place.
    pub fn at(self, span: Span) -> Diagnostic {
        self.help.into_iter().fold(Diagnostic::at(span, self.code, self.message), Diagnostic::help)
    }
}

/// What may be meant by a text. Names of what exists are as they are; those that the inputs choose can have other
/// separators and another case, and a region may be given as one of its zones.
fn respelled(text: &str, code: Code) -> Vec<String> {
    let lowercase = text.to_lowercase();
    let others = match code {
        Code::BadKey | Code::BadName => {
            vec![lowercase.replace(['-', ' ', '.'], "_"), lowercase.replace(['_', ' ', '.'], "-"), lowercase]
        }
        Code::BadRegion => {
            let region = lowercase.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned();
            vec![lowercase, region]
        }
        _ => Vec::new(),
    };
    [text.to_owned()].into_iter().chain(others).collect()
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
