//! The table of an environment: who has which role, what it may do, and where.

use crate::model::{AccessStatement, RoleAccess};
use crate::report::page::contents::EnvironmentAccess;
use crate::report::page::element::Element;
use crate::report::page::statement::statement_json;
use crate::report::page::table::{cell, details, group, row, row_heading, table};
use crate::report::page::words;

/// The headings of the columns.
pub const HEADINGS: [&str; 4] = ["Role", "Who gets it", "What", "Where"];

/// The table; `None` if there are no roles.
pub fn access_table(access: &EnvironmentAccess) -> Option<Element> {
    let name = access.environment.key();
    let caption = Element::new("caption").text(format!("Who can do what, where, in {name}"));
    let groups = access.roles.iter().map(|role| of_role(role, access));
    (!access.roles.is_empty()).then(|| table(caption, &HEADINGS, groups))
}

fn of_role(role: &RoleAccess, access: &EnvironmentAccess) -> Element {
    let statements = role.statements.iter().map(|statement| of_statement(statement, role, access));
    let policies = role.managed_policies.iter().map(|policy| of_policy(policy, access));
    let mut permissions: Vec<[Element; 2]> = statements.chain(policies).collect();
    if permissions.is_empty() {
        permissions.push(without_statements(role));
    }
    let rows = permissions.len();
    let heads = [name(role, rows), who(role, rows)];
    let mut heads = Some(heads);
    group(
        permissions
            .into_iter()
            .map(|permission| row().children(heads.take().into_iter().flatten()).children(permission)),
    )
}

fn name(role: &RoleAccess, rows: usize) -> Element {
    let heading = row_heading(rows).child(Element::new("strong").text(&*role.role));
    heading.child(Element::new("small").text(in_iam(role)))
}

/// What a role is called in IAM, and what limits it.
pub fn in_iam(role: &RoleAccess) -> String {
    let exists = if role.existing { " (exists already)" } else { "" };
    let boundary = role.permissions_boundary.iter().map(|arn| format!(", limited by {arn}"));
    format!("{}{exists}{}", role.identifier, boundary.collect::<String>())
}

fn who(role: &RoleAccess, rows: usize) -> Element {
    let cell = cell(HEADINGS[1]);
    let cell = if rows > 1 { cell.with("rowspan", rows) } else { cell };
    cell.children(who_gets(role).into_iter().map(|words| Element::new("p").text(words)))
}

/// The identities that get a role, each in a sentence.
pub fn who_gets(role: &RoleAccess) -> Vec<String> {
    let mut identities = words::assignments(&role.assignments);
    if identities.is_empty() {
        identities.push("no identity of this pool".to_owned());
    }
    let pools = role.trusted_pools.iter();
    identities.extend(pools.map(|pool| format!("identities of {pool} that the trust policy admits")));
    identities
}

fn of_statement(statement: &AccessStatement, role: &RoleAccess, access: &EnvironmentAccess) -> [Element; 2] {
    let badge = statement.denies.then(|| Element::new("span").class("denies").text("denies"));
    let summary = Element::new("summary").children(badge).text(format!(" {}", words::actions(statement)));
    let place = access.places.get(&(role.role.clone(), statement.grant.clone()));
    let origin =
        format!("Grant {}{}", statement.grant, place.map(|place| format!(", {place}")).unwrap_or_default());
    let more = Element::new("div")
        .child(Element::new("p").text(origin))
        .child(Element::new("pre").lines(statement_json(statement).lines()));
    let resources = words::resources(statement, &access.environment).into_iter();
    let conditions = words::conditions(statement).into_iter();
    let place = cell(HEADINGS[3])
        .children(resources.map(|resource| Element::new("p").child(Element::new("code").text(resource))))
        .children(
            conditions.map(|condition| Element::new("p").class("condition").text(format!("if {condition}"))),
        );
    [cell(HEADINGS[2]).child(details(summary, more)), place]
}

fn of_policy(policy: &str, access: &EnvironmentAccess) -> [Element; 2] {
    let policy = Element::new("code").text(words::resource(policy, &access.environment));
    let what = cell(HEADINGS[2]).text("what the managed policy ").child(policy).text(" allows and denies");
    [what, cell(HEADINGS[3]).text("where that policy says")]
}

fn without_statements(role: &RoleAccess) -> [Element; 2] {
    let what =
        if role.existing { "what its policies allow, which are not in these inputs" } else { "nothing" };
    [cell(HEADINGS[2]).text(what), cell(HEADINGS[3])]
}
