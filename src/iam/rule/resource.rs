//! The patterns in `Resource` and `NotResource`.

use crate::aws::arn::FIELDS;
use crate::iam::rule::Reference;
use crate::iam::{Atom, Pattern};

/// A pattern for resources: `*`, or an ARN with wildcards and variables.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Resource" and "IAM identifiers" (incomplete ARNs).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourcePattern {
    pattern: Pattern<Reference>,
    /// The number of fields that were added to an incomplete ARN.
    added: usize,
}

/// How far a wildcard of a resource reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// To the next colon. Whether it matches a colon is open.
    Segment,
    /// To the end: it matches colons.
    Anywhere,
}

impl ResourcePattern {
    /// Completes an ARN with fewer than six fields: each missing one is `*`.
    pub(super) fn new(pattern: Pattern<Reference>) -> Self {
        let fields = pattern.atoms().split(Atom::is_colon).count();
        let is_everything = *pattern.atoms() == [Atom::AnyText];
        let added = if is_everything { 0 } else { FIELDS.saturating_sub(fields) };
        let fields = (0..added).flat_map(|_| [Atom::Character(':'), Atom::AnyText]);
        Self { pattern: pattern.atoms().iter().cloned().chain(fields).collect(), added }
    }

    /// The pattern, with all six fields of an ARN.
    pub fn pattern(&self) -> &Pattern<Reference> {
        &self.pattern
    }

    /// The atoms as they were written, if the ARN was incomplete.
    pub fn incomplete(&self) -> Option<&[Atom<Reference>]> {
        let atoms = self.pattern.atoms();
        (self.added > 0).then(|| &atoms[..atoms.len() - 2 * self.added])
    }

    /// For each atom, how far it reaches if it is a wildcard, and whether it is in the resource's own part of the ARN,
    /// which starts after the fifth colon.
    ///
    /// A `*` at the end of a segment matches colons, too, and so does every wildcard after the fifth colon.
    pub fn places(atoms: &[Atom<Reference>]) -> Vec<(Reach, bool)> {
        let mut colons = 0;
        let place = |(index, atom): (usize, &Atom<Reference>)| {
            colons += usize::from(atom.is_colon());
            let ends_segment = atoms.get(index + 1).is_none_or(Atom::is_colon);
            let is_in_resource = colons >= FIELDS - 1;
            let is_far = is_in_resource || (*atom == Atom::AnyText && ends_segment);
            (if is_far { Reach::Anywhere } else { Reach::Segment }, is_in_resource)
        };
        atoms.iter().enumerate().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(text: &str) -> ResourcePattern {
        ResourcePattern::new(Pattern::parse(text))
    }

    #[test]
    fn incomplete_arns_are_completed() {
        assert_eq!(resource("arn:aws:sqs").pattern(), resource("arn:aws:sqs:*:*:*").pattern());
        assert_eq!(resource("arn:aws:sqs").incomplete(), Some(Pattern::parse("arn:aws:sqs").atoms()));
        for complete in ["*", "arn:aws:sqs:*:*:*", "arn:aws:logs:*:*:log-group:x"] {
            assert_eq!(resource(complete).incomplete(), None, "{complete}");
        }
    }

    #[test]
    fn a_wildcard_at_the_end_of_a_segment_reaches_further() {
        let reaches = |text: &str| {
            let pattern = Pattern::<Reference>::parse(text);
            let places = ResourcePattern::places(pattern.atoms());
            let wildcards = pattern.atoms().iter().zip(places).filter(|(atom, _)| atom.is_wildcard());
            wildcards.map(|(_, (reach, _))| reach).collect::<Vec<_>>()
        };
        assert_eq!(reaches("arn:a*s:sqs:us-*:?"), [Reach::Segment, Reach::Anywhere, Reach::Segment]);
        assert_eq!(reaches("arn:aws:s3:::a*b?"), [Reach::Anywhere; 2]);
        assert_eq!(reaches("*"), [Reach::Anywhere]);
    }
}
