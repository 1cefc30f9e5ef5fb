//! What access a change gives and takes away, as data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{AccessChange, Change, Comparison, Comparisons, Subject};
use crate::report::access_data::RequestEntry;

/// What changes for the access in an environment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparisonEntry {
    /// The environment.
    pub environment: String,
    /// The changes. Without any, it is proved that nothing is gained or lost.
    pub changes: Vec<ChangeEntry>,
    /// Ways to sign in for which AWS picks another role of the same ones.
    pub picked: Vec<PickedEntry>,
}

/// What changes for a role, or for a way to sign in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeEntry {
    /// The role.
    pub role: String,
    /// The way to sign in that now leads to the role, or no longer does; for everybody who has the role if it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<String>,
    /// gained, lost or undecided.
    pub change: &'static str,
    /// A request that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestEntry>,
    /// Why it is undecided.
    pub undecided_because: Vec<String>,
}

/// A way to sign in for which AWS picks another role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PickedEntry {
    /// The way.
    pub sign_in: String,
    /// What AWS picked before.
    pub before: String,
    /// What it picks now.
    pub after: String,
}

impl ComparisonEntry {
    /// The entries of all comparisons.
    pub fn all(comparisons: &Comparisons) -> Vec<Self> {
        comparisons.environments.iter().map(Self::of).collect()
    }

    fn of(comparison: &Comparison) -> Self {
        let picked = |(sign_in, before, after): &(String, String, String)| PickedEntry {
            sign_in: sign_in.clone(),
            before: before.clone(),
            after: after.clone(),
        };
        Self {
            environment: comparison.environment.clone(),
            changes: comparison.changes.iter().flat_map(ChangeEntry::of).collect(),
            picked: comparison.picked.iter().map(picked).collect(),
        }
    }
}

impl ChangeEntry {
    fn of(change: &AccessChange) -> Vec<Self> {
        let (role, sign_in) = match &change.subject {
            Subject::Role(role) => (role.clone(), None),
            Subject::SignIn { way, role } => (role.clone(), Some(way.clone())),
        };
        let entry = |word: &'static str, change: &Change| {
            let (change, request, undecided_because) = match change {
                Change::Nothing => return None,
                Change::Request(shown) => (word, RequestEntry::of(shown), Vec::new()),
                Change::Undecided(reasons) => ("undecided", None, reasons.clone()),
            };
            Some(Self { role: role.clone(), sign_in: sign_in.clone(), change, request, undecided_because })
        };
        let lost = entry("lost", &change.lost).filter(|entry| entry.change == "lost");
        entry("gained", &change.gained).into_iter().chain(lost).collect()
    }
}
