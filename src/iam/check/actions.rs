//! Actions that don't exist.

use crate::aws::operations::actions_of_operation;
use crate::aws::{shown, suggested};
use crate::iam::catalogue::{self, Action, Service};
use crate::iam::check::Written;
use crate::iam::pattern::literal;
use crate::iam::{Atom, Pattern, Unknown};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::nearest;

/// The actions of a service that a pattern matches.
#[derive(Debug)]
pub struct MatchedActions {
    pub service: &'static Service,
    pub actions: Vec<&'static Action>,
}

/// An action that the catalogue doesn't have.
pub struct Unmatched {
    /// What is wrong, and what was meant.
    pub message: String,
    /// Why, if it is known.
    pub reason: Option<&'static str>,
}

/// The actions that a pattern matches. `None` if they can't be listed: `*`, or a pattern with unknown parts.
///
/// # Errors
/// If it matches none.
pub fn matched_by(action: &Written) -> Result<Option<MatchedActions>, Unmatched> {
    let atoms = action.pattern.atoms();
    let Some(colon) = atoms.iter().position(Atom::is_colon) else { return Ok(None) };
    let name: Pattern<Unknown> = atoms[colon + 1..].iter().cloned().collect();
    let Some(prefix) = literal(&atoms[..colon]) else { return Ok(None) };
    let Some(service) = catalogue::service(&prefix) else {
        return Err(unknown_service(action, &prefix, &name));
    };
    if name.atoms().iter().any(|atom| matches!(atom, Atom::Symbol(_))) {
        return Ok(None);
    }
    let actions: Vec<&Action> =
        service.actions.iter().filter(|action| name.matches_ignoring_case(action.name)).collect();
    if actions.is_empty() && service.has_undocumented(|action| name.matches_ignoring_case(action)) {
        return Ok(None);
    }
    if actions.is_empty() {
        return Err(unknown_action(action, service, &name));
    }
    Ok(Some(MatchedActions { service, actions }))
}

fn unknown_service(action: &Written, prefix: &str, name: &Pattern<Unknown>) -> Unmatched {
    let name_as_written = action.text.split_once(':').map_or(action.text, |(_, name)| name);
    let prefix = prefix.to_ascii_lowercase();
    let prefix = prefix.split('.').next().unwrap_or_default();
    let meant = catalogue::service(prefix)
        .map(|service| service.prefix)
        .or_else(|| similar_owner(prefix, name))
        .or_else(|| nearest(prefix, catalogue::prefixes()));
    let meant = meant.map(|service| format!("{service}:{name_as_written}"));
    let what = format!("unknown service in {}", shown(action.text));
    Unmatched { message: with_meant(&what, meant.into_iter().collect()), reason: None }
}

fn unknown_action(action: &Written, service: &Service, name: &Pattern<Unknown>) -> Unmatched {
    let literal_name = literal(name.atoms());
    let operation = literal_name.as_ref().and_then(|name| actions_of_operation(service.prefix, name));
    let similar = || match &literal_name {
        Some(name) => similar(name, service),
        None => {
            let prefix = name.atoms().strip_suffix(&[Atom::AnyText]).and_then(literal)?;
            Some(similar_prefix(&prefix, service)? + "*")
        }
    };
    let elsewhere = || {
        let name_as_written = action.text.split_once(':')?.1;
        Some(format!("{}:{name_as_written}", similar_owner(service.prefix, name)?))
    };
    let of_service = |name: &str| format!("{}:{name}", service.prefix);
    let meant = match operation {
        Some(actions) => actions.iter().map(|name| of_service(name)).collect(),
        None => similar().map(|name| of_service(&name)).or_else(elsewhere).into_iter().collect(),
    };
    let is_pattern = name.atoms().iter().any(Atom::is_wildcard);
    let what = if is_pattern { "no action matches" } else { "unknown action" };
    Unmatched {
        message: with_meant(&format!("{what} {}", shown(action.text)), meant),
        reason: operation.map(|_| "it is an operation of the API, which requires other actions"),
    }
}

fn with_meant(what: &str, meant: Vec<String>) -> String {
    let meant: Vec<String> = meant.iter().map(|meant| suggested(meant)).collect();
    match meant.is_empty() {
        true => what.to_owned(),
        false => format!("{what}, did you mean {}?", meant.join(", ")),
    }
}

impl Unmatched {
    /// The warning about an action of a statement.
    pub fn warning(self, span: Span) -> Diagnostic {
        let warning = Diagnostic::at(span, Code::UnknownAction, self.message).help(format!(
            "it has no effect, unless AWS added it after {}, the date of the list of actions",
            catalogue::date()
        ));
        self.reason.into_iter().fold(warning, Diagnostic::help)
    }
}

/// A service that has an action of this name, and whose prefix or name is similar to a prefix: `events` for
/// `eventbridge`, whose name is Amazon EventBridge.
fn similar_owner(prefix: &str, name: &Pattern<Unknown>) -> Option<&'static str> {
    let name = literal(name.atoms())?;
    let owners: Vec<&Service> =
        catalogue::services().filter(|service| service.action(&name).is_some()).collect();
    let near = nearest(prefix, owners.iter().map(|service| service.prefix));
    near.or_else(|| owners.iter().find(|service| is_similar(prefix, service)).map(|service| service.prefix))
}

fn is_similar(prefix: &str, service: &Service) -> bool {
    let plain = |text: &str| text.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "");
    let (given, own) = (plain(prefix), plain(service.prefix));
    given.len() > 2
        && (own.starts_with(&given) || given.starts_with(&own) || plain(service.name).contains(&given))
}

/// The action that is most similar to a name. One with another verb would do something else.
fn similar(name: &str, service: &Service) -> Option<String> {
    let lower: Vec<String> = service.actions.iter().map(|action| action.name.to_lowercase()).collect();
    let meant = nearest(&name.to_lowercase(), lower.iter().map(String::as_str))?;
    let meant = service.action(meant)?.name;
    let begins_alike = {
        let beginning: String = name.chars().take(verb(meant).len()).collect();
        nearest(&beginning.to_lowercase(), [&*verb(meant).to_lowercase()]).is_some()
    };
    let is_other_verb =
        verb(name) != verb(meant) && service.actions.iter().any(|action| verb(action.name) == verb(name));
    (begins_alike && !is_other_verb).then(|| meant.to_owned())
}

/// The first word of an action's name.
fn verb(name: &str) -> &str {
    words(name).next().unwrap_or(name)
}

/// The beginnings of a name that end with a word of it: `Get` and `GetObject` of `GetObject`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let is_end = |end: &usize| name[*end..].starts_with(|c: char| c.is_ascii_uppercase());
    (1..name.len())
        .filter(|end| name.is_char_boundary(*end))
        .filter(is_end)
        .chain([name.len()])
        .map(|end| &name[..end])
}

/// The beginning of an action that is most similar to the beginning of a name: one that ends with a word, or else one
/// of the same length.
fn similar_prefix(prefix: &str, service: &Service) -> Option<String> {
    let length = prefix.chars().count();
    let whole: Vec<&str> = service.actions.iter().flat_map(|action| words(action.name)).collect();
    let cut: Vec<String> =
        service.actions.iter().map(|action| action.name.chars().take(length).collect()).collect();
    let find = || nearest(prefix, whole).or_else(|| nearest(prefix, cut.iter().map(String::as_str)));
    (length > 2).then(find).flatten().map(str::to_owned)
}
