//! Actions that don't apply to any resource of their statement.

use crate::aws::shown;
use crate::iam::catalogue::{Action, ResourceType, Service};
use crate::iam::check::Written;
use crate::iam::check::actions::Matched;
use crate::iam::pattern::literal;
use crate::iam::{Atom, Unknown};
use crate::source::{Code, Diagnostic};

/// The warnings about actions that apply to none of the resources.
pub fn unused_actions(actions: &[(&Written, Matched)], resources: &[&Written]) -> Vec<Diagnostic> {
    let applies = |service: &Service, action: &Action| {
        resources.iter().any(|resource| applies_to(service, action, resource.pattern.atoms()))
    };
    let is_used = |matched: &Matched| matched.actions.iter().any(|action| applies(matched.service, action));
    let unused = actions.iter().filter(|(_, matched)| !is_used(matched));
    unused.map(|(action, matched)| warning(action, matched, resources)).collect()
}

fn warning(action: &Written, matched: &Matched, resources: &[&Written]) -> Diagnostic {
    let what = match resources {
        [resource] => shown(resource.text),
        _ => "any resource of the statement".to_owned(),
    };
    let message = format!("{} does not apply to {what}", shown(action.text));
    let diagnostic = Diagnostic::at(action.span, Code::UnusedAction, message).help(expected(matched));
    resources.iter().take(1).fold(diagnostic, |diagnostic, resource| {
        diagnostic.related(resource.span, "a resource of another type")
    })
}

/// The resources that the actions apply to.
fn expected(Matched { service, actions }: &Matched) -> String {
    const MAX_SHOWN: usize = 3;
    let mut formats: Vec<String> = Vec::new();
    for resource in actions.iter().flat_map(|action| service.resource_types(action)) {
        let format = resource.arn.replacen("${Partition}", "{partition}", 1);
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    let more = formats.len().saturating_sub(MAX_SHOWN);
    formats.truncate(MAX_SHOWN);
    match (&formats[..], more) {
        ([], _) => "it applies to no particular resource: use `*`, in a statement of its own".to_owned(),
        (formats, 0) => format!("it applies to resources such as {}", formats.join(", ")),
        (formats, more) => {
            format!("it applies to resources such as {} and {more} other types", formats.join(", "))
        }
    }
}

/// Whether an action applies to a resource that a pattern matches.
fn applies_to(service: &Service, action: &Action, resource: &[Atom<Unknown>]) -> bool {
    let mut types = service.resource_types(action).peekable();
    if types.peek().is_none() {
        return is_everything(resource) || !is_certain(service, resource);
    }
    types.any(|resource_type| overlaps(&format(resource_type, service), resource))
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

/// A part of the format of an ARN.
enum Part {
    Character(char),
    /// A partition, region or account ID.
    Field,
    /// A variable that can be any text.
    Text,
    /// A variable that can't contain a slash, because another resource type follows it with one: an S3 bucket's name.
    Segment,
}

fn format(resource_type: &ResourceType, service: &Service) -> Vec<Part> {
    let arn = resource_type.arn;
    let is_followed_by_slash = service
        .types
        .iter()
        .any(|other| other.arn.strip_prefix(arn).is_some_and(|rest| rest.starts_with('/')));
    let mut parts = Vec::new();
    let mut colons = 0;
    let mut rest = arn;
    while let Some(first) = rest.chars().next() {
        match rest.strip_prefix("${").and_then(|after| after.split_once('}')) {
            Some((_, after)) => {
                let is_segment = after.is_empty() && is_followed_by_slash;
                parts.push(match colons {
                    0..5 => Part::Field,
                    _ if is_segment => Part::Segment,
                    _ => Part::Text,
                });
                rest = after;
            }
            None if first == '*' => {
                parts.push(Part::Text);
                rest = &rest[1..];
            }
            None => {
                colons += usize::from(first == ':');
                parts.push(Part::Character(first));
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    parts
}

/// Whether an ARN of this format can match a pattern.
fn overlaps(format: &[Part], resource: &[Atom<Unknown>]) -> bool {
    // For each suffix of the format, from the shortest: whether it overlaps with each suffix of the pattern.
    let mut rest: Vec<bool> = Vec::new();
    for index in (0..=format.len()).rev() {
        let mut row = vec![false; resource.len() + 1];
        for at in (0..row.len()).rev() {
            row[at] = match (format.get(index), resource.get(at)) {
                (None, None) => true,
                (None, Some(atom)) => is_text(atom) && row[at + 1],
                (Some(part), None) => !matches!(part, Part::Character(_)) && rest[at],
                (Some(part), Some(atom)) => {
                    let skips_atom = (is_text(atom) || can_be(part, atom)) && row[at + 1];
                    let skips_part =
                        (!matches!(part, Part::Character(_)) || can_contain(atom, part)) && rest[at];
                    skips_atom || skips_part || (is_same(part, atom) && rest[at + 1])
                }
            };
        }
        rest = row;
    }
    rest[0]
}

/// Whether an atom can be any text, also the empty one.
fn is_text(atom: &Atom<Unknown>) -> bool {
    matches!(atom, Atom::AnyText | Atom::Variable(_) | Atom::Symbol(_))
}

/// Whether a variable of a format can contain the text of an atom.
fn can_be(part: &Part, atom: &Atom<Unknown>) -> bool {
    match part {
        Part::Character(_) => false,
        Part::Field => ![Atom::Character('/'), Atom::Character(':')].contains(atom),
        Part::Text => true,
        Part::Segment => *atom != Atom::Character('/'),
    }
}

/// Whether the text of an atom can contain a character of a format.
fn can_contain(atom: &Atom<Unknown>, part: &Part) -> bool {
    match atom {
        Atom::AnyText | Atom::Variable(_) | Atom::Symbol(Unknown::Text) => true,
        Atom::Symbol(Unknown::Word) => !matches!(part, Part::Character('/')),
        Atom::Character(_) | Atom::AnyCharacter => false,
    }
}

fn is_same(part: &Part, atom: &Atom<Unknown>) -> bool {
    match (part, atom) {
        (Part::Character(one), Atom::Character(other)) => one == other,
        (Part::Character(_), Atom::AnyCharacter) => true,
        _ => false,
    }
}
