//! What a grant allows and denies, in words for people.

use crate::iam::{Effect, Elements, Statement};
use crate::inputs::TokenString;
use crate::policy::document::Document;

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
    document.statements.iter().map(of_statement).collect()
}

fn of_statement(statement: &Statement<TokenString>) -> Summary {
    Summary {
        denies: statement.effect == Effect::Deny,
        actions: in_words(&statement.actions),
        targets: in_words(&statement.resources),
    }
}

fn in_words(elements: &Elements<TokenString>) -> Vec<String> {
    let patterns = cut(elements.patterns().map(TokenString::source).collect());
    match elements {
        Elements::Only(_) => patterns,
        Elements::AllBut(_) => vec![format!("all but {}", patterns.join(", "))],
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
