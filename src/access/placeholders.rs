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

    /// The error for a placeholder in another spelling, such as `{Ana}`, which would be literal text.
    fn other_spelling(&self, text: &TokenString, span: Span) -> Option<Diagnostic> {
        let literals = text.parts().iter().filter_map(|part| match part {
            Part::Literal(literal) => Some(literal.as_str()),
            Part::Token(_) | Part::Value(_) => None,
        });
        let mut inside = literals.flat_map(|literal| literal.split('{').skip(1)).filter_map(|after| {
            let (inside, _) = after.split_once('}')?;
            Some(inside)
        });
        let written = inside.find(|inside| {
            let word = inside.trim().to_lowercase();
            word != **inside && (word == OTHER || self.identities.contains(&word.as_str()))
        })?;
        let meant = format!("{{{}}}", written.trim().to_lowercase());
        let message =
            format!("{} is not a placeholder, did you mean `{meant}`?", shown(&format!("{{{written}}}")));
        Some(Diagnostic::at(span, Code::UnknownToken, message))
    }
}

fn variable(written: &str, span: Span) -> Diagnostic {
    let message = format!("{} is a policy variable, and a request has none", shown(written));
    Diagnostic::at(span, Code::ForeignSyntax, message)
        .help("write the value that the request has: `{identity}` is the identity ID of the caller")
}

/// A placeholder for the value of a grant: the keys of its role, the grant and the value.
pub(super) fn grant_value(word: &str) -> Option<[&str; 3]> {
    let is_key = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let keys: Vec<&str> = word.split('.').collect();
    let keys: [&str; 3] = keys.try_into().ok()?;
    keys.iter().all(|key| !key.is_empty() && is_key(key)).then_some(keys)
}
