use crate::source::{Code, Diagnostic, Span};

/// What is accepted in a place, in words and as a test.
pub struct Rule {
    /// What it is, with its article: "a region".
    pub what: &'static str,
    /// What is accepted, as the rest of the sentence "expected …".
    pub accepted: &'static str,
    /// The code of a refusal.
    pub code: Code,
    /// Whether a text is accepted.
    pub test: fn(&str) -> bool,
}

/// A text that a [`Rule`] does not accept.
#[derive(Debug)]
pub struct Refusal {
    code: Code,
    message: String,
    help: String,
}

impl Rule {
    /// Tests a text.
    ///
    /// # Errors
    /// The refusal, for the place where the text stands.
    pub fn check(&self, text: &str) -> Result<(), Refusal> {
        if (self.test)(text) {
            return Ok(());
        }
        Err(Refusal {
            code: self.code,
            message: format!("{} is not {}", shown(text), self.what),
            help: format!("expected {}", self.accepted),
        })
    }
}

impl Refusal {
    /// The diagnostic at the place of the text.
    pub fn at(self, span: Span) -> Diagnostic {
        Diagnostic::at(span, self.code, self.message).help(self.help)
    }
}

/// A text for a message: short, on one line, without control characters.
pub fn shown(text: &str) -> String {
    const MAX_CHARACTERS: usize = 60;
    if text.is_empty() {
        return "an empty string".to_owned();
    }
    let short: String = text.chars().take(MAX_CHARACTERS).flat_map(char::escape_debug).collect();
    let dots = if text.chars().count() > MAX_CHARACTERS { "…" } else { "" };
    format!("`{}{dots}`", short.replace("\\'", "'").replace("\\\"", "\""))
}

/// Defines the type of a text that a [`Rule`] accepted.
macro_rules! accepted_text {
    ($(#[$doc:meta])* $name:ident, $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text as this type.
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

/// Whether a text has so many characters and only such.
pub fn is(text: &str, length: std::ops::RangeInclusive<usize>, allowed: impl Fn(char) -> bool) -> bool {
    length.contains(&text.chars().count()) && text.chars().all(allowed)
}

/// What IAM and Cognito call `\w`.
pub fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
