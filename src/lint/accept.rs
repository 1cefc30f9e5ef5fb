//! Entries of `accept`: findings that were reviewed and are kept.

use std::cell::Cell;

use crate::aws::shown;
use crate::inputs::decode::Spanned;
use crate::inputs::{ENVIRONMENTS, spec};
use crate::lint::{Date, Finding, RULES};
use crate::source::{Code, Diagnostic, Diagnostics, Fix, Span};
use crate::tree::{nearest, quoted_list};

/// An entry of `accept`.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The rule.
    pub code: Code,
    /// The path in the inputs at or below which its findings are accepted; if there is none, all are.
    pub at: Option<String>,
    /// Why they are accepted.
    pub reason: String,
    /// The last day on which they are accepted, if there is one.
    pub until: Option<Date>,
    /// The span of the rule.
    pub span: Span,
    /// What has to be removed from the file to remove the entry, if that can be told.
    removal: Option<Span>,
    is_used: Cell<bool>,
}

/// The entries of `accept`. Invalid ones are reported. `removal` is what has to be removed from the file to remove the entry
/// at a position.
pub fn accept(
    given: &[spec::Accept],
    removal: impl Fn(usize) -> Option<Span>,
    diagnostics: &Diagnostics,
) -> Vec<Accept> {
    let entries = given.iter().enumerate();
    entries.filter_map(|(index, given)| entry(given, removal(index), diagnostics)).collect()
}

fn entry(given: &spec::Accept, removal: Option<Span>, diagnostics: &Diagnostics) -> Option<Accept> {
    let code = rule(&given.rule, diagnostics);
    let reason = reason(&given.reason, diagnostics);
    let until = match given.until.as_ref().and_then(Spanned::with_span) {
        Some((text, span)) => Some(date(text, span, diagnostics)?),
        None => None,
    };
    let at = given.at.as_ref().and_then(Spanned::get).cloned();
    let (code, reason, span) = (code?, reason?, given.rule.span);
    Some(Accept { code, at, reason, until, span, removal, is_used: Cell::new(false) })
}

fn rule(given: &Spanned<String>, diagnostics: &Diagnostics) -> Option<Code> {
    let (text, span) = given.with_span()?;
    let codes = || RULES.iter().map(|rule| rule.code);
    let found = Code::find(text).filter(|found| codes().any(|code| code == *found));
    if found.is_none() {
        let message = match Code::find(text) {
            Some(_) => format!("{} is not a finding that can be accepted", shown(text)),
            None => format!("unknown rule {}", shown(text)),
        };
        let diagnostic = Diagnostic::at(span, Code::BadAccept, message);
        let diagnostic = match nearest(text, codes().flat_map(|code| [code.as_str(), code.name()])) {
            Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.help(
            "expected the code or the name of a finding, such as `classic-flow-enabled`: `poolsmith rule` lists them",
        ));
    }
    found
}

fn reason(given: &Spanned<String>, diagnostics: &Diagnostics) -> Option<String> {
    let (text, span) = given.with_span()?;
    if text.trim().is_empty() {
        diagnostics.push(
            Diagnostic::at(span, Code::BadAccept, "the reason is empty")
                .help("say why the finding is acceptable: `check` and its reports show it"),
        );
        return None;
    }
    Some(text.clone())
}

fn date(text: &str, span: Span, diagnostics: &Diagnostics) -> Option<Date> {
    let date = Date::parse(text);
    if date.is_none() {
        diagnostics.push(
            Diagnostic::at(span, Code::BadAccept, format!("{} is not a date", shown(text)))
                .help("expected the last day on which the finding is accepted, such as 2027-03-01"),
        );
    }
    date
}

impl Accept {
    /// Whether the entry accepts a finding in an environment today. Findings about several environments are in none.
    pub(super) fn accepts(&self, finding: &Finding, environment: Option<&str>, today: Date) -> bool {
        if self.code != finding.diagnostic.code || !self.covers(finding, environment) {
            return false;
        }
        self.is_used.set(true);
        !self.has_expired(today)
    }

    /// Whether the finding is at or below `at`, which may be in an environment.
    fn covers(&self, finding: &Finding, environment: Option<&str>) -> bool {
        let Some(at) = &self.at else { return true };
        let in_environment = at.strip_prefix(ENVIRONMENTS).and_then(|rest| rest.strip_prefix('.'));
        match in_environment.map(|rest| rest.split_once('.').unwrap_or((rest, ""))) {
            Some((name, "")) => environment == Some(name),
            Some((name, path)) => environment == Some(name) && finding.is_within(path),
            None => finding.is_within(at),
        }
    }

    fn has_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// The finding about an entry that has expired, or that has accepted nothing. `paths` are those of the rule's findings.
    pub(super) fn finding(&self, today: Date, paths: &[&str]) -> Option<Diagnostic> {
        let name = self.code.name();
        if let Some(until) = self.until.filter(|_| self.has_expired(today)) {
            let message = format!("`{name}` was accepted until {until}");
            let diagnostic = Diagnostic::at(self.span, Code::ExpiredAccept, message);
            return Some(
                diagnostic
                    .fixed_by(self.fix())
                    .help("fix what it is about, or review it again and set another date"),
            );
        }
        if self.is_used.get() {
            return None;
        }
        let at = self.at.as_ref().map(|at| format!(" at {}", shown(at))).unwrap_or_default();
        let diagnostic =
            Diagnostic::at(self.span, Code::UnusedAccept, format!("there is no finding `{name}`{at}"));
        let diagnostic = match paths {
            [] => diagnostic.fixed_by(self.fix()),
            // The entry may be meant for one of them.
            paths => diagnostic.help(format!("it is found at {}", quoted_list(paths))),
        };
        Some(diagnostic.help("remove the entry, or correct its `at`"))
    }

    fn fix(&self) -> Option<Fix> {
        self.removal.map(Fix::removal)
    }
}
