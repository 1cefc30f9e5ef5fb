//! The same words for machines.

use serde_json::{Value, json};

use crate::hcl::line_column;
use crate::render::FileSet;
use crate::report::escape;
use crate::report::plan::diff;
use crate::source::{Problem, Sources};
use crate::workspace::Plan;

/// A plan with its diffs, and what is in its way.
pub fn plan_json(plan: &Plan, rendered: &FileSet, sources: &Sources) -> String {
    let files: Vec<Value> = plan
        .steps
        .iter()
        .map(|(path, step)| {
            let mut file = json!({ "path": path, "action": step.action.as_str() });
            if let Some(diff) = diff(path, step, rendered.get(path), true) {
                file["diff"] = json!(diff);
            }
            file
        })
        .collect();
    let problems: Vec<Value> = plan.problems.iter().map(|found| problem(found, sources)).collect();
    lines(&json!({ "files": files, "problems": problems }))
}

fn problem(problem: &Problem, sources: &Sources) -> Value {
    let excerpts = problem.excerpts.iter().map(|(title, lines)| format!("{title}:\n{}", lines.join("\n")));
    let mut value = json!({
        "code": problem.code.as_str(),
        "severity": if problem.code.is_error() { "error" } else { "warning" },
        "message": problem.message,
        "help": excerpts.chain(problem.help.iter().cloned()).collect::<Vec<_>>(),
    });
    if let Some(span) = problem.span {
        let file = sources.file(span.file);
        let (line, column) = line_column(&file.text, span.start as usize);
        value["place"] = json!({ "file": file.name, "line": line, "column": column });
    }
    value
}

/// Pretty JSON with a last line end.
pub fn lines(value: &Value) -> String {
    escape::json(&serde_json::to_string_pretty(value).expect("a value is plain JSON")) + "\n"
}
