//! `--format github`: annotations of GitHub Actions.

use crate::report::annotations::{Region, message_with_help};
use crate::report::{Report, escape};
use crate::source::{Diagnostic, Sources};

/// A report as annotations, a line for each diagnostic.
pub(super) fn output(report: &Report) -> String {
    report.diagnostics().map(|diagnostic| annotation(diagnostic, &report.log.sources)).collect()
}

/// Source: GitHub Docs, "Workflow commands for GitHub Actions", and the runner's `ActionCommand`, which
/// takes `%25`, `%0D` and `%0A` for characters of a message, and `%3A` and `%2C` in a property as well.
/// What would act on a terminal is escaped before, so that it is visible in the annotation.
fn annotation(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let data = |text: &str| escape::line(text).replace('%', "%25");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let code = diagnostic.code;
    let mut properties = Vec::new();
    if let Some(Region { path, line, end_line, columns }) = Region::of(diagnostic, sources) {
        properties.push(format!("file={}", property(&path)));
        properties.push(format!("line={line}"));
        // The runner leaves columns out where an annotation has several lines.
        if end_line > line {
            properties.push(format!("endLine={end_line}"));
        } else if let Some((column, end_column)) = columns {
            properties.push(format!("col={column},endColumn={end_column}"));
        }
    }
    properties.push(format!("title=poolsmith {code} {}", code.name()));
    let message = message_with_help(diagnostic).split('\n').map(data).collect::<Vec<_>>().join("%0A");
    format!("::{} {}::{}\n", code.severity().as_str(), properties.join(","), message)
}
