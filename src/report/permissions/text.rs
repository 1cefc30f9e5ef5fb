//! Permissions for people.

use crate::access::{AttachedPolicy, Content, Permissions, PlacedStatement};
use crate::report::access::SCOPE;
use crate::report::escape;
use crate::report::page::rows::who_gets;
use crate::report::permissions::summary;
use crate::source::Sources;

/// The number of characters in which lists of actions are wrapped.
const WIDTH: usize = 100;
/// The widest column of access levels.
const MAX_LEVELS: usize = 26;

/// The permissions of roles: who gets each role first, and then each statement.
pub fn text(all: &[Permissions], sources: &Sources) -> String {
    let roles: Vec<String> = all.iter().map(|permissions| of_role(permissions, sources)).collect();
    roles.join("\n") + &format!("\n{SCOPE}\n")
}

fn of_role(permissions: &Permissions, sources: &Sources) -> String {
    let role = &permissions.role;
    let exists = if role.existing { ", which exists already" } else { "" };
    let head = format!("{}: {}{exists}", summary::title(permissions), role.identifier);
    let mut text = format!("{}\n", escape::line(&head));
    text += &field("given to", &who_gets(role));
    text += &field("limited by", &summary::limits(permissions));
    let because: Vec<String> = permissions.undecided_because().map(str::to_owned).collect();
    text += &field("undecided", &because);
    if permissions.policies.is_empty() {
        text += "  may do nothing: it has no policies\n";
    }
    let boundary = permissions.boundary.iter().map(|policy| (summary::boundary_name(policy), policy));
    let policies = permissions.policies.iter().map(|policy| (summary::policy_name(policy), policy));
    let known = |(_, policy): &(String, &AttachedPolicy)| matches!(policy.content, Content::Statements(_));
    let known: Vec<(String, &AttachedPolicy)> = policies.chain(boundary).filter(known).collect();
    let width = width(known.iter().map(|(_, policy)| *policy));
    let block = |(name, policy): &(String, &AttachedPolicy)| {
        let statements = summary::statements(&policy.content).iter();
        let in_module = statements.clone().next().and_then(|first| first.module_place);
        let places = policy.place.into_iter().chain(in_module);
        let places = places.map(|place| format!("   {}", summary::place(place, sources)));
        let head = format!("{name}{}", places.collect::<String>());
        let statements = statements.map(|placed| of_statement(placed, permissions, width));
        format!("  {}\n{}", escape::line(&head), statements.collect::<String>())
    };
    text + &known.iter().map(block).collect::<String>()
}

/// The width of the column of access levels.
fn width<'a>(policies: impl Iterator<Item = &'a AttachedPolicy>) -> usize {
    let statements = policies.flat_map(|policy| summary::statements(&policy.content));
    let widths = statements.map(|placed| summary::effect(placed).len());
    widths.filter(|width| *width <= MAX_LEVELS).max().unwrap_or_default()
}

/// A label with a line for each text.
fn field(label: &str, lines: &[String]) -> String {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    let line = |(label, line): (&str, &String)| format!("  {label:<10}  {}\n", escape::line(line));
    labels.zip(lines).map(line).collect()
}

fn of_statement(placed: &PlacedStatement, permissions: &Permissions, width: usize) -> String {
    let resources = summary::resources(placed, permissions).into_iter().map(|on| format!("on {on}"));
    let conditions = summary::conditions(placed).into_iter().map(|condition| format!("if {condition}"));
    let lines = wrapped(&summary::actions(placed), WIDTH.saturating_sub(width + 6));
    let mut lines: Vec<String> = lines.into_iter().chain(resources).chain(conditions).collect();
    let effect = summary::effect(placed);
    let label = if effect.len() > width { String::new() } else { effect.clone() };
    if label.is_empty() {
        lines.insert(0, effect);
    }
    let labels = std::iter::once(&*label).chain(std::iter::repeat(""));
    let line = |(label, line): (&str, &String)| format!("    {label:<width$}  {}\n", escape::line(line));
    labels.zip(&lines).map(line).collect()
}

/// A list in lines that are not longer than `width` if its items aren't.
fn wrapped(list: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in list.split_inclusive(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + item.trim_end().len() <= width => line.push_str(item),
            Some(_) | None => lines.push(item.to_owned()),
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}
