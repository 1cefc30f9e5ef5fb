//! Actions.

use crate::iam::catalogue;
use crate::iam::grammar::{quoted, refused};
use crate::iam::{Atom, Pattern, Unknown};
use crate::source::{Diagnostic, Span};

/// The diagnostic if a string can't be an action: IAM rejects it, or it matches none.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Action". IAM rejects a service with other characters or with
/// wildcards, and more than one colon, but accepts any text after the colon.
pub fn refusal(text: &str, action: &Pattern<Unknown>, span: Span) -> Option<Diagnostic> {
    let problem = problem(action.atoms())?;
    let (meant, help) = match problem {
        Problem::Several => return Some(several(text, span)),
        Problem::Variable => (None, "an action can't contain policy variables: name it, or use a wildcard"),
        Problem::Colons => (meant(text), "an action has exactly one colon: SERVICE:ACTION"),
        Problem::WildcardService => {
            (None, "IAM accepts no wildcard in the service: repeat the action for each service")
        }
        Problem::NoName => (Some(format!("{text}*")), EXPECTED_ACTION),
        Problem::NoService | Problem::Character => (meant(text), EXPECTED_ACTION),
    };
    Some(refused(text, "an action", meant, span).help(help))
}

/// A regular expression that every action without tokens matches as a whole, in the syntax that RE2 and ECMAScript share.
pub const PATTERN: &str = r"\*|\*:\*|[0-9A-Za-z.-]+:[0-9A-Za-z*?-]+";

const EXPECTED_ACTION: &str = "expected SERVICE:ACTION, such as s3:GetObject, or `*`";

/// What is wrong with an action.
enum Problem {
    /// It is a list, separated by commas.
    Several,
    Variable,
    Colons,
    NoService,
    WildcardService,
    NoName,
    /// A character that services or actions don't have.
    Character,
}

fn problem(atoms: &[Atom<Unknown>]) -> Option<Problem> {
    let has = |test: fn(&Atom<Unknown>) -> bool| atoms.iter().any(test);
    if *atoms == [Atom::AnyText] {
        return None;
    }
    if has(|atom| *atom == Atom::Character(',')) {
        return Some(Problem::Several);
    }
    if has(|atom| matches!(atom, Atom::Variable(_))) {
        return Some(Problem::Variable);
    }
    if atoms.iter().filter(|atom| atom.is_colon()).count() > 1 {
        return Some(Problem::Colons);
    }
    let is_unknown = has(|atom| matches!(atom, Atom::Symbol(_)));
    match atoms.iter().position(Atom::is_colon) {
        Some(colon) => of_parts(&atoms[..colon], &atoms[colon + 1..]),
        None => (!is_unknown).then_some(Problem::NoService),
    }
}

fn of_parts(service: &[Atom<Unknown>], name: &[Atom<Unknown>]) -> Option<Problem> {
    let is_everything = *service == [Atom::AnyText] && *name == [Atom::AnyText];
    let has_only = |atoms: &[Atom<Unknown>], others: &str| {
        let mut characters = atoms.iter().filter_map(Atom::character);
        characters.all(|character| character.is_ascii_alphanumeric() || others.contains(character))
    };
    if !has_only(service, "-.") || !has_only(name, "-") {
        Some(Problem::Character)
    } else if service.is_empty() {
        Some(Problem::NoService)
    } else if service.iter().any(Atom::is_wildcard) && !is_everything {
        Some(Problem::WildcardService)
    } else if name.is_empty() {
        Some(Problem::NoName)
    } else {
        None
    }
}

fn several(text: &str, span: Span) -> Diagnostic {
    let actions: Vec<&str> = text.split(',').map(str::trim).filter(|action| !action.is_empty()).collect();
    match actions[..] {
        [] => refused(text, "an action", None, span).help(EXPECTED_ACTION),
        [one] => refused(text, "an action", Some(one.to_owned()), span).help(EXPECTED_ACTION),
        _ => refused(text, "an action", None, span).help(format!("write a list: {}", quoted(&actions))),
    }
}

/// The action that was meant, if it is clear: without spaces, and with one colon between service and name. Without any
/// colon, the service has to be known: `var.action` is none.
fn meant(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let mut parts: Vec<&str> = text.split([':', '/', '.']).filter(|part| !part.is_empty()).collect();
    parts.dedup_by(|part, before| part.eq_ignore_ascii_case(before));
    let [service, name] = parts[..] else { return None };
    let meant = format!("{}:{name}", service.replace('_', "-"));
    let is_service = text.contains(':') || catalogue::service(service).is_some();
    let is_action = problem(Pattern::parse(&meant).atoms()).is_none() && may_exist(service, name);
    (is_service && is_action).then_some(meant)
}

/// Whether a service can have an action of a name, which may have wildcards.
fn may_exist(service: &str, name: &str) -> bool {
    let known = catalogue::service(service).filter(|_| !name.contains(['*', '?']));
    known.is_none_or(|service| service.action(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn said(text: &str) -> Option<Diagnostic> {
        refusal(text, &Pattern::parse(text), Span::new(FileId(0), 0, 0))
    }

    #[test]
    fn services_and_names_with_wildcards_are_accepted() {
        for action in [
            "*",
            "*:*",
            "s3:GetObject",
            "S3:get*",
            "s3:*",
            "s3:?et*Object",
            "execute-api:Invoke",
            "vpc-lattice:AssociateViaAWSService-EventsAndStates",
        ] {
            assert_eq!(said(action), None, "{action}");
        }
    }

    #[test]
    fn what_was_meant_is_named() {
        for (action, meant) in [
            ("s3:s3:GetObject", "s3:GetObject"),
            ("S3:s3:GetObject", "S3:GetObject"),
            ("iam::PassRole", "iam:PassRole"),
            ("s3:", "s3:*"),
            (" s3:GetObject", "s3:GetObject"),
            ("s3:GetObject\n", "s3:GetObject"),
            ("s3:Get Object", "s3:GetObject"),
            ("s3 : GetObject", "s3:GetObject"),
            ("s3.GetObject", "s3:GetObject"),
            ("s3/GetObject", "s3:GetObject"),
            ("execute_api:Invoke", "execute-api:Invoke"),
            ("s3:GetObject,", "s3:GetObject"),
            ("s3:Get/Object*/", "?"),
            ("var.action", "?"),
        ] {
            let message = said(action).unwrap_or_else(|| panic!("{action}")).message;
            let has_meant = message.ends_with(&format!("did you mean `{meant}`?"));
            assert!(
                has_meant || meant == "?" && message.ends_with("is not an action"),
                "{action}: {message}"
            );
        }
        let list = said("s3:GetObject, s3:PutObject").unwrap();
        assert_eq!(list.help, [r#"write a list: ["s3:GetObject", "s3:PutObject"]"#]);
    }

    #[test]
    fn other_texts_are_refused() {
        for action in [
            "",
            "GetObject",
            ":GetObject",
            ":",
            "a:b:c",
            "arn:aws:s3:::bucket",
            "*:Untag*",
            "dynamodb*:TagResource",
            "s?:GetObject",
            "s3:${aws:username}",
            "s3:Get(Object)",
            "s3:Gét",
            "**",
            "*?",
        ] {
            assert!(said(action).is_some(), "{action}");
        }
    }

    #[test]
    fn parts_that_are_unknown_may_be_anything() {
        let mut action = Pattern::default();
        action.push_symbol(Unknown::Text);
        assert!(problem(action.atoms()).is_none());
        action.push_text(":Get*");
        assert!(problem(action.atoms()).is_none());
        action.push_text(":x");
        assert!(problem(action.atoms()).is_some());
    }
}
