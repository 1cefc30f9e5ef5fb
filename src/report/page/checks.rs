//! The sections about access tests and findings.

use crate::report::page::contents::{AcceptedFinding, ShownFinding, ShownTest, Standing};
use crate::report::page::element::Element;
use crate::report::page::table::{cell, details, group, lines, row, row_heading, table};
use crate::source::Severity;

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Undecided => "undecided",
            Self::Accepted => "accepted",
            Self::NotApplicable => "not applicable",
            Self::Passed => "passed",
        }
    }

    /// Its class in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Self::Failed => "bad",
            Self::Undecided => "open",
            Self::Accepted | Self::NotApplicable => "plain",
            Self::Passed => "good",
        }
    }
}

fn badge(class: &'static str, word: &str) -> Element {
    Element::new("span").with("class", format!("badge {class}")).text(word)
}

/// The outcomes of the access tests; those that don't pass open to why.
pub fn access_tests(tests: &[ShownTest]) -> Element {
    let section = section("tests", "Access tests");
    if tests.is_empty() {
        return section.child(Element::new("p").text("The inputs have no access tests: add some under `access`."));
    }
    let rows = tests.iter().map(|test| {
        row()
            .child(cell("Outcome").child(badge(test.standing.class(), test.standing.word())))
            .child(row_heading(1).with("data-heading", "Test").children(title(test)))
            .child(cell("Environments").text(test.environments.join(", ")))
    });
    section.child(table("The access tests and their outcomes", &["Outcome", "Test", "Environments"], [group(rows)]))
}

fn title(test: &ShownTest) -> Option<Element> {
    let title = |tag| Element::new(tag).text(&*test.title);
    if test.because.is_empty() {
        return Some(title("span"));
    }
    let more = details(title("summary"), lines(test.because.join("\n")));
    Some(if test.standing <= Standing::Undecided { more.with("open", "") } else { more })
}

/// The findings that are not accepted.
pub fn findings(findings: &[ShownFinding]) -> Element {
    let section = section("findings", "Findings");
    if findings.is_empty() {
        return section.child(Element::new("p").text("Nothing in the inputs is known to be dangerous or useless."));
    }
    let rows = findings.iter().map(|found| {
        row()
            .child(cell("Severity").child(severity(found.severity)))
            .child(row_heading(1).with("data-heading", "Finding").child(message(found)))
            .child(cell("Place").child(Element::new("code").text(found.place.clone().unwrap_or_default())))
    });
    section.child(table("The findings", &["Severity", "Finding", "Place"], [group(rows)]))
}

fn severity(severity: Severity) -> Element {
    let class = match severity {
        Severity::Error => "bad",
        Severity::Warning => "open",
        Severity::Note => "plain",
    };
    badge(class, severity.as_str())
}

fn message(found: &ShownFinding) -> Element {
    let summary = Element::new("summary").text(&*found.message);
    let help = found.help.iter().map(|help| Element::new("p").text(&**help));
    let rule = Element::new("p").child(Element::new("code").text(format!("poolsmith rule {}", found.rule)));
    details(summary, Element::new("div").children(help).child(rule))
}

/// The findings that are accepted; `None` if there are none.
pub fn accepted_findings(accepted: &[AcceptedFinding]) -> Option<Element> {
    let rows = accepted.iter().map(|accepted| {
        row()
            .child(row_heading(1).with("data-heading", "Finding").child(message(&accepted.finding)))
            .child(cell("Reason").text(&*accepted.reason))
            .child(cell("Until").text(accepted.until.as_deref().unwrap_or("no date")))
            .child(cell("Place").child(Element::new("code").text(accepted.finding.place.clone().unwrap_or_default())))
    });
    let headings = ["Finding", "Reason", "Until", "Place"];
    let table = table("The findings that were reviewed and accepted", &headings, [group(rows)]);
    (!accepted.is_empty()).then(|| section("accepted", "Accepted findings").child(table))
}

fn section(id: &'static str, title: &str) -> Element {
    Element::new("section").with("id", id).child(Element::new("h2").text(title))
}
