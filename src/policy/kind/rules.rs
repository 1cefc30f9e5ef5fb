//! The rules for values and strings of grants, by the names that the kinds' documents use.

use crate::aws::{Partition, Rule, arn, is, is_word, names, shown};
use crate::inputs::TokenString;
use crate::policy::s3_path;
use crate::source::{Code, Diagnostic, Span};

/// Source: Amazon DynamoDB API, `TableName`: `[a-zA-Z0-9_.-]+`, 3 to 255.
const TABLE: Rule = Rule {
    what: "a valid table name",
    accepted: "3 to 255 letters, digits, and the characters _ . -",
    code: Code::BadResource,
    test: |text| is(text, 3..=255, |c| is_word(c) || c == '.' || c == '-'),
};

/// Source: Amazon API Gateway: the ID in an API's invoke URL, lowercase letters and digits.
const API_ID: Rule = Rule {
    what: "a valid API ID",
    accepted: "lowercase letters and digits, such as a1b2c3d4e5",
    code: Code::BadResource,
    test: |text| is(text, 1..=64, |c| c.is_ascii_lowercase() || c.is_ascii_digit()),
};

/// Source: AWS AppSync API Reference, `apiId`.
const APPSYNC_API_ID: Rule = Rule { what: "a valid AppSync API ID", ..API_ID };

/// Source: AWS Lambda API, `FunctionName`: `[a-zA-Z0-9-_]+`, up to 64 as a name.
const FUNCTION: Rule = Rule {
    what: "a valid function name",
    accepted: "1 to 64 letters, digits, - and _; the name, not the ARN",
    code: Code::BadResource,
    test: |text| is(text, 1..=64, |c| is_word(c) || c == '-'),
};

/// A rule for values.
#[derive(Debug)]
pub struct ValueRule {
    /// Its name in the kinds' documents.
    pub name: &'static str,
    refusal: fn(&str, Partition, Span) -> Option<Diagnostic>,
}

impl ValueRule {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self {
            name: "kms_key_arn",
            refusal: |value, partition, span| arn::KMS_KEY.check(value, partition, span),
        },
        Self { name: "bucket", refusal: |value, _, span| refusal(&names::BUCKET, value, span) },
        Self { name: "table", refusal: |value, _, span| refusal(&TABLE, value, span) },
        Self { name: "api_id", refusal: |value, _, span| refusal(&API_ID, value, span) },
        Self { name: "appsync_api_id", refusal: |value, _, span| refusal(&APPSYNC_API_ID, value, span) },
        Self { name: "function", refusal: |value, _, span| refusal(&FUNCTION, value, span) },
    ];

    /// The diagnostic if a value isn't accepted in a partition.
    pub fn refusal(&self, value: &str, partition: Partition, span: Span) -> Option<Diagnostic> {
        (self.refusal)(value, partition, span)
    }
}

fn refusal(rule: &Rule, value: &str, span: Span) -> Option<Diagnostic> {
    rule.check(value).err().map(|refusal| refusal.at(span))
}

/// A rule for strings.
#[derive(Debug)]
pub struct TextRule {
    /// Its name in the kinds' documents.
    pub name: &'static str,
    test: Test,
}

#[derive(Debug)]
enum Test {
    /// Whether the string, as written, is valid; and what is expected.
    Source(fn(&str) -> bool, &'static str),
    /// Why the string is not accepted.
    Whole(fn(&TokenString, Span) -> Option<Diagnostic>),
}

impl TextRule {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self { name: "s3_path", test: Test::Whole(s3_path::check) },
        Self {
            name: "leading_key",
            test: Test::Source(
                |text| is(text, 1..=2048, |c| !c.is_control() && c != '*'),
                "a partition key value without wildcards",
            ),
        },
        Self {
            name: "index",
            test: Test::Source(
                |text| is(text, 3..=255, |c| is_word(c) || ".-{}".contains(c)),
                "an index name: 3 to 255 letters, digits, and the characters _ . -",
            ),
        },
        Self {
            name: "attribute",
            test: Test::Source(
                |text| is(text, 1..=255, |c| !c.is_control()),
                "an attribute name: 1 to 255 characters",
            ),
        },
        Self {
            name: "stage",
            test: Test::Source(
                |text| text == "*" || is(text, 1..=128, |c| is_word(c) || "-{}$".contains(c)),
                "a stage name, or `*`",
            ),
        },
        Self {
            name: "method",
            test: Test::Source(|text| METHODS.contains(&text), "an uppercase HTTP method, or `*`"),
        },
        Self {
            name: "resource_path",
            test: Test::Source(
                |text| is(text, 1..=1024, |c| c.is_ascii_graphic()) && !text.starts_with('/'),
                "a path without a leading slash; `*` matches any text",
            ),
        },
        Self {
            name: "client_id",
            test: Test::Source(
                |text| is(text, 1..=128, |c| !c.is_control() && c != '/'),
                "a client ID of 1 to 128 characters without slashes",
            ),
        },
        Self {
            name: "topic",
            test: Test::Source(
                |text| {
                    is(text, 1..=256, |c| !c.is_control() && c != '#' && c != '+') && !text.starts_with('/')
                },
                "a topic of up to 256 characters; the wildcard in policies is `*`, not `#` or `+`",
            ),
        },
    ];

    /// The diagnostic if a string isn't accepted.
    pub fn refusal(&self, text: &TokenString, span: Span) -> Option<Diagnostic> {
        match self.test {
            Test::Whole(refusal) => refusal(text, span),
            Test::Source(fits, _) if fits(&text.source()) => None,
            Test::Source(_, what) => Some(
                Diagnostic::at(
                    span,
                    Code::BadResource,
                    format!("{} is not valid here", shown(&text.source())),
                )
                .help(format!("expected {what}")),
            ),
        }
    }
}

/// Source: Amazon API Gateway Developer Guide, "Statement reference": the HTTP verbs of a method.
const METHODS: [&str; 8] = ["*", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
