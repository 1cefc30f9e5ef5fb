//! Decides requests with the library's evaluator, for `test_evaluation.py`.
//!
//! Reads a case from each line of stdin, `{ "policies": […], "boundary": […], "session": […], "requests": […] }`, where a
//! request is `{ "action", "resource", "context": { KEY: VALUE or [VALUES] } }` and `boundary` and `session` are optional.
//! Writes a line for each case: a list with `[decision, [gaps]]` for each request.

use std::io::{self, BufRead, Write};

use poolsmith::iam::evaluate::{Context, Decision, Evaluation, Layers, Request};
use poolsmith::iam::{Parser, PlainStrings, Rule};
use poolsmith::inputs::read::{Language, read};
use poolsmith::source::{Diagnostics, FileId};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        writeln!(output, "{}", decisions(&serde_json::from_str(&line?)?))?;
    }
    output.flush()
}

fn decisions(case: &Value) -> Value {
    let layer =
        |name: &str| case[name].as_array().map(|policies| policies.iter().map(rules).collect::<Vec<_>>());
    let (role, boundary, session) = (layer("policies"), layer("boundary"), layer("session"));
    let layers = Layers {
        role: role.as_deref().unwrap_or_default(),
        boundary: boundary.as_deref(),
        session: session.as_deref(),
    };
    let requests = case["requests"].as_array().expect("requests");
    requests.iter().map(|asked| answer(&layers.evaluate(&request(asked)))).collect()
}

fn answer(evaluation: &Evaluation) -> Value {
    let decision = match evaluation.decision {
        Decision::Allowed => "Allowed",
        Decision::Denied => "Denied",
        Decision::Undecided => "Undecided",
    };
    json!([decision, evaluation.gaps().iter().map(|gap| format!("{gap:?}")).collect::<Vec<_>>()])
}

fn request(asked: &Value) -> Request {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let values = |value: &Value| match value.as_array() {
        Some(values) => values.iter().map(text).collect(),
        None => vec![text(value)],
    };
    let keys = asked["context"].as_object().expect("a context");
    let context: Context = keys.iter().map(|(key, value)| (key, values(value))).collect();
    Request { action: text(&asked["action"]), resource: text(&asked["resource"]), context }
}

fn rules(document: &Value) -> Vec<Rule> {
    let diagnostics = Diagnostics::default();
    let node = read(&document.to_string(), FileId(0), Language::Json, &diagnostics).expect("JSON");
    let policy = Parser::new(&PlainStrings, &diagnostics).without_catalogue().policy(&node);
    let problems = diagnostics.into_sorted();
    assert!(problems.is_empty(), "{document}\n{problems:?}");
    Rule::compile(&policy.expect("a policy without problems"))
}
