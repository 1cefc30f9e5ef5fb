//! Comparing numbers.

use std::cmp::Ordering;

/// Compares two decimal numbers exactly; `None` if one of the texts isn't one.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Numeric condition operators": integers and
/// decimals.
pub fn compare(one: &str, other: &str) -> Option<Ordering> {
    let (one, other) = (Decimal::parse(one)?, Decimal::parse(other)?);
    Some(match (one.is_negative, other.is_negative) {
        (false, false) => one.compare_magnitude(&other),
        (true, true) => other.compare_magnitude(&one),
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
    })
}

/// A decimal number of any length.
struct Decimal<'a> {
    /// Whether it is less than zero.
    is_negative: bool,
    /// The digits before the point, without leading zeros.
    whole: &'a str,
    /// The digits after the point, without trailing zeros.
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (has_minus, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (digits, ""),
        };
        let (whole, fraction) =
            is_digits(whole).then(|| (whole.trim_start_matches('0'), fraction.trim_end_matches('0')))?;
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self { is_negative: has_minus && !is_zero, whole, fraction })
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        let key = |number: &Self| (number.whole.len(), number.whole.to_owned(), number.fraction.to_owned());
        key(self).cmp(&key(other))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_exactly() {
        for (one, other, order) in [
            ("10", "9", Ordering::Greater),
            ("010", "10.00", Ordering::Equal),
            ("-0", "+0.0", Ordering::Equal),
            ("-2", "-10", Ordering::Greater),
            ("-1", "0.5", Ordering::Less),
            ("0.10", "0.09", Ordering::Greater),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("0.1", "0.1000000000000000055", Ordering::Less),
        ] {
            assert_eq!(compare(one, other), Some(order), "{one} {other}");
            assert_eq!(compare(other, one), Some(order.reverse()), "{other} {one}");
        }
        for text in ["", "ten", "1,000", "1e3", ".5", "5.", "--1", "NaN", "0x10", "1 "] {
            assert_eq!(compare(text, "1"), None, "{text}");
        }
    }
}
