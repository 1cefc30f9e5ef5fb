//! The condition keys that were probably meant.

use crate::aws::condition_keys::{GLOBAL_KEYS, IDENTITY_POOL_KEYS, KEYS_WITH_TAG};
use crate::tree::nearest;

/// The prefix of the global condition keys.
pub(super) const AWS: &str = "aws";

/// The global key that is most similar, with its tag if it has one.
pub(super) fn meant_of_global(base: &str, tag: Option<&str>) -> Option<String> {
    let plain = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
    let all = || GLOBAL_KEYS.iter().filter(|name| tag.is_none() || KEYS_WITH_TAG.contains(name));
    let words: Vec<String> = all().map(|name| plain(name)).collect();
    let word = nearest(&plain(base), words.iter().map(String::as_str))?;
    let name = all().find(|name| plain(name) == word)?;
    match (KEYS_WITH_TAG.contains(name), tag) {
        (true, tag) => Some(format!("{AWS}:{name}/{}", tag.filter(|tag| !tag.is_empty()).unwrap_or("TAG"))),
        (false, _) => Some(format!("{AWS}:{name}")),
    }
}

/// The key of identity pools that is most similar.
pub(super) fn meant_of_identity(name: &str, principal: &str) -> Option<String> {
    let name = nearest(&name.to_ascii_lowercase(), IDENTITY_POOL_KEYS)?;
    Some(format!("{principal}:{name}"))
}
