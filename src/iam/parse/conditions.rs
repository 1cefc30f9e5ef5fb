//! Parses conditions.

use std::collections::HashMap;

use crate::aws::shown;
use crate::iam::grammar::{
    character_refusal, condition_key_refusal, condition_value_refusal, is_key_without_operator,
    operator_refusal,
};
use crate::iam::parse::misplaced::{of_terraform, without_operator};
use crate::iam::parse::{ParseLeaf, Parser, ReferencePlace, all};
use crate::iam::{ConditionBlock, Operator, Scalar, Values};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::{Map, Node, Value, is_reported};

impl<P: ParseLeaf> Parser<'_, P> {
    /// The conditions of a statement.
    pub(super) fn conditions(&self, node: &Node) -> Option<Vec<ConditionBlock<P::Leaf>>> {
        let operators = self.entries(node)?;
        if let Some(refusal) = of_terraform(operators) {
            self.diagnostics.push(refusal);
            return None;
        }
        self.report(without_operator(operators));
        self.refuse_same_keys("operator", operators);
        all(operators.iter().map(|(spelling, entry)| {
            if is_key_without_operator(spelling) || is_reported(&entry.node) {
                return None;
            }
            let operator = Operator::new(spelling);
            if let Some(refusal) = operator_refusal(&operator, entry.key) {
                self.diagnostics.push(refusal);
                // There is no condition without keys.
                entry.node.as_map()?;
            }
            let keys = self.keys(&operator, &entry.node)?;
            Some(ConditionBlock { operator, keys })
        }))
    }

    #[allow(clippy::type_complexity)]
    fn keys(&self, operator: &Operator, node: &Node) -> Option<Vec<(String, Values<Scalar<P::Leaf>>)>> {
        let keys = self.entries(node)?;
        self.refuse_same_keys("condition key", keys);
        all(keys.iter().map(|(key, entry)| {
            let refusal = || condition_key_refusal(key, entry.key);
            let refusal = character_refusal(key, entry.key).or_else(refusal);
            let is_refused = refusal.is_some();
            self.report(refusal);
            if is_refused && entry.node.as_map().is_some() {
                return None; // what is below is no value
            }
            Some((key.clone(), self.scalars(operator, &entry.node)?))
        }))
    }

    /// Reports keys that differ only in case: IAM ignores the case of operators and of condition keys.
    fn refuse_same_keys(&self, what: &str, map: &Map) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for (key, entry) in map {
            if let Some(first) = seen.insert(key.to_lowercase(), entry.key) {
                let message = format!("the {what} {} is repeated in another case", shown(key));
                self.diagnostics.push(
                    Diagnostic::at(entry.key, Code::BadPolicy, message)
                        .related(first, "first here")
                        .help("put all of its values in one place"),
                );
            }
        }
    }

    fn scalars(&self, operator: &Operator, node: &Node) -> Option<Values<Scalar<P::Leaf>>> {
        if node.as_list().is_some_and(<[Node]>::is_empty) {
            return self.refuse_empty("the condition has an empty list of values".to_owned(), node);
        }
        self.one_or_more(node, |item| match &item.value {
            Value::String(text) => {
                Some(self.texts(operator, text, item.span)?.into_iter().map(Scalar::Text).collect())
            }
            Value::Bool(value) => Some(vec![Scalar::Bool(*value)]),
            Value::Integer(number) => Some(vec![Scalar::Integer(*number)]),
            Value::Float(number) => Some(vec![Scalar::Float(*number)]),
            Value::Null | Value::List(_) | Value::Map(_) => {
                match self.reference(item, ReferencePlace::ConditionValue) {
                    Some(leaf) => Some(vec![Scalar::Text(leaf)]),
                    None => self.refuse(item, "a string, a number or a boolean"),
                }
            }
        })
    }

    fn texts(&self, operator: &Operator, text: &str, span: Span) -> Option<Vec<P::Leaf>> {
        let leaves = self.leaves_of(text, Some(ReferencePlace::ConditionValue), span)?;
        self.report(
            leaves
                .iter()
                .find_map(|leaf| condition_value_refusal(&self.leaves.pattern(leaf), operator, span)),
        );
        Some(leaves)
    }
}
