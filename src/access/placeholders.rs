//! The strings of access tests: tokens, and the placeholders `{NAME}`, `{other}` and `{ROLE.GRANT.KEY}`.

use crate::aws::shown;
use crate::inputs::keys::OTHER;
use crate::inputs::{Context, Part, Syntax, Token, TokenString};
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::nearest;

/// The placeholders that the strings of a suite can have.
pub(super) struct Placeholders<'a> {
    /// The names of the identities.
    pub identities: &'a [&'a str],
}

impl Placeholders<'_> {
    /// Parses a string. Its placeholders become [`Part::Value`]s. Problems are reported.
    pub fn parse(&self, source: &str, span: Span, diagnostics: &Diagnostics) -> Option<TokenString> {
        let text = match TokenString::parse_placeholders(source, |word| self.is_known(word)) {
            Ok(text) => text,
            Err(unknown) => {
                diagnostics.push(self.unknown(unknown.word(), span));
                return None;
            }
        };
        let found =
            text.lookalikes().iter().filter_map(|found| match found.syntax == Syntax::PolicyVariable {
                true => Some(variable(&found.written, span)),
                false => found.diagnostic(Context::Policy, span),
            });
        let found: Vec<Diagnostic> = found.chain(self.other_spelling(&text, span)).collect();
        let is_right = found.iter().all(|diagnostic| !diagnostic.code.is_error());
        found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
        is_right.then_some(text)
    }

    fn is_known(&self, word: &str) -> bool {
        word == OTHER || self.identities.contains(&word) || grant_value(word).is_some()
    }

    fn words(&self) -> Vec<&str> {
        let tokens: [&str; 6] = Token::ALL.map(Token::word);
        tokens.into_iter().chain([OTHER]).chain(self.identities.iter().copied()).collect()
    }

    fn meant(&self, word: &str) -> Option<String> {
        nearest(word, self.words())
            .or_else(|| Token::meant(word).map(Token::word))
            .map(|meant| format!("{{{meant}}}"))
    }

    fn unknown(&self, word: &str, span: Span) -> Diagnostic {
        let message = format!("unknown placeholder {}", shown(&format!("{{{word}}}")));
        let message = match self.meant(word) {
            Some(meant) => format!("{message}, did you mean `{meant}`?"),
            None => message,
        };
        Diagnostic::at(span, Code::UnknownToken, message).help(
            "expected a token such as `{environment}`, `{identity}` (the caller's ID), the name of an identity (its ID), `{other}` (any other ID), or `{ROLE.GRANT.KEY}` (a value of a grant)",
        ).help("write `{{` or `}}` for a literal brace")
    }

    /// The error for a placeholder in another spelling, such as `{Ana}` or `{ana`, which would be literal text.
    fn other_spelling(&self, text: &TokenString, span: Span) -> Option<Diagnostic> {
        let mut literals = text.parts().iter().filter_map(|part| match part {
            Part::Literal(literal) => Some(literal.as_str()),
            Part::Token(_) | Part::Value(_) => None,
        });
        let (written, word) = literals.find_map(|literal| self.misspelt_in(literal))?;
        let message = format!("{} is not a placeholder, did you mean `{{{word}}}`?", shown(&written));
        Some(Diagnostic::at(span, Code::UnknownToken, message))
    }

    /// A placeholder in another spelling in literal text, and its word.
    fn misspelt_in(&self, literal: &str) -> Option<(String, String)> {
        let is_own = |word: &str| word == OTHER || self.identities.contains(&word);
        let opened = literal.split('{').skip(1).find_map(|after| {
            let (written, word) = match after.split_once('}') {
                Some((inside, _)) => (format!("{{{inside}}}"), inside.trim().to_lowercase()),
                None => (format!("{{{}", first_word(after)), first_word(after).to_owned()),
            };
            (is_own(&word) && written != format!("{{{word}}}")).then_some((written, word))
        });
        let unopened = || {
            let mut before = literal.split_inclusive('}').filter_map(|part| part.strip_suffix('}'));
            before.find_map(|part| {
                let word = &part[part.trim_end_matches(is_of_word).len()..];
                let is_opened = part.contains('{');
                (is_own(word) && !is_opened).then(|| (format!("{word}}}"), word.to_owned()))
            })
        };
        opened.or_else(unopened)
    }
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

fn first_word(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(is_of_word).len()]
}

fn variable(written: &str, span: Span) -> Diagnostic {
    let message = format!("{} is a policy variable, and a request has none", shown(written));
    Diagnostic::at(span, Code::ForeignSyntax, message)
        .help("write the value that the request has: `{identity}` is the identity ID of the caller")
}

/// A placeholder for the value of a grant: the keys of its role, the grant and the value.
pub(super) fn grant_value(word: &str) -> Option<[&str; 3]> {
    let keys: Vec<&str> = word.split('.').collect();
    let keys: [&str; 3] = keys.try_into().ok()?;
    keys.iter().all(|key| !key.is_empty() && key.chars().all(is_of_word)).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn text_that_looks_like_a_placeholder_is_refused() {
        let placeholders = Placeholders { identities: &["ana", "ben2"] };
        let is_right = |text: &str| {
            let diagnostics = Diagnostics::default();
            let parsed = placeholders.parse(text, Span::new(FileId(0), 0, 0), &diagnostics);
            assert_eq!(parsed.is_some(), diagnostics.errors() == 0, "{text}");
            parsed.is_some()
        };
        for text in [
            "a/{ana}/{ben2}/{other}/{identity}/{region}",
            "{authenticated.files.bucket}",
            "{{ana}}",
            "a/{b c}/{}",
            "{ anna }",
            "anna}",
        ] {
            assert!(is_right(text), "{text}");
        }
        for text in [
            "{anna}",
            "{Ana}",
            "{ ana }",
            "{ana",
            "x/ana}",
            "{Other}",
            "{a.b}",
            "{Identity}",
            "${aws:userid}",
            "{ben2{other}",
        ] {
            assert!(!is_right(text), "{text}");
        }
    }
}
