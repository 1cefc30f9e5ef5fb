//! Conditions: operator, key, values.

use crate::iam::Values;

/// The conditions with one operator. All of a statement's conditions have to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionBlock<T> {
    /// The operator.
    pub operator: Operator,
    /// Each condition key, and the values of which one has to match; with a negated operator, none.
    pub keys: Vec<(String, Values<Scalar<T>>)>,
}

impl<T> ConditionBlock<T> {
    /// The same with other leaves.
    pub fn map<U>(&self, leaf: &mut impl FnMut(&T) -> U) -> ConditionBlock<U> {
        let key = |(key, values): &(String, Values<Scalar<T>>)| {
            (key.clone(), values.map(|value| value.map(&mut *leaf)))
        };
        ConditionBlock { operator: self.operator.clone(), keys: self.keys.iter().map(key).collect() }
    }

    /// Every leaf, in the order in which they are written.
    pub fn leaves(&self) -> impl Iterator<Item = &T> {
        self.keys.iter().flat_map(|(_, values)| values.iter()).filter_map(|value| match value {
            Scalar::Text(text) => Some(text),
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => None,
        })
    }
}

/// A condition operator as it was written: `ForAnyValue:StringLikeIfExists`.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators". Operators are not
/// case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    spelling: String,
}

/// How the several values of a key in a request are combined.
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
    /// An operator in its spelling.
    pub fn new(spelling: impl Into<String>) -> Self {
        Self { spelling: spelling.into() }
    }

    /// As it was written.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }

    /// The set operator before it.
    pub fn quantifier(&self) -> Option<Quantifier> {
        let (quantifier, _) = self.spelling.split_once(':')?;
        match quantifier.to_ascii_lowercase().as_str() {
            "forallvalues" => Some(Quantifier::ForAllValues),
            "foranyvalue" => Some(Quantifier::ForAnyValue),
            _ => None,
        }
    }

    /// Whether it also holds if the request does not have the key.
    pub fn is_if_exists(&self) -> bool {
        self.spelling.to_ascii_lowercase().ends_with(IF_EXISTS)
    }

    /// The operator itself in lower case: `stringlike`.
    pub fn base(&self) -> String {
        let operator = self.spelling.split_once(':').map_or(&*self.spelling, |(_, operator)| operator);
        let operator = operator.to_ascii_lowercase();
        operator.strip_suffix(IF_EXISTS).unwrap_or(&operator).to_owned()
    }
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<T> {
    /// Text.
    Text(T),
    /// true or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
}

impl<T> Scalar<T> {
    /// The same with another leaf.
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
