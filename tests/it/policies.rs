//! Policies that use all of IAM's grammar are parsed, and written unchanged.

use crate::support::{self, Random};

use poolsmith::iam::{Parser, PlainStrings, Policy, to_json};
use poolsmith::inputs::read::{Language, read};
use poolsmith::source::{Diagnostic, Diagnostics, FileId};
use serde_json::{Map, Value, json};

/// Parses a policy in JSON; returns it with the diagnostics.
pub fn parse(text: &str) -> (Option<Policy<String>>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::default();
    let node = read(text, FileId(0), Language::Json, &diagnostics);
    let policy = node.and_then(|node| Parser::new(&PlainStrings, &diagnostics).policy(&node));
    (policy, diagnostics.into_sorted())
}

fn one_or_more(random: &mut Random, mut one: impl FnMut(&mut Random) -> Value) -> Value {
    match random.below(3) {
        0 => one(random),
        _ => (0..random.between(1..=3)).map(|_| one(random)).collect(),
    }
}

fn action(random: &mut Random) -> Value {
    let service = random.pick(&["s3", "DynamoDB", "execute-api", "*"]);
    json!(if service == "*" {
        "*".to_owned()
    } else {
        format!("{service}:{}", random.word("GetPut*?", 1..=6))
    })
}

fn resource(random: &mut Random) -> Value {
    let path =
        random.pick(&["*", "${aws:username}/*", "${*}", "a?b", "${aws:PrincipalTag/team, 'none'}/x", "é"]);
    json!(if random.once_in(5) { "*".to_owned() } else { format!("arn:aws:s3:::{path}") })
}

/// A value that an operator can compare.
fn condition_value(operator: &str, random: &mut Random) -> Value {
    let texts: &[&str] = match operator {
        "NumericLessThanIfExists" => &["10", "0.5", "${s3:max-keys}"],
        "Null" => &["true", "False"],
        "IpAddress" => &["203.0.113.0/24", "2001:db8::1", "${aws:SourceIp}"],
        "dateGreaterThan" => &["2026-01-01T00:00:00Z", "2026-01-01", "1767225600"],
        _ => &["", "*", "2026-01-01T00:00:00Z", "${aws:userid}", "é"],
    };
    match random.below(4) {
        0 => json!(random.once_in(2)),
        1 => json!(random.below(1000)),
        2 => json!(0.5),
        _ => json!(random.pick(texts)),
    }
}

fn conditions(random: &mut Random) -> Value {
    let operators = [
        "StringLike",
        "forAllValues:StringEquals",
        "NumericLessThanIfExists",
        "Null",
        "IpAddress",
        "dateGreaterThan",
    ];
    let keys = ["aws:userid", "S3:prefix", "aws:RequestTag/team", "aws:CurrentTime"];
    let mut blocks = Map::new();
    for operator in random.some(&operators) {
        let mut block = Map::new();
        for key in random.some(&keys) {
            let value = |random: &mut Random| condition_value(operator, random);
            block.insert(key.to_owned(), one_or_more(random, value));
        }
        blocks.insert(operator.to_owned(), Value::Object(block));
    }
    Value::Object(blocks)
}

fn statement(random: &mut Random, index: usize) -> Value {
    let mut statement = Map::new();
    if random.once_in(2) {
        statement.insert("Sid".to_owned(), json!(format!("Statement{index}")));
    }
    statement.insert("Effect".to_owned(), json!(random.pick(&["Allow", "Deny"])));
    statement.insert(random.pick(&["Action", "NotAction"]).to_owned(), one_or_more(random, action));
    statement.insert(random.pick(&["Resource", "NotResource"]).to_owned(), one_or_more(random, resource));
    if random.once_in(2) {
        statement.insert("Condition".to_owned(), conditions(random));
    }
    Value::Object(statement)
}

fn policy(random: &mut Random) -> Value {
    let mut policy = Map::new();
    if !random.once_in(4) {
        policy.insert("Version".to_owned(), json!(random.pick(&["2012-10-17", "2008-10-17"])));
    }
    if random.once_in(4) {
        policy.insert("Id".to_owned(), json!("cd3ad3d9-2776-4ef1-a904-4c229d1642ee"));
    }
    let statements: Vec<Value> = (0..random.between(1..=4)).map(|index| statement(random, index)).collect();
    let single = statements.len() == 1 && random.once_in(2);
    policy.insert("Statement".to_owned(), if single { statements[0].clone() } else { json!(statements) });
    Value::Object(policy)
}

#[test]
fn a_policy_is_written_as_it_was_read() {
    let seed = support::from_environment("POLICY_SEED", 1) as u64;
    for case in 0..support::from_environment("POLICY_CASES", 3_000) as u64 {
        let wanted = policy(&mut Random::new(seed.wrapping_mul(0x0100_0000).wrapping_add(case)));
        let (read, wrong) = parse(&serde_json::to_string_pretty(&wanted).unwrap());
        let wrong: Vec<_> = wrong.iter().filter(|diagnostic| diagnostic.code.is_error()).collect();
        assert!(wrong.is_empty(), "seed {seed}, case {case}: {wrong:?}\n{wanted}");
        assert_eq!(to_json(&read.unwrap()), wanted, "seed {seed}, case {case}");
    }
}

/// Invalid policies are rejected, with the location of the problem.
#[test]
fn what_is_wrong_is_said_at_its_place() {
    let cases = [
        (r#"{"Statement": [@[]]}"#, "expected a map of `Sid`"),
        (r#"{"Statement": [{"Effect": @"allow", "Action": "*", "Resource": "*"}]}"#, "unknown word `allow`"),
        (r#"{"Statement": {"Effect": "Deny", "Action": @7, "Resource": "*"}}"#, "expected a string"),
        (r#"{"Statement": {"Effect": "Deny", "Action": ["*", @{}], "Resource": "*"}}"#, "expected a string"),
        (r#"{"Statement": {"Effect": @"Deny", "NotAction": "*"}}"#, "neither Resource nor NotResource"),
        (r#"{"Statement": {"Effect": "Deny", "Action": "*", "NotAction": @"*", "Resource": "*"}}"#, "both"),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", @"NotAction": null, "Resource": "*"}}"#,
            "is null",
        ),
        (r#"{"Statement": {@"Efect": "Deny", "Action": "*", "Resource": "*"}}"#, "unknown key `Efect`"),
        (r#"{"Statement": {"Effect": "Deny", @"Acton": "*", "Resource": "*"}}"#, "unknown key `Acton`"),
        (r#"{"Statement": @{"Action": "*", "Resource": "*"}}"#, "the key `Effect` is missing"),
        (
            r#"{"Version": @"2012-10-18", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#,
            "2012-10-18",
        ),
        (r#"@{"Version": "2012-10-17"}"#, "the key `Statement` is missing"),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": [@[]]}}}}"#,
            "a number or a boolean",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": @true}}}"#,
            "expected a map",
        ),
        (r#"{"Statement": {"Effect": "Deny", "Action": @[], "Resource": "*"}}"#, "`Action` is an empty list"),
        (
            r#"{"Statement": {"Effect": "Deny", "NotAction": "s3:*", "NotResource": @[]}}"#,
            "`NotResource` is an empty list",
        ),
        (r#"{"Statement": {"Effect": "Deny", "Action": ["*", @"s3:"], "Resource": "*"}}"#, "`s3:*`"),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": [@"arn:::::"]}}"#,
            "`arn:::::` is not a resource",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": @"arn:aws:s3:::фото/*"}}"#,
            "`ф` (U+0444), character 14",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {@"StringEqual": {"a:b": ""}}}}"#,
            "did you mean `StringEquals`?",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {@"ab": true}}}}"#,
            "`ab` is not a condition key",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": @"no"}}}}"#,
            "`no` is not true or false",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": @[]}}}}"#,
            "an empty list of values",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": true, @"A:b": true}}}}"#,
            "the condition key `A:b` is repeated in another case",
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {}, @"bool": {}}}}"#,
            "the operator `bool` is repeated in another case",
        ),
        (r#"{"Statement": {"Sid": @"not one", "Effect": "Deny", "Action": "*", "Resource": "*"}}"#, "Sid"),
    ];
    for (marked, message) in cases {
        let place = marked.find('@').unwrap();
        let (_, wrong) = parse(&marked.replacen('@', "", 1));
        let [one] = &wrong[..] else { panic!("{marked}: {wrong:?}") };
        assert!(one.message.contains(message), "{marked}: {}", one.message);
        assert_eq!(one.span().unwrap().start as usize, place, "{marked}: {}", one.message);
    }
}

#[test]
fn empty_sids_may_be_repeated_and_are_dropped() {
    let statement = |sid: &str| json!({"Sid": sid, "Effect": "Allow", "Action": "s3:*", "Resource": "*"});
    let statements = ["", "", "Last"].map(statement);
    let (policy, wrong) = parse(&json!({ "Statement": statements }).to_string());
    assert_eq!(wrong, []);
    let written = to_json(&policy.unwrap());
    let sids: Vec<Option<&str>> =
        written["Statement"].as_array().unwrap().iter().map(|statement| statement["Sid"].as_str()).collect();
    assert_eq!(sids, [None, None, Some("Last")]);
}
