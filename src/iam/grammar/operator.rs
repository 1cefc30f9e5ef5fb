//! Condition operators.

use crate::iam::Operator;
use crate::iam::grammar::condition_key::is_key as is_condition_key;
use crate::iam::grammar::refused;
use crate::source::{Diagnostic, Span};
use crate::tree::nearest;

/// The operators, without set operator and `IfExists`.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    NULL,
];

/// The only operator that can't have the suffix. Source: the same page, "...IfExists condition operators".
const NULL: &str = "Null";
const IF_EXISTS: &str = "IfExists";

/// The prefixes. Source: IAM User Guide, "Set operators for multivalued context keys".
const SET_OPERATORS: [&str; 2] = ["ForAllValues", "ForAnyValue"];

const EXPECTED: &str = "expected an operator such as `StringEquals`, `StringLike` or `ArnLike`; most can end in `IfExists`, and `ForAnyValue:` or `ForAllValues:` can precede them";

/// The diagnostic if a condition operator doesn't exist.
pub fn refusal(operator: &Operator, span: Span) -> Option<Diagnostic> {
    let spelling = operator.spelling();
    let refusal = || refused(spelling, "a condition operator", meant(spelling), span).help(EXPECTED);
    (!exists(operator)).then(refusal)
}

/// The diagnostic if a text is not an operator, with what to write instead.
pub fn refusal_with(text: &str, cure: String, span: Span) -> Diagnostic {
    refused(text, "a condition operator", None, span).help(cure).help(EXPECTED)
}

/// Whether a text is a condition key, and neither an operator nor like one.
pub fn is_key_without_operator(text: &str) -> bool {
    let operator = Operator::new(text);
    !exists(&operator) && meant(text).is_none() && operator.quantifier().is_none() && is_condition_key(text)
}

/// A regular expression that every operator matches as a whole, in the syntax that RE2 and ECMAScript share.
pub fn pattern() -> String {
    let in_any_case = |text: &str| -> String {
        text.chars().map(|c| format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase())).collect()
    };
    let one_of = |texts: &[&str]| texts.iter().map(|text| in_any_case(text)).collect::<Vec<_>>().join("|");
    format!("(({}):)?({})({})?", one_of(&SET_OPERATORS), one_of(&OPERATORS), in_any_case(IF_EXISTS))
}

/// Whether IAM has an operator.
pub fn exists(operator: &Operator) -> bool {
    let has_known_prefix = !operator.spelling().contains(':') || operator.quantifier().is_some();
    let is_null = operator.base().eq_ignore_ascii_case(NULL);
    has_known_prefix && with_case(&operator.base()).is_some() && !(is_null && operator.is_if_exists())
}

/// The operator's own spelling, whatever the case.
fn with_case(base: &str) -> Option<&'static str> {
    OPERATORS.into_iter().find(|operator| operator.eq_ignore_ascii_case(base))
}

/// The operator that was meant, if it is clear.
fn meant(spelling: &str) -> Option<String> {
    let (prefix, operator) = match spelling.rsplit_once(':') {
        Some((prefix, operator)) => (Some(prefix.trim_end_matches(':')), operator),
        None => (None, spelling),
    };
    let prefix = match prefix {
        Some(prefix) => format!("{}:", nearest(prefix, SET_OPERATORS)?),
        None => String::new(),
    };
    Some(prefix + &meant_base(operator)?)
}

fn meant_base(operator: &str) -> Option<String> {
    let is_null = |text: &str| text.eq_ignore_ascii_case(NULL);
    let (base, suffix) = match operator.len().checked_sub(IF_EXISTS.len()) {
        Some(start)
            if operator.is_char_boundary(start) && operator[start..].eq_ignore_ascii_case(IF_EXISTS) =>
        {
            (&operator[..start], IF_EXISTS)
        }
        _ => (operator, ""),
    };
    if is_null(base) {
        return Some(NULL.to_owned());
    }
    let with_suffix = OPERATORS.map(|operator| format!("{operator}{IF_EXISTS}"));
    let candidates = OPERATORS.into_iter().chain(with_suffix.iter().map(String::as_str));
    match with_case(base) {
        Some(base) => Some(format!("{base}{suffix}")),
        None => nearest(operator, candidates).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn said(operator: &str) -> Option<String> {
        refusal(&Operator::new(operator), Span::new(FileId(0), 0, 0)).map(|refusal| refusal.message)
    }

    #[test]
    fn every_operator_is_accepted_in_any_case() {
        for operator in OPERATORS {
            for spelling in [
                operator.to_owned(),
                operator.to_lowercase(),
                format!("ForAllValues:{operator}"),
                format!("foranyvalue:{operator}"),
            ] {
                assert_eq!(said(&spelling), None, "{spelling}");
            }
            let if_exists = format!("{operator}IfExists");
            assert_eq!(said(&if_exists).is_some(), operator == NULL, "{if_exists}");
        }
    }

    #[test]
    fn the_operator_that_was_meant_is_named() {
        for (operator, meant) in [
            ("StringEqual", "StringEquals"),
            ("stringlikes", "StringLike"),
            ("ForAllValue:StringLike", "ForAllValues:StringLike"),
            ("ForAnyValues:stringequals", "ForAnyValue:StringEquals"),
            ("ForAnyValue::StringEqualsIfExists", "ForAnyValue:StringEqualsIfExists"),
            ("StringEqualsIfExist", "StringEqualsIfExists"),
            ("StringEqualIfExists", "StringEqualsIfExists"),
            ("IpAdress", "IpAddress"),
            ("NumericLessThen", "NumericLessThan"),
            ("NullIfExists", "Null"),
        ] {
            let message = said(operator).unwrap_or_default();
            assert!(message.ends_with(&format!("did you mean `{meant}`?")), "{operator}: {message}");
        }
        for operator in ["", "ForAllValues:", "aws:PrincipalTag/team", "Sometimes", "é"] {
            let message = said(operator).unwrap_or_default();
            assert!(message.ends_with("is not a condition operator"), "{operator}: {message}");
        }
    }
}
