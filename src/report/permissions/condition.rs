//! Conditions in words.

use crate::iam::{Operator, Quantifier};
use crate::model::AccessCondition;

/// A condition in words, such as `s3:prefix matches {identity}/*`.
pub fn in_words(condition: &AccessCondition) -> String {
    let operator = Operator::new(&*condition.operator);
    if operator.base() == "null" {
        return null(condition);
    }
    let key = &condition.key;
    let subject = match operator.quantifier() {
        Some(Quantifier::ForAllValues) => format!("every value of {key}, if any,"),
        Some(Quantifier::ForAnyValue) => format!("some value of {key}"),
        None => key.clone(),
    };
    let values: Vec<String> = condition.values.iter().map(|value| quoted(value)).collect();
    let absent = if operator.is_if_exists() { ", or is absent" } else { "" };
    format!("{subject} {} {}{absent}", verb(&operator), values.join(" or "))
}

fn null(AccessCondition { key, values, .. }: &AccessCondition) -> String {
    let is_absent = values.iter().any(|value| value.eq_ignore_ascii_case("true"));
    format!("{key} is {}", if is_absent { "absent" } else { "present" })
}

/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
fn verb(operator: &Operator) -> String {
    let verb = match &*operator.base() {
        "stringequals" | "numericequals" | "dateequals" | "binaryequals" | "bool" => "is",
        "stringnotequals" | "numericnotequals" | "datenotequals" => "is not",
        "stringequalsignorecase" => "is, in any case,",
        "stringnotequalsignorecase" => "is not, in any case,",
        "stringlike" | "arnlike" | "arnequals" => "matches",
        "stringnotlike" | "arnnotlike" | "arnnotequals" => "does not match",
        "numericlessthan" => "is less than",
        "numericlessthanequals" => "is at most",
        "numericgreaterthan" => "is more than",
        "numericgreaterthanequals" => "is at least",
        "datelessthan" => "is before",
        "datelessthanequals" => "is not after",
        "dategreaterthan" => "is after",
        "dategreaterthanequals" => "is not before",
        "ipaddress" => "is in",
        "notipaddress" => "is not in",
        _ => return operator.spelling().to_owned(),
    };
    verb.to_owned()
}

/// A value, in quotes where its end would not be seen.
fn quoted(value: &str) -> String {
    let is_plain = !value.is_empty() && !value.contains([' ', ',', '"']);
    if is_plain { value.to_owned() } else { format!("{value:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_a_sentence() {
        for (operator, values, expected) in [
            ("StringLike", &["{identity}/*", ""][..], "k matches {identity}/* or \"\""),
            ("ForAllValues:StringEquals", &["a"], "every value of k, if any, is a"),
            ("ForAnyValue:StringNotLike", &["a b"], "some value of k does not match \"a b\""),
            ("NumericLessThanEqualsIfExists", &["5"], "k is at most 5, or is absent"),
            ("Null", &["true"], "k is absent"),
            ("null", &["false"], "k is present"),
        ] {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            let condition = AccessCondition { key: "k".to_owned(), operator: operator.to_owned(), values };
            assert_eq!(in_words(&condition), expected);
        }
    }
}
