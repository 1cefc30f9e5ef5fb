use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::FindingsFormat;
use crate::report::escape;
use crate::report::json::lines;
use crate::workspace::Finding;

/// What differs, for stdout.
pub fn findings(findings: &[Finding], root: &Path, format: FindingsFormat) -> String {
    match format {
        FindingsFormat::Human => findings.iter().map(human).collect(),
        FindingsFormat::Json => {
            lines(&json!({ "findings": findings.iter().map(object).collect::<Vec<_>>() }))
        }
        FindingsFormat::Github => findings.iter().map(|finding| github(finding, root)).collect(),
        FindingsFormat::Sarif => lines(&sarif(findings, root)),
    }
}

/// The answer in a line, for people.
pub fn verdict(findings: &[Finding], files: usize) -> String {
    match findings.len() {
        0 => format!("{files} files are what their inputs say\n"),
        1 => "1 file is not what the inputs say\n".to_owned(),
        count => format!("{count} files are not what the inputs say\n"),
    }
}

fn human(finding: &Finding) -> String {
    format!("{} {}: {}\n", escape::line(&finding.path), finding.message, finding.cure)
}

fn object(finding: &Finding) -> Value {
    json!({
        "path": finding.path,
        "line": finding.line,
        "rule": finding.rule,
        "message": finding.message,
        "cure": finding.cure,
    })
}

/// Source: GitHub Docs, "Workflow commands for GitHub Actions": the escapes of a message and of a
/// property. What ends a line is escaped before, so that it is visible in the annotation.
fn github(finding: &Finding, root: &Path) -> String {
    let data = |text: &str| escape::line(text).replace('%', "%25");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    format!(
        "::error file={},line={},title=poolsmith {}::{}\n",
        property(&path(finding, root)),
        finding.line,
        finding.rule,
        data(&format!("{} {}: {}", finding.path, finding.message, finding.cure)),
    )
}

/// The path as it is from where the command runs.
fn path(finding: &Finding, root: &Path) -> String {
    let root = root.strip_prefix(".").unwrap_or(root);
    root.join(&finding.path).to_string_lossy().replace('\\', "/")
}

/// Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0.
fn sarif(findings: &[Finding], root: &Path) -> Value {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({ "id": rule })).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "ruleId": finding.rule,
                "level": "error",
                "message": { "text": format!("{} {}: {}", finding.path, finding.message, finding.cure) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": path(finding, root) },
                    "region": { "startLine": finding.line },
                } }],
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "poolsmith",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "results": results,
        }],
    })
}
