//! The diagnostic for environments that are not at the top level of the file.

use crate::inputs::environments::ENVIRONMENTS;
use crate::source::{Code, Diagnostic};
use crate::tree::Node;

/// The diagnostic if the environments are a level too deep, as they are if they are indented like the keys above them.
pub(super) fn misplaced_environments(root: &Node) -> Option<Diagnostic> {
    let map = root.as_map().filter(|map| !map.contains_key(ENVIRONMENTS))?;
    let (parent, entry) =
        map.iter().find_map(|(parent, entry)| Some((parent, entry.node.as_map()?.get(ENVIRONMENTS)?)))?;
    let message = format!("`{ENVIRONMENTS}` is a key of `{parent}` here");
    Some(
        Diagnostic::at(entry.key, Code::UnknownKey, message)
            .label("belongs at the top level of the file")
            .help(format!("begin the line with `{ENVIRONMENTS}:`, without indentation")),
    )
}
