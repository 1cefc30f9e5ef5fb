//! Actions with their services.

use super::{Action, Service, service};

/// An action of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct DocumentedAction {
    /// The service.
    pub service: &'static Service,
    /// The action.
    pub action: &'static Action,
}

impl DocumentedAction {
    /// The action with this name, such as `s3:GetObject`, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        let (prefix, name) = name.split_once(':')?;
        let service = service(prefix)?;
        Some(Self { service, action: service.action(name)? })
    }

    /// The name, such as `s3:GetObject`.
    pub fn name(self) -> String {
        format!("{}:{}", self.service.prefix, self.action.name)
    }
}

impl Service {
    /// All its actions.
    pub fn documented_actions(&'static self) -> impl Iterator<Item = DocumentedAction> {
        self.actions.iter().map(move |action| DocumentedAction { service: self, action })
    }
}
