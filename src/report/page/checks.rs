//! The sections about access tests and findings.

use crate::report::access::shortened;
use crate::report::explanation::Explanation;
use crate::report::page::contents::{AcceptedFinding, ShownFinding, ShownTest, Standing};
use crate::report::page::element::Element;
use crate::report::page::table::{cell, details, group, repeated_caption, row, row_heading, table};
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

/// A word with the colour of a class of the style sheet.
pub(super) fn badge(class: &'static str, word: &str) -> Element {
    Element::new("span").with("class", format!("badge {class}")).text(word)
}

/// The outcomes of the access tests; those that don't pass open to why.
pub fn access_tests(tests: &[ShownTest]) -> Element {
    let section = section("tests", "Access tests");
    if tests.is_empty() {
        return section
            .child(Element::new("p").prose("The inputs have no access tests: add some under `access`."));
    }
    let rows = tests.iter().map(|test| {
        row()
            .child(cell("").child(badge(test.standing.class(), test.standing.word())))
            .child(row_heading(1).child(title(test)))
            .child(cell("Environments").child(environments(&test.environments)))
    });
    section.child(table(
        repeated_caption("Access tests"),
        &["Outcome", "Test", "Environments"],
        [group(rows)],
    ))
}

fn title(test: &ShownTest) -> Element {
    let title = |tag| Element::new(tag).text(&*test.title);
    if test.because == Explanation::default() {
        return title("span");
    }
    let more = details(title("summary"), because(&test.because));
    if test.standing <= Standing::Undecided { more.with("open", "") } else { more }
}

/// The environments; a long list opens to all of them.
pub(super) fn environments(names: &[String]) -> Element {
    let (all, short) = (names.join(", "), shortened(names));
    match all == short {
        true => Element::new("span").text(all),
        false => details(Element::new("summary").text(short), Element::new("p").text(all)),
    }
}

/// The reasons, below them the parts of a statement and its place.
pub(super) fn because(Explanation { sentences, parts, place }: &Explanation) -> Element {
    let parts = (!parts.is_empty()).then(|| Element::new("pre").lines(parts.iter().map(String::as_str)));
    let place = place.iter().map(|place| Element::new("p").child(Element::new("code").text(&**place)));
    Element::new("div")
        .children(sentences.iter().map(|sentence| Element::new("p").prose(sentence)))
        .children(parts)
        .children(place)
}

/// The findings that are not accepted.
pub fn findings(findings: &[ShownFinding]) -> Element {
    let section = section("findings", "Findings");
    if findings.is_empty() {
        return section
            .child(Element::new("p").text("Nothing in the inputs is known to be dangerous or useless."));
    }
    let rows = findings.iter().map(|found| {
        row()
            .child(cell("").child(severity(found.severity)))
            .child(row_heading(1).child(message(found)))
            .child(cell("Place").child(Element::new("code").text(found.place.clone().unwrap_or_default())))
    });
    section.child(table(repeated_caption("Findings"), &["Severity", "Finding", "Place"], [group(rows)]))
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
    let summary = Element::new("summary").prose(&found.message);
    let help = found.help.iter().map(|help| Element::new("p").prose(help));
    let command = Element::new("code").text(format!("poolsmith rule {}", found.code.name()));
    let rule = Element::new("p").text(format!("{}: ", found.code)).child(command);
    details(summary, Element::new("div").children(help).child(rule))
}

/// The findings that are accepted; `None` if there are none.
pub fn accepted_findings(accepted: &[AcceptedFinding]) -> Option<Element> {
    let rows = accepted.iter().map(|accepted| {
        row()
            .child(row_heading(1).child(message(&accepted.finding)))
            .child(cell("Reason").prose(&accepted.reason))
            .child(cell("Until").text(accepted.until.as_deref().unwrap_or("no date")))
            .child(
                cell("Place")
                    .child(Element::new("code").text(accepted.finding.place.clone().unwrap_or_default())),
            )
    });
    let headings = ["Finding", "Reason", "Until", "Place"];
    let table = table(repeated_caption("Accepted findings"), &headings, [group(rows)]);
    (!accepted.is_empty()).then(|| section("accepted", "Accepted findings").child(table))
}

/// A section with its heading.
pub(super) fn section(id: &'static str, title: &str) -> Element {
    Element::new("section").with("id", id).child(Element::new("h2").text(title))
}
