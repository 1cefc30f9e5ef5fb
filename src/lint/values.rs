//! The strings of statements with the values of an environment.

use crate::inputs::{Part, Resolved, Token, TokenString};
use crate::model::Environment;
use crate::policy::Grant;

/// A string of a grant with the values of an environment, and `*` for the identity ID. What isn't known is in angle brackets.
pub fn with_values(text: &TokenString, grant: &Grant, environment: &Environment) -> String {
    let part = |part: &Part| match part {
        Part::Literal(literal) => literal.clone(),
        Part::Token(Token::Identity) => "*".to_owned(),
        Part::Token(token) => {
            let value = environment.tokens.get(*token).map(str::to_owned);
            value.unwrap_or_else(|| format!("<{}>", token.word()))
        }
        Part::Value(name) => match grant.values.get(name) {
            Some(Resolved::Known(value)) => value.clone(),
            Some(Resolved::Reference(reference)) => format!("<{reference}>"),
            None => format!("<{name}>"),
        },
    };
    text.parts().iter().map(part).collect()
}
