//! Answers about sets of requests: cases, and random policies compared with random requests.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::iam::catalogue::DocumentedAction;
use crate::iam::evaluate::Decision;
use crate::iam::language::{Automaton, Certainty, Colons, Letter, Membership, Symbol, SymbolKind};
use crate::iam::sets::*;
use crate::iam::{Atom, Effect, Elements, Pattern, Policy, Scalar, Statement, Values as List};
use crate::iam::{ConditionBlock, Operator};

const ANA: Symbol = Symbol { id: 0, kind: SymbolKind::Uuid };
const OTHER: Symbol = Symbol { id: 1, kind: SymbolKind::Uuid };
pub(super) const SUB: &str = "cognito-identity.amazonaws.com:sub";

pub(super) fn pattern(text: &str) -> Pattern<Symbol> {
    let atom = |character| match Letter::from(character) {
        Letter::Character('*') => Atom::AnyText,
        Letter::Character('?') => Atom::AnyCharacter,
        Letter::Character(character) => Atom::Character(character),
        Letter::Symbol(symbol) => Atom::Symbol(symbol),
    };
    text.chars().map(atom).collect()
}

pub(super) fn inside(automaton: Automaton) -> Membership {
    Membership { automaton: Rc::new(automaton), certainty: Certainty::Certain, is_inside: true }
}

/// The question of a caller whose ID is `ANA`, about an action and a resource with `<ana>` and `<other>`.
pub(super) fn question(action: &str, resource: &str) -> Question {
    let resource = symbolic(resource);
    let mut bindings = Bindings::default();
    bindings.set(SUB, Binding::text(&symbolic("<ana>")));
    Question {
        region: Region::from_iter([
            Constraint::Action(inside(Automaton::ignoring_case(&[pattern(action)]))),
            Constraint::Resource(inside(Automaton::of_patterns(&[pattern(&resource)], Colons::Matched))),
        ]),
        resource,
        usual_resources: inside(Automaton::of_everything()),
        bindings,
        multivalued: BTreeSet::new(),
    }
}

pub(super) fn symbolic(text: &str) -> String {
    let id = |symbol: Symbol| format!("us-east-1:{}", symbol.character());
    text.replace("<ana>", &id(ANA)).replace("<other>", &id(OTHER))
}

pub(super) fn allow(action: &str, resource: &str) -> Statement<String> {
    Statement {
        sid: None,
        effect: Effect::Allow,
        actions: Elements::Only(List::one(action.to_owned())),
        resources: Elements::Only(List::one(resource.to_owned())),
        conditions: Vec::new(),
    }
}

pub(super) fn deny(action: &str, resource: &str) -> Statement<String> {
    Statement { effect: Effect::Deny, ..allow(action, resource) }
}

pub(super) fn when(
    statement: Statement<String>,
    operator: &str,
    key: &str,
    value: &str,
) -> Statement<String> {
    let values = List::one(Scalar::Text(value.to_owned()));
    let block = ConditionBlock { operator: Operator::new(operator), keys: vec![(key.to_owned(), values)] };
    Statement { conditions: [statement.conditions, vec![block]].concat(), ..statement }
}

pub(super) fn policies(statements: Vec<Statement<String>>) -> CompiledPolicies {
    let document = PolicySource::Document(Rc::new(Policy::of_statements(statements)));
    SessionPolicies { role: vec![document], ..SessionPolicies::default() }.compiled()
}

pub(super) const OWN: &str = "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*";
pub(super) const TAGGED: &str = "arn:aws:s3:::b/${aws:PrincipalTag/team}/*";

#[test]
fn own_files_and_those_of_others() {
    use Decision::{Allowed, Denied, Undecided};
    let tag = "aws:PrincipalTag/team";
    for (statements, action, resource, expected) in [
        (vec![allow("s3:GetObject", OWN)], "s3:GetObject", "arn:aws:s3:::b/<ana>/x", Allowed),
        (vec![allow("s3:GetObject", OWN)], "s3:GetObject", "arn:aws:s3:::b/<ana>/*", Allowed),
        (vec![allow("s3:GetObject", OWN)], "s3:GetObject", "arn:aws:s3:::b/<other>/*", Denied),
        (vec![allow("s3:GetObject", OWN)], "*", "arn:aws:s3:::b/<other>/*", Denied),
        (vec![allow("s3:GetObject", OWN)], "s3:PutObject", "arn:aws:s3:::b/<ana>/x", Denied),
        (vec![allow("s3:GetObject", OWN)], "*", "*", Undecided),
        (vec![allow("s3:*", OWN), deny("s3:*", OWN)], "*", "*", Denied),
        (vec![allow("s3:*", OWN), deny("s3:*", "arn:aws:s3:::b/*")], "*", "*", Denied),
        (vec![allow("*", "*")], "s3:Get*", "arn:aws:s3:::b/<other>/*", Allowed),
        (vec![allow("*", "arn:aws:s3:::b/us-east-1:*")], "s3:Get*", "arn:aws:s3:::b/<other>/*", Allowed),
        // An ID that a policy names may be that of the other identity.
        (
            vec![allow("*", "arn:aws:s3:::b/us-east-1:12345678-1234-4234-8234-123456789012/*")],
            "s3:GetObject",
            "arn:aws:s3:::b/<other>/x",
            Undecided,
        ),
        // AWS never asks for the bucket's action on objects, nor without a table's partition keys.
        (
            vec![when(allow("s3:ListBucket", "*"), "StringEquals", "s3:prefix", "x")],
            "*",
            "arn:aws:s3:::b/<other>/*",
            Denied,
        ),
        (
            vec![when(
                allow("dynamodb:GetItem", "*"),
                "ForAllValues:StringEquals",
                "dynamodb:LeadingKeys",
                "",
            )],
            "dynamodb:*",
            "arn:aws:dynamodb:us-east-1:111111111111:table/t",
            Undecided,
        ),
        (
            vec![
                when(allow("dynamodb:*", "*"), "Null", "dynamodb:LeadingKeys", "true"),
                deny("dynamodb:*", "arn:aws:dynamodb:us-east-1:111111111111:table/t"),
            ],
            "dynamodb:GetItem",
            "*",
            Denied,
        ),
        // Two statements together cover what none covers alone.
        (
            vec![
                when(allow("s3:GetObject", "*"), "StringEquals", "s3:ExistingObjectTag/a", "1"),
                when(allow("s3:GetObject", "*"), "StringNotEquals", "s3:ExistingObjectTag/a", "1"),
            ],
            "s3:GetObject",
            "arn:aws:s3:::b/x",
            Allowed,
        ),
        // A tag of any value, or none.
        (vec![allow("s3:GetObject", TAGGED)], "s3:GetObject", "arn:aws:s3:::b/red/x", Undecided),
        (
            vec![when(allow("s3:GetObject", TAGGED), "StringEquals", tag, "blue")],
            "s3:GetObject",
            "arn:aws:s3:::b/red/x",
            Denied,
        ),
        (
            vec![when(allow("s3:GetObject", "*"), "StringEquals", tag, "blue"), allow("s3:GetObject", OWN)],
            "s3:GetObject",
            "arn:aws:s3:::b/<ana>/x",
            Allowed,
        ),
        // Numbers, dates and addresses are ordered.
        (
            vec![
                when(allow("s3:ListBucket", "*"), "NumericLessThan", "s3:max-keys", "10"),
                when(allow("s3:ListBucket", "*"), "NumericGreaterThanEqualsIfExists", "s3:max-keys", "10"),
            ],
            "s3:ListBucket",
            "arn:aws:s3:::b",
            Allowed,
        ),
        (
            vec![
                when(allow("s3:GetObject", "*"), "IpAddressIfExists", "aws:SourceIp", "10.0.0.0/8"),
                when(deny("s3:GetObject", "*"), "IpAddressIfExists", "aws:SourceIp", "10.0.0.0/7"),
            ],
            "s3:GetObject",
            "arn:aws:s3:::b/x",
            Denied,
        ),
    ] {
        let answer = answer(&question(action, resource), &policies(statements.clone()));
        assert_eq!(answer.decision(), expected, "{action} on {resource}: {answer:?} {statements:?}");
    }
}

#[test]
fn a_tag_that_allows_the_request_is_found() {
    let none =
        question("s3:GetObject", "arn:aws:s3:::b/red/x").none_of(&policies(vec![allow("s3:*", TAGGED)]));
    let Proof::Refuted(witness) = none else { panic!("{none:?}") };
    assert_eq!(witness.request.context.values("aws:principaltag/team"), ["red"]);
}

fn answer(question: &Question, policies: &CompiledPolicies) -> Answer {
    Answer { all: question.all(policies), none: question.none_of(policies) }
}

pub(super) fn unknown() -> PolicySource {
    PolicySource::Unknown("arn:aws:iam::aws:policy/x".to_owned())
}

#[test]
fn a_request_has_the_values_that_are_bound_and_ordinary_ones_of_what_is_always_sent() {
    let read = DocumentedAction::named("s3:GetObject").unwrap();
    let tls = when(deny("s3:*", "*"), "Bool", "aws:SecureTransport", "false");
    let late = when(allow("s3:*", "*"), "DateGreaterThan", "aws:CurrentTime", "2027-01-01");
    let policies = policies(vec![tls, late]);
    let mut asked = question("*", "arn:aws:s3:::b/x");
    asked.bindings.set("aws:CurrentTime", Binding::text("2028-01-01"));
    let Proof::Refuted(witness) = asked.none_about(read, &policies) else { panic!("no request is allowed") };
    assert_eq!(witness.request.context.values("aws:currenttime"), ["2028-01-01"]);
    assert_eq!(witness.request.context.values("aws:securetransport"), ["true"]);
    asked.bindings.set("aws:SecureTransport", Binding::text("false"));
    assert_eq!(asked.none_about(read, &policies), Proof::Holds);
}

#[test]
fn one_denied_action_decides_about_all() {
    let named = |names: &[&str]| -> Vec<DocumentedAction> {
        names.iter().map(|name| DocumentedAction::named(name).unwrap()).collect()
    };
    let policies = policies(vec![allow("s3:Get*", "*")]);
    let asked = question("s3:*", "arn:aws:s3:::b/x");
    assert_eq!(asked.all_of(&named(&["s3:GetObject", "s3:GetObjectAcl"]), &policies), Proof::Holds);
    let proof = asked.all_of(&named(&["s3:GetObject", "s3:PutObject"]), &policies);
    let Proof::Refuted(witness) = proof else { panic!("{proof:?}") };
    assert_eq!(witness.request.action, "s3:PutObject");
    let many: Vec<DocumentedAction> = named(&["s3:GetObject"; 100]);
    assert_eq!(asked.all_of(&many, &policies), Proof::Holds);
}

#[test]
fn an_unknown_policy_leaves_questions_open_unless_the_rest_decides() {
    let asked = |policies: &SessionPolicies| {
        answer(&question("s3:GetObject", "arn:aws:s3:::b/x"), &policies.clone().compiled()).decision()
    };
    let document = |statement| PolicySource::Document(Rc::new(Policy::of_statements(vec![statement])));
    let everything = || document(allow("*", "*"));
    let of_role = |role| SessionPolicies { role, ..SessionPolicies::default() };
    assert_eq!(asked(&of_role(vec![unknown()])), Decision::Undecided);
    assert_eq!(asked(&of_role(vec![everything(), unknown()])), Decision::Undecided);
    assert_eq!(asked(&of_role(vec![document(deny("s3:*", "*")), unknown()])), Decision::Denied);
    let bounded = |boundary| SessionPolicies { boundary: Some(boundary), ..of_role(vec![everything()]) };
    assert_eq!(asked(&bounded(unknown())), Decision::Undecided);
    assert_eq!(asked(&bounded(document(allow("sqs:*", "*")))), Decision::Denied);
    assert_eq!(asked(&bounded(everything())), Decision::Allowed);
    let unbounded = SessionPolicies { boundary: Some(unknown()), ..of_role(Vec::new()) };
    assert_eq!(asked(&unbounded), Decision::Denied);
}

#[test]
fn an_unknown_policy_is_not_asked_about_each_action() {
    let policies = SessionPolicies { role: vec![unknown()], ..SessionPolicies::default() }.compiled();
    let actions: Vec<DocumentedAction> =
        crate::iam::catalogue::services().flat_map(|service| service.documented_actions()).collect();
    let asked = question("*", "*");
    assert!(actions.len() > 10_000);
    assert!(matches!(asked.all_of(&actions, &policies), Proof::Open(_)));
    assert!(matches!(asked.none_of(&policies), Proof::Open(_)));
}
