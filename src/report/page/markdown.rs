//! The report as Markdown, for a comment on a pull request.

use crate::model::{AccessStatement, RoleAccess};
use crate::report::access::{SCOPE, shortened};
use crate::report::markdown::{code, prose, table, text};
use crate::report::page::access_table::{HEADINGS, in_iam, who_gets};
use crate::report::page::contents::{
    AcceptedFinding, Contents, EnvironmentAccess, Explanation, ShownFinding, ShownTest,
};
use crate::report::page::verdict::Verdict;
use crate::report::page::words;

/// The report as Markdown: the verdict, then tables.
pub fn markdown(contents: &Contents) -> String {
    let Verdict { result, sentence } = Verdict::of(contents);
    let blocks =
        [format!("## Access of {}", text(&contents.name)), format!("**{} {sentence}**", result.symbol())]
            .into_iter()
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

fn tests(tests: &[ShownTest]) -> Option<String> {
    let row =
        |test: &ShownTest| [test.standing.word().to_owned(), title(test), shortened(&test.environments)];
    let table = table(["Outcome", "Access test", "Environments"], tests.iter().map(row));
    (!tests.is_empty()).then(|| format!("### Access tests\n\n{table}"))
}

/// The name of a test, and why it doesn't pass.
fn title(test: &ShownTest) -> String {
    let Explanation { sentences, parts, place } = &test.because;
    let sentences = sentences.iter().map(|sentence| prose(sentence));
    let facts = parts.iter().chain(place).map(|part| code(part));
    [text(&test.title)].into_iter().chain(sentences).chain(facts).collect::<Vec<_>>().join("<br>")
}

fn findings(findings: &[ShownFinding]) -> Option<String> {
    let row = |found: &ShownFinding| [found.severity.as_str().to_owned(), message(found), place(found)];
    let table = table(["Severity", "Finding", "Place"], findings.iter().map(row));
    (!findings.is_empty()).then(|| format!("### Findings\n\n{table}"))
}

fn message(found: &ShownFinding) -> String {
    format!("{} ({} {})", prose(&found.message), found.code, found.code.name())
}

fn place(found: &ShownFinding) -> String {
    found.place.as_deref().map(code).unwrap_or_default()
}

fn accepted(accepted: &[AcceptedFinding]) -> Option<String> {
    let row = |AcceptedFinding { finding, reason, until }: &AcceptedFinding| {
        [message(finding), prose(reason), until.clone().unwrap_or_default(), place(finding)]
    };
    let table = table(["Finding", "Reason", "Until", "Place"], accepted.iter().map(row));
    (!accepted.is_empty()).then(|| folded(&format!("Accepted findings: {}", accepted.len()), &table))
}

fn environment(access: &EnvironmentAccess) -> String {
    let rows = access.roles.iter().flat_map(|role| rows(role, access));
    let table = table(HEADINGS, rows);
    let content = format!("{}\n\n{table}", text(&access.summary()));
    folded(&format!("Environment {}: roles and what they may do", access.environment.key()), &content)
}

/// The rows of a role: one for each statement and managed policy. Only the first names the role.
fn rows(role: &RoleAccess, access: &EnvironmentAccess) -> Vec<[String; 4]> {
    let who: Vec<String> = who_gets(role).iter().map(|words| text(words)).collect();
    let mut heads = Some([format!("**{}**<br>{}", text(&role.role), code(&in_iam(role))), who.join("<br>")]);
    let statements = role.statements.iter().map(|statement| of_statement(statement, access));
    let policies = role.managed_policies.iter().map(|policy| {
        let policy = code(&words::resource(policy, &access.environment));
        [format!("what the managed policy {policy} allows and denies"), String::new()]
    });
    let mut permissions: Vec<[String; 2]> = statements.chain(policies).collect();
    if permissions.is_empty() {
        permissions
            .push([if role.existing { "not in these inputs" } else { "nothing" }.to_owned(), String::new()]);
    }
    let row = |[what, place]: [String; 2]| {
        let [name, who] = heads.take().unwrap_or_default();
        [name, who, what, place]
    };
    permissions.into_iter().map(row).collect()
}

fn of_statement(statement: &AccessStatement, access: &EnvironmentAccess) -> [String; 2] {
    let denies = if statement.denies { "**denies** " } else { "" };
    let resources =
        words::resources(statement, &access.environment).into_iter().map(|resource| code(&resource));
    let conditions =
        words::conditions(statement).into_iter().map(|condition| format!("if {}", code(&condition)));
    let places: Vec<String> = resources.chain(conditions).collect();
    [format!("{denies}{}", text(&words::actions(statement))), places.join("<br>")]
}
