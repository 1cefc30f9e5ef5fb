//! The findings in the inputs, for people.

use crate::lint::Accepted;
use crate::report::annotations::Region;
use crate::report::escape;
use crate::source::{Diagnostic, Severity, Sources};

/// The number of findings of each severity, and of those that are accepted; nothing if there are none.
pub fn findings_summary(found: &[Diagnostic], accepted: usize) -> String {
    let of = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let errors = counted(of(Severity::Error), "error");
    let warnings = counted(of(Severity::Warning), "warning");
    let notes = counted(of(Severity::Note), "note");
    let accepted = (accepted > 0).then(|| format!("{accepted} accepted"));
    let parts: Vec<String> = [errors, warnings, notes, accepted].into_iter().flatten().collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("findings: {}\n", parts.join(", ")),
    }
}

fn counted(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    }
}

/// The findings that the inputs accept, one line for each.
pub fn accepted(accepted: &[Accepted], sources: &Sources) -> String {
    accepted.iter().map(|accepted| line(accepted, sources)).collect()
}

fn line(accepted: &Accepted, sources: &Sources) -> String {
    let Accepted { diagnostic, reason, until } = accepted;
    let place = Region::of(diagnostic, sources).map(|region| format!("{}:{}: ", region.path, region.line));
    let until = until.map(|date| format!(" until {date}")).unwrap_or_default();
    format!(
        "accepted{until}: {}{} [{}]: {}\n",
        escape::line(&place.unwrap_or_default()),
        escape::line(&diagnostic.message),
        diagnostic.code,
        escape::line(reason)
    )
}
