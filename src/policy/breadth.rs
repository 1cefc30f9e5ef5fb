//! How much a statement allows, if that is everything: in the account, or in whole services.

use std::collections::BTreeSet;

use crate::iam::{Atom, Effect, Elements, Statement};
use crate::inputs::{Part, TokenString};
use crate::policy::leaf::pattern;

/// What a statement allows without limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnrestrictedAccess {
    /// Every action on every resource, except for these actions or resources.
    Everything {
        /// The patterns of `NotAction` and `NotResource`.
        except: Vec<String>,
    },
    /// Every action on every resource of these services.
    Services(BTreeSet<String>),
}

/// What a statement allows without limits, conditions aside; `None` if it limits actions and resources.
pub fn unrestricted_access(statement: &Statement<TokenString>) -> Option<UnrestrictedAccess> {
    if statement.effect == Effect::Deny {
        return None;
    }
    let actions = reach(&statement.actions, reach_of_action);
    let resources = reach(&statement.resources, reach_of_resource);
    match (actions, resources) {
        (Reach::Everything, Reach::Everything) => {
            Some(UnrestrictedAccess::Everything { except: exceptions(statement) })
        }
        (Reach::Everything, Reach::Services(services)) | (Reach::Services(services), Reach::Everything) => {
            services_if_any(services)
        }
        (Reach::Services(first), Reach::Services(second)) => {
            services_if_any(first.intersection(&second).cloned().collect())
        }
    }
}

fn services_if_any(services: BTreeSet<String>) -> Option<UnrestrictedAccess> {
    (!services.is_empty()).then_some(UnrestrictedAccess::Services(services))
}

fn exceptions(statement: &Statement<TokenString>) -> Vec<String> {
    let except = |elements: &Elements<TokenString>| match elements {
        Elements::Only(_) => Vec::new(),
        Elements::AllBut(patterns) => patterns.iter().map(TokenString::source).collect(),
    };
    [except(&statement.actions), except(&statement.resources)].concat()
}

/// What an element covers completely.
enum Reach {
    Everything,
    /// Everything of these services.
    Services(BTreeSet<String>),
}

fn reach(elements: &Elements<TokenString>, of: fn(&[Atoms]) -> Reach) -> Reach {
    let Elements::Only(patterns) = elements else { return Reach::Everything };
    let mut services = BTreeSet::new();
    for text in patterns.iter() {
        let pattern = pattern(text);
        let parts: Vec<&[Atom<&Part>]> =
            pattern.atoms().split(|atom| *atom == Atom::Character(':')).collect();
        match of(&parts) {
            Reach::Everything => return Reach::Everything,
            Reach::Services(of_pattern) => services.extend(of_pattern),
        }
    }
    Reach::Services(services)
}

/// The part of a pattern between two colons.
type Atoms<'a> = &'a [Atom<&'a Part>];

fn reach_of_action(parts: &[Atoms]) -> Reach {
    match parts {
        [] => Reach::Services(BTreeSet::new()),
        parts if parts.iter().all(|part| is_any(part)) => Reach::Everything,
        [service, action @ ..] if !action.is_empty() && action.iter().all(|part| is_any(part)) => {
            Reach::Services(name(service).into_iter().collect())
        }
        _ => Reach::Services(BTreeSet::new()),
    }
}

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. The resources of one region or account count as everything too.
fn reach_of_resource(parts: &[Atoms]) -> Reach {
    match parts {
        [any] if is_any(any) => Reach::Everything,
        [_, any] if is_any(any) => Reach::Everything,
        [_, _, rest @ ..] if !rest.is_empty() && rest.iter().all(|part| is_any(part)) => Reach::Everything,
        [_, _, service, _, _, resource @ ..]
            if !resource.is_empty() && resource.iter().all(|part| is_any(part)) =>
        {
            Reach::Services(name(service).into_iter().collect())
        }
        _ => Reach::Services(BTreeSet::new()),
    }
}

/// Whether a part matches everything, or everything of a form such as `*/*`.
fn is_any(part: &Atoms) -> bool {
    let is_free = |atom: &Atom<&Part>| atom.is_wildcard() || *atom == Atom::Character('/');
    part.iter().all(is_free) && part.contains(&Atom::AnyText)
}

/// The name of a service, in lowercase.
fn name(part: Atoms) -> Option<String> {
    let character = |atom: &Atom<&Part>| match atom {
        Atom::Character(character) => Some(character.to_ascii_lowercase()),
        Atom::AnyCharacter => Some('?'),
        Atom::AnyText => Some('*'),
        Atom::Variable(_) | Atom::Symbol(_) => None,
    };
    part.iter().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::Values;

    fn statement(action: &str, resource: &str) -> Statement<TokenString> {
        let elements = |text: &str| {
            let texts = text.trim_start_matches('!').split(',');
            let texts = Values::list(texts.map(|text| TokenString::parse(text).unwrap()).collect());
            if text.starts_with('!') { Elements::AllBut(texts) } else { Elements::Only(texts) }
        };
        Statement {
            sid: None,
            effect: Effect::Allow,
            actions: elements(action),
            resources: elements(resource),
            conditions: Vec::new(),
        }
    }

    #[test]
    fn everything_however_it_is_spelled() {
        for (action, resource) in [
            ("*", "*"),
            ("**", "*"),
            ("*:*", "*"),
            ("s3:GetObject,*", "arn:aws:s3:::a,*"),
            ("!iam:*", "*"),
            ("*", "!arn:aws:s3:::secret/*"),
            ("*", "arn:{partition}:*:*:*:*"),
            ("*", "arn:*"),
        ] {
            let found = unrestricted_access(&statement(action, resource));
            assert!(matches!(found, Some(UnrestrictedAccess::Everything { .. })), "{action} on {resource}");
        }
    }

    #[test]
    fn whole_services() {
        for (action, resource, services) in [
            ("s3:*", "*", "s3"),
            ("S3:**", "*", "s3"),
            ("s3:*,sqs:*,sns:Publish", "*", "s3 sqs"),
            ("s3:*", "arn:aws:s3:::*", "s3"),
            ("s3:*", "arn:aws:s3:::*/*", "s3"),
            ("*", "arn:aws:sqs:{region}:{account_id}:*", "sqs"),
        ] {
            let services = services.split(' ').map(str::to_owned).collect();
            let found = unrestricted_access(&statement(action, resource));
            assert_eq!(found, Some(UnrestrictedAccess::Services(services)), "{action} on {resource}");
        }
    }

    #[test]
    fn limits() {
        for (action, resource) in [
            ("s3:Get*", "*"),
            ("s3:*", "arn:aws:s3:::notes/*"),
            ("s3:*", "arn:aws:s3:::notes-*"),
            ("s3:*", "arn:aws:sqs:us-east-1:111111111111:*"),
            ("*", "arn:aws:lambda:us-east-1:111111111111:function:*"),
            ("*:Get*", "*"),
        ] {
            assert_eq!(unrestricted_access(&statement(action, resource)), None, "{action} on {resource}");
        }
        assert_eq!(unrestricted_access(&Statement { effect: Effect::Deny, ..statement("*", "*") }), None);
    }
}
