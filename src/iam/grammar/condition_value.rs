//! The values of conditions, which must have the type of their operator.

use std::net::IpAddr;

use crate::aws::shown;
use crate::iam::grammar::operator::exists;
use crate::iam::pattern::literal;
use crate::iam::{Operator, Pattern, Unknown};
use crate::source::{Code, Diagnostic, Span};

/// The diagnostic if a string can't be compared by an operator, so that the condition could never be met. Strings with
/// variables or unknown parts may have any value.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators"; IAM rejects invalid dates.
pub fn refusal(value: &Pattern<Unknown>, operator: &Operator, span: Span) -> Option<Diagnostic> {
    if !exists(operator) {
        return None;
    }
    let text = literal(value.atoms())?;
    let base = operator.base();
    let (what, accepts, help): (_, fn(&str) -> bool, _) = match &*base {
        "bool" | "null" => ("true or false", is_boolean, "expected true or false"),
        "ipaddress" | "notipaddress" => {
            ("an IP address", is_ip_address, "expected a range such as 203.0.113.0/24 or 2001:db8::/32")
        }
        numeric if numeric.starts_with("numeric") => ("a number", is_number, "expected a number such as 10"),
        date if date.starts_with("date") => {
            ("a date", is_date, "expected a date such as 2027-01-31T00:00:00Z, or the seconds since 1970")
        }
        _ => return None,
    };
    (!accepts(&text)).then(|| {
        let message = format!("{} is not {what}, which `{}` compares", shown(&text), operator.spelling());
        Diagnostic::at(span, Code::BadPolicy, message).help(help)
    })
}

fn is_boolean(text: &str) -> bool {
    ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_ip_address(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    length.is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= longest))
}

/// A date of ISO 8601, with a time or without, or seconds.
fn is_date(text: &str) -> bool {
    if text.parse::<i64>().is_ok() {
        return true;
    }
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let fields: Vec<&str> = date.split('-').collect();
    let limits: [&[u32]; 3] = [&[0, 9999], &[1, 12], &[1, 31]];
    let are_valid =
        fields.len() <= 3 && fields.iter().zip(limits).all(|(field, limit)| is_within(field, limit));
    are_valid && time.is_none_or(is_time)
}

fn is_within(field: &str, limits: &[u32]) -> bool {
    field.parse::<u32>().is_ok_and(|number| limits[0] <= number && number <= limits[1])
}

/// A time with an optional zone.
fn is_time(text: &str) -> bool {
    let text = text.trim_end_matches(['Z', 'z']);
    let (time, zone) = match text.split_once(['+', '-']) {
        Some((time, zone)) => (time, Some(zone)),
        None => (text, None),
    };
    let (time, fraction) = match time.split_once('.') {
        Some((time, fraction)) => (time, Some(fraction)),
        None => (time, None),
    };
    let is_fraction = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_clock(time) && fraction.is_none_or(is_fraction) && zone.is_none_or(is_clock)
}

/// Hours, minutes and seconds; the last ones may be missing.
fn is_clock(text: &str) -> bool {
    let fields: Vec<&str> = text.split(':').collect();
    let limits: [&[u32]; 3] = [&[0, 23], &[0, 59], &[0, 60]];
    fields.len() <= 3 && fields.iter().zip(limits).all(|(field, limit)| is_within(field, limit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn values_have_the_type_of_their_operator() {
        let said = |operator: &str, value: &str| {
            refusal(&Pattern::parse(value), &Operator::new(operator), Span::new(FileId(0), 0, 0)).is_some()
        };
        for (operator, accepted, refused) in [
            ("Bool", &["true", "FALSE", "${aws:SecureTransport}"][..], &["yes", "1", ""][..]),
            ("Null", &["true", "false"], &["maybe"]),
            ("NumericLessThan", &["10", "-1", "0.5", "${s3:max-keys}"], &["ten", "", "1,000"]),
            (
                "IpAddressIfExists",
                &["203.0.113.0/24", "203.0.113.1", "2001:db8::/32"],
                &["203.0.113", "203.0.113.0/33", "any", ""],
            ),
            (
                "DateGreaterThan",
                &[
                    "2027-01-31T00:00:00Z",
                    "2027-01-31",
                    "1893456000",
                    "2016-12-13t2:00:00.593194+23",
                    "2027-01-31T10:00",
                ],
                &["tomorrow", "2027-13-01T00:00:00Z", "31.01.2027", "2027-01-31T25:00:00Z", ""],
            ),
            ("ForAnyValue:StringLike", &["", "anything"], &[]),
        ] {
            accepted.iter().for_each(|value| assert!(!said(operator, value), "{operator} {value}"));
            refused.iter().for_each(|value| assert!(said(operator, value), "{operator} {value}"));
        }
    }
}
