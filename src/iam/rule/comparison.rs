//! What condition operators compare.

use crate::iam::Operator;
use crate::iam::grammar::operator_exists;

/// How an operator compares a value of the request with one of the policy, without negation.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal strings.
    StringEquals,
    /// Equal strings, ignoring case.
    StringEqualsIgnoreCase,
    /// A string that matches a pattern.
    StringLike,
    /// Numbers.
    Numeric(Relation),
    /// Points in time.
    Date(Relation),
    /// `true` and `false`.
    Bool,
    /// Base64-encoded bytes.
    Binary,
    /// An IP address in a range.
    IpAddress,
    /// An ARN that matches a pattern. `ArnEquals` and `ArnLike` are the same.
    Arn,
    /// Whether the request has the key.
    Null,
    /// An operator that IAM doesn't have.
    Unknown,
}

/// How numbers and dates are ordered: the request's value is on the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equals,
    /// `<`
    LessThan,
    /// `<=`
    LessThanEquals,
    /// `>`
    GreaterThan,
    /// `>=`
    GreaterThanEquals,
}

impl Comparison {
    /// The comparison of an operator, and whether the operator negates it.
    pub fn parse(operator: &Operator) -> (Self, bool) {
        match &*operator.base() {
            _ if !operator_exists(operator) => (Self::Unknown, false),
            "stringequals" => (Self::StringEquals, false),
            "stringnotequals" => (Self::StringEquals, true),
            "stringequalsignorecase" => (Self::StringEqualsIgnoreCase, false),
            "stringnotequalsignorecase" => (Self::StringEqualsIgnoreCase, true),
            "stringlike" => (Self::StringLike, false),
            "stringnotlike" => (Self::StringLike, true),
            "bool" => (Self::Bool, false),
            "binaryequals" => (Self::Binary, false),
            "ipaddress" => (Self::IpAddress, false),
            "notipaddress" => (Self::IpAddress, true),
            "arnequals" | "arnlike" => (Self::Arn, false),
            "arnnotequals" | "arnnotlike" => (Self::Arn, true),
            "null" => (Self::Null, false),
            other => Self::of_order(other).unwrap_or((Self::Unknown, false)),
        }
    }

    fn of_order(base: &str) -> Option<(Self, bool)> {
        let (comparison, relation): (fn(Relation) -> Self, _) = match base.strip_prefix("numeric") {
            Some(relation) => (Self::Numeric, relation),
            None => (Self::Date, base.strip_prefix("date")?),
        };
        let (relation, is_negated) = match relation {
            "equals" => (Relation::Equals, false),
            "notequals" => (Relation::Equals, true),
            "lessthan" => (Relation::LessThan, false),
            "lessthanequals" => (Relation::LessThanEquals, false),
            "greaterthan" => (Relation::GreaterThan, false),
            "greaterthanequals" => (Relation::GreaterThanEquals, false),
            _ => return None,
        };
        Some((comparison(relation), is_negated))
    }

    /// Whether `*` and `?` are wildcards in its values.
    pub fn has_wildcards(self) -> bool {
        match self {
            Self::StringLike | Self::Arn => true,
            Self::StringEquals
            | Self::StringEqualsIgnoreCase
            | Self::Numeric(_)
            | Self::Date(_)
            | Self::Bool
            | Self::Binary
            | Self::IpAddress
            | Self::Null
            | Self::Unknown => false,
        }
    }
}

impl Relation {
    /// Whether it holds if the request's value has this order relative to the policy's value.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equals => order.is_eq(),
            Self::LessThan => order.is_lt(),
            Self::LessThanEquals => order.is_le(),
            Self::GreaterThan => order.is_gt(),
            Self::GreaterThanEquals => order.is_ge(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_compiled_whatever_their_case() {
        let parse = |operator: &str| Comparison::parse(&Operator::new(operator));
        assert_eq!(parse("ForAnyValue:STRINGNOTLIKEIfExists"), (Comparison::StringLike, true));
        assert_eq!(parse("ArnEquals"), parse("arnlike"));
        assert_eq!(parse("NumericNotEquals"), (Comparison::Numeric(Relation::Equals), true));
        assert_eq!(parse("DateGreaterThanEquals"), (Comparison::Date(Relation::GreaterThanEquals), false));
        for unknown in ["DateNotLessThan", "ForSomeValues:StringEquals", "NullIfExists", ""] {
            assert_eq!(parse(unknown), (Comparison::Unknown, false), "{unknown}");
        }
    }
}
