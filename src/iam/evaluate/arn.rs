//! Comparing ARNs in conditions.

use crate::aws::arn::FIELDS;
use crate::iam::evaluate::text::{self, Case, Token};
use crate::iam::{DocumentationGap, Match};

/// Whether an ARN matches tokens field by field, so that wildcards match no colon before the resource.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Amazon Resource Name (ARN) condition
/// operators".
pub fn matches(tokens: &[Token], value: &str) -> Match {
    let values: Vec<&str> = value.splitn(FIELDS, ':').collect();
    let fields: Vec<&[Token]> = tokens.splitn(FIELDS, |token| *token == Token::Character(':')).collect();
    if values.len() < FIELDS {
        return Match::Undecided(DocumentationGap::UnreadableValue);
    }
    // Fields that an incomplete ARN lacks match anything.
    let are_matched =
        fields.iter().zip(&values).all(|(field, value)| text::matches(field, value, Case::Sensitive));
    match fields.len() < FIELDS && are_matched {
        true => Match::Undecided(DocumentationGap::IncompleteArnInCondition),
        false => are_matched.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::rule::Reach;

    #[test]
    fn arns_are_compared_field_by_field() {
        let token = |character| match character {
            '*' => Token::AnyText(Reach::Anywhere),
            other => Token::Character(other),
        };
        let matched = |pattern: &str| {
            matches(&pattern.chars().map(token).collect::<Vec<_>>(), "arn:aws:sns:us-east-1:1:topic:sub")
        };
        assert_eq!(matched("arn:aws:sns:*:*:topic*"), Match::Yes);
        assert_eq!(matched("arn:aws:sns:*:topic:sub"), Match::No);
        assert_eq!(matched("arn:aws:s*:1:topic:sub"), Match::No);
        assert_eq!(matched("arn:aws:sns:*"), Match::Undecided(DocumentationGap::IncompleteArnInCondition));
        assert_eq!(matched("arn:aws:sqs:*"), Match::No);
        assert_eq!(matches(&[], "topic"), Match::Undecided(DocumentationGap::UnreadableValue));
    }
}
