//! The principal tags that a policy reads.

use std::collections::BTreeSet;

use crate::iam::{Atom, Statement, Variable};
use crate::inputs::TokenString;
use crate::policy::document::Document;
use crate::policy::leaf::pattern;

/// The prefix of the condition keys for principal tags.
/// Source: IAM User Guide, "AWS global condition context keys".
const PREFIX: &str = "aws:PrincipalTag/";

/// The tags that a document reads, in policy variables and as condition keys.
pub fn principal_tags(document: &Document) -> BTreeSet<String> {
    let variables = document.leaves().flat_map(variables);
    let keys = document.statements.iter().flat_map(condition_keys);
    variables.chain(keys).filter_map(|key| tag(&key).map(str::to_owned)).collect()
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
    use crate::policy::leaf::TokenStrings;
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
        let document = Parser::new(&TokenStrings::new(check), &diagnostics).policy(&node).unwrap();
        let tags: Vec<String> = principal_tags(&document).into_iter().collect();
        assert_eq!(tags, ["Unit", "level", "owner", "team"]);
    }
}
