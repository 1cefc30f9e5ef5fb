//! What access a change gives and takes away, in words that all formats share.

use crate::access::{AccessChange, Change, Comparison, Comparisons, Example, Gain, Subject};
use crate::iam::evaluate::Decision;
use crate::report::access::{place, request, why};
use crate::report::explanation::Explanation;
use crate::source::Sources;

/// What a change gives and takes away.
pub struct ShownChanges {
    /// Whether it gives access.
    pub gain: Gain,
    /// The changes.
    pub changes: Vec<ShownChange>,
    /// The environments in which it is proved that nothing is gained.
    pub without_gain: Vec<String>,
    /// The environments that were removed.
    pub removed: Vec<String>,
}

/// A change, in the environments in which it is the same.
#[derive(Debug, PartialEq, Eq)]
pub struct ShownChange {
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// Whose access changes.
    pub who: String,
    /// The request that shows the change, and what decides about it; or why it is undecided.
    pub because: Explanation,
    /// What is gained, in a few words.
    pub gained: Option<String>,
    /// The environments.
    pub environments: Vec<String>,
}

/// What kind of change it is, the most important one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Access is gained.
    Gained,
    /// Whether access is gained can't be decided.
    Undecided,
    /// Access is lost.
    Lost,
    /// AWS picks another of the same roles.
    SameAccess,
}

impl ChangeKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Undecided => "undecided",
            Self::SameAccess => "same access",
        }
    }
}

impl ShownChanges {
    /// The changes in words. The sources are those of the new version.
    pub fn of(comparisons: &Comparisons, sources: &Sources) -> Self {
        let mut changes: Vec<ShownChange> = Vec::new();
        for change in comparisons.environments.iter().flat_map(|one| ShownChange::all(one, sources)) {
            match changes.iter_mut().find(|known| known.is_same(&change)) {
                Some(known) => known.environments.extend(change.environments),
                None => changes.push(change),
            }
        }
        let is_gain =
            |comparison: &&Comparison| comparison.changes.iter().any(|change| !change.gained.is_nothing());
        let without_gain = comparisons.environments.iter().filter(|comparison| !is_gain(comparison));
        Self {
            gain: comparisons.gain(),
            changes,
            without_gain: without_gain.map(|comparison| comparison.environment.clone()).collect(),
            removed: comparisons.removed.clone(),
        }
    }

    /// Whether the change gives access, in a sentence.
    pub fn sentence(&self) -> &'static str {
        match self.gain {
            Gain::Access => "This change gives access.",
            Gain::Nothing => "This change gives no new access, which is proved.",
            Gain::Undecided => "Whether this change gives access can't be decided.",
        }
    }

    /// What is gained, as part of a sentence.
    pub fn gained(&self) -> String {
        let mut gained: Vec<&str> = Vec::new();
        for words in self.changes.iter().filter_map(|change| change.gained.as_deref()) {
            if !gained.contains(&words) {
                gained.push(words);
            }
        }
        match self.gain {
            Gain::Nothing => "no new access".to_owned(),
            Gain::Undecided => "undecided whether there is new access".to_owned(),
            Gain::Access => match &gained[..] {
                [first, others @ ..] if others.len() > 1 => {
                    format!("{first}, and there are {} more gains", others.len())
                }
                few => few.join(" and "),
            },
        }
    }
}

impl ShownChange {
    fn all(comparison: &Comparison, sources: &Sources) -> Vec<Self> {
        let changes = comparison.changes.iter().flat_map(|change| Self::of(change, sources));
        let picked = comparison.picked.iter().map(|(way, before, after)| {
            let sentence = format!("AWS picks {after} instead of {before}; the same roles can be had");
            Self::new(ChangeKind::SameAccess, way, Explanation::of_sentences([sentence]))
        });
        let in_environment = |change| Self { environments: vec![comparison.environment.clone()], ..change };
        changes.chain(picked).map(in_environment).collect()
    }

    fn new(kind: ChangeKind, who: &str, because: Explanation) -> Self {
        Self { kind, who: who.to_owned(), because, gained: None, environments: Vec::new() }
    }

    fn of(change: &AccessChange, sources: &Sources) -> Vec<Self> {
        let who = match &change.subject {
            Subject::Role(role) => format!("role `{role}`"),
            Subject::SignIn { way, role } => format!("{way}: role `{role}`"),
        };
        let gained = match &change.gained {
            Change::Nothing => None,
            Change::Request(shown) => Some(Self {
                gained: gained(&change.subject, shown),
                ..Self::new(ChangeKind::Gained, &who, allowed(shown, sources))
            }),
            Change::Undecided(reasons) => {
                let because = Explanation::of_sentences(reasons.iter().cloned());
                Some(Self::new(ChangeKind::Undecided, &who, because))
            }
        };
        // What was lost is a request of the other version, whose places aren't in these files.
        let lost = match &change.lost {
            Change::Request(shown) => {
                Some(Self::new(ChangeKind::Lost, &who, Explanation::of_sentences([request(shown)])))
            }
            Change::Nothing | Change::Undecided(_) => None,
        };
        gained.into_iter().chain(lost).collect()
    }

    /// Whether it is the same change, wherever it is.
    fn is_same(&self, other: &Self) -> bool {
        (self.kind, &self.who, &self.because) == (other.kind, &other.who, &other.because)
    }
}

/// The request, and the statement that allows it.
fn allowed(shown: &Example, sources: &Sources) -> Explanation {
    let mut why = why(shown, Decision::Allowed).into_iter();
    let sentences = [Some(request(shown)), why.next()];
    Explanation {
        sentences: sentences.into_iter().flatten().collect(),
        parts: why.collect(),
        place: place(shown, sources),
    }
}

fn gained(subject: &Subject, shown: &Example) -> Option<String> {
    let Example::Request { action, .. } = shown else { return None };
    Some(match subject {
        Subject::Role(role) => format!("the role `{role}` gains `{action}`"),
        Subject::SignIn { way, .. } => format!("{way} gain `{action}`"),
    })
}
