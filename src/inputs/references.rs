//! The references that the inputs of an environment make.

use std::cell::RefCell;

use indexmap::IndexMap;

use crate::source::Span;

/// The references to the user's own Terraform files, each with the place where it is first made.
#[derive(Debug, Default)]
pub struct References(RefCell<IndexMap<String, Span>>);

impl References {
    /// Adds a reference.
    pub fn add(&self, reference: &str, span: Span) {
        self.0.borrow_mut().entry(reference.to_owned()).or_insert(span);
    }

    /// All references, in the order in which they were added.
    pub fn into_inner(self) -> IndexMap<String, Span> {
        self.0.into_inner()
    }
}
