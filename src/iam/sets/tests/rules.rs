//! Regions of random statements are compared with the evaluator of single requests.

use std::collections::BTreeMap;

use crate::iam::evaluate::{Context, Request};
use crate::iam::language::{Certainty, Letter, accepts};
use crate::iam::sets::tests::Numbers;
use crate::iam::sets::*;
use crate::iam::{
    ConditionBlock, Effect, Elements, Match, Operator, Policy, Rule, Scalar, Statement, Values,
};

const ACTIONS: [&str; 6] = ["s3:GetObject", "S3:Get*", "*", "s3:?etObject", "sqs:SendMessage", "s3:*"];
const RESOURCES: [&str; 10] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/t}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/t, 'x'}/*",
    "arn:aws:s3:::b/x/?",
    "arn:aws:s*:us:1:q",
    "arn:aws:s*s:us:1:q",
    "arn:aws:sqs",
    "arn:aws:sqs:*:q",
    "arn:aws:s3:::${s3:prefix}/y*",
];
const KEYS: [&str; 4] = ["s3:prefix", "aws:PrincipalTag/t", "aws:TagKeys", "aws:SourceIp"];
/// Operators with values that they can compare.
const OPERATORS: [(&str, &[&str]); 10] = [
    ("StringEquals", &["x", "y", "${aws:PrincipalTag/t}", "${aws:PrincipalTag/t, 'y'}", ""]),
    ("StringNotEquals", &["x", "${aws:PrincipalTag/t}"]),
    ("StringLike", &["x*", "*", "?", "${s3:prefix}*"]),
    ("StringNotLike", &["x*", "y?"]),
    ("StringEqualsIgnoreCase", &["X", "Y"]),
    ("ArnLike", &["arn:aws:s*:us:1:q", "arn:aws:*:*:q"]),
    ("NumericLessThan", &["5", "10", "-1.5"]),
    ("DateGreaterThan", &["2027-01-31", "2027-01-31T00:00:01Z"]),
    ("IpAddress", &["10.0.0.0/8", "10.1.2.3"]),
    ("NotIpAddress", &["10.0.0.0/8"]),
];
const REQUESTED: [&str; 9] = [
    "arn:aws:s3:::b/x/y",
    "arn:aws:s3:::b/y/yy",
    "arn:aws:s3:::b",
    "arn:aws:s3:::x/y",
    "arn:aws:sqs:us:1:q",
    "arn:aws:sns:us:1:q",
    "arn:aws:sqs:us:1:1:q",
    "arn:aws:s3:::b//y",
    "*",
];
const VALUES: [&str; 10] =
    ["x", "y", "xy", "Y", "arn:aws:sns:us:1:q", "4", "9.5", "10.1.2.3", "2027-02-01", "11.0.0.1"];

fn condition(numbers: &mut Numbers) -> ConditionBlock<String> {
    let (operator, values) = numbers.pick(&OPERATORS);
    let quantifier = numbers.pick(&["", "", "", "ForAnyValue:", "ForAllValues:"]);
    let suffix = numbers.pick(&["", "", "IfExists"]);
    let (operator, values) = match numbers.below(12) {
        0 => ("Null".to_owned(), vec![numbers.pick(&["true", "false"])]),
        _ => {
            let values = (0..=numbers.below(2)).map(|_| numbers.pick(values)).collect();
            (format!("{quantifier}{operator}{suffix}"), values)
        }
    };
    let values = values.into_iter().map(|value| Scalar::Text(value.to_owned())).collect();
    ConditionBlock {
        operator: Operator::new(operator),
        keys: vec![(numbers.pick(&KEYS).to_owned(), Values::list(values))],
    }
}

fn elements(numbers: &mut Numbers, from: &[&'static str]) -> Elements<String> {
    let patterns = (0..=numbers.below(2)).map(|_| numbers.pick(from).to_owned()).collect();
    let patterns = Values::list(patterns);
    if numbers.below(4) == 0 { Elements::AllBut(patterns) } else { Elements::Only(patterns) }
}

pub(super) fn statement(numbers: &mut Numbers) -> Statement<String> {
    Statement {
        sid: None,
        effect: if numbers.below(4) == 0 { Effect::Deny } else { Effect::Allow },
        actions: elements(numbers, &ACTIONS),
        resources: elements(numbers, &RESOURCES),
        conditions: (0..numbers.below(3)).map(|_| condition(numbers)).collect(),
    }
}

pub(super) fn request(numbers: &mut Numbers) -> Request {
    let mut context = Context::default();
    for key in KEYS {
        let values = match (key, numbers.below(4)) {
            (_, 0) => Vec::new(),
            ("aws:TagKeys", 1) => vec![numbers.pick(&VALUES), numbers.pick(&VALUES)],
            _ => vec![numbers.pick(&VALUES)],
        };
        context.set(key, values);
    }
    let action =
        numbers.pick(&["s3:GetObject", "s3:PutObject", "sqs:SendMessage", "S3:getobject"]).to_owned();
    Request { action, resource: numbers.pick(&REQUESTED).to_owned(), context }
}

fn word(text: &str) -> Vec<Letter> {
    text.chars().map(Letter::Character).collect()
}

/// Whether a request meets the constraints of a region.
fn contains(region: &Region, request: &Request, certainty: Certainty) -> bool {
    region.constraints().all(|constraint| match constraint {
        Constraint::Action(membership) => accepts(&[membership], &word(&request.action)),
        Constraint::Resource(membership) => accepts(&[membership], &word(&request.resource)),
        Constraint::Key(key, KeyTest { absent, present }) => {
            let values: Vec<_> = request.context.values(&key).iter().map(|value| word(value)).collect();
            match (&values[..], present) {
                ([], _) => absent,
                (_, Presence::Never) => false,
                (_, Presence::Always) => true,
                (values, Presence::Any(test)) => values.iter().any(|value| test.passes(value, certainty)),
                (values, Presence::All(test)) => values.iter().all(|value| test.passes(value, certainty)),
            }
        }
    })
}

/// What is known about the keys: everything about some, nothing about the others, unless a variable needs them.
fn bindings(request: &Request, numbers: &mut Numbers) -> Bindings {
    let mut bindings = Bindings::default();
    let values: BTreeMap<&str, &[String]> = request.context.iter().collect();
    for key in KEYS {
        let is_variable = ["s3:prefix", "aws:PrincipalTag/t"].contains(&key);
        if is_variable || numbers.below(2) == 0 {
            bindings.set(
                key,
                match values.get(key.to_lowercase().as_str()) {
                    Some(values) => Binding::Values(values.iter().map(|value| word(value)).collect()),
                    None => Binding::Absent,
                },
            );
        }
    }
    bindings
}

#[test]
fn a_statement_applies_to_the_requests_of_its_region() {
    let mut counts = [0; 3];
    for seed in 0..6_000 {
        let numbers = &mut Numbers::of(seed);
        let statement = statement(numbers);
        let request = request(numbers);
        let rules = Rule::compile(&Policy::of_statements(vec![statement.clone()]));
        let bindings = bindings(&request, numbers);
        let is_in = |certainty| {
            Region::of_rule(&rules[0], &bindings, certainty)
                .is_some_and(|region| contains(&region, &request, certainty))
        };
        let (certain, possible) = (is_in(Certainty::Certain), is_in(Certainty::Possible));
        let applies = rules[0].matches(&request).applies();
        let case = format!("seed {seed}: {statement:?} {request:?} {bindings:?}: {applies:?}");
        assert!(!certain || possible, "{case}");
        match applies {
            Match::Yes => assert!(possible, "{case}"),
            Match::No => assert!(!certain, "{case}"),
            Match::Undecided(_) => {}
        }
        // Where nothing is open, both answers are right.
        let is_exact = match applies {
            Match::Yes => certain,
            Match::No => !possible,
            Match::Undecided(_) => !certain && possible,
        };
        counts[if is_exact { 0 } else { 1 }] += 1;
        counts[2] += usize::from(applies == Match::Yes);
    }
    assert!(counts[2] > 300, "too few statements apply: {counts:?}");
    assert!(counts[1] < 150, "too many answers are open: {counts:?}");
}
