//! The rules for values and strings of grants, by the names that the kinds' documents use.

use crate::aws::resources::is_client_id;
use crate::aws::{Identifier, is, is_arn_or_url, path_in, shown, suggested};
use crate::iam::Atom;
use crate::inputs::TokenString;
use crate::inputs::schema::text;
use crate::policy::kind::segments;
use crate::policy::{pattern, s3_path};
use crate::source::{Code, Diagnostic, Span};

/// What the values of keys of the type `value` identify, by the names that the kinds' documents use.
pub const VALUE_RULES: [(&str, Identifier); 8] = [
    ("kms_key_arn", Identifier::KmsKeyArn),
    ("bucket", Identifier::BucketName),
    ("table", Identifier::TableName),
    ("api_id", Identifier::RestApiId),
    ("appsync_api_id", Identifier::GraphqlApiId),
    ("function", Identifier::FunctionName),
    ("index", Identifier::IndexName),
    ("stage", Identifier::StageName),
];

/// A rule for strings.
#[derive(Debug)]
pub struct TextRule {
    /// Its name in the kinds' documents.
    pub name: &'static str,
    /// What the string is if it is part of an ARN, which must not be written instead of it.
    part_of_arn: Option<PartOfArn>,
    /// What a reference in place of the string stands for; `None` if the string is the same in every environment.
    pub reference: Option<ReferencedText>,
    /// The pattern of strings in the JSON Schema.
    pub pattern: fn() -> String,
    test: Test,
}

/// A text that only Terraform knows.
#[derive(Clone, Copy, Debug)]
pub struct ReferencedText {
    /// What it identifies.
    pub identifier: Identifier,
    /// A valid text, for the module's tests.
    pub example: &'static str,
}

/// A part of the ARNs of a grant's resources.
#[derive(Debug)]
struct PartOfArn {
    what: &'static str,
    code: Code,
}

/// A word in place of a token, whose value the rules don't know. Indexes have at least this length.
const TOKEN: &str = "xxx";

#[derive(Debug)]
enum Test {
    /// Whether the string, with a word in place of each token, is valid; and what is expected.
    Text(fn(&str) -> bool, &'static str),
    /// Why the string is not accepted.
    Whole(fn(&TokenString, Span) -> Option<Diagnostic>),
    /// The path of an API.
    ApiPath,
}

impl TextRule {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self {
            name: "s3_path",
            part_of_arn: Some(PartOfArn { what: "path", code: Code::BadPath }),
            reference: None,
            pattern: s3_path::schema_pattern,
            test: Test::Whole(s3_path::check),
        },
        Self {
            name: "leading_key",
            part_of_arn: None,
            reference: None,
            pattern: text::any_in_grant,
            test: Test::Text(
                |text| is(text, 1..=2048, |c| !c.is_control() && c != '*'),
                "a partition key value without wildcards",
            ),
        },
        Self {
            name: "attribute",
            part_of_arn: None,
            reference: None,
            pattern: text::any_in_grant,
            test: Test::Text(
                |text| is(text, 1..=255, |c| !c.is_control()),
                "an attribute name: 1 to 255 characters",
            ),
        },
        Self {
            name: "method",
            part_of_arn: None,
            reference: None,
            pattern: || format!("^({})$", METHODS.join("|")),
            test: Test::Text(
                |text| METHODS.contains(&text),
                "GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS; leave `method` out to allow every method",
            ),
        },
        Self {
            name: "resource_path",
            part_of_arn: Some(PartOfArn { what: "path", code: Code::BadResource }),
            reference: None,
            pattern: || text::matching_segments(&format!(r"({0}/)*({0}|\*)", text::segment("/*?"))),
            test: Test::ApiPath,
        },
        Self {
            name: "client_id",
            part_of_arn: Some(PartOfArn { what: "client ID", code: Code::BadResource }),
            reference: Some(ReferencedText {
                identifier: Identifier::IotClientId,
                example: "example-client",
            }),
            pattern: || text::matching_segments(&text::segment("/#+*?")),
            test: Test::Whole(check_client_id),
        },
        Self {
            name: "topic",
            part_of_arn: Some(PartOfArn { what: "topic", code: Code::BadResource }),
            reference: Some(ReferencedText { identifier: Identifier::MqttTopic, example: "example/topic" }),
            pattern: || text::matching_segments(&format!(r"{0}(/{0}|/)*(/\*)?", text::segment("/*?#+"))),
            test: Test::Whole(segments::check_topic),
        },
    ];

    /// The diagnostic if a string isn't accepted as it is written, which is found before its tokens are parsed.
    pub fn source_refusal(&self, source: &str, span: Span) -> Option<Diagnostic> {
        self.address_refusal(source, span).or_else(|| match self.test {
            Test::ApiPath => segments::route_parameter_refusal(source, span),
            Test::Text(..) | Test::Whole(_) => None,
        })
    }

    /// The diagnostic for an ARN or a URL. As a part of an ARN, it would match nothing.
    fn address_refusal(&self, source: &str, span: Span) -> Option<Diagnostic> {
        let PartOfArn { what, code } = self.part_of_arn.as_ref().filter(|_| is_arn_or_url(source))?;
        let message = format!("expected a {what}, found the address {}", shown(source));
        let diagnostic = Diagnostic::at(span, *code, message)
            .help(format!("the grant makes the ARN of the resource: write only the {what}"));
        Some(match path_in(source).filter(|path| self.accepts(path, span)) {
            Some(path) => diagnostic.label(format!("the {what} in it is {}", suggested(path))),
            None => diagnostic,
        })
    }

    fn accepts(&self, source: &str, span: Span) -> bool {
        let text = TokenString::parse(source);
        self.source_refusal(source, span).is_none()
            && text.is_ok_and(|text| self.refusal(&text, span).is_none())
    }

    /// The diagnostic if a string isn't accepted.
    pub fn refusal(&self, text: &TokenString, span: Span) -> Option<Diagnostic> {
        match self.test {
            Test::Whole(refusal) => refusal(text, span),
            Test::ApiPath => segments::check_api_path(text, span),
            Test::Text(fits, _) if fits(&text.expand(|_| TOKEN.into())) => None,
            Test::Text(fits, what) => {
                let source = text.source();
                let meant = Some(source.to_uppercase()).filter(|meant| *meant != source && fits(meant));
                let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
                let message = format!("{} is not valid here{meant}", shown(&source));
                Some(Diagnostic::at(span, Code::BadResource, message).help(format!("expected {what}")))
            }
        }
    }
}

/// Source: Amazon API Gateway Developer Guide, "Statement reference": the HTTP verbs of a method.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The variables of AWS IoT are what the client says it is.
fn is_chosen_by_client<S>(atom: &Atom<S>) -> bool {
    matches!(atom, Atom::Variable(name) if name.to_ascii_lowercase().starts_with("iot:"))
}

/// A client that can choose its ID can take the place of another client, and `${iot:ClientId}` in a topic becomes whatever
/// it chose, such as `+`. Source: AWS IoT Core Developer Guide, "Basic AWS IoT Core policy variables".
fn check_client_id(id: &TokenString, span: Span) -> Option<Diagnostic> {
    let source = id.source();
    let has_wildcard = pattern(id).atoms().iter().any(Atom::is_wildcard);
    let is_chosen = pattern(id).atoms().iter().any(is_chosen_by_client);
    (!is_client_id(&source) || has_wildcard || is_chosen).then(|| {
        Diagnostic::at(span, Code::BadResource, format!("the client ID {} is not valid here", shown(&source)))
            .help("expected 1 to 128 characters without wildcards (`*`, `?`, `#`, `+`), slashes and variables of the client itself (`${iot:…}`)")
            .help("for several devices of a user, list their IDs: `[\"{identity}-phone\", \"{identity}-tablet\"]`")
    })
}
