//! `poolsmith rule`: explains rules.

use crate::project::Failure;
use crate::report::{Report, ReportData, RuleEntry};
use crate::source::{Code, Diagnostic, Page};
use crate::tree::nearest;

/// Explains a rule, or lists all rules.
///
/// # Errors
/// The rule does not exist.
pub fn run(rule: Option<&str>) -> Result<Report, Failure> {
    let codes = match rule {
        Some(rule) => vec![Code::find(rule).ok_or_else(|| unknown(rule))?],
        None => Code::ALL.to_vec(),
    };
    let text = match rule {
        Some(_) => codes.iter().map(|code| Page::of(*code).text()).collect(),
        None => codes.iter().map(line).collect(),
    };
    let rules = Some(codes.into_iter().map(entry).collect());
    Ok(Report { text, data: ReportData { rules, ..ReportData::default() }, ..Report::default() })
}

fn line(code: &Code) -> String {
    format!("{:<5} {:<28} {}\n", code.as_str(), code.name(), Page::of(*code).summary())
}

fn entry(code: Code) -> RuleEntry {
    let page = Page::of(code);
    RuleEntry {
        code: code.as_str(),
        name: code.name(),
        severity: code.severity().as_str(),
        summary: page.summary(),
        markdown: page.markdown(),
    }
}

fn unknown(rule: &str) -> Diagnostic {
    let names = Code::ALL.iter().flat_map(|code| [code.as_str(), code.name()]);
    let diagnostic = Diagnostic::new(Code::Usage, format!("unknown rule `{rule}`"));
    match nearest(rule, names) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
    .help("`poolsmith rule` lists all rules")
}
