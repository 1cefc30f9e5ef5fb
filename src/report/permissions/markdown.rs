//! Permissions as Markdown.

use crate::access::{AttachedPolicy, Permissions, PlacedStatement};
use crate::report::access::SCOPE;
use crate::report::markdown::{self, code, prose, text};
use crate::report::page::rows::who_gets;
use crate::report::permissions::summary;
use crate::source::Sources;

/// The columns of the table of statements.
const HEADINGS: [&str; 5] = ["Access", "Actions", "Resources", "Conditions", "From"];

/// The permissions of roles, each with a table of its statements.
pub fn markdown(all: &[Permissions], sources: &Sources) -> String {
    let roles = all.iter().map(|permissions| of_role(permissions, sources));
    roles.chain([SCOPE.to_owned()]).collect::<Vec<_>>().join("\n\n") + "\n"
}

fn of_role(permissions: &Permissions, sources: &Sources) -> String {
    let role = &permissions.role;
    let exists = if role.existing { ", which exists already" } else { "" };
    let head = format!("### {}", text(&summary::title(permissions)));
    let who: Vec<String> = who_gets(role).iter().map(|words| text(words)).collect();
    let limits: Vec<String> = summary::limits(permissions).iter().map(|limit| text(limit)).collect();
    let undecided = permissions.undecided_because().map(|because| format!("Undecided: {}.", prose(because)));
    let limits = (!limits.is_empty()).then(|| format!("Limited by {}.", limits.join(" and by ")));
    let blocks = [head, format!("{}{exists}. Given to {}.", code(&role.identifier), who.join("; "))];
    let blocks = blocks.into_iter().chain(limits).chain(undecided).chain(table(permissions, sources));
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn table(permissions: &Permissions, sources: &Sources) -> Option<String> {
    let allowed = permissions.policies.iter().flat_map(|policy| rows(policy, permissions, sources, ""));
    let boundary = permissions.boundary.iter();
    let boundary = boundary.flat_map(|policy| rows(policy, permissions, sources, "at most "));
    let rows: Vec<[String; 5]> = allowed.chain(boundary).collect();
    match (rows.is_empty(), permissions.policies.is_empty()) {
        (false, _) => Some(markdown::table(HEADINGS, rows)),
        (true, true) => Some("It has no policies.".to_owned()),
        (true, false) => None,
    }
}

/// The rows of a policy, in which `limit` stands before what it allows.
fn rows(
    policy: &AttachedPolicy,
    permissions: &Permissions,
    sources: &Sources,
    limit: &str,
) -> Vec<[String; 5]> {
    let row = |placed: &PlacedStatement| {
        let resources = summary::resources(placed, permissions);
        let resources: Vec<String> = resources.iter().map(|resource| code(resource)).collect();
        let conditions = summary::conditions(placed);
        let conditions: Vec<String> = conditions.iter().map(|words| text(words)).collect();
        let places = [placed.place].into_iter().chain(placed.module_place);
        let places = places.map(|place| summary::place(place, sources));
        let from: Vec<String> = [summary::policy_name(policy)].into_iter().chain(places).collect();
        [
            format!("{}{}", if placed.statement.denies { "" } else { limit }, text(&summary::effect(placed))),
            text(&summary::actions(placed)),
            resources.join("<br>"),
            conditions.join("<br>"),
            text(&from.join(", ")),
        ]
    };
    summary::statements(&policy.content).iter().map(row).collect()
}
