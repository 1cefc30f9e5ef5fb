//! The version of poolsmith that the inputs need.

use crate::release;
use crate::source::Diagnostics;
use crate::terraform::VersionConstraint;
use crate::terraform::version::TERRAFORM_CONSTRAINT;
use crate::tree::Node;

/// The key with the versions of poolsmith that may be used.
pub(super) const REQUIRED_POOLSMITH: &str = "required_poolsmith";

/// Whether this program is one of the versions that the inputs admit; if not, that is reported. It is asked before anything else:
/// another version may know other keys.
pub fn admits_this_poolsmith(root: &Node, diagnostics: &Diagnostics) -> bool {
    let Some(node) = root.get(REQUIRED_POOLSMITH) else { return true };
    let Some(text) = node.as_text() else { return true }; // reported when it is decoded
    match VersionConstraint::parse(text, &TERRAFORM_CONSTRAINT) {
        Ok(constraint) if constraint.admits(release::own()) => true,
        Ok(constraint) => {
            let needed = format!("the inputs need poolsmith `{}`", constraint.as_str());
            diagnostics.push(release::other_needed(&needed, Some(node.span)));
            false
        }
        Err(refusal) => {
            diagnostics.push(refusal.at(node.span));
            true
        }
    }
}
