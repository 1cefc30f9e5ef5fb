//! The condition keys of a request.

use std::collections::BTreeMap;

/// The condition keys of a request with their values. A key that isn't here is absent from the request.
///
/// Whoever builds it decides what is known about the caller. For the session of a Cognito user, the tags of the session
/// override those of the role with the same key: both are `aws:PrincipalTag/KEY` (IAM User Guide, "Pass session tags in
/// AWS STS"). A key that a service always sends is always here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    values: BTreeMap<String, Vec<String>>,
}

impl Context {
    /// Sets the values of a key, whose case is irrelevant. Without values, the key is absent.
    pub fn set(&mut self, key: &str, values: impl IntoIterator<Item = impl Into<String>>) {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        match values.is_empty() {
            true => self.values.remove(&key.to_lowercase()),
            false => self.values.insert(key.to_lowercase(), values),
        };
    }

    /// The values of a key in lowercase; none if it is absent.
    pub fn values(&self, key: &str) -> &[String] {
        self.values.get(key).map_or(&[], Vec::as_slice)
    }

    /// All keys in lowercase, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values.iter().map(|(key, values)| (key.as_str(), values.as_slice()))
    }
}

impl<K: AsRef<str>, V: Into<String>, L: IntoIterator<Item = V>> FromIterator<(K, L)> for Context {
    fn from_iter<I: IntoIterator<Item = (K, L)>>(keys: I) -> Self {
        let mut context = Self::default();
        keys.into_iter().for_each(|(key, values)| context.set(key.as_ref(), values));
        context
    }
}
