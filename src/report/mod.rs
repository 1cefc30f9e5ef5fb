//! Words for people. With `main`, the only printing.

mod problems;

pub use problems::{problems, summary};

use std::fmt::Write;

use crate::workspace::{Action, Plan};

/// What was or would be done, a line for each file that is not kept, and a line that counts.
pub fn plan(plan: &Plan, dry_run: bool) -> String {
    let mut text = String::new();
    for (path, action) in &plan.actions {
        if let Some(verb) = verb(*action) {
            writeln!(text, "{verb}  {path}").expect("writing to a string does not fail");
        }
    }
    let count = |action: Action| plan.actions.values().filter(|other| **other == action).count();
    let (created, updated, kept) = (count(Action::Create), count(Action::Update), count(Action::Keep));
    let would = if dry_run { "would be " } else { "" };
    text + &format!("{created} {would}created, {updated} {would}updated, {kept} up to date\n")
}

fn verb(action: Action) -> Option<&'static str> {
    match action {
        Action::Create => Some("create"),
        Action::Update => Some("update"),
        Action::Keep => None,
    }
}
