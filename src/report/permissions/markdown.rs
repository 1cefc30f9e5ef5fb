//! Permissions as Markdown.

use crate::access::{AttachedPolicy, Permissions, PlacedStatement};
use crate::render::markdown::{code, escape};
use crate::report::access::SCOPE;
use crate::report::escape::line;
use crate::report::page::access_table::who_gets;
use crate::report::page::words;
use crate::report::permissions::summary;
use crate::source::Sources;

const HEADINGS: [&str; 5] = ["Access", "Actions", "Resources", "Conditions", "From"];

/// The permissions of roles, each with a table of its statements.
pub fn markdown(all: &[Permissions], sources: &Sources) -> String {
    let roles = all.iter().map(|permissions| of_role(permissions, sources));
    roles.chain([SCOPE.to_owned()]).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// A text on one line, without markup and without commands for CI systems.
fn text(words: &str) -> String {
    escape(&line(words))
}

/// A text in which what stands in backquotes is code.
fn prose(words: &str) -> String {
    words::quoted(words).map(|(is_code, part)| if is_code { as_code(part) } else { text(part) }).collect()
}

/// A text as code on one line, without commands for CI systems.
fn as_code(words: &str) -> String {
    code(&line(words))
}

fn of_role(permissions: &Permissions, sources: &Sources) -> String {
    let role = &permissions.role;
    let exists = if role.existing { ", which exists already" } else { "" };
    let head = format!("### {}", text(&summary::title(permissions)));
    let who: Vec<String> = who_gets(role).iter().map(|words| text(words)).collect();
    let limits: Vec<String> = summary::limits(permissions).iter().map(|limit| text(limit)).collect();
    let undecided = permissions.undecided_because().map(|because| format!("Undecided: {}.", prose(because)));
    let limits = (!limits.is_empty()).then(|| format!("Limited by {}.", limits.join(" and by ")));
    let blocks = [head, format!("{}{exists}. Given to {}.", as_code(&role.identifier), who.join("; "))];
    let blocks = blocks.into_iter().chain(limits).chain(undecided).chain(table(permissions, sources));
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn table(permissions: &Permissions, sources: &Sources) -> Option<String> {
    let allowed = permissions.policies.iter().flat_map(|policy| rows(policy, permissions, sources, ""));
    let boundary = permissions.boundary.iter();
    let boundary = boundary.flat_map(|policy| rows(policy, permissions, sources, "at most "));
    let rows: Vec<[String; 5]> = allowed.chain(boundary).collect();
    let line = |cells: [String; 5]| format!("| {} |", cells.join(" | "));
    let head = [line(HEADINGS.map(str::to_owned)), line(HEADINGS.map(|_| "---".to_owned()))];
    let has_rows = !rows.is_empty();
    let table = head.into_iter().chain(rows.into_iter().map(line)).collect::<Vec<_>>().join("\n");
    match (has_rows, permissions.policies.is_empty()) {
        (true, _) => Some(table),
        (false, true) => Some("It has no policies.".to_owned()),
        (false, false) => None,
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
        let code =
            |lines: Vec<String>| lines.iter().map(|line| as_code(line)).collect::<Vec<_>>().join("<br>");
        let conditions = summary::conditions(placed);
        let conditions: Vec<String> = conditions.iter().map(|words| text(words)).collect();
        let from = format!("{}, {}", summary::policy_name(policy), summary::place(placed.place, sources));
        [
            format!("{}{}", if placed.statement.denies { "" } else { limit }, text(&summary::effect(placed))),
            text(&summary::actions(placed)),
            code(summary::resources(placed, permissions)),
            conditions.join("<br>"),
            text(&from),
        ]
    };
    summary::statements(&policy.content).iter().map(row).collect()
}
