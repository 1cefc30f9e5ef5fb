//! Strings with tokens: how they are parsed.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error};

use crate::aws::shown;
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{nearest, quoted_list};

/// A string with tokens in it, such as `{name}-{environment}`.
///
/// A token is a lowercase word in braces. `{{` and `}}` are literal braces, IAM policy variables `${…}`
/// are kept as they are, and any other brace is literal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TokenString {
    parts: Vec<Part>,
}

/// A part of a [`TokenString`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Literal text.
    Literal(String),
    /// A token, whose value depends on the environment or the identity.
    Token(Token),
    /// A value of the grant that the string belongs to, such as its `bucket`.
    Value(String),
}

/// The tokens that a string may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// The key `name` of the inputs.
    Name,
    /// The environment's key.
    Environment,
    /// The environment's region.
    Region,
    /// The environment's account ID.
    AccountId,
    /// The AWS partition: `aws`, `aws-us-gov`, `aws-cn`.
    Partition,
    /// In grants: the identity ID of the signed-in user.
    Identity,
}

impl Token {
    /// All tokens.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Environment, Self::Region, Self::AccountId, Self::Partition, Self::Identity];

    /// The word between the braces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Environment => "environment",
            Self::Region => "region",
            Self::AccountId => "account_id",
            Self::Partition => "partition",
            Self::Identity => "identity",
        }
    }

    /// The token with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|token| token.word() == word)
    }
}

/// The error for a word in braces that isn't a token.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownToken(String);

impl UnknownToken {
    /// The word.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// The diagnostic for a string at `span` that contains the word.
    pub fn at(&self, span: Span) -> Diagnostic {
        Diagnostic::at(span, Code::UnknownToken, self.message()).help(Self::help())
    }

    fn message(&self) -> String {
        let token = shown(&format!("{{{}}}", self.0));
        match nearest(&self.0, Token::ALL.map(Token::word)) {
            Some(meant) => format!("unknown token {token}, did you mean `{{{meant}}}`?"),
            None => format!("unknown token {token}"),
        }
    }

    fn help() -> String {
        let tokens = quoted_list(Token::ALL.map(|token| format!("{{{}}}", token.word())));
        format!("expected one of {tokens}; write `{{{{` or `}}}}` for a literal brace")
    }
}

/// The message, and the help on a second line, as [`decode`](crate::inputs::decode) expects it.
impl fmt::Display for UnknownToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n{}", self.message(), Self::help())
    }
}

impl TokenString {
    /// A string without tokens; all braces are literal.
    pub fn literal(text: impl Into<String>) -> Self {
        Self::from_parts([Part::Literal(text.into())])
    }

    /// Joins parts. Adjacent literals become one, so that equal strings compare equal.
    pub fn from_parts(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut text = Self::default();
        for part in parts {
            text.push(part);
        }
        text
    }

    /// Parses a string with tokens.
    ///
    /// # Errors
    /// If a word in braces isn't a token.
    pub fn parse(source: &str) -> Result<Self, UnknownToken> {
        Self::parse_with(source, |_| None)
    }

    /// Parses a string with tokens and other words in braces, for which `own` returns replacements.
    ///
    /// # Errors
    /// If a word in braces is neither.
    pub fn parse_with(source: &str, own: impl Fn(&str) -> Option<TokenString>) -> Result<Self, UnknownToken> {
        let mut text = Self::default();
        let mut rest = source;
        while let Some(brace) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(brace);
            text.push_literal(before);
            let taken = if from.starts_with("{{") || from.starts_with("}}") {
                text.push_literal(&from[..1]);
                2
            } else if let Some(variable) = policy_variable(before, from) {
                text.push_literal(variable);
                variable.len()
            } else if let Some(word) = token_word(from) {
                match (own(word), Token::of_word(word)) {
                    (Some(own), _) => own.parts.into_iter().for_each(|part| text.push(part)),
                    (None, Some(token)) => text.push(Part::Token(token)),
                    (None, None) => return Err(UnknownToken(word.to_owned())),
                }
                word.len() + 2
            } else {
                text.push_literal(&from[..1]);
                1
            };
            rest = &from[taken..];
        }
        text.push_literal(rest);
        Ok(text)
    }

    /// The parts, in order. No literal is empty or next to another literal.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The string, if it has neither tokens nor values.
    pub fn as_literal(&self) -> Option<&str> {
        match &self.parts[..] {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The tokens in the string.
    pub fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        self.parts.iter().filter_map(|part| match part {
            Part::Token(token) => Some(*token),
            Part::Literal(_) | Part::Value(_) => None,
        })
    }

    /// The string, with tokens and values replaced by `value`.
    pub fn expand<'a>(&self, value: impl Fn(&Part) -> Cow<'a, str>) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Literal(literal) => literal.clone(),
                Part::Token(_) | Part::Value(_) => value(part).into_owned(),
            })
            .collect()
    }

    /// The string as an inputs file would contain it, for messages.
    pub fn source(&self) -> String {
        self.expand(|part| match part {
            Part::Token(token) => format!("{{{}}}", token.word()).into(),
            Part::Value(name) => format!("{{{name}}}").into(),
            Part::Literal(_) => unreachable!("expand keeps literals"),
        })
    }

    fn push(&mut self, part: Part) {
        match part {
            Part::Literal(literal) => self.push_literal(&literal),
            Part::Token(_) | Part::Value(_) => self.parts.push(part),
        }
    }

    fn push_literal(&mut self, literal: &str) {
        match self.parts.last_mut() {
            _ if literal.is_empty() => {}
            Some(Part::Literal(last)) => last.push_str(literal),
            _ => self.parts.push(Part::Literal(literal.to_owned())),
        }
    }
}

/// The rest of a policy variable whose `$` is the end of `before`: `{aws:username}`.
fn policy_variable<'a>(before: &str, from: &'a str) -> Option<&'a str> {
    if !(before.ends_with('$') && from.starts_with('{')) {
        return None;
    }
    from.find('}').map(|end| &from[..=end])
}

/// The word of a token at the start of `from`.
fn token_word(from: &str) -> Option<&str> {
    let (word, _) = from.strip_prefix('{')?.split_once('}')?;
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word.then_some(word)
}

impl<'de> Deserialize<'de> for TokenString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl JsonSchema for TokenString {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TokenString".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Part {
        Part::Literal(text.to_owned())
    }

    #[test]
    fn tokens_braces_and_policy_variables() {
        let cases: &[(&str, &[Part])] = &[
            ("", &[]),
            ("plain", &[literal("plain")]),
            (
                "{name}-{environment}",
                &[Part::Token(Token::Name), literal("-"), Part::Token(Token::Environment)],
            ),
            ("{{name}}", &[literal("{name}")]),
            ("${aws:username}/{identity}", &[literal("${aws:username}/"), Part::Token(Token::Identity)]),
            ("${name}", &[literal("${name}")]),
            ("a { b } {} {A} {\"x\": 1}", &[literal("a { b } {} {A} {\"x\": 1}")]),
            ("${unclosed", &[literal("${unclosed")]),
            ("%{ for x in y }", &[literal("%{ for x in y }")]),
            ("{", &[literal("{")]),
            ("é{name}é", &[literal("é"), Part::Token(Token::Name), literal("é")]),
        ];
        for (source, parts) in cases {
            assert_eq!(TokenString::parse(source).unwrap().parts(), *parts, "{source}");
        }
    }

    #[test]
    fn an_unknown_token_is_an_error_that_names_what_was_meant() {
        let message = TokenString::parse("x-{regoin}").unwrap_err().to_string();
        assert!(message.starts_with("unknown token `{regoin}`, did you mean `{region}`?"), "{message}");
    }
}
