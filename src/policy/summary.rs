//! Summaries of grants for people.

use indexmap::IndexMap;

use crate::iam::{Effect, Elements, Statement};
use crate::inputs::{Resolved, TokenString};
use crate::policy::document::Document;
use crate::policy::reference;

/// What is allowed or denied, the same in every environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Whether the actions are denied.
    pub denies: bool,
    /// The actions.
    pub actions: Vec<String>,
    /// The targets of the actions.
    pub targets: Vec<String>,
    /// Whether it depends on conditions that the targets don't mention.
    pub conditional: bool,
}

/// The maximum number of targets. Longer lists are cut, as the policy itself is complete. Actions are never cut: what a
/// role may do must not be hidden.
const MAX_TARGETS: usize = 3;

/// One summary per statement.
pub fn of_document(document: &Document, references: &IndexMap<String, Resolved>) -> Vec<Summary> {
    document.statements.iter().map(|statement| of_statement(statement, references)).collect()
}

fn of_statement(statement: &Statement<TokenString>, references: &IndexMap<String, Resolved>) -> Summary {
    Summary {
        denies: statement.effect == Effect::Deny,
        actions: describe(&statement.actions, references, usize::MAX),
        targets: describe(&statement.resources, references, MAX_TARGETS),
        conditional: !statement.conditions.is_empty(),
    }
}

fn describe(
    elements: &Elements<TokenString>,
    references: &IndexMap<String, Resolved>,
    limit: usize,
) -> Vec<String> {
    let patterns = elements.patterns().map(|pattern| reference::written(pattern, references));
    let patterns = cut(patterns.collect(), limit);
    match elements {
        Elements::Only(_) => patterns,
        Elements::AllBut(_) => vec![format!("all but {}", patterns.join(", "))],
    }
}

fn cut(mut texts: Vec<String>, limit: usize) -> Vec<String> {
    if texts.len() > limit {
        let more = texts.len() - limit;
        texts.truncate(limit);
        texts.push(format!("{more} more"));
    }
    texts
}
