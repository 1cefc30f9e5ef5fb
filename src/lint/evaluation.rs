//! What the rules see that evaluate policies.

use indexmap::IndexMap;

use crate::access::{Documents, ExpandedTest, Suite};
use crate::lint::Finding;
use crate::model::Environment;

/// The environments, with the access tests and the documents that the inputs supply.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<'a> {
    /// The environments.
    pub environments: &'a [Environment],
    /// The access tests.
    pub suite: &'a Suite,
    /// What the tests ask in each environment.
    pub asked: &'a [ExpandedTest],
    /// The documents that the inputs supply, by the key of the environment and the ARN.
    pub documents: &'a IndexMap<String, Documents>,
}

/// A finding with the key of its environment, if it is about one.
pub type EnvironmentFinding<'a> = (Option<&'a str>, Finding);

impl<'a> Evaluation<'a> {
    /// The environments, each with its documents.
    pub fn environments(&self) -> impl Iterator<Item = (&'a Environment, Option<&'a Documents>)> {
        let documents = self.documents;
        self.environments.iter().map(|environment| (environment, documents.get(environment.key())))
    }
}
