//! Answers about random policies, compared with random requests.

use std::collections::BTreeSet;

use super::Numbers;
use super::answers::*;
use super::rules::{request, statement};
use crate::iam::DocumentationGap;
use crate::iam::evaluate::{Decision, Request};
use crate::iam::language::{Automaton, Colons, text, word};
use crate::iam::sets::*;

/// The question whether this request is allowed, whatever keys it has besides some of its own.
fn question_of(request: &Request, numbers: &mut Numbers) -> Question {
    let mut asked = question(&request.action, &request.resource);
    for (key, values) in request.context.iter() {
        if numbers.below(3) > 0 {
            asked.bindings.set(key, Binding::Values(values.iter().map(|value| word(value)).collect()));
        }
    }
    if numbers.below(3) == 0 {
        asked.region = Region::from_iter([
            Constraint::Action(inside(Automaton::ignoring_case(&[pattern("*")]))),
            Constraint::Resource(inside(Automaton::of_patterns(
                &[pattern(&request.resource)],
                Colons::Matched,
            ))),
        ]);
    }
    asked.multivalued = BTreeSet::from(["aws:tagkeys".into()]);
    asked
}

#[test]
fn no_request_contradicts_an_answer() {
    let mut decisions = [0; 3];
    for seed in 0..400 {
        let numbers = &mut Numbers::of(seed);
        let statements = (0..=numbers.below(3)).map(|_| statement(numbers)).collect::<Vec<_>>();
        let policies = policies(statements.clone());
        let mut asked = request(numbers);
        asked.context.set(SUB, [symbolic("<ana>")]);
        let question = question_of(&asked, numbers);
        let answer = Answer { all: question.all(&policies), none: question.none(&policies) };
        let rules = policies.sources.rules(&SymbolValues::new());
        let decision = answer.decision();
        decisions[decision as usize] += 1;
        for _ in 0..30 {
            let mut other = request(numbers);
            other.resource.clone_from(&asked.resource);
            other.action.clone_from(&asked.action);
            for (key, binding) in question.bindings.iter() {
                other.context.set(key, binding.values().iter().map(|value| text(value)));
            }
            let evaluation = rules.layers().evaluate(&other);
            // Questions are about requests whose values have the types with which policies compare them.
            if evaluation.gaps().contains(&DocumentationGap::UnreadableValue) {
                continue;
            }
            let single = evaluation.decision;
            let bindings = &question.bindings;
            let case = format!("seed {seed}: {statements:?} {bindings:?} {answer:?} {other:?} {single:?}");
            assert!(answer.all != Proof::Holds || single == Decision::Allowed, "{case}");
            assert!(answer.none != Proof::Holds || single == Decision::Denied, "{case}");
        }
        for (proof, expected) in [(&answer.all, Decision::Denied), (&answer.none, Decision::Allowed)] {
            if let Proof::Refuted(witness) = proof {
                let Witness { request, values } = &**witness;
                assert_eq!(
                    policies.sources.rules(values).decide(request),
                    expected,
                    "seed {seed}: {request:?}"
                );
            }
        }
    }
    assert!(decisions.iter().all(|count| *count > 15), "{decisions:?}");
}
