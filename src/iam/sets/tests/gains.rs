//! What a change gives: cases, and random pairs of policies compared with random requests.

use super::Numbers;
use super::answers::{OWN, SUB, TAGGED, allow, deny, policies, question, unknown, when};
use super::rules::{request, statement};
use crate::iam::Statement;
use crate::iam::catalogue::DocumentedAction;
use crate::iam::evaluate::{Decision, Request};
use crate::iam::sets::*;

/// Whether nothing is gained by a change of policies.
fn change(old: Vec<Statement<String>>, new: Vec<Statement<String>>) -> Proof {
    let sessions =
        |statements| Sessions { policies: policies(statements).sources, bindings: Bindings::default() };
    let mut question = question("*", "*");
    question.multivalued.insert("aws:tagkeys".into());
    question.nothing_gained(&sessions(new), &[sessions(old)])
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
        // Every request has the key, also for actions that AWS may add.
        (
            vec![when(allow("s3:*", OWN), "Bool", "aws:SecureTransport", "true")],
            vec![allow("s3:*", OWN), when(deny("*", "*"), "Bool", "aws:SecureTransport", "false")],
        ),
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

/// An operator, the one that is true for all other values, and a value. Without the key, each pair differs.
const COMPLEMENTS: [(&str, &str, &str); 4] = [
    ("StringEqualsIfExists", "StringNotEquals", "x"),
    ("StringLike", "StringNotLike", "x*"),
    ("IpAddress", "NotIpAddress", "10.0.0.0/8"),
    ("StringEquals", "StringNotEqualsIfExists", ""),
];

/// A statement for all requests in place of two that cover them together, or some of them.
fn union(numbers: &mut Numbers) -> (Vec<Statement<String>>, Vec<Statement<String>>) {
    let (operator, opposite, value) = numbers.pick(&COMPLEMENTS);
    let key = match operator {
        "IpAddress" => "aws:SourceIp",
        _ => numbers.pick(&["aws:PrincipalTag/t", "s3:prefix"]),
    };
    let other = if numbers.below(3) == 0 { "y" } else { value };
    let other = if operator == "IpAddress" { value } else { other };
    let (resource, action) = (numbers.pick(&OWNED), numbers.pick(&["s3:GetObject", "s3:*"]));
    let whole = allow(action, resource);
    (vec![when(whole.clone(), operator, key, value), when(whole.clone(), opposite, key, other)], vec![whole])
}

/// Resources with the caller's ID or tag, and with what such a text begins with.
const OWNED: [&str; 7] = [
    OWN,
    TAGGED,
    "arn:aws:s3:::b/us-east-1:*",
    "arn:aws:s3:::b/us-east-1:a0000000-0000-4000-8000-000000000000/*",
    "arn:aws:s3:::b/*/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/t}*",
    "arn:aws:s3:::b/${aws:PrincipalTag/t}/${cognito-identity.amazonaws.com:sub}/*",
];

/// Other resources and tags for the same actions.
fn owned(numbers: &mut Numbers) -> (Vec<Statement<String>>, Vec<Statement<String>>) {
    let statement = |numbers: &mut Numbers| match numbers.below(4) {
        0 => deny("s3:GetObject", numbers.pick(&OWNED)),
        1 => when(
            allow("s3:GetObject", numbers.pick(&OWNED)),
            "StringEquals",
            "aws:PrincipalTag/t",
            numbers.pick(&["x", "/", ""]),
        ),
        _ => allow(numbers.pick(&["s3:Get*", "s3:GetObject"]), numbers.pick(&OWNED)),
    };
    let statements = |numbers: &mut Numbers| (0..=numbers.below(2)).map(|_| statement(numbers)).collect();
    let old: Vec<_> = statements(numbers);
    let kept: Vec<_> = old.iter().filter(|_| numbers.below(3) > 0).cloned().collect();
    let added: Vec<_> = statements(numbers);
    (old, [kept, added].concat())
}

fn pair(numbers: &mut Numbers) -> (Vec<Statement<String>>, Vec<Statement<String>>) {
    match numbers.below(3) {
        0 => union(numbers),
        1 => owned(numbers),
        _ => {
            let old: Vec<_> = (0..=numbers.below(3)).map(|_| statement(numbers)).collect();
            let new = changed(&old, numbers);
            (old, new)
        }
    }
}

/// A request of an identity with an ID and perhaps a tag, most often for an object of its own or of somebody else.
fn request_of_identity(numbers: &mut Numbers) -> Request {
    let ids =
        ["us-east-1:a0000000-0000-4000-8000-000000000000", "us-east-1:b0000000-0000-4000-8000-000000000000"];
    let mut request = request(numbers);
    let id = numbers.pick(&ids);
    let tag = numbers.pick(&["", "/", "x", "x/y", id]);
    request.context.set(SUB, [id]);
    match numbers.below(4) {
        0 => request.context.set("aws:PrincipalTag/t", [""; 0]),
        _ => request.context.set("aws:PrincipalTag/t", [tag]),
    }
    if numbers.below(3) > 0 {
        let folder = numbers.pick(&["", "/", "x", "x/y", ids[0], ids[1]]);
        request.resource = format!("arn:aws:s3:::b/{folder}{}", numbers.pick(&["/a", "", "a", "//"]));
    }
    request
}

#[test]
fn whatever_requests_gain_was_not_called_nothing() {
    let seeds = std::env::var("POOLSMITH_GAINS").ok().and_then(|seeds| seeds.parse::<u64>().ok());
    let requests = if seeds.is_some() { 10_000 } else { 500 };
    let mut results = [0; 3];
    for seed in 0..seeds.unwrap_or(60) {
        let numbers = &mut Numbers::of(seed);
        let (old, new) = pair(numbers);
        let proof = change(old.clone(), new.clone());
        results[match proof {
            Proof::Holds => 0,
            Proof::Refuted(_) => 1,
            Proof::Open(_) => 2,
        }] += 1;
        if proof != Proof::Holds {
            continue;
        }
        let rules = |statements: &[Statement<String>]| {
            policies(statements.to_vec()).sources.rules(&SymbolValues::new())
        };
        let (before, after) = (rules(&old), rules(&new));
        for _ in 0..requests {
            let request = request_of_identity(numbers);
            let is_gain =
                after.decide(&request) == Decision::Allowed && before.decide(&request) == Decision::Denied;
            let is_documented = || {
                DocumentedAction::named(&request.action).is_none_or(|action| {
                    action.has_resource(&request.resource) && action.may_have_keys(&request.context)
                })
            };
            assert!(!is_gain || !is_documented(), "seed {seed}: {request:?} from {old:?} to {new:?}");
        }
    }
    assert!(results[0] > 10 && results[1] > 6, "{results:?}");
}
