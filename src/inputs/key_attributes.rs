//! The attributes of the inputs' keys: which are the same for all environments, which only environments have,
//! and which maps require exactly one key.

use crate::inputs::keys::RENAMED_FROM;
use crate::inputs::required_poolsmith::REQUIRED_POOLSMITH;

/// The attributes of the inputs' keys.
pub(super) struct KeyAttributes {
    /// The top-level keys that only environments have.
    pub own: &'static [&'static str],
    /// The paths of the keys that are the same for all environments.
    pub shared: &'static [&'static [&'static str]],
    /// The maps in which exactly one key must be set.
    pub exclusive_maps: &'static [ExclusiveMap],
}

/// The key of what identities must, and must never, be able to do, which is decoded once for all environments.
pub(super) const ACCESS: &str = "access";

/// The key of the findings that are kept.
pub const ACCEPT: &str = "accept";

/// The attributes of the inputs' keys.
pub(super) const KEY_ATTRIBUTES: KeyAttributes = KeyAttributes {
    own: &["region", "account_id", "protect", RENAMED_FROM],
    shared: &[
        &["name"],
        &[ACCEPT],
        &[REQUIRED_POOLSMITH],
        &["customized"],
        &["templates"],
        &[ACCESS],
        &["terraform", "required_version"],
        &["terraform", "aws_provider"],
    ],
    exclusive_maps: &[GRANT, ExclusiveMap { path: &["terraform", "backend"], combinable: &[] }],
};

/// A grant, which has exactly one kind.
pub(super) const GRANT: ExclusiveMap =
    ExclusiveMap { path: &["roles", "*", "grants", "*"], combinable: &["policy_name", "renamed_from"] };

impl KeyAttributes {
    /// Whether only environments have a top-level key.
    pub fn is_own(&self, key: &str) -> bool {
        self.own.contains(&key)
    }

    /// Whether a top-level key is the same for all environments.
    pub fn is_shared(&self, key: &str) -> bool {
        self.shared.contains(&&[key][..])
    }
}

/// A map in which exactly one key must be set. An environment that sets another one replaces it.
pub(super) struct ExclusiveMap {
    /// The path of the map; `*` is any key.
    path: &'static [&'static str],
    /// The keys that may be combined with any of the others.
    combinable: &'static [&'static str],
}

impl ExclusiveMap {
    /// Whether this is the map at `path`.
    pub fn is_at(&self, path: &[&str]) -> bool {
        let is_step = |(word, key): (&&str, &&str)| *word == "*" || word == key;
        self.path.len() == path.len() && self.path.iter().zip(path).all(is_step)
    }

    /// Whether `key` is one of the alternatives.
    pub fn has_alternative(&self, key: &str) -> bool {
        !self.combinable.contains(&key)
    }
}
