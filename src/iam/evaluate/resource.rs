//! Whether a resource matches the resources of a rule.

use crate::iam::evaluate::Context;
use crate::iam::evaluate::substitution::{Place, Substitution};
use crate::iam::evaluate::text::{Case, matches};
use crate::iam::rule::{Reference, ResourcePattern};
use crate::iam::{Atom, DocumentationGap, Elements, Match};

/// Whether a resource is one of a statement's.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Resource" and "IAM JSON policy elements: NotResource".
pub fn is_among(resources: &Elements<ResourcePattern>, resource: &str, context: &Context) -> Match {
    match resources {
        Elements::Only(patterns) => {
            Match::any(patterns.iter().map(|one| is_matched(one, resource, context, Match::No)))
        }
        Elements::AllBut(patterns) => {
            let without_value = Match::Undecided(DocumentationGap::NotResourceWithoutValue);
            !Match::any(patterns.iter().map(|one| is_matched(one, resource, context, without_value)))
        }
    }
}

/// Whether a resource matches a pattern. `without_value` is the result if a variable has no value.
fn is_matched(pattern: &ResourcePattern, resource: &str, context: &Context, without_value: Match) -> Match {
    let complete = is_matched_by(pattern.pattern().atoms(), resource, context, without_value);
    let Some(incomplete) = pattern.incomplete().filter(|_| complete == Match::No) else { return complete };
    match is_matched_by(incomplete, resource, context, without_value) {
        Match::No => Match::No,
        Match::Yes | Match::Undecided(_) => Match::Undecided(DocumentationGap::IncompleteArn),
    }
}

fn is_matched_by(
    atoms: &[Atom<Reference>],
    resource: &str,
    context: &Context,
    without_value: Match,
) -> Match {
    let places = ResourcePattern::places(atoms).into_iter();
    let places = places.map(|(reach, takes_variables)| Place { reach, takes_variables });
    let substitution = Substitution::of(&atoms.iter().zip(places).collect::<Vec<_>>(), context);
    let matched = substitution.matches(|tokens| matches(tokens, resource, Case::Sensitive).into());
    matched.or(if substitution.may_lack_value() { without_value } else { Match::No })
}
