//! The example of docs/internals/policy-evaluation.md.

use std::fs;

use super::*;
use crate::support::repository;

#[test]
fn the_documented_example_is_decided_as_documented() {
    let page = fs::read_to_string(repository().join("docs/internals/policy-evaluation.md")).unwrap();
    let (_, policy) = page.split_once("```json\n").unwrap();
    let (policy, table) = policy.split_once("```").unwrap();
    let rules = rules_of(&serde_json::from_str(policy).unwrap());
    let rows = table.lines().filter(|line| line.starts_with("| `notes-uploads/"));
    let mut answers = Vec::new();
    for row in rows {
        let cells: Vec<&str> =
            row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let [path, tag, read, locked, answer] = cells[..] else { panic!("{row}") };
        let mut context = json!({ "cognito-identity.amazonaws.com:sub": "us-east-1:1111" });
        match tag {
            "absent" => (),
            "empty" => context["aws:PrincipalTag/locked"] = json!(""),
            tag => context["aws:PrincipalTag/locked"] = json!(tag),
        }
        let asked = request("s3:GetObject", &format!("arn:aws:s3:::{path}"), &context);
        let evaluation = decided(std::slice::from_ref(&rules), &asked);
        let applies = evaluation.statements().map(|statement| match statement.applies() {
            Match::Yes => "applies",
            Match::No => "does not apply",
            Match::Undecided(_) => "undecided",
        });
        assert_eq!(applies.collect::<Vec<_>>(), [read, locked], "{row}");
        assert_eq!(format!("{:?}", evaluation.decision).to_lowercase(), answer, "{row}");
        answers.push(evaluation.decision);
    }
    assert_eq!(answers, [Allowed, Allowed, Denied, Undecided, Denied]);
}
