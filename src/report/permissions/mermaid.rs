//! Permissions as a Mermaid diagram: identities, roles, and resources.

use crate::access::{Permissions, PlacedStatement};
use crate::render::markdown;
use crate::report::access::SCOPE;
use crate::report::escape;
use crate::report::page::rows::who_gets;
use crate::report::permissions::summary;

/// The permissions of roles as a flowchart, from who gets a role to what it is about.
pub fn mermaid(all: &[Permissions]) -> String {
    let roles = all.iter().zip(1..).map(|(permissions, number)| of_role(permissions, number));
    format!("flowchart LR\n  %% {SCOPE}\n{}", roles.collect::<String>())
}

/// A text in quotes, on one line.
fn label(text: &str) -> String {
    format!("\"{}\"", markdown::mermaid(&escape::line(text)))
}

fn of_role(permissions: &Permissions, number: usize) -> String {
    let role = format!("role{number}");
    let mut rows = vec![format!("{role}[{}]", label(&format!("role {}", summary::title(permissions))))];
    for (who, index) in who_gets(&permissions.role).iter().zip(1..) {
        let edge = if permissions.role.assignments.is_empty() { "-.-" } else { "-->" };
        rows.push(format!("{role}_who{index}([{}]) {edge} {role}", label(who)));
    }
    let statements = permissions.policies.iter().flat_map(|policy| summary::statements(&policy.content));
    for (placed, index) in statements.zip(1..) {
        let resources = label(&summary::resources(placed, permissions).join(", "));
        rows.push(format!("{role} {} {role}_on{index}[({resources})]", edge(placed)));
    }
    for (because, index) in permissions.undecided_because().zip(1..) {
        rows.push(format!("{role} -. {} .- {role}_open{index}[{}]", label("undecided"), label(because)));
    }
    rows.iter().map(|row| format!("  {row}\n")).collect()
}

fn edge(placed: &PlacedStatement) -> String {
    let conditions = summary::conditions(placed).into_iter().map(|condition| format!(" if {condition}"));
    let words = format!("{}: {}", summary::effect(placed), summary::actions(placed));
    let label = label(&(words + &conditions.collect::<String>()));
    if placed.statement.denies { format!("-. {label} .->") } else { format!("-- {label} -->") }
}
