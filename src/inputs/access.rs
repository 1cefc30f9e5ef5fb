//! Decodes `access`, which is the same in all environments, and the files that it names.

use crate::inputs::decode::decode;
use crate::inputs::key_attributes::ACCESS;
use crate::inputs::spec::{Access, AccessFile};
use crate::source::Diagnostics;
use crate::tree::{Node, is_reported};

/// The key `access` of the inputs.
pub fn access(root: &Node, diagnostics: &Diagnostics) -> Access {
    root.get(ACCESS).and_then(|node| decode(node, diagnostics)).unwrap_or_default()
}

/// Whether a part of the key `access` was refused when the inputs were read.
pub fn is_access_refused(root: &Node) -> bool {
    root.get(ACCESS).is_some_and(is_refused)
}

fn is_refused(node: &Node) -> bool {
    is_reported(node) || node.children().any(is_refused)
}

/// A file that `access.files` names.
pub fn access_file(root: &Node, diagnostics: &Diagnostics) -> AccessFile {
    decode(root, diagnostics).unwrap_or_default()
}
