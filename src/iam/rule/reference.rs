//! Policy variables, parsed.

use crate::iam::{ConditionKey, Variable};

/// A policy variable: the condition key whose value replaces it, and what replaces it if the key has no value.
///
/// Source: IAM User Guide, "IAM policy elements: Variables and tags".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The condition key in lowercase: the case of keys is irrelevant.
    pub key: String,
    /// The default, without its quotes.
    pub default: Option<String>,
}

impl Reference {
    /// Parses what is between `${` and `}`; `None` if it is no variable.
    pub(super) fn parse(inside: &str) -> Option<Self> {
        let Variable::Key(ConditionKey { prefix, name }) = Variable::parse(inside)? else { return None };
        let default = inside.split_once(',').map(|(_, default)| default.trim().trim_matches('\'').to_owned());
        Some(Self { key: format!("{prefix}:{name}").to_lowercase(), default })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_defaults() {
        let parsed = |inside: &str| Reference::parse(inside).map(|one| (one.key, one.default));
        let key = |key: &str, default: Option<&str>| Some((key.to_owned(), default.map(str::to_owned)));
        assert_eq!(parsed("aws:userid"), key("aws:userid", None));
        assert_eq!(
            parsed("aws:PrincipalTag/Cost Center, 'a, b'"),
            key("aws:principaltag/cost center", Some("a, b"))
        );
        assert_eq!(parsed("aws:PrincipalTag/team,''"), key("aws:principaltag/team", Some("")));
        assert_eq!(parsed("*"), None);
        assert_eq!(parsed("aws:userid, none"), None);
    }
}
