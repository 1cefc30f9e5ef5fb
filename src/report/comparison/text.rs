//! What access a change gives and takes away, for people.

use crate::report::access::SCOPE;
use crate::report::comparison::{ChangeKind, ShownChange, ShownChanges};
use crate::report::escape;

/// The changes; environments with the same ones together.
pub fn comparisons(shown: &ShownChanges) -> String {
    let mut text: String = shown.changes.iter().map(paragraph).collect();
    if !shown.without_gain.is_empty() {
        text.push_str(&format!("no new access (proved)   ({})\n", shown.without_gain.join(", ")));
    }
    if !shown.removed.is_empty() {
        text.push_str(&format!("removed environments: {}\n", shown.removed.join(", ")));
    }
    text + &format!("\n{SCOPE}\n")
}

/// The changes alone, in two lines each: what is gained or lost, and a request that shows it.
pub fn changed_access(shown: &ShownChanges) -> String {
    let lines = |change: &ShownChange| {
        paragraph(change).lines().take(2).map(|line| format!("{line}\n")).collect::<String>()
    };
    shown.changes.iter().map(lines).collect()
}

fn paragraph(change: &ShownChange) -> String {
    let ShownChange { kind, who, because, environments, .. } = change;
    let mut sentences = because.sentences.iter();
    let head = match kind {
        ChangeKind::SameAccess => format!("{who}: {}", sentences.next().map_or("", String::as_str)),
        ChangeKind::Gained | ChangeKind::Lost | ChangeKind::Undecided => who.clone(),
    };
    let head = format!("{:<6}  {}   ({})\n", kind.word(), escape::line(&head), environments.join(", "));
    let sentences = sentences.map(|sentence| format!("  {}\n", escape::line(sentence)));
    let parts = because.parts.iter().map(|part| format!("    {part}\n"));
    let place = because.place.iter().map(|place| format!("  {place}\n"));
    [head].into_iter().chain(sentences).chain(parts).chain(place).collect()
}

/// The changes in Markdown, for a pull request: whether there is a gain, and the text in a code block.
pub fn comparisons_markdown(shown: &ShownChanges) -> String {
    let text = comparisons(shown);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("### Access\n\n**{}**\n\n{fence}text\n{text}{fence}\n", shown.sentence())
}
