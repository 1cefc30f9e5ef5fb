//! `--format sarif`: results for code scanning.
//!
//! Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::report::Report;
use crate::report::annotations::{Region, message_with_help};
use crate::report::json::text;
use crate::source::{Code, Diagnostic, Page, Severity, Sources};
use crate::workspace::digest;

/// A report as a SARIF log with one run.
pub(super) fn output(report: &Report) -> String {
    let sources = &report.log.sources;
    let accepted = report.accepted.iter().map(|accepted| &accepted.diagnostic);
    let all = report.diagnostics().chain(accepted);
    let mut codes: Vec<Code> = all.map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    let index: BTreeMap<Code, usize> = codes.iter().enumerate().map(|(index, code)| (*code, index)).collect();
    let mut seen = HashMap::new();
    let mut result = |diagnostic: &Diagnostic| {
        let fingerprint = fingerprint(diagnostic, sources, &mut seen);
        result(diagnostic, index[&diagnostic.code], &fingerprint, sources)
    };
    let mut results: Vec<Value> = report.diagnostics().map(&mut result).collect();
    results.extend(report.accepted.iter().map(|accepted| {
        let mut result = result(&accepted.diagnostic);
        result["suppressions"] = json!([{ "kind": "external", "justification": accepted.reason }]);
        result
    }));
    text(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "poolsmith",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://docs.rs/crate/poolsmith",
                "rules": codes.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: Code) -> Value {
    let page = Page::of(code);
    json!({
        "id": code.as_str(),
        "name": code.name(),
        "shortDescription": { "text": page.summary() },
        "fullDescription": { "text": page.description() },
        "help": { "text": page.text(), "markdown": page.markdown() },
        "helpUri": page.address(),
        "defaultConfiguration": { "level": code.severity().as_str() },
        "properties": { "problem.severity": problem_severity(code), "tags": [code.family()] },
    })
}

/// Source: GitHub Docs, "SARIF support for code scanning", `reportingDescriptor` object.
fn problem_severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Note => "recommendation",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn result(diagnostic: &Diagnostic, rule_index: usize, fingerprint: &str, sources: &Sources) -> Value {
    let related = diagnostic.related.iter().enumerate().map(|(id, (span, label))| {
        let mut location = location(&Region::of_span(*span, sources));
        location["id"] = json!(id + 1);
        location["message"] = json!({ "text": label });
        location
    });
    let locations: Vec<Value> = Region::of(diagnostic, sources).iter().map(location).collect();
    json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": rule_index,
        "level": diagnostic.severity.as_str(),
        "message": { "text": message_with_help(diagnostic) },
        "locations": locations,
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "poolsmith/v1": fingerprint },
        "suppressions": [],
    })
}

fn location(region: &Region) -> Value {
    let mut range = json!({ "startLine": region.line, "endLine": region.end_line });
    if let Some((column, end_column)) = region.columns {
        range["startColumn"] = json!(column);
        range["endColumn"] = json!(end_column);
    }
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&region.path) }, "region": range } })
}

/// A path as a relative URI reference. Source: RFC 3986, "Characters".
fn uri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let character = |byte: u8| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    path.bytes().map(character).collect()
}

/// Identifies a result even after lines were added above it: by rule, file and message, and by number
/// among results for which these are equal.
fn fingerprint(diagnostic: &Diagnostic, sources: &Sources, seen: &mut HashMap<String, usize>) -> String {
    let path = Region::of(diagnostic, sources).map(|region| region.path).unwrap_or_default();
    let key = [diagnostic.code.as_str(), &path, &diagnostic.message].join("\0");
    let number = seen.entry(key.clone()).or_default();
    *number += 1;
    digest(format!("{key}\0{number}").as_bytes())
}
