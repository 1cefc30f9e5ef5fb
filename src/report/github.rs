//! `--format github`: GitHub Actions annotations.

use crate::report::annotations::{Region, message_with_help};
use crate::report::{Report, escape};
use crate::source::{Diagnostic, Severity, Sources};

/// A report as annotations, one line per diagnostic.
pub(super) fn output(report: &Report) -> String {
    report.diagnostics().map(|diagnostic| annotation(diagnostic, &report.log.sources)).collect()
}

/// Source: GitHub Docs, "Workflow commands for GitHub Actions", and the runner's `ActionCommand`, which
/// decodes `%25`, `%0D` and `%0A` in messages, and also `%3A` and `%2C` in properties. Hidden characters
/// are escaped first, so that they are visible in the annotation.
fn annotation(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let data = |text: &str| escape::line(text).replace('%', "%25");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let code = diagnostic.code;
    let mut properties = Vec::new();
    if let Some(Region { path, line, end_line, columns }) = Region::of(diagnostic, sources) {
        properties.push(format!("file={}", property(&path)));
        properties.push(format!("line={line}"));
        // The runner ignores columns if an annotation spans several lines.
        if end_line > line {
            properties.push(format!("endLine={end_line}"));
        } else if let Some((column, end_column)) = columns {
            properties.push(format!("col={column},endColumn={end_column}"));
        }
    }
    properties.push(format!("title=poolsmith {code} {}", code.name()));
    let related = diagnostic.related.iter().map(|(span, label)| {
        let Region { path, line, .. } = Region::of_span(*span, sources);
        format!("{label}: {path}:{line}")
    });
    let message: Vec<String> = [message_with_help(diagnostic)].into_iter().chain(related).collect();
    let message = message.iter().flat_map(|text| text.split('\n')).map(data).collect::<Vec<_>>().join("%0A");
    let level = match diagnostic.severity {
        Severity::Note => "notice",
        Severity::Warning | Severity::Error => diagnostic.severity.as_str(),
    };
    format!("::{level} {}::{message}\n", properties.join(","))
}
