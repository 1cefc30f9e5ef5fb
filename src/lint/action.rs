//! Patterns of actions, as rules see them.

use crate::iam::catalogue::{self, Action, Service};
use crate::iam::{Atom, Pattern};
use crate::inputs::Part;

/// A pattern of actions.
pub type ActionPattern<'a> = Pattern<&'a Part>;

/// The service of all actions that a pattern matches, if it is one.
pub fn service_of(pattern: &ActionPattern) -> Option<String> {
    let colon = pattern.atoms().iter().position(Atom::is_colon)?;
    let characters = pattern.atoms()[..colon].iter().map(Atom::character);
    characters.collect::<Option<String>>().map(|prefix| prefix.to_ascii_lowercase())
}

/// Whether a pattern matches every action of its service, or every action.
pub fn is_whole_service(pattern: &ActionPattern) -> bool {
    let mut name = pattern.atoms().rsplit(Atom::is_colon).next().unwrap_or_default().iter();
    name.clone().any(|atom| *atom == Atom::AnyText) && name.all(|atom| *atom == Atom::AnyText)
}

/// Whether a pattern matches an action. Its tokens may stand for anything.
pub fn matches(pattern: &ActionPattern, action: &str) -> bool {
    Pattern::parse(action).overlaps_ignoring_case(pattern)
}

/// The known actions of one service that a pattern matches.
pub fn known(pattern: &ActionPattern) -> Vec<(&'static Service, &'static Action)> {
    let Some(service) = service_of(pattern).and_then(|prefix| catalogue::service(&prefix)) else {
        return Vec::new();
    };
    let name: Pattern<&Part> =
        pattern.atoms().iter().skip_while(|atom| !atom.is_colon()).skip(1).cloned().collect();
    let single: Option<String> = name.atoms().iter().map(Atom::character).collect();
    let is_matched = |action: &&Action| match &single {
        Some(single) => action.name.eq_ignore_ascii_case(single),
        None => matches(&name, action.name),
    };
    service.actions.iter().filter(is_matched).map(|action| (service, action)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> ActionPattern<'static> {
        Pattern::parse(text)
    }

    #[test]
    fn services_and_their_actions() {
        assert_eq!(service_of(&parsed("S3:Get*")).as_deref(), Some("s3"));
        for several in ["*", "s*:Get*", "GetObject"] {
            assert_eq!(service_of(&parsed(several)), None, "{several}");
        }
        for whole in ["*", "s3:*", "s3:**", "*:*"] {
            assert!(is_whole_service(&parsed(whole)), "{whole}");
        }
        for part in ["s3:Get*", "s3:*Object", "s3:?*", "s3:"] {
            assert!(!is_whole_service(&parsed(part)), "{part}");
        }
        let names: Vec<&str> =
            known(&parsed("sts:Assume*Identity")).iter().map(|(_, action)| action.name).collect();
        assert_eq!(names, ["AssumeRoleWithWebIdentity"]);
        assert!(known(&parsed("none:*")).is_empty());
    }
}
