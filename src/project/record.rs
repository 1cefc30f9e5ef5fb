//! Reads the record of what was generated, as far as it can be trusted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::aws::shown;
use crate::disk::{self, Directory, DiskEntry, Kind};
use crate::inputs::layout::environment_and_file;
use crate::project::failure::unreadable;
use crate::project::{Base, Inputs, Project, Request};
use crate::release;
use crate::render::{FileSet, Templates};
use crate::source::{Code, Diagnostic, Log};
use crate::workspace::{self, FORMER_LOCK, Record, RecordContent, RecordError};

/// The maximum size of a record file, in bytes. 10,000 environments need less.
const MAX_RECORD_BYTES: u64 = 64 * 1024 * 1024;

/// The maximum number of record files. A workspace has a few.
const MAX_RECORD_FILES: usize = 100;

/// The paths of the journal before it was moved out of the workspace.
const FORMER_JOURNALS: [&str; 2] = [".poolsmith/begun.json", ".poolsmith/decided.json"];

/// The version in whose inputs a lost record is looked for.
const LAST_COMMIT: &str = "HEAD";

/// The record of a workspace. Files in it that no template can have generated are reported and left unchanged. If it is lost, the
/// last commit's inputs tell what may have been generated.
///
/// # Errors
/// The record can't be read.
pub(super) fn record_of(
    directory: Option<&Directory>,
    request: &Request,
    rendered: &FileSet,
    templates: &Templates,
    log: &mut Log,
) -> Result<Record, Diagnostic> {
    let Some(directory) = directory else { return Ok(Record::default()) };
    let journals = FORMER_JOURNALS.into_iter().filter(|path| directory.exists(path));
    log.diagnostics.extend(journals.map(not_followed));
    let mut record = read_record(directory)?;
    if record.is_empty() && differs(directory, rendered) {
        record = guess(directory, request, rendered);
    }
    let inputs = inputs_in_workspace(request);
    let is_inputs = |path: &str| inputs.as_ref().is_some_and(|inputs| inputs.eq_ignore_ascii_case(path));
    let foreign = record
        .take_foreign(|path| workspace::is_inside(path) && templates.can_give(path) && !is_inputs(path));
    log.diagnostics.extend(foreign.iter().map(|path| not_recorded(path)));
    Ok(record)
}

/// The record of a workspace, as it is.
pub(super) fn read_record(directory: &Directory) -> Result<Record, Diagnostic> {
    read_record_files(directory, |_| true)
}

/// The record that these of its files are.
pub(super) fn read_record_files(
    directory: &Directory,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Record, Diagnostic> {
    let names = directory.list("").unwrap_or_default().into_iter();
    let names = names.filter_map(|(name, kind)| Some((name.into_string().ok()?, kind)));
    let names: Vec<(String, Kind)> =
        names.filter(|(name, _)| workspace::is_record_file(name) && is_wanted(name)).collect();
    if let Some((name, _)) = names.get(MAX_RECORD_FILES) {
        let message = format!("there are more than {MAX_RECORD_FILES} record files, such as {name}");
        return Err(bad_record(message));
    }
    let mut files = Vec::new();
    for (name, _) in names {
        let content = read_file(directory, &name)?;
        files.push((name, content));
    }
    let former = read_former(directory)?;
    let former_files = match directory.exists(FORMER_LOCK) {
        true => workspace::former_files(former.as_ref()),
        false => Vec::new(),
    };
    Ok(Record::of(files, former, former_files))
}

fn read_file(directory: &Directory, name: &str) -> Result<RecordContent, Diagnostic> {
    let path = directory.path().join(name);
    let entry = directory.entry(name, MAX_RECORD_BYTES).map_err(|error| unreadable(&path, &error))?;
    match entry {
        DiskEntry::File(bytes) => RecordContent::decoded(&bytes).map_err(|error| bad_file(name, error)),
        DiskEntry::Link(link) => Err(workspace::through_link(name, &link.display().to_string())),
        DiskEntry::Missing | DiskEntry::Other => Err(bad_record(format!("{name} is not a file"))),
    }
}

fn read_former(directory: &Directory) -> Result<Option<RecordContent>, Diagnostic> {
    let path = directory.path().join(FORMER_LOCK);
    let entry = directory.entry(FORMER_LOCK, MAX_RECORD_BYTES).map_err(|error| unreadable(&path, &error))?;
    let text = |path: &str| match directory.entry(path, MAX_RECORD_BYTES) {
        Ok(DiskEntry::File(bytes)) => String::from_utf8(bytes).ok(),
        Ok(DiskEntry::Missing | DiskEntry::Other | DiskEntry::Link(_)) | Err(_) => None,
    };
    match entry {
        DiskEntry::Missing => Ok(None),
        DiskEntry::File(bytes) => {
            workspace::former_content(&bytes, text).map(Some).map_err(|error| bad_file(FORMER_LOCK, error))
        }
        DiskEntry::Link(link) => Err(workspace::through_link(FORMER_LOCK, &link.display().to_string())),
        DiskEntry::Other => Err(bad_record(format!("{FORMER_LOCK} is not a file"))),
    }
}

fn bad_file(name: &str, error: RecordError) -> Diagnostic {
    match error {
        RecordError::Damaged => bad_record(format!("{name} is damaged")),
        RecordError::Newer(version) => newer(&version),
    }
}

fn bad_record(message: String) -> Diagnostic {
    Diagnostic::new(Code::BadLock, message)
        .help("restore it from version control")
        .help("or delete it: poolsmith then takes files that resemble what it generates for generated ones")
}

/// The error that a newer version generated the workspace, if it did.
pub(super) fn newer_record(request: &Request) -> Option<Diagnostic> {
    let directory = match &request.inputs {
        Inputs::File(_) | Inputs::Edited { .. } => Directory::open_if_exists(&request.root).ok()??,
        Inputs::New { .. } | Inputs::Memory { .. } => return None,
    };
    read_record(&directory).err().filter(|error| error.code == Code::OtherPoolsmith)
}

fn newer(version: &str) -> Diagnostic {
    release::other_needed(&format!("the workspace was generated by poolsmith {version}"), None)
}

/// Whether a file on the disk is in the place of a generated one, and differs from it.
fn differs(directory: &Directory, rendered: &FileSet) -> bool {
    rendered.iter().any(|(path, text)| {
        let entry = directory.entry(path, MAX_RECORD_BYTES);
        matches!(entry, Ok(DiskEntry::File(bytes)) if bytes != text.as_bytes())
    })
}

/// The files that were probably generated: those that resemble what the inputs of the last commit give, or else what the inputs
/// give now.
fn guess(directory: &Directory, request: &Request, rendered: &FileSet) -> Record {
    let committed = Base::Revision(LAST_COMMIT.to_owned()).load(request).ok().flatten();
    let mut environments = committed.as_ref().map(Project::force_new).cloned().unwrap_or_default();
    let files = committed.and_then(|project| project.render().ok()).map(|rendered| rendered.files);
    let files = files.unwrap_or_else(|| rendered.clone()).into_iter();
    let is_there = |(path, text): &(String, String)| match directory.entry(path, MAX_RECORD_BYTES) {
        Ok(DiskEntry::File(bytes)) => std::str::from_utf8(&bytes).is_ok_and(|found| resembles(found, text)),
        Ok(DiskEntry::Missing | DiskEntry::Other | DiskEntry::Link(_)) | Err(_) => false,
    };
    let files: BTreeMap<String, String> = files.filter(is_there).collect();
    // Before the files are taken over, they say what Terraform can't change in place.
    let read = |path: &str| match directory.entry(path, MAX_RECORD_BYTES) {
        Ok(DiskEntry::File(bytes)) => String::from_utf8(bytes).ok(),
        Ok(DiskEntry::Missing | DiskEntry::Other | DiskEntry::Link(_)) | Err(_) => None,
    };
    for (name, _) in files.keys().filter_map(|path| environment_and_file(path)) {
        if let Some(attributes) =
            workspace::read_attributes(name, read).filter(|_| !environments.contains_key(name))
        {
            environments.insert(name.to_owned(), attributes);
        }
    }
    if files.is_empty() { Record::default() } else { Record::guess(&files, environments) }
}

/// Whether a file has at least half of the lines of a generated text, so that it probably was generated.
fn resembles(found: &str, generated: &str) -> bool {
    let lines = |text: &str| -> BTreeSet<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let (found, generated) = (lines(found), lines(generated));
    generated.intersection(&found).count() * 2 >= generated.len()
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

fn not_followed(path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ForeignJournal,
        format!("{path} is ignored: a journal inside a workspace can't be trusted"),
    )
    .help("delete it")
}

fn not_recorded(path: &str) -> Diagnostic {
    let message =
        format!("the record lists {}, which no template generates: it is left unchanged", shown(path));
    Diagnostic::new(Code::ForeignRecord, message)
        .help("poolsmith does not treat it as a generated file: delete it yourself if it is one")
}
