//! Reads the record of the last generation, as far as it can be trusted.

use std::path::Path;

use crate::aws::shown;
use crate::disk::{self, Directory, DiskEntry};
use crate::project::failure::unreadable;
use crate::project::{Inputs, Request};
use crate::render::Templates;
use crate::source::{Code, Diagnostic, Log};
use crate::workspace::{self, LOCK_FILE, Lock};

/// The maximum size of a lock file, in bytes. 10,000 environments need less.
const MAX_LOCK_BYTES: u64 = 64 * 1024 * 1024;

/// The paths of the journal before it was moved out of the workspace.
const FORMER_JOURNALS: [&str; 2] = [".poolsmith/begun.json", ".poolsmith/decided.json"];

/// The lock of the last generation. Files in it that no template can have generated are reported and left
/// unchanged.
///
/// # Errors
/// If the lock can't be read.
pub(super) fn last_generation(
    directory: Option<&Directory>,
    request: &Request,
    templates: &Templates,
    log: &mut Log,
) -> Result<Option<Lock>, Diagnostic> {
    let Some(directory) = directory else { return Ok(None) };
    let journals = FORMER_JOURNALS.into_iter().filter(|path| directory.exists(path));
    log.diagnostics.extend(journals.map(not_followed));
    let Some(mut lock) = read_lock(directory)? else { return Ok(None) };
    let inputs = inputs_in_workspace(request);
    let is_inputs = |path: &str| inputs.as_ref().is_some_and(|inputs| inputs.eq_ignore_ascii_case(path));
    let foreign = lock.take_foreign(|path| templates.can_give(path) && !is_inputs(path));
    log.diagnostics.extend(foreign.iter().map(|path| not_recorded(path)));
    Ok(Some(lock))
}

/// The path of the inputs file relative to the workspace, if it is inside.
fn inputs_in_workspace(request: &Request) -> Option<String> {
    let inputs = match &request.inputs {
        Inputs::File(path) | Inputs::Edited { path, .. } => path,
        Inputs::New { .. } | Inputs::Memory { .. } => return None,
    };
    let directory = inputs.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = disk::canonical(directory.unwrap_or(Path::new("."))).ok()?;
    let inputs = directory.join(inputs.file_name()?);
    let below = inputs.strip_prefix(disk::canonical(&request.root).ok()?).ok()?;
    Some(below.to_str()?.replace('\\', "/"))
}

/// The lock of a workspace, as it is.
pub(super) fn read_lock(directory: &Directory) -> Result<Option<Lock>, Diagnostic> {
    let path = directory.path().join(LOCK_FILE);
    match directory.entry(LOCK_FILE, MAX_LOCK_BYTES).map_err(|error| unreadable(&path, &error))? {
        DiskEntry::Missing => Ok(None),
        DiskEntry::File(bytes) => Lock::read(&bytes).map(Some),
        DiskEntry::Link(link) => Err(workspace::through_link(LOCK_FILE, &link.display().to_string())),
        DiskEntry::Other => {
            Err(Diagnostic::new(Code::BadLock, format!("{LOCK_FILE} is not a file")).help("move it away"))
        }
    }
}

fn not_followed(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForeignJournal,
        format!("{path} is ignored: a journal inside a workspace can't be trusted"),
    )
    .help("delete it")
}

fn not_recorded(path: &str) -> Diagnostic {
    let message =
        format!("{LOCK_FILE} lists {}, which no template generates: it is left unchanged", shown(path));
    Diagnostic::new(Code::ForeignRecord, message)
        .help("poolsmith does not treat it as a generated file: delete it yourself if it is one")
}
