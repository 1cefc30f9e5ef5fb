//! The rules for values and strings of grants, by the names that the kinds' documents use.

use crate::aws::{Identifier, is, is_word, shown};
use crate::inputs::TokenString;
use crate::policy::s3_path;
use crate::source::{Code, Diagnostic, Span};

/// What the values of keys of the type `value` identify, by the names that the kinds' documents use.
pub const VALUE_RULES: [(&str, Identifier); 6] = [
    ("kms_key_arn", Identifier::KmsKeyArn),
    ("bucket", Identifier::BucketName),
    ("table", Identifier::TableName),
    ("api_id", Identifier::RestApiId),
    ("appsync_api_id", Identifier::GraphqlApiId),
    ("function", Identifier::FunctionName),
];

/// A rule for strings.
#[derive(Debug)]
pub struct TextRule {
    /// Its name in the kinds' documents.
    pub name: &'static str,
    test: Test,
}

/// A word in place of a token, whose value the rules don't know. Indexes have at least this length.
const TOKEN: &str = "xxx";

#[derive(Debug)]
enum Test {
    /// Whether the string, with a word in place of each token, is valid; and what is expected.
    Text(fn(&str) -> bool, &'static str),
    /// Why the string is not accepted.
    Whole(fn(&TokenString, Span) -> Option<Diagnostic>),
}

impl TextRule {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self { name: "s3_path", test: Test::Whole(s3_path::check) },
        Self {
            name: "leading_key",
            test: Test::Text(
                |text| is(text, 1..=2048, |c| !c.is_control() && c != '*'),
                "a partition key value without wildcards",
            ),
        },
        Self {
            name: "index",
            test: Test::Text(
                |text| is(text, 3..=255, |c| is_word(c) || ".-".contains(c)),
                "an index name: 3 to 255 letters, digits, and the characters _ . -",
            ),
        },
        Self {
            name: "attribute",
            test: Test::Text(
                |text| is(text, 1..=255, |c| !c.is_control()),
                "an attribute name: 1 to 255 characters",
            ),
        },
        Self {
            name: "stage",
            test: Test::Text(
                |text| text == "*" || is(text, 1..=128, |c| is_word(c) || "-$".contains(c)),
                "a stage name, or `*`",
            ),
        },
        Self {
            name: "method",
            test: Test::Text(|text| METHODS.contains(&text), "an uppercase HTTP method, or `*`"),
        },
        Self {
            name: "resource_path",
            test: Test::Text(
                |text| is(text, 1..=1024, |c| c.is_ascii_graphic()) && !text.starts_with('/'),
                "a path without a leading slash; `*` matches any text",
            ),
        },
        Self {
            name: "client_id",
            test: Test::Text(
                |text| is(text, 1..=128, |c| !c.is_control() && c != '/'),
                "a client ID of 1 to 128 characters without slashes",
            ),
        },
        Self {
            name: "topic",
            test: Test::Text(
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
            Test::Text(fits, _) if fits(&text.expand(|_| TOKEN.into())) => None,
            Test::Text(_, what) => Some(
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
