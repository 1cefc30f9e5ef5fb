//! What begins with `${`.

use super::Syntax;
use super::matching::{MAX_BYTES, Match, between, of};
use crate::aws::condition_keys::KEYS_WITH_TAG;
use crate::iam::Variable;

/// `${…}`: a policy variable, an expression of another language, or an unclosed variable.
pub fn interpolation(from: &str) -> Match<'_> {
    let inside = between(from, "${", "}");
    match inside.map(|inside| (inside, Variable::parse(inside))) {
        Some((inside, Some(Variable::Character))) => Match::text(inside.len() + 3),
        Some((inside, Some(Variable::Key(key)))) => match SERVERLESS.contains(&key.prefix) {
            true => of((Syntax::Interpolation, inside, 3)),
            false => of((Syntax::PolicyVariable, inside, 3)),
        },
        Some((inside, None)) if !inside.contains(['{', '*', '\n']) => of((Syntax::Interpolation, inside, 3)),
        Some(_) | None => unclosed(from),
    }
}

/// `${` and the key after it.
fn unclosed(from: &str) -> Match<'_> {
    of((Syntax::Unclosed, key_with_tag(&from[2..]), 2))
}

/// The condition key at the start of a text, with the key of a tag if it takes one.
pub fn key_with_tag(inside: &str) -> &str {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || "._-:".contains(c));
    let word = |text: &str| text.find(is_end).unwrap_or(text.len()).min(MAX_BYTES);
    let key = word(inside);
    let is_tagged = KEYS_WITH_TAG.iter().any(|name| inside[..key].ends_with(name));
    let tag = inside[key..].strip_prefix('/').filter(|_| is_tagged).map_or(0, |tag| 1 + word(tag));
    &inside[..key + tag]
}

/// Where variables of the Serverless Framework come from, as in `${self:custom.bucket}`.
///
/// Source: Serverless Framework, "Variables".
const SERVERLESS: [&str; 6] = ["self", "env", "opt", "sls", "param", "cf"];

/// `${{…}}`: an expression of GitHub Actions, or a literal `${…}`.
pub fn doubled_dollar(from: &str) -> Match<'_> {
    let Some(inside) = between(from, "${{", "}}") else { return of((Syntax::DoubledBraces, "", 3)) };
    let context = inside.trim().split(['.', '[', '(']).next().unwrap_or_default();
    match GITHUB_CONTEXTS.contains(&context) && inside.trim().len() > context.len() {
        true => of((Syntax::Expression, inside, 5)),
        false => of((Syntax::DoubledBraces, inside, 5)),
    }
}

/// Source: GitHub Actions, "Contexts reference".
const GITHUB_CONTEXTS: [&str; 11] =
    ["github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "inputs"];
