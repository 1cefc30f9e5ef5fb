//! Decodes `access`, which is the same in all environments, and the files that it names.

use crate::inputs::decode::decode;
use crate::inputs::key_attributes::ACCESS;
use crate::inputs::spec::{Access, AccessFile};
use crate::source::Diagnostics;
use crate::tree::Node;

/// The key `access` of the inputs.
pub fn access(root: &Node, diagnostics: &Diagnostics) -> Access {
    root.get(ACCESS).and_then(|node| decode(node, diagnostics)).unwrap_or_default()
}

/// A file that `access.files` names.
pub fn access_file(root: &Node, diagnostics: &Diagnostics) -> AccessFile {
    decode(root, diagnostics).unwrap_or_default()
}
