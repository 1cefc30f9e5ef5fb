//! The report as Markdown, for a comment on a pull request.

use crate::model::AccessStatement;
use crate::report::access::{SCOPE, shortened};
use crate::report::comparison::ShownChange;
use crate::report::explanation::Explanation;
use crate::report::markdown::{code, prose, table, text};
use crate::report::page::access_table::HEADINGS;
use crate::report::page::changes;
use crate::report::page::contents::{AcceptedFinding, ChangesSinceBase, Contents, ShownFinding, ShownTest};
use crate::report::page::environment_access::EnvironmentAccess;
use crate::report::page::permission::{Permission, PermissionSource};
use crate::report::page::rows::{DiffMark, Marked, RoleRows, count, rows};
use crate::report::page::verdict::Verdict;
use crate::report::page::words;

/// The report as Markdown: the verdict, then tables.
pub fn markdown(contents: &Contents) -> String {
    let Verdict { result, sentence } = Verdict::of(contents);
    let blocks = [
        format!("## Access of {}", text(&contents.name)),
        format!("**{} {}**", result.symbol(), prose(&sentence)),
    ]
    .into_iter()
    .chain(contents.since.iter().flat_map(changes))
    .chain(tests(&contents.tests))
    .chain(findings(&contents.findings))
    .chain(accepted(&contents.accepted))
    .chain(contents.environments.iter().map(environment))
    .chain([SCOPE.to_owned()]);
    blocks.collect::<Vec<_>>().join("\n\n") + "\n"
}

fn folded(summary: &str, content: &str) -> String {
    format!("<details><summary>{summary}</summary>\n\n{content}\n\n</details>")
}

/// What changed since the base: whether there is a gain, and a table.
fn changes(since: &ChangesSinceBase) -> Vec<String> {
    let row = |change: &ShownChange| {
        let ShownChange { kind, who, because, environments, .. } = change;
        [kind.word().to_owned(), prose(who), lines(None, because), shortened(environments)]
    };
    let title = format!("### {}", text(&since.title()));
    let changes = &since.changes.changes;
    let table = table(changes::HEADINGS, changes.iter().map(row));
    let blocks = [title, format!("**{}**", since.changes.sentence())].into_iter();
    blocks.chain((!changes.is_empty()).then_some(table)).chain(since.notes()).collect()
}

fn tests(tests: &[ShownTest]) -> Option<String> {
    let row = |test: &ShownTest| {
        [
            test.standing.word().to_owned(),
            lines(Some(&test.title), &test.because),
            shortened(&test.environments),
        ]
    };
    let table = table(["Outcome", "Access test", "Environments"], tests.iter().map(row));
    (!tests.is_empty()).then(|| format!("### Access tests\n\n{table}"))
}

/// A title, if there is one, and below it why.
fn lines(title: Option<&str>, Explanation { sentences, parts, place }: &Explanation) -> String {
    let sentences = sentences.iter().map(|sentence| prose(sentence));
    let facts = parts.iter().chain(place).map(|part| code(part));
    title.map(text).into_iter().chain(sentences).chain(facts).collect::<Vec<_>>().join("<br>")
}

fn findings(findings: &[ShownFinding]) -> Option<String> {
    let row = |found: &ShownFinding| [found.severity.as_str().to_owned(), message(found), found_at(found)];
    let table = table(["Severity", "Finding", "Place"], findings.iter().map(row));
    (!findings.is_empty()).then(|| format!("### Findings\n\n{table}"))
}

fn message(found: &ShownFinding) -> String {
    format!("{} ({} {})", prose(&found.message), found.code, found.code.name())
}

fn found_at(found: &ShownFinding) -> String {
    found.place.as_deref().map(code).unwrap_or_default()
}

fn accepted(accepted: &[AcceptedFinding]) -> Option<String> {
    let row = |AcceptedFinding { finding, reason, until }: &AcceptedFinding| {
        [message(finding), prose(reason), until.clone().unwrap_or_default(), found_at(finding)]
    };
    let table = table(["Finding", "Reason", "Until", "Place"], accepted.iter().map(row));
    (!accepted.is_empty()).then(|| folded(&format!("Accepted findings: {}", accepted.len()), &table))
}

fn environment(access: &EnvironmentAccess) -> String {
    let rows = rows(access);
    let table = table(HEADINGS, rows.iter().flat_map(of_role));
    let content = format!("{}\n\n{table}", text(&access.summary()));
    let title = format!("Environment {}: roles and what they may do", access.environment.key());
    let counts =
        [DiffMark::New, DiffMark::Gone].map(|mark| (count(&rows, mark), mark.word().unwrap_or_default()));
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let counts: Vec<String> = counts.collect();
    let counts = if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) };
    folded(&format!("{title}{counts}"), &content)
}

fn marked(mark: DiffMark, words: &str) -> String {
    mark.word().map_or_else(|| words.to_owned(), |word| format!("**{word}** {words}"))
}

/// The rows of a role: one for each statement and managed policy. Only the first names the role.
fn of_role(rows: &RoleRows) -> Vec<[String; 4]> {
    let role = rows.role.value;
    let name = marked(rows.role.mark, &format!("**{}**", text(&role.role)));
    let in_iam = rows.in_iam.iter().map(|words| marked(words.mark, &code(&words.value)));
    let name: Vec<String> = [name].into_iter().chain(in_iam).collect();
    let who: Vec<String> = rows.who.iter().map(|who| marked(who.mark, &text(&who.value))).collect();
    let mut heads = Some([name.join("<br>"), who.join("<br>")]);
    let row = |permission: &Marked<Permission>| {
        let ([name, who], [what, place]) = (heads.take().unwrap_or_default(), cells(&permission.value));
        [name, who, marked(permission.mark, &what), place]
    };
    rows.permissions.iter().map(row).collect()
}

/// What a permission is, and where.
fn cells(permission: &Permission) -> [String; 2] {
    match permission.source {
        PermissionSource::Statement(statement) => [actions(statement, permission), place(permission)],
        PermissionSource::ManagedPolicy(arn) => {
            let policy = code(&words::resource(arn, &permission.access.environment));
            [format!("what the managed policy {policy} allows and denies"), String::new()]
        }
        PermissionSource::Nothing if permission.role.existing => {
            ["not in these inputs".to_owned(), String::new()]
        }
        PermissionSource::Nothing => ["nothing".to_owned(), String::new()],
    }
}

fn actions(statement: &AccessStatement, permission: &Permission) -> String {
    let denies = if statement.denies { "**denies** " } else { "" };
    let changed = permission.changed_actions();
    let changed = changed.iter().map(|actions| marked(actions.mark, &text(&actions.value)));
    let all = format!("{denies}{}", text(&words::actions(statement)));
    [all].into_iter().chain(changed).collect::<Vec<_>>().join("<br>")
}

fn place(permission: &Permission) -> String {
    let resources = permission.resources();
    let resources = resources.iter().map(|resource| marked(resource.mark, &code(&resource.value)));
    let conditions = permission.conditions();
    let conditions =
        conditions.iter().map(|condition| marked(condition.mark, &format!("if {}", code(&condition.value))));
    resources.chain(conditions).collect::<Vec<_>>().join("<br>")
}
