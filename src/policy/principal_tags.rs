//! The principal tags that a policy reads.

use std::collections::BTreeSet;

use crate::iam::{Atom, Statement, Variable};
use crate::inputs::TokenString;
use crate::policy::document::Document;
use crate::policy::leaf::pattern;
use crate::source::Span;
use crate::tree::{Node, Value};

/// The prefix of the condition keys for principal tags.
/// Source: IAM User Guide, "AWS global condition context keys".
const PREFIX: &str = "aws:PrincipalTag/";

/// The tags that a document reads, in policy variables and as condition keys.
pub fn principal_tags(document: &Document) -> BTreeSet<String> {
    let variables = document.leaves().flat_map(variables);
    let keys = document.statements.iter().flat_map(condition_keys);
    variables.chain(keys).filter_map(|key| tag(&key).map(str::to_owned)).collect()
}

/// Where a grant in the inputs reads a tag: a string with the policy variable, or the condition key.
pub fn place_of_tag(tag: &str, grant: &Node) -> Option<Span> {
    match &grant.value {
        Value::String(text) => {
            let text = TokenString::parse(text).ok()?;
            reads(&text, tag).then_some(grant.span)
        }
        Value::List(items) => items.iter().find_map(|item| place_of_tag(tag, item)),
        Value::Map(map) => map.iter().find_map(|(key, entry)| {
            let is_key = self::tag(key).is_some_and(|key| is_same_tag(key, tag));
            is_key.then_some(entry.key).or_else(|| place_of_tag(tag, &entry.node))
        }),
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => None,
    }
}

/// Whether a string reads a tag in a policy variable.
pub fn reads(text: &TokenString, tag: &str) -> bool {
    variables(text).iter().any(|key| self::tag(key).is_some_and(|key| is_same_tag(key, tag)))
}

/// Whether two names are those of one tag. The keys of tags are compared like the names of condition keys, which are not
/// case-sensitive.
/// Source: IAM User Guide, "AWS global condition context keys", aws:PrincipalTag.
pub fn is_same_tag(first: &str, second: &str) -> bool {
    first.eq_ignore_ascii_case(second)
}

fn variables(text: &TokenString) -> Vec<String> {
    let pattern = pattern(text);
    let variable = |atom: &Atom<_>| match atom {
        Atom::Variable(inside) => match Variable::parse(inside)? {
            Variable::Key(key) => Some(format!("{}:{}", key.prefix, key.name)),
            Variable::Character => None,
        },
        Atom::Character(_) | Atom::AnyCharacter | Atom::AnyText | Atom::Symbol(_) => None,
    };
    pattern.atoms().iter().filter_map(variable).collect()
}

fn condition_keys(statement: &Statement<TokenString>) -> impl Iterator<Item = String> + '_ {
    statement.conditions.iter().flat_map(|block| &block.keys).map(|(key, _)| key.clone())
}

/// The name of the tag that a condition key is about. The names of keys are not case-sensitive.
fn tag(key: &str) -> Option<&str> {
    let (prefix, tag) = key.split_at_checked(PREFIX.len())?;
    prefix.eq_ignore_ascii_case(PREFIX).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::Parser;
    use crate::inputs::read::{Language, read};
    use crate::policy::leaf::{TokenStrings, placed_document};
    use crate::policy::text::TextCheck;
    use crate::source::{Diagnostics, FileId};

    #[test]
    fn variables_and_condition_keys() {
        let policy = r#"{ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "s3:GetObject",
            "Resource": ["arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "arn:aws:s3:::b/${AWS:principaltag/Unit, 'x'}/*"],
            "Condition": {
                "StringEquals": { "aws:principalTag/level": "1", "aws:ResourceTag/team": "${aws:PrincipalTag/owner}" }
            } } }"#;
        let diagnostics = Diagnostics::default();
        let node = read(policy, FileId(0), Language::Json, &diagnostics).unwrap();
        let check = TextCheck { principal: "cognito-identity.amazonaws.com", diagnostics: &diagnostics };
        let document =
            placed_document(&Parser::new(&TokenStrings { check }, &diagnostics).policy(&node).unwrap()).0;
        let tags: Vec<String> = principal_tags(&document).into_iter().collect();
        assert_eq!(tags, ["Unit", "level", "owner", "team"]);
    }
}
