//! The conditions of statements: operators, keys and values.

use crate::iam::Values;

/// The conditions with one operator. A statement applies if all of its conditions hold.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionBlock<T> {
    /// The operator.
    pub operator: Operator,
    /// Each condition key with its values. One of them must match, or none if the operator is negated.
    pub keys: Vec<(String, Values<Scalar<T>>)>,
}

impl<T> ConditionBlock<T> {
    /// The same block with every leaf converted.
    pub fn map<U>(&self, leaf: &mut impl FnMut(&T) -> U) -> ConditionBlock<U> {
        let key = |(key, values): &(String, Values<Scalar<T>>)| {
            (key.clone(), values.map(|value| value.map(&mut *leaf)))
        };
        ConditionBlock { operator: self.operator.clone(), keys: self.keys.iter().map(key).collect() }
    }

    /// All leaves, in order.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        self.keys.iter().flat_map(|(_, values)| values.iter()).filter_map(|value| match value {
            Scalar::Text(text) => Some(text),
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => None,
        })
    }
}

/// A condition operator as written, such as `ForAnyValue:StringLikeIfExists`.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators". Operators are not
/// case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    spelling: String,
}

/// How a key's several values in a request are compared.
///
/// Source: IAM User Guide, "Set operators for multivalued context keys".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Every value matches; also true if the key has no value.
    ForAllValues,
    /// At least one value matches.
    ForAnyValue,
}

const IF_EXISTS: &str = "ifexists";

impl Operator {
    /// An operator with this spelling.
    pub fn new(spelling: impl Into<String>) -> Self {
        Self { spelling: spelling.into() }
    }

    /// The operator as written.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }

    /// The set operator, if it has one.
    pub fn quantifier(&self) -> Option<Quantifier> {
        let (quantifier, _) = self.spelling.split_once(':')?;
        match quantifier.to_ascii_lowercase().as_str() {
            "forallvalues" => Some(Quantifier::ForAllValues),
            "foranyvalue" => Some(Quantifier::ForAnyValue),
            _ => None,
        }
    }

    /// Whether it also matches if the request doesn't have the key.
    pub fn is_if_exists(&self) -> bool {
        self.spelling.to_ascii_lowercase().ends_with(IF_EXISTS)
    }

    /// The operator without set operator and `IfExists`, in lowercase: `stringlike`.
    pub fn base(&self) -> String {
        let operator = self.spelling.split_once(':').map_or(&*self.spelling, |(_, operator)| operator);
        let operator = operator.to_ascii_lowercase();
        operator.strip_suffix(IF_EXISTS).unwrap_or(&operator).to_owned()
    }
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<T> {
    /// A string.
    Text(T),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
}

impl<T> Scalar<T> {
    /// The same value with its leaf converted.
    pub fn map<U>(&self, leaf: impl FnOnce(&T) -> U) -> Scalar<U> {
        match self {
            Self::Text(text) => Scalar::Text(leaf(text)),
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Integer(number) => Scalar::Integer(*number),
            Self::Float(number) => Scalar::Float(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_taken_apart() {
        let parts = |spelling: &str| {
            let operator = Operator::new(spelling);
            (operator.quantifier(), operator.base(), operator.is_if_exists())
        };
        assert_eq!(parts("StringLike"), (None, "stringlike".into(), false));
        assert_eq!(
            parts("ForAnyValue:StringEqualsIfExists"),
            (Some(Quantifier::ForAnyValue), "stringequals".into(), true)
        );
        assert_eq!(parts("forallvalues:arnlike"), (Some(Quantifier::ForAllValues), "arnlike".into(), false));
        assert_eq!(parts("IfExists"), (None, String::new(), true));
    }
}
