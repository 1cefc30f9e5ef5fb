//! Conditions whose operator doesn't compare the values of its key as they are meant.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued context
//! keys".

use crate::aws::condition_keys::{AMR, MULTIVALUED, MULTIVALUED_OF_SERVICES};
use crate::aws::{shown, suggested};
use crate::iam::{Atom, ConditionKey, Operator, Pattern};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::Node;

/// The warnings about the operators of conditions.
pub fn wrong_operators(conditions: &Node) -> Vec<Diagnostic> {
    let operators = conditions.as_map().into_iter().flatten();
    let comparisons = operators.flat_map(|(operator, keys)| {
        let keys = keys.node.as_map().into_iter().flatten();
        keys.map(move |(key, entry)| Comparison {
            operator: Operator::new(operator),
            key,
            at: entry.key,
            values: &entry.node,
        })
    });
    comparisons.filter_map(|comparison| comparison.of_several().or_else(|| comparison.of_pattern())).collect()
}

/// A condition key and its values.
struct Comparison<'a> {
    operator: Operator,
    key: &'a str,
    at: Span,
    values: &'a Node,
}

impl Comparison<'_> {
    /// A key with several values, which is compared as if it had one.
    fn of_several(&self) -> Option<Diagnostic> {
        let set = set_operator(self.key).filter(|_| self.operator.quantifier().is_none())?;
        if self.operator.base() == "null" {
            return None;
        }
        let meant = suggested(&format!("{set}:{}", self.operator.spelling()));
        let message = format!(
            "{} can have several values, and `{}` compares one, did you mean {meant}?",
            shown(self.key),
            self.operator.spelling()
        );
        let help = "without a set operator, IAM doesn't define the result for several values";
        Some(Diagnostic::at(self.at, Code::WrongOperator, message).help(help))
    }

    /// A pattern or a range of addresses, which is compared as literal text.
    fn of_pattern(&self) -> Option<Diagnostic> {
        let base = self.operator.base();
        let by_text = base.starts_with("string");
        let is_range = |text: &str| by_text && is_ip_address_key(self.key) && text.contains('/');
        let is_pattern = |text: &str| {
            let has_wildcard = || Pattern::<()>::parse(text).atoms().contains(&Atom::AnyText);
            ["equals", "equalsignorecase"]
                .iter()
                .any(|end| base == format!("string{end}") || base == format!("stringnot{end}"))
                && has_wildcard()
        };
        let (text, at) = texts(self.values).find(|(text, _)| is_range(text) || is_pattern(text))?;
        let (what, operator) = match is_range(text) {
            true => ("a range of addresses", if base.contains("not") { "NotIpAddress" } else { "IpAddress" }),
            false => ("a pattern", if base.contains("not") { "StringNotLike" } else { "StringLike" }),
        };
        let message = format!(
            "`{}` compares {} as literal text, not as {what}, did you mean {}?",
            self.operator.spelling(),
            shown(text),
            suggested(&self.with_base(operator))
        );
        let help = "if `*` itself is meant, write `${*}`";
        let warning = Diagnostic::at(at, Code::WrongOperator, message);
        Some(if is_range(text) { warning } else { warning.help(help) })
    }

    /// The operator with another base.
    fn with_base(&self, base: &str) -> String {
        let set =
            self.operator.spelling().split_once(':').map_or(String::new(), |(set, _)| format!("{set}:"));
        let end = if self.operator.is_if_exists() { "IfExists" } else { "" };
        format!("{set}{base}{end}")
    }
}

fn texts(values: &Node) -> impl Iterator<Item = (&str, Span)> {
    let one = values.as_text().map(|text| (text, values.span));
    let list = values.as_list().into_iter().flatten();
    one.into_iter().chain(list.filter_map(|item| Some((item.as_text()?, item.span))))
}

fn is_ip_address_key(key: &str) -> bool {
    ["aws:SourceIp", "aws:VpcSourceIp"].iter().any(|address| address.eq_ignore_ascii_case(key))
}

/// The set operator that is usual with a key that can have several values.
fn set_operator(key: &str) -> Option<&'static str> {
    let is_in = |keys: &[&str], name: &str| keys.iter().any(|key| key.eq_ignore_ascii_case(name));
    if is_in(&MULTIVALUED_OF_SERVICES, key) {
        return Some("ForAllValues");
    }
    let parsed = ConditionKey::parse(key)?;
    if parsed.is_of_identity_pools() && parsed.name.eq_ignore_ascii_case(AMR) {
        return Some("ForAnyValue");
    }
    (parsed.prefix.eq_ignore_ascii_case("aws") && is_in(&MULTIVALUED, parsed.name))
        .then(|| if parsed.name.eq_ignore_ascii_case("TagKeys") { "ForAllValues" } else { "ForAnyValue" })
}
