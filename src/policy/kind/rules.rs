//! Which values and texts a grant's keys accept, by the names that the kinds' documents use.

use crate::aws::{Partition, Rule, arn, is, is_word, names, shown};
use crate::inputs::TokenString;
use crate::policy::s3_path;
use crate::source::{Code, Diagnostic, Span};

/// Source: Amazon DynamoDB API, `TableName`: `[a-zA-Z0-9_.-]+`, 3 to 255.
const TABLE: Rule = Rule {
    what: "a table's name",
    accepted: "3 to 255 letters, digits and _ . -",
    code: Code::BadResource,
    test: |text| is(text, 3..=255, |c| is_word(c) || c == '.' || c == '-'),
};

/// Source: Amazon API Gateway: the ID in an API's invoke URL, lower-case letters and digits.
const API_ID: Rule = Rule {
    what: "an API's ID",
    accepted: "lower-case letters and digits, such as a1b2c3d4e5",
    code: Code::BadResource,
    test: |text| is(text, 1..=64, |c| c.is_ascii_lowercase() || c.is_ascii_digit()),
};

/// Source: AWS AppSync API Reference, `apiId`.
const APPSYNC_API_ID: Rule = Rule { what: "an AppSync API's ID", ..API_ID };

/// Source: AWS Lambda API, `FunctionName`: `[a-zA-Z0-9-_]+`, up to 64 as a name.
const FUNCTION: Rule = Rule {
    what: "a function's name",
    accepted: "1 to 64 letters, digits, - and _ (the name, not the ARN)",
    code: Code::BadResource,
    test: |text| is(text, 1..=64, |c| is_word(c) || c == '-'),
};

/// The rules for values.
pub const VALUE_RULES: [&str; 6] = ["kms_key_arn", "bucket", "table", "api_id", "appsync_api_id", "function"];
/// The rules for texts.
pub const TEXT_RULES: [&str; 9] = [
    "s3_path",
    "leading_key",
    "index",
    "attribute",
    "stage",
    "method",
    "resource_path",
    "client_id",
    "topic",
];

/// Tests a value by the rule of that name.
pub fn check_value(rule: &str, value: &str, partition: Partition, span: Span) -> Option<Diagnostic> {
    let rule = match rule {
        "kms_key_arn" => return arn::KMS_KEY.check(value, partition, span),
        "bucket" => names::BUCKET,
        "table" => TABLE,
        "api_id" => API_ID,
        "appsync_api_id" => APPSYNC_API_ID,
        "function" => FUNCTION,
        _ => unreachable!("a grant kind names only rules that exist: {rule}"),
    };
    rule.check(value).err().map(|refusal| refusal.at(span))
}

/// Tests a text by the rule of that name.
pub fn check_text(rule: &str, text: &TokenString, span: Span) -> Option<Diagnostic> {
    if rule == "s3_path" {
        return s3_path::check(text, span);
    }
    let source = text.source();
    let (fits, what): (bool, &str) = match rule {
        "leading_key" => (
            is(&source, 1..=2048, |c| !c.is_control() && c != '*'),
            "a value of a partition key: no wildcard, it is compared as it is",
        ),
        "index" => (
            is(&source, 3..=255, |c| is_word(c) || ".-{}".contains(c)),
            "an index's name: 3 to 255 letters, digits and _ . -",
        ),
        "attribute" => {
            (is(&source, 1..=255, |c| !c.is_control()), "an attribute's name: 1 to 255 characters")
        }
        "stage" => (
            source == "*" || is(&source, 1..=128, |c| is_word(c) || "-{}$".contains(c)),
            "a stage's name, or `*`",
        ),
        "method" => (METHODS.contains(&source.as_str()), "an HTTP method in capitals, or `*`"),
        "resource_path" => (
            is(&source, 1..=1024, is_path_character) && !source.starts_with('/'),
            "a path without a slash in front; `*` is any text",
        ),
        "client_id" => (
            is(&source, 1..=128, |c| !c.is_control() && c != '/'),
            "a client ID: 1 to 128 characters, no slash",
        ),
        "topic" => (
            is(&source, 1..=256, |c| !c.is_control() && c != '#' && c != '+') && !source.starts_with('/'),
            "a topic: up to 256 characters; its wildcard in a policy is `*`, not `#` or `+`",
        ),
        _ => unreachable!("a grant kind names only rules that exist: {rule}"),
    };
    (!fits).then(|| {
        Diagnostic::at(span, Code::BadResource, format!("{} is not accepted here", shown(&source)))
            .help(format!("this is {what}"))
    })
}

/// Source: Amazon API Gateway Developer Guide, "Statement reference": the HTTP verbs of a method.
const METHODS: [&str; 8] = ["*", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

fn is_path_character(character: char) -> bool {
    character.is_ascii_graphic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn every_rule_of_the_lists_is_one() {
        let span = Span::new(FileId(0), 0, 0);
        for rule in VALUE_RULES {
            check_value(rule, "x", Partition::of_region("us-east-1"), span);
        }
        for rule in TEXT_RULES {
            check_text(rule, &TokenString::literal("x"), span);
        }
    }
}
