//! `poolsmith verify`: what do Terraform's own checks say?

use std::collections::BTreeSet;
use std::io;
use std::num::NonZero;
use std::thread;

use crate::cli::{Format, Verify};
use crate::commands::request;
use crate::disk;
use crate::inputs::layout::directory_of;
use crate::model::Environment;
use crate::project::{Failure, Notify, Project};
use crate::report::{self, Report, ReportData, VerifiedEntry};
use crate::source::{Code, Diagnostic};
use crate::verify::{self, Copy, Options, Program, ProgramError, Target, TargetKind};

/// The memory that a run of Terraform with a provider takes, in bytes, as measured with hashicorp/aws 5.100.
const MEMORY_OF_A_RUN: u64 = 700 * 1024 * 1024;

/// Runs Terraform's checks on a copy of the workspace.
///
/// # Errors
/// There is no Terraform, or the workspace can't be read or copied.
pub fn run(arguments: &Verify, format: Format, is_verbose: bool, notify: &Notify) -> Result<Report, Failure> {
    let program = Program::find(arguments.terraform.as_deref()).map_err(no_program)?;
    let request = request::of(&arguments.place)?;
    let project = Project::load(request.clone())?;
    check_version(&program, project.environments())?;
    let copy = Copy::of(&request.root, arguments.plan).map_err(|error| {
        Diagnostic::new(Code::Unreadable, format!("can't copy {}: {error}", request.root.display()))
    })?;
    for path in &copy.left_out {
        let path = path.strip_prefix(&request.root).unwrap_or(path).display();
        notify(&format!("{path} is not verified: it is neither a file nor a directory of the workspace"));
    }
    let environments: Vec<String> =
        project.requested_environments().map(Environment::key).map(directory_of).collect();
    let modules = modules_of(project.render()?.files.keys()).into_iter().chain(copy.modules());
    let modules: BTreeSet<String> = modules.collect();
    let environments = environments.into_iter().map(|path| Target { path, kind: TargetKind::Environment });
    let modules = modules.into_iter().map(|path| Target { path, kind: TargetKind::Module });
    let targets: Vec<Target> = environments.chain(modules).collect();
    if let Some(missing) = targets.iter().find(|target| !disk::is_directory(&copy.path_of(target))) {
        let message = format!("{} is missing", missing.path);
        return Err(Diagnostic::new(Code::Usage, message).help("run `poolsmith generate` first").into());
    }
    copy.remove_when_interrupted().map_err(|error| Diagnostic::new(Code::Usage, error.to_string()))?;
    notify(&format!("verifying {} directories with {}", targets.len(), program.title));
    let options = Options {
        has_plan: arguments.plan,
        plugin_dir: arguments.plugin_dir.as_deref().map(disk::canonical).transpose().map_err(no_directory)?,
        jobs: arguments.jobs.unwrap_or_else(jobs),
    };
    let is_done = |target: &Target, result: &verify::StepResult| {
        if is_verbose {
            notify(&report::verified_step(&target.path, result));
        }
    };
    let results = verify::run(&program, &copy, &targets, options, &is_done);
    let failed = results.iter().filter(|result| !result.is_passed()).count();
    Ok(Report {
        text: match format {
            Format::Junit => report::verification_junit(&results),
            Format::Human
            | Format::Json
            | Format::Sarif
            | Format::Github
            | Format::Markdown
            | Format::Mermaid => report::verification(&results),
        },
        summary: match failed {
            0 => format!("all {} directories passed\n", results.len()),
            failed => format!("{failed} of {} directories failed\n", results.len()),
        },
        findings: report::verification_findings(&results),
        is_no: failed > 0,
        data: ReportData { verified: Some(VerifiedEntry::all(&results)), ..ReportData::default() },
        ..Report::default()
    })
}

/// The directories of the generated modules.
fn modules_of<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    let module = |path: &'a String| path.strip_prefix("modules/")?.split('/').next();
    paths.filter_map(module).map(|name| format!("modules/{name}")).collect()
}

fn no_directory(error: io::Error) -> Diagnostic {
    Diagnostic::new(Code::Usage, format!("--plugin-dir: {error}"))
}

fn no_program(error: ProgramError) -> Diagnostic {
    let help = "install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu, or name the program with --terraform PATH";
    Diagnostic::new(Code::Usage, error.to_string()).help(help)
}

fn check_version(program: &Program, environments: &[Environment]) -> Result<(), Diagnostic> {
    let wanted = environments.iter().map(|environment| &environment.versions.terraform);
    match wanted.into_iter().find(|wanted| !wanted.admits(program.version)) {
        None => Ok(()),
        Some(wanted) => Err(Diagnostic::new(
            Code::Usage,
            format!("{} is not a version that the workspace admits: {}", program.title, wanted.as_str()),
        )
        .help("install another version, or name another program with --terraform PATH")),
    }
}

/// As many as there are cores, and as the free memory holds.
fn jobs() -> usize {
    let mut system = sysinfo::System::new();
    system.refresh_memory();
    let in_memory = usize::try_from(system.available_memory() / MEMORY_OF_A_RUN).unwrap_or(usize::MAX);
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.min(in_memory).max(1)
}
