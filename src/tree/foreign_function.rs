//! Maps that CloudFormation would evaluate, such as `{ Ref: Bucket }`.

use crate::aws::shown;
use crate::source::{Code, Diagnostic};
use crate::tree::Node;

/// What to write instead of a function of another tool.
pub const FOREIGN_FUNCTION_HELP: &str = "write the value itself, with tokens such as `{account_id}`, or, for an ID, a name or an ARN, a reference: `{ terraform: ADDRESS }`";

/// The diagnostic for a map that is a function of CloudFormation.
///
/// Source: AWS CloudFormation Template Reference, "Intrinsic function reference".
pub fn foreign_function(node: &Node) -> Option<Diagnostic> {
    let (name, entry) = node.as_map().filter(|map| map.len() == 1)?.first()?;
    (name == "Ref" || name.starts_with("Fn::")).then(|| {
        let message = format!("{} is a function of CloudFormation, which is not evaluated here", shown(name));
        Diagnostic::at(entry.key, Code::ForeignSyntax, message).help(FOREIGN_FUNCTION_HELP)
    })
}
