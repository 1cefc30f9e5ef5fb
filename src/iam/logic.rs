//! Three-valued logic: what is not certain stays uncertain, unless the rest decides.

use std::ops::Not;

use crate::iam::DocumentationGap;

/// Whether a part of a statement matches a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It matches.
    Yes,
    /// It doesn't match.
    No,
    /// AWS's documentation leaves it open.
    Undecided(DocumentationGap),
}

impl Match {
    /// Whether both match. "No" decides, whatever the other is.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Undecided(gap), _) | (_, Self::Undecided(gap)) => Self::Undecided(gap),
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    /// Whether one of both matches. "Yes" decides, whatever the other is.
    pub fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }

    /// Whether all match. Stops at the first "no".
    pub fn all(matches: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::Yes;
        for one in matches {
            all = all.and(one);
            if all == Self::No {
                break;
            }
        }
        all
    }

    /// Whether one matches. Stops at the first "yes".
    pub fn any(matches: impl IntoIterator<Item = Self>) -> Self {
        !Self::all(matches.into_iter().map(Self::not))
    }
}

impl From<bool> for Match {
    fn from(matches: bool) -> Self {
        if matches { Self::Yes } else { Self::No }
    }
}

impl Not for Match {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Undecided(gap) => Self::Undecided(gap),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Match = Match::Undecided(DocumentationGap::SeveralValues);

    #[test]
    fn what_is_known_decides() {
        assert_eq!((OPEN.and(Match::No), OPEN.and(Match::Yes)), (Match::No, OPEN));
        assert_eq!((OPEN.or(Match::Yes), OPEN.or(Match::No)), (Match::Yes, OPEN));
        assert_eq!((!OPEN, !Match::Yes), (OPEN, Match::No));
        assert_eq!(Match::all([OPEN, Match::Yes, Match::No]), Match::No);
        assert_eq!(Match::any([OPEN, Match::No]), OPEN);
        assert_eq!((Match::all([]), Match::any([])), (Match::Yes, Match::No));
    }
}
