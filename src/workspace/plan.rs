use std::collections::BTreeMap;

use crate::disk::Found;
use crate::render::FileSet;
use crate::source::{Code, Problem};
use crate::workspace::lock::{LOCK_FILE, Lock, digest};

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is not there yet.
    Create,
    /// It is ours and unchanged, and what is generated is not the same any more.
    Update,
    /// It is what would be generated.
    Keep,
}

/// What is to be done with each file, in the order of their paths, and what stands in the way.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files.
    pub actions: BTreeMap<String, Action>,
    /// Why nothing may be written, and warnings.
    pub problems: Vec<Problem>,
}

/// Decides. Pure: `found` tells what is on the disk in each file's place, and `before` what was
/// generated the last time.
pub fn plan(rendered: &FileSet, before: Option<&Lock>, found: impl Fn(&str) -> Found) -> Plan {
    let mut plan = Plan::default();
    for (path, text) in rendered {
        let last = before.and_then(|lock| lock.files.get(path));
        match action(text, last, &found(path)) {
            Ok(action) => drop(plan.actions.insert(path.clone(), action)),
            Err(in_the_way) => plan.problems.push(in_the_way.problem(path)),
        }
    }
    let orphans =
        before.into_iter().flat_map(|lock| lock.files.keys()).filter(|path| !rendered.contains_key(*path));
    plan.problems.extend(orphans.filter(|path| found(path) != Found::Nothing).map(|path| orphan(path)));
    plan
}

enum InTheWay {
    Foreign,
    Changed,
    Other,
    Link(String),
}

fn action(text: &str, last: Option<&String>, found: &Found) -> Result<Action, InTheWay> {
    match (found, last) {
        (Found::Nothing, _) => Ok(Action::Create),
        (Found::File(bytes), _) if bytes == text.as_bytes() => Ok(Action::Keep),
        (Found::File(bytes), Some(last)) if digest(bytes) == *last => Ok(Action::Update),
        (Found::File(_), Some(_)) => Err(InTheWay::Changed),
        (Found::File(_), None) => Err(InTheWay::Foreign),
        (Found::Other, _) => Err(InTheWay::Other),
        (Found::Link(link), _) => Err(InTheWay::Link(link.display().to_string())),
    }
}

impl InTheWay {
    fn problem(&self, path: &str) -> Problem {
        let problem = |message: &str| Problem::new(Code::NotOurs, format!("{path} {message}"));
        match self {
            Self::Foreign => problem("is there already, and poolsmith did not write it")
                .help("move it away, or generate into another folder with --out"),
            Self::Changed => problem("was changed since poolsmith wrote it")
                .help("move your lines to a file of your own beside it (Terraform reads every .tf file, and *_override.tf over the others), then delete the changed file or restore it from version control"),
            Self::Other => problem("can't be written: a folder stands in its place, or a file in that of its folder")
                .help("move it away, or generate into another folder with --out"),
            Self::Link(link) => Problem::new(Code::Link, format!("{path} would be written through the link {link}"))
                .help("poolsmith writes nothing outside the workspace: replace the link by a folder or a file"),
        }
    }
}

fn orphan(path: &str) -> Problem {
    Problem::new(Code::Orphan, format!("{path} is not generated any more and is left where it is")).help(
        format!(
            "delete it when nothing that it made is needed; {LOCK_FILE} keeps it as poolsmith's until then"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(last: Option<&str>, found: Found) -> Result<Action, Code> {
        let rendered = FileSet::from([("a.tf".to_owned(), "new".to_owned())]);
        let before =
            last.map(|last| Lock::of(&FileSet::from([("a.tf".to_owned(), last.to_owned())]), [], []));
        let plan = plan(&rendered, before.as_ref(), |_| found.clone());
        plan.actions.get("a.tf").copied().ok_or_else(|| plan.problems[0].code)
    }

    #[test]
    fn every_combination_of_last_and_disk() {
        let file = |text: &str| Found::File(text.as_bytes().to_vec());
        let link = || Found::Link("environments".into());
        let cases = [
            (None, Found::Nothing, Ok(Action::Create)),
            (None, file("new"), Ok(Action::Keep)),
            (None, file("theirs"), Err(Code::NotOurs)),
            (None, Found::Other, Err(Code::NotOurs)),
            (None, link(), Err(Code::Link)),
            (Some("old"), Found::Nothing, Ok(Action::Create)),
            (Some("old"), file("new"), Ok(Action::Keep)),
            (Some("old"), file("old"), Ok(Action::Update)),
            (Some("old"), file("theirs"), Err(Code::NotOurs)),
            (Some("old"), Found::Other, Err(Code::NotOurs)),
            (Some("old"), link(), Err(Code::Link)),
            (Some("new"), Found::Nothing, Ok(Action::Create)),
            (Some("new"), file("new"), Ok(Action::Keep)),
            (Some("new"), file("theirs"), Err(Code::NotOurs)),
        ];
        for (last, found, expected) in cases {
            assert_eq!(outcome(last, found.clone()), expected, "{last:?} {found:?}");
        }
    }
}
