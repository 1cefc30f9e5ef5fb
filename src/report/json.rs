//! The same words for machines.

use serde_json::{Value, json};

use crate::hcl::line_column;
use crate::render::FileSet;
use crate::report::escape;
use crate::report::plan::diff;
use crate::source::{Diagnostic, Sources};
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
    let diagnostics: Vec<Value> = plan.diagnostics.iter().map(|found| diagnostic(found, sources)).collect();
    lines(&json!({ "files": files, "diagnostics": diagnostics }))
}

fn diagnostic(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let excerpts = diagnostic.excerpts.iter().map(|(title, lines)| format!("{title}:\n{}", lines.join("\n")));
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "severity": if diagnostic.code.is_error() { "error" } else { "warning" },
        "message": diagnostic.message,
        "help": excerpts.chain(diagnostic.help.iter().cloned()).collect::<Vec<_>>(),
    });
    if let Some(span) = diagnostic.span {
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
