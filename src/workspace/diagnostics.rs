//! What a plan has to say about files, in words.

use std::collections::BTreeMap;
use std::path::Path;

use crate::merge::Conflict;
use crate::source::{Code, Diagnostic, FileId, Sources, Span};
use crate::workspace::decide::Rules;
use crate::workspace::lock::LOCK_FILE;
use crate::workspace::paths::{environment, in_workspace};
use crate::workspace::step::{Foreign, Step, Unmergeable, Unresolved};

/// What settles a conflict.
const SETTLE: &str = "`--conflict markers` writes both into the file for you to choose; `--conflict ours` keeps your lines, `--conflict theirs` takes those now generated";

/// Everything that the steps have to say, and the environments that leave the workspace.
pub fn of(
    steps: &BTreeMap<String, Step>,
    leaving: &BTreeMap<String, Option<&'static str>>,
    rules: Rules,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = leaving.iter().map(|(name, left)| leaves(name, *left)).collect();
    for (path, step) in steps {
        diagnostics.extend(match step {
            Step::Foreign(what) => vec![foreign(path, what)],
            Step::Conflict { disk, reason } => conflict(path, reason, disk, rules.root, sources),
            Step::Overwrite { reason, .. } => vec![overwritten(path, reason)],
            Step::Merge { keeps_original: true, .. } => vec![doubled(path)],
            Step::Deleted if !rules.customized.contains(path) => vec![deleted(path)],
            Step::Orphan { .. } if !is_in(path, leaving) => vec![orphan(path)],
            Step::Create { .. }
            | Step::Keep
            | Step::Update { .. }
            | Step::Merge { .. }
            | Step::Edited { .. }
            | Step::Deleted
            | Step::Remove { .. }
            | Step::Orphan { .. } => Vec::new(),
        });
    }
    diagnostics
}

fn is_in(path: &str, leaving: &BTreeMap<String, Option<&'static str>>) -> bool {
    environment(path).is_some_and(|name| leaving.get(name).is_some_and(Option::is_some))
}

fn foreign(path: &str, what: &Foreign) -> Diagnostic {
    let not_ours = |message: &str| {
        Diagnostic::new(Code::NotOurs, format!("{path} {message}"))
            .help("move it away, or generate into another directory with --out")
    };
    match what {
        Foreign::File(_) => not_ours("already exists, and poolsmith did not write it"),
        Foreign::NotAFile => not_ours("can't be written: it is a directory, or its directory is a file"),
        Foreign::Link(link) => through_link(path, &link.display().to_string()),
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
            vec![at_line(why.line, message).help(
                "`--conflict markers` writes both texts into the file for you to choose; or edit it by hand",
            )]
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
            "was changed by hand, and so was what is generated; what was generated before is not known",
        )
        .help(SETTLE)
        .help(format!("restore .poolsmith/ and {LOCK_FILE} from version control")),
        Unmergeable::NotText => {
            conflict("was changed by hand to something that is not UTF-8 text, and so was what is generated")
                .help(format!("`--conflict ours` leaves it as it is; `--conflict theirs` overwrites it, and keeps it as {path}.orig"))
        }
        Unmergeable::Markers(line) => at_line(*line, format!("{path} has conflict markers"))
            .help("choose between the lines above and below `=======`, delete the markers, and run it again"),
        Unmergeable::Meaning(why) => {
            let message =
                format!("{path} was changed by hand, and so was what is generated: {}", why.message);
            at_line(why.line, message).help(SETTLE)
        }
    }
}

fn overwritten(path: &str, reason: &Unmergeable) -> Diagnostic {
    let why = match reason {
        Unmergeable::NoBase => "what was generated before is not known",
        Unmergeable::NotText => "it is not UTF-8 text",
        Unmergeable::Markers(_) => "it has conflict markers",
        Unmergeable::Meaning(why) => &why.message,
    };
    kept(path, format!("{path} can't be merged line by line, and is overwritten: {why}"))
}

fn doubled(path: &str) -> Diagnostic {
    let what = "lines of yours say the same as lines that are generated elsewhere in it, and are replaced";
    kept(path, format!("{path}: {what}"))
}

fn kept(path: &str, message: String) -> Diagnostic {
    Diagnostic::new(Code::Overwritten, message)
        .help(format!("the text that was there is kept beside it as {path}.orig, or the next free name"))
}

/// A link leads out of the workspace, or may.
pub fn through_link(path: &str, link: &str) -> Diagnostic {
    Diagnostic::new(Code::Link, format!("{path} would be written through the link {link}"))
        .help("poolsmith writes nothing outside the workspace: replace the link by a directory or a file")
}

fn both_changed(path: &str, hunk: &Conflict, text: &str, file: FileId) -> Diagnostic {
    let range = lines(text, hunk.line, hunk.ours.len().max(1));
    let message = format!("{path} was changed by hand, and so were the same lines in what is generated");
    let trimmed = |lines: &[String]| lines.iter().map(|line| line.trim_end().to_owned()).collect();
    Diagnostic::at(Span::new(file, range.start, range.end), Code::Conflict, message)
        .label("yours")
        .excerpt("generated before", trimmed(&hunk.base))
        .excerpt("yours", trimmed(&hunk.ours))
        .excerpt("generated now", trimmed(&hunk.theirs))
        .help(SETTLE)
}

/// The bytes of so many lines, from the one of that number on, without the last line's end.
fn lines(text: &str, first: usize, count: usize) -> std::ops::Range<usize> {
    let ends = || text.match_indices('\n').map(|(offset, _)| offset);
    let start = if first <= 1 { 0 } else { ends().nth(first - 2).map_or(text.len(), |end| end + 1) };
    let end = ends().nth((first + count).saturating_sub(2)).unwrap_or(text.len());
    start..end.max(start)
}

fn deleted(path: &str) -> Diagnostic {
    Diagnostic::new(Code::Deleted, format!("{path} was deleted by hand and stays so"))
        .help("`poolsmith generate --restore` brings it back")
}

fn orphan(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Orphan,
        format!("{path} is no longer generated, and stays because it was changed by hand"),
    )
    .help("delete it, or move what you need of it to a file of your own")
}

fn leaves(environment: &str, left: Option<&str>) -> Diagnostic {
    match left {
        Some(left) => Diagnostic::new(
            Code::StillInUse,
            format!("environments/{environment} is no longer generated, and stays because of its {left}"),
        )
        .help(format!("what Terraform made there still exists: `terraform -chdir=environments/{environment} destroy` ends it, identity pool, identity IDs and all"))
        .help(format!("then delete environments/{environment}/{left}, and `poolsmith generate` removes the rest")),
        None => Diagnostic::new(
            Code::StillInUse,
            format!("environments/{environment} leaves the workspace; what Terraform made there still exists"),
        )
        .help("to destroy it, bring the environment back, run `terraform destroy` in its directory, and take it out again"),
    }
}
