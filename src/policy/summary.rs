//! What a grant allows and denies, in words for people.

use crate::policy::document::{Document, Tree};

/// What may or may not be done, and with what: the same in every environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Whether it is denied.
    pub denies: bool,
    /// What may be done.
    pub actions: Vec<String>,
    /// With what.
    pub targets: Vec<String>,
}

/// Longer lists are cut: a summary is read at a glance, the policy says all.
const MAX_SHOWN: usize = 3;

/// Each statement of a document.
pub fn of_document(document: &Document) -> Vec<Summary> {
    document.statements().into_iter().map(of_statement).collect()
}

fn of_statement(statement: &Tree) -> Summary {
    let list = |name: &str, not_name: &str| match (statement.get(name), statement.get(not_name)) {
        (Some(texts), _) => cut(texts.texts()),
        (None, Some(texts)) => vec![format!("all but {}", cut(texts.texts()).join(", "))],
        (None, None) => Vec::new(),
    };
    Summary {
        denies: statement.get("Effect").is_some_and(|effect| effect.texts() == ["Deny"]),
        actions: list("Action", "NotAction"),
        targets: list("Resource", "NotResource"),
    }
}

fn cut(mut texts: Vec<String>) -> Vec<String> {
    if texts.len() > MAX_SHOWN {
        let more = texts.len() - MAX_SHOWN;
        texts.truncate(MAX_SHOWN);
        texts.push(format!("{more} more"));
    }
    texts
}
