//! The table of an environment: who has which role, what it may do, and where.

use crate::model::AccessStatement;
use crate::report::page::element::Element;
use crate::report::page::environment_access::EnvironmentAccess;
use crate::report::page::permission::{Permission, PermissionSource};
use crate::report::page::rows::{DiffMark, Marked, RoleRows, rows};
use crate::report::page::statement::statement_json;
use crate::report::page::table::{cell, details, group, row, row_heading, table};
use crate::report::page::words;

/// The headings of the columns.
pub const HEADINGS: [&str; 4] = ["Role", "Who gets it", "What", "Where"];

/// What an existing role may do.
const NOT_HERE: &str = "what its policies allow, which are not in these inputs";

/// The table; `None` if there are no rows.
pub fn access_table(access: &EnvironmentAccess) -> Option<Element> {
    let name = access.environment.key();
    let caption = Element::new("caption").text(format!("Who can do what, where, in {name}"));
    let rows = rows(access);
    (!rows.is_empty()).then(|| table(caption, &HEADINGS, rows.iter().map(of_role)))
}

/// The word for a mark, such as `new`.
pub fn mark_badge(mark: DiffMark) -> Option<Element> {
    let word = mark.word()?;
    Some(Element::new("span").with("class", format!("mark {word}")).text(word))
}

/// Adds the class of a mark.
fn marked(element: Element, mark: DiffMark) -> Element {
    match mark.word() {
        Some(word) => element.class(word),
        None => element,
    }
}

fn of_role(rows: &RoleRows) -> Element {
    let count = rows.permissions.len();
    let mut heads = Some([name(rows, count), who(&rows.who, count)]);
    let row = |permission| row().children(heads.take().into_iter().flatten()).children(cells(permission));
    group(rows.permissions.iter().map(row))
}

fn name(rows: &RoleRows, count: usize) -> Element {
    let Marked { mark, value: role } = rows.role;
    row_heading(count)
        .child(Element::new("strong").text(&*role.role))
        .children(mark_badge(mark))
        .children(rows.in_iam.iter().map(|words| with_mark("small", words)))
}

fn who(identities: &[Marked<String>], rows: usize) -> Element {
    let cell = cell(HEADINGS[1]);
    let cell = if rows > 1 { cell.with("rowspan", rows) } else { cell };
    cell.children(identities.iter().map(paragraph))
}

fn paragraph(words: &Marked<String>) -> Element {
    with_mark("p", words)
}

/// An element with words, which their mark precedes.
fn with_mark(tag: &'static str, words: &Marked<String>) -> Element {
    let text = Element::new("span").text(&*words.value);
    marked(Element::new(tag), words.mark).children(mark_badge(words.mark)).child(text)
}

/// What a permission is, and where.
fn cells(permission: &Marked<Permission>) -> [Element; 2] {
    let Marked { mark, value } = permission;
    let what = marked(cell(HEADINGS[2]), *mark);
    let place = marked(cell(HEADINGS[3]), *mark);
    match value.source {
        PermissionSource::Statement(statement) => {
            let what = what
                .child(opened(statement, permission))
                .children(value.changed_actions().iter().map(paragraph));
            [what, resources(place, value)]
        }
        PermissionSource::ManagedPolicy(arn) => {
            let arn = Element::new("code").text(words::resource(arn, &value.access.environment));
            let words = Element::new("span").text("what the managed policy ").child(arn);
            let what = what.children(mark_badge(*mark)).child(words.text(" allows and denies"));
            [what, place.text("where that policy says")]
        }
        PermissionSource::Nothing => {
            let what = what.children(mark_badge(*mark));
            let words = if value.role.existing { NOT_HERE } else { "nothing" };
            [what.child(Element::new("span").text(words)), place]
        }
    }
}

/// The actions of a statement, which open to its grant and its JSON.
fn opened(statement: &AccessStatement, permission: &Marked<Permission>) -> Element {
    let Marked { mark, value: Permission { role, access, .. } } = permission;
    let badge = statement.denies.then(|| Element::new("span").class("denies").text("denies"));
    let actions = Element::new("span").text(words::actions(statement));
    let summary = Element::new("summary").children(mark_badge(*mark)).children(badge).child(actions);
    let place = access.places.get(&(role.role.clone(), statement.grant.clone()));
    let origin =
        format!("Grant {}{}", statement.grant, place.map(|place| format!(", {place}")).unwrap_or_default());
    let json = Element::new("pre").lines(statement_json(statement).lines());
    details(summary, Element::new("div").child(Element::new("p").text(origin)).child(json))
}

fn resources(cell: Element, permission: &Permission) -> Element {
    let resource = |resource: Marked<String>| {
        let code = Element::new("code").text(resource.value);
        marked(Element::new("p"), resource.mark).children(mark_badge(resource.mark)).child(code)
    };
    let condition = |condition: Marked<String>| {
        let class = match condition.mark.word() {
            Some(word) => format!("condition {word}"),
            None => "condition".to_owned(),
        };
        let words = Element::new("span").text(format!("if {}", condition.value));
        Element::new("p").with("class", class).children(mark_badge(condition.mark)).child(words)
    };
    let resources = permission.resources().into_iter().map(resource);
    cell.children(resources).children(permission.conditions().into_iter().map(condition))
}
