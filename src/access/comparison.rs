//! The result of comparing two versions of an environment.

use crate::access::results::Example;

/// What access a change to the inputs gives and takes away.
#[derive(Clone, Debug)]
pub struct Comparisons {
    /// What changes in each environment.
    pub environments: Vec<Comparison>,
    /// The keys of the environments that were removed.
    pub removed: Vec<String>,
}

/// Whether a change gives access in any environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gain {
    /// It does: a request shows it.
    Access,
    /// It doesn't: that is proved.
    Nothing,
    /// That can't be decided.
    Undecided,
}

impl Comparisons {
    /// Whether the change gives access.
    pub fn gain(&self) -> Gain {
        let has = |is_change: fn(&Change) -> bool| {
            let mut changes = self.environments.iter().flat_map(|comparison| &comparison.changes);
            changes.any(|change| is_change(&change.gained))
        };
        if has(|change| matches!(change, Change::Request(_))) {
            Gain::Access
        } else if has(|change| matches!(change, Change::Undecided(_))) {
            Gain::Undecided
        } else {
            Gain::Nothing
        }
    }
}

/// What changes for the access in an environment.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The key of the environment.
    pub environment: String,
    /// The changes for each role, and for each way to sign in that leads to other roles. Without what doesn't change.
    pub changes: Vec<AccessChange>,
    /// Ways to sign in for which AWS picks another role of the same ones: the way, and the roles before and after.
    pub picked: Vec<(String, String, String)>,
}

/// What changes for the sessions of a role, or for the users of a way to sign in.
#[derive(Clone, Debug)]
pub struct AccessChange {
    /// Whose access it is.
    pub subject: Subject,
    /// What is gained.
    pub gained: Change,
    /// What is lost.
    pub lost: Change,
}

/// Whose access changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Whoever has a role.
    Role(String),
    /// Users who sign in this way, with this role.
    SignIn {
        /// The way, in words.
        way: String,
        /// The role that they can get.
        role: String,
    },
}

/// What is gained or lost.
#[derive(Clone, Debug)]
pub enum Change {
    /// Nothing: that is proved.
    Nothing,
    /// At least this request.
    Request(Example),
    /// That can't be decided, for these reasons.
    Undecided(Vec<String>),
}

impl Change {
    /// Whether it is proved that nothing changes.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}
