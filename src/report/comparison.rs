//! What access a change gives and takes away, for people and as data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{AccessChange, Change, Comparison, Example, Subject};
use crate::iam::evaluate::Decision;
use crate::report::access::{SCOPE, place, request, why};
use crate::report::access_data::RequestEntry;
use crate::report::escape;
use crate::source::Sources;

/// What changes for the access in an environment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparisonEntry {
    /// The environment.
    pub environment: String,
    /// The changes. Without any, it is proved that nothing is gained or lost.
    pub changes: Vec<ChangeEntry>,
    /// Ways to sign in for which AWS picks another role of the same ones.
    pub picked: Vec<PickedEntry>,
}

/// What changes for a role, or for a way to sign in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeEntry {
    /// The role.
    pub role: String,
    /// The way to sign in that now leads to the role, or no longer does; for everybody who has the role if it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<String>,
    /// gained, lost or undecided.
    pub change: &'static str,
    /// A request that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestEntry>,
    /// Why it is undecided.
    pub undecided_because: Vec<String>,
}

/// A way to sign in for which AWS picks another role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PickedEntry {
    /// The way.
    pub sign_in: String,
    /// What AWS picked before.
    pub before: String,
    /// What it picks now.
    pub after: String,
}

impl ComparisonEntry {
    /// The entries of all comparisons.
    pub fn all(comparisons: &[Comparison]) -> Vec<Self> {
        comparisons.iter().map(Self::of).collect()
    }

    fn of(comparison: &Comparison) -> Self {
        let picked = |(sign_in, before, after): &(String, String, String)| PickedEntry {
            sign_in: sign_in.clone(),
            before: before.clone(),
            after: after.clone(),
        };
        Self {
            environment: comparison.environment.clone(),
            changes: comparison.changes.iter().flat_map(ChangeEntry::of).collect(),
            picked: comparison.picked.iter().map(picked).collect(),
        }
    }
}

impl ChangeEntry {
    fn of(change: &AccessChange) -> Vec<Self> {
        let (role, sign_in) = match &change.subject {
            Subject::Role(role) => (role.clone(), None),
            Subject::SignIn { way, role } => (role.clone(), Some(way.clone())),
        };
        let entry = |word: &'static str, change: &Change| {
            let (change, request, undecided_because) = match change {
                Change::Nothing => return None,
                Change::Request(shown) => (word, RequestEntry::of(shown), Vec::new()),
                Change::Undecided(reasons) => ("undecided", None, reasons.clone()),
            };
            Some(Self { role: role.clone(), sign_in: sign_in.clone(), change, request, undecided_because })
        };
        let lost = entry("lost", &change.lost).filter(|entry| entry.change == "lost");
        entry("gained", &change.gained).into_iter().chain(lost).collect()
    }
}

/// The comparisons for people; environments with the same changes together.
pub fn comparisons(comparisons: &[Comparison], removed: &[&str], sources: &Sources) -> String {
    let mut paragraphs: Vec<(String, Vec<&str>)> = Vec::new();
    for comparison in comparisons {
        let changes = comparison.changes.iter().flat_map(|change| paragraphs_of(change, sources));
        let picked = comparison.picked.iter().map(|(way, before, after)| {
            let line = format!("{way}: AWS picks {after} instead of {before}; the same roles can be had");
            format!("same access  {}\n", escape::line(&line))
        });
        for paragraph in changes.chain(picked) {
            match paragraphs.iter_mut().find(|(known, _)| *known == paragraph) {
                Some((_, environments)) => environments.push(&comparison.environment),
                None => paragraphs.push((paragraph, vec![&comparison.environment])),
            }
        }
    }
    let mut text: String = paragraphs
        .iter()
        .map(|(paragraph, environments)| with_environments(paragraph, environments))
        .collect();
    let is_gain =
        |comparison: &&Comparison| comparison.changes.iter().any(|change| !change.gained.is_nothing());
    let without: Vec<&str> = comparisons
        .iter()
        .filter(|comparison| !is_gain(comparison))
        .map(|comparison| comparison.environment.as_str())
        .collect();
    if !without.is_empty() {
        text.push_str(&format!("no new access (proved)   ({})\n", without.join(", ")));
    }
    if !removed.is_empty() {
        text.push_str(&format!("removed environments: {}\n", removed.join(", ")));
    }
    text + &format!("\n{SCOPE}\n")
}

/// The comparisons in Markdown, for a pull request: the verdict, and the text in a code block.
pub fn comparisons_markdown(verdict: Decision, text: &str) -> String {
    let verdict = match verdict {
        Decision::Allowed => "**This change gives access.**",
        Decision::Denied => "**This change gives no new access**, which is proved.",
        Decision::Undecided => "**Whether this change gives access can't be decided.**",
    };
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("### Access\n\n{verdict}\n\n{fence}text\n{text}{fence}\n")
}

fn with_environments(paragraph: &str, environments: &[&str]) -> String {
    let (first, rest) = paragraph.split_once('\n').unwrap_or((paragraph, ""));
    format!("{first}   ({})\n{rest}", environments.join(", "))
}

fn paragraphs_of(change: &AccessChange, sources: &Sources) -> Vec<String> {
    let who = match &change.subject {
        Subject::Role(role) => format!("role `{role}`"),
        Subject::SignIn { way, role } => format!("{way}: role `{role}`"),
    };
    let who = escape::line(&who).to_string();
    let gained = paragraph("gained", &who, &change.gained, Decision::Allowed, sources);
    gained.into_iter().chain(lost(&who, &change.lost)).collect()
}

fn paragraph(
    word: &str,
    who: &str,
    change: &Change,
    decision: Decision,
    sources: &Sources,
) -> Option<String> {
    Some(match change {
        Change::Nothing => return None,
        Change::Request(shown) => {
            let place = place(shown, sources).map(|place| format!("  {place}\n")).unwrap_or_default();
            format!("{word}  {who}\n  {}\n{}{place}", request(shown), why(shown, decision))
        }
        Change::Undecided(reasons) => {
            let reasons: String =
                reasons.iter().map(|reason| format!("  {}\n", escape::line(reason))).collect();
            format!("undecided  {who}\n{reasons}")
        }
    })
}

/// What was lost is a request of the other version, whose places aren't in these files.
fn lost(who: &str, change: &Change) -> Option<String> {
    match change {
        Change::Request(shown @ (Example::Request { .. } | Example::NoRole(_))) => {
            Some(format!("lost    {who}\n  {}\n", request(shown)))
        }
        Change::Nothing | Change::Undecided(_) => None,
    }
}
