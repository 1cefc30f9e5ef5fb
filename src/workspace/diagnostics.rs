//! The diagnostics of a plan.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::inputs::layout::directory_of;
use crate::merge::{self, Conflict};
use crate::source::{Code, Diagnostic, FileId, Sources, Span};
use crate::workspace::decide::PlanOptions;
use crate::workspace::paths::{environment, in_workspace};
use crate::workspace::step::{Foreign, Step, Unmergeable, Unresolved};

/// How to resolve a conflict.
const SETTLE: &str = "use `--conflict markers` to write both versions into the file, `--conflict ours` to keep your lines, or `--conflict theirs` to take the generated ones";

/// What to do about a link.
const NO_LINKS: &str = "poolsmith never writes through links: replace the link with a directory or a file";

/// The diagnostics of all steps, and of environments that are removed.
pub fn of(
    steps: &BTreeMap<String, Step>,
    leaving: &BTreeMap<String, Option<&'static str>>,
    options: PlanOptions,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = leaving.iter().map(|(name, left)| leaves(name, *left)).collect();
    let deleted_environments = deleted_environments(steps);
    diagnostics.extend(deleted_environments.iter().map(|name| deleted_environment(name)));
    for (path, step) in steps {
        let is_deleted = || environment(path).is_some_and(|name| deleted_environments.contains(name));
        diagnostics.extend(match step {
            Step::Foreign(what) => vec![foreign(path, what)],
            Step::Conflict { disk, reason } => conflict(path, reason, disk, options.root, sources),
            Step::Mark { wanted, .. } => marked(path, wanted, options.root, sources),
            Step::Overwrite { reason, .. } => vec![overwritten(path, reason)],
            Step::Merge { keeps_original: true, .. } => vec![doubled(path)],
            Step::Deleted if !options.customized.contains(path) && !is_deleted() => vec![deleted(path)],
            Step::Orphan { .. } if !is_in(path, leaving) => vec![orphan(path)],
            Step::Create { .. }
            | Step::Keep
            | Step::Update { .. }
            | Step::Merge { .. }
            | Step::Edited { .. }
            | Step::Deleted
            | Step::NotCheckedOut { .. }
            | Step::Remove { .. }
            | Step::Orphan { .. } => Vec::new(),
        });
    }
    diagnostics
}

/// A file of an environment that only one of the merged branches has, with edits.
pub fn edit_in_new(path: &str) -> Diagnostic {
    let message = format!("{path} has edits, although the environment is new");
    Diagnostic::new(Code::EditInNewEnvironment, message)
        .help("Git may have taken it for a renamed file of a removed environment: check that the edits belong here, with `poolsmith diff --all`")
}

fn is_in(path: &str, leaving: &BTreeMap<String, Option<&'static str>>) -> bool {
    environment(path).is_some_and(|name| leaving.get(name).is_some_and(Option::is_some))
}

fn foreign(path: &str, what: &Foreign) -> Diagnostic {
    let code = match what {
        Foreign::File(_) | Foreign::NotAFile => Code::NotOurs,
        Foreign::Link(_) => Code::Link,
    };
    Diagnostic::new(code, format!("{path} {}", foreign_message(what))).help(foreign_help(what))
}

/// What is said of what is at the path of a generated file, after the path.
pub fn foreign_message(what: &Foreign) -> Cow<'static, str> {
    match what {
        Foreign::File(_) => "already exists and was not written by poolsmith".into(),
        Foreign::NotAFile => "can't be written: it is a directory, or its parent is a file".into(),
        Foreign::Link(link) => written_through(&link.display().to_string()).into(),
    }
}

/// What to do about it.
pub fn foreign_help(what: &Foreign) -> &'static str {
    match what {
        Foreign::File(_) | Foreign::NotAFile => "move it, or generate into another directory with --out",
        Foreign::Link(_) => NO_LINKS,
    }
}

fn conflict(
    path: &str,
    reason: &Unresolved,
    disk: &[u8],
    root: &Path,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(disk);
    let mut add = || sources.add(in_workspace(root, path), &*text);
    let mut at_line = |line: usize, message: String| {
        let range = lines(&text, line, 1);
        Diagnostic::at(Span::new(add(), range.start, range.end), Code::Conflict, message)
    };
    match reason {
        Unresolved::Hunks(hunks) => {
            let file = add();
            hunks.iter().map(|hunk| both_changed(path, hunk, &text, file)).collect()
        }
        Unresolved::OursUnmergeable(why) => {
            let message = format!("{path} can't be merged line by line: {}", why.message);
            vec![
                at_line(why.line, message).help(
                    "use `--conflict markers` to write both versions into the file, or edit it by hand",
                ),
            ]
        }
        Unresolved::Unmergeable(reason) => vec![unmergeable(path, reason, at_line)],
    }
}

fn unmergeable(
    path: &str,
    reason: &Unmergeable,
    mut at_line: impl FnMut(usize, String) -> Diagnostic,
) -> Diagnostic {
    let conflict = |message: &str| Diagnostic::new(Code::Conflict, format!("{path} {message}"));
    match reason {
        Unmergeable::NoBase => conflict(
            "was edited, and its generated content changed as well, but the previous generated content is unknown",
        )
        .help(SETTLE)
        .help("restore the poolsmith.*.record files from version control"),
        Unmergeable::NotText => {
            conflict("was edited and is not UTF-8, and its generated content changed as well")
                .help(format!("use `--conflict ours` to keep it, or `--conflict theirs` to overwrite it and keep a copy as {path}.orig"))
        }
        Unmergeable::Markers(line) => at_line(*line, format!("{path} has conflict markers"))
            .help("choose between the lines above and below `=======`, delete the markers, and run poolsmith again"),
        Unmergeable::Meaning(why) => {
            let message =
                format!("{path} was edited, and its generated content changed as well: {}", why.message);
            at_line(why.line, message).help(SETTLE)
        }
    }
}

/// The conflicts of a file that is written with conflict markers, at their lines in it.
fn marked(path: &str, wanted: &str, root: &Path, sources: &mut Sources) -> Vec<Diagnostic> {
    let file = sources.add(in_workspace(root, path), wanted);
    let lines_of_markers = merge::lines_of_markers(wanted);
    let conflict = |line: usize| {
        let range = lines(wanted, line, 1);
        let message = format!("{path} has edits that can't be merged");
        Diagnostic::at(Span::new(file, range.start, range.end), Code::Conflict, message).help(
            "choose between the lines above and below `=======`, delete the markers, and run `poolsmith check`",
        )
    };
    lines_of_markers.map(conflict).collect()
}

fn overwritten(path: &str, reason: &Unmergeable) -> Diagnostic {
    let why = match reason {
        Unmergeable::NoBase => "the previous generated content is unknown",
        Unmergeable::NotText => "it is not UTF-8 text",
        Unmergeable::Markers(_) => "it has conflict markers",
        Unmergeable::Meaning(why) => &why.message,
    };
    kept(path, format!("{path} can't be merged line by line and is overwritten: {why}"))
}

fn doubled(path: &str) -> Diagnostic {
    let what = "your lines repeat what is generated elsewhere in the file, and are replaced";
    kept(path, format!("{path}: {what}"))
}

fn kept(path: &str, message: String) -> Diagnostic {
    Diagnostic::new(Code::Overwritten, message)
        .help(format!("your version is kept as {path}.orig, or under the next free name"))
}

/// A path goes through a link, which may lead out of the workspace.
pub fn through_link(path: &str, link: &str) -> Diagnostic {
    Diagnostic::new(Code::Link, format!("{path} {}", written_through(link))).help(NO_LINKS)
}

fn written_through(link: &str) -> String {
    format!("would be written through the symbolic link {link}")
}

fn both_changed(path: &str, hunk: &Conflict, text: &str, file: FileId) -> Diagnostic {
    let range = lines(text, hunk.line, hunk.ours.len().max(1));
    let message = format!("{path} was edited, and the same generated lines changed as well");
    let trimmed = |lines: &[String]| lines.iter().map(|line| line.trim_end().to_owned()).collect();
    Diagnostic::at(Span::new(file, range.start, range.end), Code::Conflict, message)
        .label("yours")
        .excerpt("previously generated", trimmed(&hunk.base))
        .excerpt("yours", trimmed(&hunk.ours))
        .excerpt("now generated", trimmed(&hunk.theirs))
        .help(SETTLE)
}

/// The byte range of `count` lines from line `first`, counted from 1, without the final line end.
fn lines(text: &str, first: usize, count: usize) -> std::ops::Range<usize> {
    let ends = || text.match_indices('\n').map(|(offset, _)| offset);
    let start = if first <= 1 { 0 } else { ends().nth(first - 2).map_or(text.len(), |end| end + 1) };
    let end = ends().nth((first + count).saturating_sub(2)).unwrap_or(text.len());
    start..end.max(start)
}

/// The environments of which all generated files were deleted by hand.
fn deleted_environments(steps: &BTreeMap<String, Step>) -> BTreeSet<&str> {
    let of = |is: fn(&Step) -> bool| -> BTreeSet<&str> {
        let steps = steps.iter().filter(|(_, step)| is(step));
        steps.filter_map(|(path, _)| environment(path)).collect()
    };
    let others = of(|step| *step != Step::Deleted);
    of(|step| *step == Step::Deleted).into_iter().filter(|name| !others.contains(name)).collect()
}

fn deleted_environment(name: &str) -> Diagnostic {
    let directory = directory_of(name);
    Diagnostic::new(
        Code::Deleted,
        format!("the files of {directory} were deleted and are not generated again"),
    )
    .help("use `poolsmith generate --restore` to restore them, or remove the environment from the inputs")
    .help(format!(
        "if you renamed the directory, rename the environment in the inputs, with `renamed_from: {name}`"
    ))
}

fn deleted(path: &str) -> Diagnostic {
    Diagnostic::new(Code::Deleted, format!("{path} was deleted and is not generated again"))
        .help("use `poolsmith generate --restore` to restore it")
}

fn orphan(path: &str) -> Diagnostic {
    Diagnostic::new(Code::Orphan, format!("{path} is no longer generated, but is kept because it was edited"))
        .help("delete it, or move what you need into a file of your own")
}

fn leaves(environment: &str, left: Option<&str>) -> Diagnostic {
    let directory = directory_of(environment);
    match left {
        Some(left) => Diagnostic::new(
            Code::StillInUse,
            format!("{directory} is no longer generated, but is kept because it contains {left}"),
        )
        .help(format!("its resources still exist: `terraform -chdir={directory} destroy` destroys them, including the identity pool and all identity IDs"))
        .help(format!("then delete {directory}/{left}, and run `poolsmith generate` to remove the rest")),
        None => Diagnostic::new(
            Code::StillInUse,
            format!("{directory} is removed from the workspace, but the resources that Terraform created there still exist"),
        )
        .help("to destroy them, restore the environment in the inputs, run `terraform destroy` in its directory, and remove it again"),
    }
}
