//! Diagnostics that are the same in several environments.

use super::Diagnostic;

/// A diagnostic of several environments.
pub(super) struct Repeated {
    /// That of the first.
    pub diagnostic: Diagnostic,
    /// The environments.
    pub environments: Vec<String>,
    /// Whether all of them have the same message.
    pub is_the_same: bool,
}

impl Repeated {
    pub fn of(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, environments: Vec::new(), is_the_same: true }
    }

    /// The diagnostic for all of them, of this number of environments.
    pub fn into_diagnostic(self, count: usize) -> Diagnostic {
        let Self { diagnostic, environments, is_the_same } = self;
        let is_everywhere = environments.len() == count;
        match (is_everywhere, is_the_same) {
            (true, true) => diagnostic,
            (false, true) => diagnostic.help(in_environments(&environments)),
            (_, false) => diagnostic.help(format!(
                "{}; this is the value in `{}`",
                in_environments(&environments),
                environments[0]
            )),
        }
    }
}

/// A help text that names the environments of a diagnostic.
pub fn in_environments(names: &[String]) -> String {
    const MAX_SHOWN: usize = 5;
    let shown = names.iter().take(MAX_SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len() {
        1 => format!("in the environment {shown}"),
        count if count <= MAX_SHOWN => format!("in the environments {shown}"),
        count => format!("in the environments {shown} and {} more", count - MAX_SHOWN),
    }
}
