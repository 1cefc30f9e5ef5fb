//! Warns about parts of statements that have no effect: actions, and combinations of actions with resources and
//! condition keys, that the catalogue doesn't have.
//!
//! These are warnings, and only for what is certain if the catalogue is right: AWS adds actions every week.

mod actions;
mod arn_format;
mod comparisons;
mod conditions;
mod resources;
mod unconditional;

pub(super) use actions::{MatchedActions, matched_by};
pub(super) use arn_format::{Part, format};
pub(super) use conditions::has;
pub(super) use resources::{applies, applying_to, expected as expected_resources};

use crate::iam::{Effect, Elements, Pattern, Unknown};
use crate::source::{Diagnostic, Diagnostics, Span};
use crate::tree::Node;

/// An action or a resource as written.
pub struct Written<'n> {
    /// The string in the file.
    pub text: &'n str,
    /// What it matches.
    pub pattern: Pattern<Unknown>,
    /// Its place.
    pub span: Span,
}

/// The conditions of a statement.
#[derive(Clone, Copy)]
pub struct Conditions<'n> {
    /// The map in the file.
    pub node: &'n Node,
    /// The prefix of the condition keys that the users of an identity pool have, if it is known.
    pub principal: Option<&'n str>,
}

/// Longer statements are not checked: IAM rejects policies of half this size, and comparing many actions with many
/// resources takes long.
const MAX_CHARACTERS: usize = 20_000;

/// Reports the parts of a statement that have no effect, and actions that its condition doesn't restrict.
pub(super) fn statement(
    effect: Option<Effect>,
    actions: &Elements<Written>,
    resources: &Elements<Written>,
    conditions: Option<Conditions>,
    diagnostics: &Diagnostics,
) {
    let written = actions.patterns().chain(resources.patterns());
    let length: usize = written.map(|written| written.text.len()).sum();
    if length + conditions.map_or(0, |conditions| length_of_keys(conditions.node)) > MAX_CHARACTERS
        || diagnostics.is_full()
    {
        return;
    }
    let mut known = Vec::new();
    let mut are_all_known = matches!(actions, Elements::Only(_));
    for action in actions.patterns() {
        match actions::matched_by(action) {
            Ok(Some(matched)) => known.push((action, matched)),
            Ok(None) => are_all_known = false,
            Err(unmatched) => {
                are_all_known = false;
                diagnostics.push(unmatched.warning(action.span));
            }
        }
    }
    let report = |warning: Diagnostic| diagnostics.push(warning);
    if let (Elements::Only(_), Elements::Only(resources)) = (actions, resources) {
        let resources: Vec<&Written> = resources.iter().collect();
        resources::unused_actions(&known, &resources).into_iter().for_each(report);
    }
    if let Some(conditions) = conditions {
        let given = are_all_known.then_some(&known);
        let missing = conditions::missing_keys(&conditions, given);
        if missing.is_empty() {
            comparisons::wrong_operators(conditions.node).into_iter().for_each(report);
        }
        missing.into_iter().for_each(report);
        if effect == Some(Effect::Allow) && matches!(actions, Elements::Only(_)) {
            unconditional::unconditional_actions(conditions.node, &known).into_iter().for_each(report);
            unconditional::never_allowed_actions(conditions.node, &known).into_iter().for_each(report);
        }
    }
}

fn length_of_keys(node: &Node) -> usize {
    let own: usize = node.as_map().into_iter().flatten().map(|(key, _)| key.len()).sum();
    own + node.children().map(length_of_keys).sum::<usize>()
}
