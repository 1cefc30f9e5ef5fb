//! The section about what access changed since the base.

use crate::access::Gain;
use crate::report::comparison::{ChangeKind, ShownChange};
use crate::report::explanation::Explanation;
use crate::report::page::checks::{badge, because, environments, section};
use crate::report::page::contents::ChangesSinceBase;
use crate::report::page::element::Element;
use crate::report::page::table::{cell, details, group, repeated_caption, row, row_heading, table};

/// The headings of the table of changes.
pub const HEADINGS: [&str; 4] = ["Change", "Who", "Request", "Environments"];

/// How marks in the tables of environments and these changes are related.
const MARKS: &str = "The tables of the environments mark what is `new` or `gone` in their text. What that means for access is proved here, whatever the text.";

impl ChangeKind {
    /// Its class in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Self::Gained => "new",
            Self::Lost => "gone",
            Self::Undecided => "open",
            Self::SameAccess => "plain",
        }
    }
}

impl ChangesSinceBase {
    /// The title of the section.
    pub fn title(&self) -> String {
        format!("What changed since {}", self.base)
    }

    /// What follows the table, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let without_gain = match self.changes.gain {
            Gain::Nothing => String::new(),
            Gain::Access | Gain::Undecided => self.changes.without_gain.join(", "),
        };
        let removed = self.changes.removed.join(", ");
        let notes = [("No new access, which is proved", without_gain), ("Removed environments", removed)];
        let notes = notes.into_iter().filter(|(_, names)| !names.is_empty());
        notes.map(|(what, names)| format!("{what}: {names}.")).collect()
    }
}

/// Who gains and loses what, with a request that shows it.
pub fn changes(since: &ChangesSinceBase) -> Element {
    let rows = since.changes.changes.iter().map(of_change);
    let table = table(repeated_caption(&since.title()), &HEADINGS, [group(rows)]);
    section("changes", &since.title())
        .child(Element::new("p").child(Element::new("strong").text(since.changes.sentence())))
        .children((!since.changes.changes.is_empty()).then_some(table))
        .children(since.notes().into_iter().map(|note| Element::new("p").text(note)))
        .child(Element::new("p").class("scope").prose(MARKS))
}

fn of_change(change: &ShownChange) -> Element {
    row()
        .child(cell("").child(badge(change.kind.class(), change.kind.word())))
        .child(row_heading(1).child(Element::new("span").prose(&change.who)))
        .child(cell(HEADINGS[2]).child(request(&change.because)))
        .child(cell(HEADINGS[3]).child(environments(&change.environments)))
}

/// The request, which opens to the statement that allows it; or the reasons.
fn request(explanation: &Explanation) -> Element {
    match &explanation.sentences[..] {
        [request, rest @ ..] if !explanation.parts.is_empty() => {
            let more = Explanation { sentences: rest.to_vec(), ..explanation.clone() };
            details(Element::new("summary").text(&**request), because(&more))
        }
        _ => because(explanation),
    }
}
