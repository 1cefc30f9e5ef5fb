//! The part of a workspace that was requested.

use crate::model::Environment;
use crate::project::Project;

impl Project {
    /// The environments that were requested.
    pub fn requested_environments(&self) -> impl Iterator<Item = &Environment> {
        let requested = |environment: &&Environment| self.request.includes_environment(environment.key());
        self.loaded.environments.iter().filter(requested)
    }
}
