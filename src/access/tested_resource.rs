//! The resources of access tests: `s3://BUCKET`, `s3://BUCKET/KEY`, an ARN, or `*`.

use crate::aws::shown;
use crate::inputs::{Part, Token, TokenString};
use crate::source::{Code, Diagnostic, Span};

/// The scheme in front of a bucket's name.
const S3: &str = "s3://";
/// The number of colons in front of the last part of an ARN.
const COLONS: usize = 5;

/// A resource as a test names it: the ARN, in which `*` and `?` are wildcards.
///
/// # Errors
/// If it has another form.
pub(super) fn tested_resource(text: &TokenString, span: Span) -> Result<TokenString, Diagnostic> {
    let first = match text.parts().first() {
        Some(Part::Literal(first)) => first.as_str(),
        // The value of a grant may be an ARN.
        Some(Part::Value(_)) if text.parts().len() == 1 => return Ok(text.clone()),
        Some(Part::Token(_) | Part::Value(_)) | None => "",
    };
    match first.strip_prefix(S3) {
        Some(rest) => s3_arn(text, rest, span),
        None if text.as_literal() == Some("*") => Ok(text.clone()),
        None if first.starts_with("arn:") => whole_arn(text, span),
        None => Err(not_a_resource(text, span)),
    }
}

/// `arn:{partition}:s3:::BUCKET/KEY`. Source: Service Authorization Reference, "Actions, resources, and condition keys for
/// Amazon S3".
fn s3_arn(text: &TokenString, rest: &str, span: Span) -> Result<TokenString, Diagnostic> {
    let after = text.parts()[1..].iter().cloned();
    let path: Vec<Part> = [Part::Literal(rest.to_owned())].into_iter().chain(after).collect();
    let source = TokenString::from_parts(path.iter().cloned()).source();
    let refused = match source.split_once('/') {
        _ if source.is_empty() || source.starts_with('/') => Some("the name of the bucket is missing"),
        Some((_, "")) => Some("the key of the object is missing after the slash"),
        Some(_) | None => None,
    };
    if let Some(message) = refused {
        return Err(Diagnostic::at(
            span,
            Code::BadAccessTest,
            format!("{}: {message}", shown(&text.source())),
        )
        .help(EXPECTED));
    }
    let arn = [Part::Literal("arn:".into()), Part::Token(Token::Partition), Part::Literal(":s3:::".into())];
    Ok(text.with_parts(arn.into_iter().chain(path)))
}

const EXPECTED: &str = "expected `s3://BUCKET` for a bucket, `s3://BUCKET/KEY` for objects, an ARN, or `*` for all resources; `*` and `?` are wildcards";

fn whole_arn(text: &TokenString, span: Span) -> Result<TokenString, Diagnostic> {
    let literals = text.parts().iter().map(|part| match part {
        Part::Literal(literal) => literal.as_str(),
        Part::Token(_) | Part::Value(_) => "",
    });
    let colons: usize = literals.map(|literal| literal.matches(':').count()).sum();
    let has_values = text.parts().iter().any(|part| matches!(part, Part::Value(_)));
    match colons >= COLONS || has_values {
        true => Ok(text.clone()),
        false => Err(Diagnostic::at(
            span,
            Code::BadAccessTest,
            format!("{} is only the beginning of an ARN", shown(&text.source())),
        )
        .help("an ARN has six parts, separated by colons: `arn:{partition}:SERVICE:{region}:{account_id}:RESOURCE`")),
    }
}

fn not_a_resource(text: &TokenString, span: Span) -> Diagnostic {
    let source = text.source();
    let diagnostic =
        Diagnostic::at(span, Code::BadAccessTest, format!("{} is not a resource", shown(&source)));
    let is_path = !source.is_empty() && !source.contains([':', ' ']);
    let diagnostic = match is_path {
        true => {
            diagnostic.help(format!("for a bucket or its objects, write {}", shown(&format!("{S3}{source}"))))
        }
        false => diagnostic,
    };
    diagnostic.help(EXPECTED)
}
