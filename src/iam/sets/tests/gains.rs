//! What a change gives: cases, and random pairs of policies compared with random requests.

use super::Numbers;
use super::answers::{OWN, TAGGED, allow, deny, policies, question, unknown, when};
use super::rules::{request, statement};
use crate::iam::Statement;
use crate::iam::catalogue::DocumentedAction;
use crate::iam::evaluate::Decision;
use crate::iam::sets::*;

/// Whether nothing is gained by a change of policies.
fn change(old: Vec<Statement<String>>, new: Vec<Statement<String>>) -> Proof {
    let sessions =
        |statements| Sessions { policies: policies(statements).sources, bindings: Bindings::default() };
    question("*", "*").nothing_gained(&sessions(new), &[sessions(old)])
}

#[test]
fn what_is_written_in_another_way_is_no_gain() {
    let tag = "aws:PrincipalTag/team";
    for (old, new) in [
        (vec![allow("s3:Get*", OWN)], vec![allow("s3:GetObject", OWN)]),
        (vec![allow("S3:getobject", OWN)], vec![allow("s3:GetObject", OWN)]),
        (
            vec![allow("s3:*", "arn:aws:s3:::b/*")],
            vec![allow("s3:GetObject", OWN), allow("s3:PutObject", TAGGED)],
        ),
        (
            vec![
                when(allow("s3:GetObject", "*"), "StringEquals", tag, "red"),
                when(allow("s3:GetObject", "*"), "StringNotEquals", tag, "red"),
            ],
            vec![allow("s3:GetObject", "*")],
        ),
        (
            vec![allow("s3:*", "*"), deny("s3:Put*", "*")],
            vec![allow("s3:Get*", "*"), deny("s3:PutObject", "*")],
        ),
        (vec![allow("s3:*", TAGGED)], vec![when(allow("s3:*", TAGGED), "StringEquals", tag, "red")]),
        // AWS never asks whether objects may be listed.
        (vec![], vec![allow("s3:ListBucket", "arn:aws:s3:::b/*")]),
        (vec![], vec![allow("s3:*", OWN), deny("*", "arn:aws:s3:::b/*")]),
    ] {
        let proof = change(old.clone(), new.clone());
        assert_eq!(proof, Proof::Holds, "{old:?} to {new:?}");
    }
}

#[test]
fn a_gain_has_a_request() {
    for (old, new, action, resource) in [
        (
            vec![allow("s3:GetObject", OWN)],
            vec![allow("s3:*Object", OWN)],
            "s3:DeleteObject",
            "arn:aws:s3:::b/us-east-1:",
        ),
        (
            vec![allow("s3:GetObject", OWN)],
            vec![allow("s3:GetObject", "arn:aws:s3:::b/*")],
            "s3:GetObject",
            "arn:aws:s3:::b/",
        ),
        (vec![allow("s3:*", "*"), deny("s3:*", TAGGED)], vec![allow("s3:*", "*")], "s3:", "arn:aws:s3:::b/"),
        (
            vec![when(allow("s3:GetObject", "*"), "StringEquals", "aws:PrincipalTag/team", "red")],
            vec![allow("s3:GetObject", "*")],
            "s3:GetObject",
            "arn:",
        ),
    ] {
        let Proof::Refuted(witness) = change(old.clone(), new.clone()) else {
            panic!("{old:?} to {new:?}: {:?}", change(old.clone(), new.clone()));
        };
        let request = &witness.request;
        assert!(request.action.starts_with(action) && request.resource.starts_with(resource), "{request:?}");
    }
}

#[test]
fn what_is_unknown_and_unchanged_cancels_out() {
    let with_unknown = |statements| {
        let mut policies = policies(statements).sources;
        policies.role.push(unknown());
        Sessions { policies, bindings: Bindings::default() }
    };
    let question = question("*", "*");
    let (narrow, wide) =
        (with_unknown(vec![allow("s3:GetObject", OWN)]), with_unknown(vec![allow("s3:*", OWN)]));
    assert_eq!(question.nothing_gained(&narrow, std::slice::from_ref(&wide)), Proof::Holds);
    assert!(matches!(question.nothing_gained(&wide, &[narrow]), Proof::Refuted(_)));
    let known =
        Sessions { policies: policies(vec![allow("s3:*", OWN)]).sources, bindings: Bindings::default() };
    // A policy of which nothing is known may allow more, and may deny.
    for (new, old) in [(&known, &wide), (&wide, &known)] {
        let proof = question.nothing_gained(new, std::slice::from_ref(old));
        let Proof::Refuted(witness) = proof else { panic!("nothing gained") };
        assert!(witness.request.context.iter().any(|(key, _)| key.starts_with(UNKNOWN_KEY_PREFIX)));
    }
}

/// A policy that differs from another in some statements.
fn changed(statements: &[Statement<String>], numbers: &mut Numbers) -> Vec<Statement<String>> {
    let mut changed: Vec<_> = statements.iter().filter(|_| numbers.below(4) > 0).cloned().collect();
    changed.extend((0..numbers.below(2)).map(|_| statement(numbers)));
    changed
}

#[test]
fn whatever_requests_gain_was_not_called_nothing() {
    let seeds = std::env::var("POOLSMITH_GAINS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(30);
    let mut results = [0; 3];
    for seed in 0..seeds {
        let numbers = &mut Numbers::of(seed);
        let old: Vec<_> = (0..=numbers.below(3)).map(|_| statement(numbers)).collect();
        let new = changed(&old, numbers);
        let proof = change(old.clone(), new.clone());
        let is_nothing = proof == Proof::Holds;
        results[match proof {
            Proof::Holds => 0,
            Proof::Refuted(_) => 1,
            Proof::Open(_) => 2,
        }] += 1;
        let (before, after) = (
            policies(old.clone()).sources.rules(&SymbolValues::new()),
            policies(new.clone()).sources.rules(&SymbolValues::new()),
        );
        for _ in 0..if is_nothing { 200 } else { 0 } {
            let request = request(numbers);
            let is_documented = DocumentedAction::named(&request.action).is_none_or(|action| {
                action.has_resource(&request.resource) && action.may_have_keys(&request.context)
            });
            let is_gain =
                before.decide(&request) == Decision::Denied && after.decide(&request) == Decision::Allowed;
            assert!(!is_gain || !is_documented, "seed {seed}: {request:?} from {old:?} to {new:?}");
        }
    }
    assert!(results[0] > 5 && results[1] > 3, "{results:?}");
}
