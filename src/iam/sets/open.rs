//! Why a claim about requests can't be decided.

use std::collections::BTreeSet;

use super::policies::{PolicySource, SessionPolicies};
use super::witness::Witness;
use crate::iam::evaluate::{Decision, Evaluation, StatementMatch};
use crate::iam::{DocumentationGap, Match};

/// Why a claim can't be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpenReason {
    /// It depends on what AWS's documentation leaves open.
    Gap(DocumentationGap),
    /// It depends on a policy of which it isn't known whether it applies. The text says why.
    Possible(String),
    /// It takes too long to find out.
    TooLong,
}

/// Why a claim can't be decided; empty if it depends on values that aren't known.
pub type OpenReasons = BTreeSet<OpenReason>;

impl SessionPolicies {
    /// Why it is open whether the policies allow a request.
    pub(super) fn open_reasons(&self, witness: &Witness) -> OpenReasons {
        let Evaluation { decision, role, boundary, session } =
            self.rules(&witness.values).layers().evaluate(&witness.request);
        if decision != Decision::Undecided {
            return OpenReasons::new();
        }
        let sources = self.role.iter().chain(&self.boundary).chain(self.session.iter().flatten());
        let matches = role.iter().chain(boundary.iter().flatten()).chain(session.iter().flatten());
        sources.zip(matches).flat_map(|(source, matches)| of_policy(source, matches)).collect()
    }
}

fn of_policy<'a>(
    source: &'a PolicySource,
    matches: &'a [StatementMatch],
) -> impl Iterator<Item = OpenReason> {
    matches.iter().filter_map(move |one| match (one.applies(), source) {
        (Match::Undecided(gap), PolicySource::Document(_)) => Some(OpenReason::Gap(gap)),
        (Match::Undecided(_), PolicySource::Possible(_, why)) => Some(OpenReason::Possible(why.clone())),
        (Match::Undecided(_), PolicySource::Unknown(_)) | (Match::Yes | Match::No, _) => None,
    })
}
