//! Actions that don't apply to any resource of their statement.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::aws::{shown, suggested};
use crate::hcl::is_traversal;
use crate::iam::catalogue::{Action, ResourceType, Service};
use crate::iam::check::Written;
use crate::iam::check::actions::MatchedActions;
use crate::iam::check::arn_format::{format, overlaps};
use crate::iam::pattern::literal;
use crate::iam::{Atom, Pattern, Unknown};
use crate::source::{Code, Diagnostic};

/// The actions of a service that apply to a resource.
pub fn applying_to<'a>(
    resource: &Pattern<Unknown>,
    service: &Service,
    actions: impl IntoIterator<Item = &'a Action>,
) -> Vec<&'a Action> {
    let targets = Targets { resources: &[resource.atoms()], has_type: RefCell::default() };
    actions.into_iter().filter(|action| targets.have(service, action)).collect()
}

/// Whether one of the actions of a service applies to a resource.
pub fn applies<'a>(
    resource: &Pattern<Unknown>,
    service: &Service,
    actions: impl IntoIterator<Item = &'a Action>,
) -> bool {
    let targets = Targets { resources: &[resource.atoms()], has_type: RefCell::default() };
    actions.into_iter().any(|action| targets.have(service, action))
}

/// The warnings about actions that apply to none of the resources.
pub fn unused_actions(actions: &[(&Written, MatchedActions)], resources: &[&Written]) -> Vec<Diagnostic> {
    let patterns: Vec<_> = resources.iter().map(|resource| resource.pattern.atoms()).collect();
    let targets = Targets { resources: &patterns, has_type: RefCell::default() };
    let is_used =
        |matched: &MatchedActions| matched.actions.iter().any(|action| targets.have(matched.service, action));
    let unused = actions.iter().filter(|(_, matched)| !is_used(matched));
    unused.map(|(action, matched)| warning(action, matched, resources)).collect()
}

fn warning(action: &Written, matched: &MatchedActions, resources: &[&Written]) -> Diagnostic {
    let what = match resources {
        [resource] => match meant(matched, resource.text) {
            Some(meant) => format!("{}, did you mean {}?", shown(resource.text), suggested(&meant)),
            None => shown(resource.text),
        },
        _ => "any resource of the statement".to_owned(),
    };
    let message = format!("{} does not apply to {what}", shown(action.text));
    let diagnostic = Diagnostic::at(action.span, Code::UnusedAction, message).help(expected(matched));
    let diagnostic = match resources.iter().any(|resource| is_traversal(resource.text)) {
        true => diagnostic.help(PART_OF_REFERENCED),
        false => diagnostic,
    };
    match resources {
        [resource] => diagnostic.related(resource.span, "a resource of another type"),
        _ => diagnostic,
    }
}

/// How to name what is inside of a resource that Terraform knows.
const PART_OF_REFERENCED: &str = "for what is inside of the resource, such as the objects of a bucket, put the whole ARN into a local value of your own and refer to that, as in `{ terraform: local.NAME }`, or use a grant of a kind such as `s3`";

/// The bucket of the objects, or the objects in the bucket, if the actions apply to that.
fn meant(MatchedActions { service, actions }: &MatchedActions, resource: &str) -> Option<String> {
    let all_inside = format!("{resource}/*");
    let outside = resource.split_once('/').map(|(outside, _)| outside.to_owned());
    let applies = |resource: &String| {
        let pattern = Pattern::parse(resource);
        let targets = Targets { resources: &[pattern.atoms()], has_type: RefCell::default() };
        actions.iter().any(|action| targets.have(service, action))
    };
    outside.into_iter().chain([all_inside]).filter(|_| service.prefix == "s3").find(applies)
}

/// The resources that the actions apply to, the shortest ARN first.
pub fn expected(MatchedActions { service, actions }: &MatchedActions) -> String {
    const MAX_SHOWN: usize = 3;
    let types = actions.iter().flat_map(|action| service.resource_types(action));
    let mut arns: Vec<&str> = types.map(|resource_type| resource_type.arn).collect();
    arns.sort_by_key(|arn| (arn.len(), *arn));
    arns.dedup();
    let shown: Vec<String> = arns.iter().take(MAX_SHOWN).map(|arn| readable(arn)).collect();
    let shown = shown.join(", ");
    match arns.len() {
        0 => "it applies to no particular resource: use `*`, in a statement of its own".to_owned(),
        count if count <= MAX_SHOWN => format!("it applies to {shown}"),
        count => format!("it applies to {shown} and {} other types of resources", count - MAX_SHOWN),
    }
}

/// The format of an ARN, with tokens where there are some, and other variables in capitals.
fn readable(arn: &str) -> String {
    let mut parts = arn.split("${");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once('}')).fold(first, |text, (variable, rest)| {
        let value = match variable {
            "Partition" => "{partition}".to_owned(),
            "Region" => "{region}".to_owned(),
            "Account" => "{account_id}".to_owned(),
            other => capitals(other),
        };
        text + &value + rest
    })
}

/// `BUCKET_NAME` for `BucketName`.
fn capitals(name: &str) -> String {
    let mut text = String::new();
    for (index, character) in name.char_indices() {
        let is_word =
            character.is_ascii_uppercase() && name[..index].ends_with(|c: char| c.is_ascii_lowercase());
        text.extend(is_word.then_some('_'));
        text.push(character.to_ascii_uppercase());
    }
    text
}

/// The resources of a statement.
struct Targets<'a> {
    resources: &'a [&'a [Atom<Unknown>]],
    /// Whether one of them can be of a type, by the service and the format of its ARN.
    has_type: RefCell<HashMap<(&'static str, &'static str), bool>>,
}

impl Targets<'_> {
    /// Whether an action applies to one of the resources.
    fn have(&self, service: &Service, action: &Action) -> bool {
        let mut types = service.resource_types(action).peekable();
        if types.peek().is_none() {
            let mut resources = self.resources.iter();
            return resources.any(|resource| is_everything(resource) || !is_certain(service, resource));
        }
        types.any(|resource_type| self.have_type(service, resource_type))
    }

    fn have_type(&self, service: &Service, resource_type: &ResourceType) -> bool {
        let find = || {
            let format = format(resource_type, service);
            self.resources.iter().any(|resource| overlaps(&format, resource))
        };
        *self.has_type.borrow_mut().entry((service.prefix, resource_type.arn)).or_insert_with(find)
    }
}

/// Whether a pattern matches all resources of a service, which some actions without resource types accept.
fn is_everything(resource: &[Atom<Unknown>]) -> bool {
    let mut parts = resource.splitn(6, Atom::is_colon);
    match parts.nth(5) {
        Some(id) => matches!(id.first(), Some(Atom::AnyText | Atom::Symbol(Unknown::Text))),
        None => true,
    }
}

/// Whether an action without resource types certainly doesn't apply to a resource. AWS's reference lacks the resource
/// types of some actions, but not those of the tables, instances and buckets of these services; and no action applies
/// only to resources of another service, unless the two belong together, as `ssmmessages` and `ssm` do.
fn is_certain(service: &Service, resource: &[Atom<Unknown>]) -> bool {
    const COMPLETE: [&str; 3] = ["dynamodb", "ec2", "s3"];
    let parts: Vec<&[Atom<Unknown>]> = resource.splitn(6, Atom::is_colon).collect();
    let Some(given) = parts.get(2).and_then(|part| literal(part)) else { return false };
    let own = service.prefix;
    let is_access_point = own == "s3" && parts.get(4).is_none_or(|account| !account.is_empty());
    if given == own {
        COMPLETE.contains(&own) && !is_access_point
    } else {
        !given.starts_with(own) && !own.starts_with(&given)
    }
}
