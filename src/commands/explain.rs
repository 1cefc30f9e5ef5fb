//! `poolsmith explain`: who can do what?

use crate::access::{Documents, Permissions, permissions, role_document};
use crate::cli::{Explain, Format};
use crate::commands::request;
use crate::iam;
use crate::model::Environment;
use crate::project::{Failure, Project};
use crate::report::{self, PermissionsEntry, Report, ReportData};
use crate::source::{Code, Diagnostic};
use crate::tree::{nearest, quoted_list};

/// Shows who gets each role and what it may do, in each environment.
///
/// # Errors
/// The inputs have errors or no such role, or `--as-policy` is not about one role in one environment.
pub fn run(arguments: &Explain, format: Format) -> Result<Report, Failure> {
    let mut project = Project::load(request::of(&arguments.place)?)?;
    let module_places = project.module_places();
    let mut all = all_permissions(&project);
    all.iter_mut().for_each(|permissions| module_places.add_to_permissions(permissions));
    let selected = select(&all, arguments.role.as_deref())?;
    let sources = &project.log.sources;
    let policy = arguments.as_policy.then(|| policy(&selected, format)).transpose()?;
    let text = match (&policy, format) {
        (Some(policy), _) => report::json_text(policy),
        (None, Format::Markdown) => report::permissions_markdown(&selected, sources),
        (None, Format::Mermaid) => report::permissions_mermaid(&selected),
        (None, Format::Human | Format::Json | Format::Sarif | Format::Github | Format::Junit) => {
            report::permissions(&selected, sources)
        }
    };
    let entry = |permissions| PermissionsEntry::of(permissions, policy.clone(), sources);
    let data = ReportData { roles: Some(selected.iter().map(entry).collect()), ..ReportData::default() };
    let summary = if policy.is_some() { left_out(&selected) } else { String::new() };
    Ok(Report { text, summary, data, log: project.log.without_warnings(), ..Report::default() })
}

/// The permissions of all roles: by role, and then by environment.
fn all_permissions(project: &Project) -> Vec<Permissions<'_>> {
    let none = Documents::new();
    let documents = &project.access().documents;
    let of_environment = |environment: &Environment| documents.get(environment.key()).unwrap_or(&none);
    let manual_changes = project.manual_changes();
    let mut all: Vec<Permissions> = project
        .requested_environments()
        .flat_map(|environment| {
            permissions(environment, of_environment(environment), &manual_changes.about(environment.key()))
        })
        .collect();
    let keys = keys(&all);
    all.sort_by_key(|one| keys.iter().position(|key| *key == one.role.role));
    all
}

/// The keys of the roles, each once.
fn keys(all: &[Permissions]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for permissions in all {
        if !keys.contains(&permissions.role.role) {
            keys.push(permissions.role.role.clone());
        }
    }
    keys
}

fn select<'a>(all: &[Permissions<'a>], role: Option<&str>) -> Result<Vec<Permissions<'a>>, Diagnostic> {
    let Some(role) = role else { return Ok(all.to_vec()) };
    let selected: Vec<Permissions> =
        all.iter().filter(|permissions| permissions.role.role == role).cloned().collect();
    if selected.is_empty() { Err(unknown(role, &keys(all))) } else { Ok(selected) }
}

fn unknown(role: &str, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Usage, format!("the environments have no role `{role}`"));
    let diagnostic = match nearest(role, known.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    };
    diagnostic.help(format!("the roles: {}", quoted_list(known.iter().map(String::as_str))))
}

/// The policy document of the role, if there is exactly one.
fn policy(selected: &[Permissions], format: Format) -> Result<serde_json::Value, Diagnostic> {
    if matches!(format, Format::Markdown | Format::Mermaid) {
        return Err(Diagnostic::new(Code::Usage, "`--as-policy` prints JSON")
            .help("leave out `--format`, or use `--format json`"));
    }
    let [Permissions { environment, role, .. }] = selected else {
        return Err(not_one(selected));
    };
    match environment.roles.get(&role.role).and_then(|role| role.managed()) {
        Some(managed) => Ok(iam::to_json(&role_document(managed, environment))),
        None => Err(Diagnostic::new(
            Code::Usage,
            format!("the role `{}` exists already: its policies are not in the inputs", role.role),
        )
        .help("`aws iam list-role-policies` and `aws iam list-attached-role-policies` list them")),
    }
}

/// What applies to the role besides the document.
fn left_out(selected: &[Permissions]) -> String {
    let managed = selected.iter().flat_map(|permissions| &permissions.role.managed_policies);
    let managed = managed.map(|arn| format!("without the managed policy {}\n", report::line(arn)));
    let limits = selected.iter().flat_map(report::limits);
    let limits = limits.map(|limit| format!("without {}, which limits it\n", report::line(&limit)));
    managed.chain(limits).collect::<String>() + report::SCOPE + "\n"
}

fn not_one(selected: &[Permissions]) -> Diagnostic {
    let message = match selected.is_empty() {
        true => "there is no role".to_owned(),
        false => format!("`--as-policy` prints one document, and this is about {}", selected.len()),
    };
    let roles = keys(selected);
    let mut environments: Vec<&str> =
        selected.iter().map(|permissions| permissions.environment.key()).collect();
    environments.dedup();
    let mut diagnostic = Diagnostic::new(Code::Usage, message);
    if roles.len() > 1 {
        let roles = quoted_list(roles.iter().map(String::as_str));
        diagnostic = diagnostic.help(format!("name one of the roles: {roles}"));
    }
    if selected.len() > roles.len() {
        let environments = quoted_list(environments);
        diagnostic =
            diagnostic.help(format!("name one of the environments with `--environment`: {environments}"));
    }
    diagnostic
}
