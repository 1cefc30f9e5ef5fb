//! Checks the strings of policies for text that looks like a token or a variable, and for variables without a
//! value.

use crate::aws::shown;
use crate::iam::{Availability, ConditionKey, Variable};
use crate::inputs::{Context, Lookalike, Part, Syntax, Token, TokenString};
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// Checks the strings of policies.
#[derive(Clone, Copy)]
pub struct TextCheck<'a> {
    /// The prefix of the condition keys of identity pools.
    pub principal: &'a str,
    /// Receives the problems.
    pub diagnostics: &'a Diagnostics,
}

impl TextCheck<'_> {
    /// Parses a string that is used in this way, and reports its problems. The policy variable that `{identity}`
    /// stands for becomes that token.
    ///
    /// # Errors
    /// The first error; warnings and further errors have been reported.
    pub fn parse(&self, context: Context, text: &str, span: Span) -> Result<TokenString, Diagnostic> {
        let text = TokenString::parse(text).map_err(|unknown| unknown.in_policy(span))?;
        self.check(context, &text, span)?;
        Ok(with_identity(&text, self.principal))
    }

    fn check(&self, context: Context, text: &TokenString, span: Span) -> Result<(), Diagnostic> {
        let found =
            text.lookalikes().iter().filter_map(|lookalike| self.diagnostic(context, lookalike, span));
        let (errors, warnings): (Vec<_>, Vec<_>) = found.partition(|found| found.code.is_error());
        let mut errors = errors.into_iter();
        let first = errors.next();
        warnings.into_iter().chain(errors).for_each(|diagnostic| self.diagnostics.push(diagnostic));
        first.map_or(Ok(()), Err)
    }

    fn diagnostic(&self, context: Context, lookalike: &Lookalike, span: Span) -> Option<Diagnostic> {
        match (lookalike.syntax, Variable::parse(lookalike.inside())) {
            (Syntax::PolicyVariable, Some(Variable::Key(key))) => self.variable(key, lookalike, span),
            _ => lookalike.diagnostic(context, span),
        }
    }

    fn variable(&self, key: ConditionKey, lookalike: &Lookalike, span: Span) -> Option<Diagnostic> {
        let written = shown(&lookalike.written);
        let warning = |message: String| Diagnostic::at(span, Code::UselessVariable, message);
        match key.availability(self.principal) {
            Availability::Possible => None,
            Availability::SameForAllUsers(of) => Some(
                warning(format!("{written} is the same for all users of the {of}"))
                    .help("use `{identity}`, the identity ID of the caller"),
            ),
            Availability::Multivalued => Some(
                warning(format!("{written} has several values, so that it can't be a policy variable"))
                    .help("compare the key in a `Condition`, with a set operator such as `ForAnyValue:StringEquals`"),
            ),
            Availability::Absent(Some(meant)) => {
                let meant = shown(&format!("${{{meant}}}"));
                Some(with_cure(warning(format!("{written} has no value for Cognito users, did you mean {meant}?"))))
            }
            Availability::Absent(None) => {
                Some(with_cure(warning(format!("{written} has no value for Cognito users"))))
            }
        }
    }
}

/// The string with the token in place of each policy variable that it stands for.
fn with_identity(text: &TokenString, principal: &str) -> TokenString {
    let parts = text.parts().iter().flat_map(|part| match part {
        Part::Literal(literal) => split_at_identity(literal, principal),
        Part::Token(_) | Part::Value(_) => vec![part.clone()],
    });
    text.with_parts(parts)
}

fn split_at_identity(literal: &str, principal: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = literal;
    let mut at = 0;
    while let Some(start) = rest[at..].find("${").map(|found| at + found) {
        let inside = rest[start + 2..].split('}').next().unwrap_or_default();
        let end = start + inside.len() + 3;
        match Variable::parse(inside) {
            Some(Variable::Key(key)) if end <= rest.len() && key.is_identity_id_of(principal) => {
                parts.extend([Part::Literal(rest[..start].to_owned()), Part::Token(Token::Identity)]);
                rest = &rest[end..];
                at = 0;
            }
            _ => at = start + 2,
        }
    }
    parts.push(Part::Literal(rest.to_owned()));
    parts
}

fn with_cure(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic
        .help("a statement that allows something with it allows nothing")
        .help("use `{identity}` for the identity ID of the caller; for an attribute of the user, add it to `principal_tags` and use `${aws:PrincipalTag/NAME}`")
}
