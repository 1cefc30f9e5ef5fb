//! Strings with tokens: how they are parsed.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error};

use crate::inputs::braces::{placeholder_word, policy_variable, push_escaped, token_word};
use crate::inputs::lookalike::{self, Lookalike};
use crate::inputs::schema::text;
use crate::inputs::token::{Token, UnknownToken};

/// A string with tokens in it, such as `{name}-{environment}`.
///
/// A token is a lowercase word in braces. `{{` and `}}` are literal braces, IAM policy variables `${…}`
/// are kept as they are, and any other brace is literal.
#[derive(Clone, Debug, Default)]
pub struct TokenString {
    parts: Vec<Part>,
    lookalikes: Vec<Lookalike>,
}

/// Strings with the same parts are equal, however they were written.
impl PartialEq for TokenString {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for TokenString {}

impl Hash for TokenString {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts.hash(state);
    }
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
        Self::parse_words(source, token_word, own)
    }

    /// Parses a string of an access test. A placeholder, for which `is_known` is true, becomes a [`Part::Value`]; its word
    /// may also have digits and dots.
    ///
    /// # Errors
    /// If a word in braces is neither a token nor a placeholder.
    pub fn parse_placeholders(source: &str, is_known: impl Fn(&str) -> bool) -> Result<Self, UnknownToken> {
        let value = |word: &str| Self::from_parts([Part::Value(word.to_owned())]);
        let own = |word: &str| is_known(word).then(|| value(word));
        let mut text = Self::parse_words(source, placeholder_word, own)?;
        text.lookalikes.retain(|lookalike| !is_known(lookalike.inside()));
        Ok(text)
    }

    /// Parses a string with words in braces, which `word_at` finds at an opening brace.
    fn parse_words(
        source: &str,
        word_at: fn(&str) -> Option<&str>,
        own: impl Fn(&str) -> Option<TokenString>,
    ) -> Result<Self, UnknownToken> {
        let mut text = Self { parts: Vec::new(), lookalikes: lookalike::find(source) };
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
            } else if let Some(word) = word_at(from) {
                match (own(word), Token::of_word(word)) {
                    (Some(own), _) => own.parts.into_iter().for_each(|part| text.push(part)),
                    (None, Some(token)) => text.push(Part::Token(token)),
                    (None, None) => return Err(UnknownToken::new(word)),
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

    /// The same string with other parts. The text that looks like a token or a variable stays that of the source.
    pub fn with_parts(&self, parts: impl IntoIterator<Item = Part>) -> Self {
        Self { lookalikes: self.lookalikes.clone(), ..Self::from_parts(parts) }
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

    /// The text that looks like a token or a variable, as it was written.
    pub fn lookalikes(&self) -> &[Lookalike] {
        &self.lookalikes
    }

    /// The string as an inputs file would contain it. Literal braces are doubled where a single one could start
    /// or end a token.
    pub fn source(&self) -> String {
        let mut source = String::new();
        for (index, part) in self.parts.iter().enumerate() {
            match part {
                Part::Token(token) => source.push_str(&token.written()),
                Part::Value(name) => source.extend(["{", name, "}"]),
                Part::Literal(text) => push_escaped(&mut source, text, index + 1 == self.parts.len()),
            }
        }
        source
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

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "pattern": text::any_text() })
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
    fn the_source_of_a_string_is_parsed_to_the_same_string() {
        for (source, expected) in [
            ("{name}-{{name}}", "{name}-{{name}}"),
            ("{{Name}}", "{Name}"),
            ("{A} {} {\"x\": 1}", "{A} {} {\"x\": 1}"),
            ("${aws:userid}/{identity}", "${aws:userid}/{identity}"),
            ("${{identity}}", "${identity}"),
            ("{{{identity}}}", "{{{identity}}"),
            ("${{x{name}", "${{x{name}"),
        ] {
            assert_eq!(TokenString::parse(source).unwrap().source(), expected, "{source}");
        }
        let pieces = ["{", "}", "$", "{name}", "name", "a", " ", "{{", "}}", "${", "${a:b}", "é"];
        for number in 0..20_736_usize {
            // Every combination of up to four pieces, in order.
            let mut source = String::new();
            let mut rest = number;
            while rest > 0 {
                source.push_str(pieces[rest % pieces.len()]);
                rest /= pieces.len();
            }
            let Ok(text) = TokenString::parse(&source) else { continue };
            assert_eq!(
                TokenString::parse(&text.source()),
                Ok(text.clone()),
                "{source} and {}",
                text.source()
            );
        }
    }
}
