//! What `poolsmith new` tells at its end: what is there, who may do what, and what to do next.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use crate::access::{Documents, permissions};
use crate::commands::new::NewWorkspace;
use crate::inputs::layout::directory_of;
use crate::project::{Planned, Project};
use crate::report;
use crate::starter::{Answers, Choice, Field, is_production};

/// What each role may do in the first environment.
pub fn access(project: &Project) -> String {
    let Some(environment) = project.environments().first() else { return String::new() };
    let none = Documents::new();
    let documents = project.access().documents.get(environment.key()).unwrap_or(&none);
    report::permissions(&permissions(environment, documents, &[]), &project.log.sources)
}

/// The end of a run that wrote a workspace.
pub(super) fn summary(new: &NewWorkspace, planned: &Planned, access: &str, is_asked: bool) -> String {
    let mut text = String::new();
    let own = new.own_files.len() + 1; // and the inputs file
    let created = planned.files.len() - new.kept.len() + own;
    let directory = new.directory.display().to_string();
    let mut line = |line: String| writeln!(text, "{line}").expect("writing to a string does not fail");
    line(format!("created {created} files in {}\n", report::line(&directory)));
    line(tree(new));
    line("Who may do what:\n".to_owned());
    line(indented(access));
    kept(new).into_iter().for_each(&mut line);
    if is_asked {
        line(format!("The same without questions:\n\n  {}\n", report::line(&new.command.text)));
    }
    line(next(new));
    text
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

fn tree(new: &NewWorkspace) -> String {
    let answers = new.answers;
    let mut lines = vec![
        (
            "├── poolsmith.yaml".to_owned(),
            "the inputs: edit this file, then run `poolsmith generate`".to_owned(),
        ),
        (
            "├── modules/".to_owned(),
            "the identity pool, its roles and policies, the same for every environment".to_owned(),
        ),
        ("└── environments/".to_owned(), String::new()),
    ];
    if !new.kept.contains(&"README.md") {
        let readme = "who can reach what, how to apply, the lines for an application".to_owned();
        lines.insert(1, ("├── README.md".to_owned(), readme));
    }
    for (index, environment) in answers.environments.iter().enumerate() {
        let is_last = index + 1 == answers.environments.len();
        let (branch, below) = if is_last { ("└──", "    ") } else { ("├──", "│   ") };
        let region = answers.value(Field::Region, environment).unwrap_or_default();
        let protected = if is_production(environment) { ", protected" } else { "" };
        lines.push((format!("    {branch} {environment}/"), format!("{region}{protected}")));
        let prefix = format!("{}/", directory_of(environment));
        let own: Vec<&str> =
            new.own_files.iter().filter_map(|(path, _)| path.strip_prefix(&prefix)).collect();
        for (index, name) in own.iter().enumerate() {
            let branch = if index + 1 == own.len() { "└──" } else { "├──" };
            lines.push((
                format!("    {below} {branch} {name}"),
                "yours: poolsmith never changes it".to_owned(),
            ));
        }
    }
    let width = lines.iter().map(|(path, _)| path.chars().count()).max().unwrap_or_default();
    let shown =
        |(path, what): &(String, String)| format!("  {path:width$}   {what}").trim_end().to_owned() + "\n";
    lines.iter().map(shown).collect()
}

/// What to do about files that were there before.
fn kept(new: &NewWorkspace) -> Option<String> {
    match new.kept.contains(&".gitignore") {
        true => Some("Your .gitignore stays as it is. It should have these lines:\n\n  .terraform/\n  *.tfstate\n  *.tfstate.*\n  *.tfplan\n".to_owned()),
        false => None,
    }
}

fn next(new: &NewWorkspace) -> String {
    let answers = new.answers;
    let first = answers.environments.first().map(String::as_str).unwrap_or_default();
    let mut text = state(answers, first) + &commands(new.directory, first);
    if answers.chose(Choice::CreateUserPool) {
        text += "\nThe outputs of `apply` and the README have the IDs and the lines for your application.\n";
    }
    text
}

/// The next two commands.
fn commands(directory: &Path, environment: &str) -> String {
    let root = directory.join(directory_of(environment));
    let root: PathBuf = root.components().filter(|part| *part != Component::CurDir).collect();
    let root = root.display().to_string();
    let root = report::line(&root);
    format!("Next:\n\n  terraform -chdir={root} init\n  terraform -chdir={root} apply\n")
}

/// What to know about the state, and the commands that make a bucket for it.
///
/// Source: Terraform, "Backend Type: s3": versioning is recommended; Amazon S3 API, CreateBucket: us-east-1 is no location
/// constraint.
fn state(answers: &Answers, environment: &str) -> String {
    let region = answers.value(Field::Region, environment).unwrap_or_default();
    if let Some(bucket) = answers.value(Field::StateBucket, environment) {
        let location = match region {
            "us-east-1" => String::new(),
            region => format!(" --create-bucket-configuration LocationConstraint={region}"),
        };
        return format!(
            "Terraform's state is in the S3 bucket {bucket}. If it doesn't exist, create it first:\n\n  \
             aws s3api create-bucket --bucket {bucket} --region {region}{location}\n  \
             aws s3api put-bucket-versioning --bucket {bucket} --versioning-configuration Status=Enabled\n  \
             aws s3api put-public-access-block --bucket {bucket} --public-access-block-configuration \
             BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true\n\n"
        );
    }
    match answers.value(Field::HcpOrganization, environment) {
        Some(_) => "Terraform's state is in HCP Terraform: run `terraform login` first.\n\n".to_owned(),
        None => "Terraform's state is a file in the environment's directory: whoever loses it loses track of the resources. For more than a trial, set `terraform.backend` in poolsmith.yaml before the first `apply`.\n\n".to_owned(),
    }
}

/// The end of a run that added environments.
pub(super) fn added(directory: &Path, answers: &Answers, written: &[String], planned: &Planned) -> String {
    let mut text = report::plan(&planned.plan, false);
    for path in written {
        let what =
            if path.contains('/') { "copied from another environment: check its names" } else { "edited" };
        text += &format!("{path}  {what}\n");
    }
    let first = answers.environments.first().map(String::as_str).unwrap_or_default();
    text + "\n" + &commands(directory, first)
}
