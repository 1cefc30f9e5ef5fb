//! Conversion of command-line arguments into a request.

use std::path::{Path, PathBuf};

use crate::cli::{BaseArgs, WorkspaceArgs};
use crate::disk::{self, ReadBytes};
use crate::project::{Base, Inputs, MAX_INPUTS_BYTES, PackSource, Request};
use crate::source::{Code, Diagnostic};

/// The request for the workspace that the command line selects.
///
/// # Errors
/// There is no inputs file, or more than one.
pub fn of(place: &WorkspaceArgs) -> Result<Request, Diagnostic> {
    let directory = directory(place)?;
    let inputs = match place.file.as_deref().filter(|file| disk::is_stream(file)) {
        Some(stream) => streamed(stream, &directory)?,
        None => Inputs::find(&directory, place.file.as_deref())?,
    };
    let root = place.out.clone().unwrap_or(directory);
    Ok(Request {
        environments: place.environments.clone(),
        pack: place.templates.clone().map(PackSource::Directory),
        allow_read: place.allow_read.clone(),
        ..Request::of(inputs, root)
    })
}

/// The directory of the workspace: the one that is given, or else the current directory, or the nearest above it that has an
/// inputs file.
fn directory(place: &WorkspaceArgs) -> Result<PathBuf, Diagnostic> {
    match (&place.directory, &place.file) {
        (Some(given), _) if disk::is_directory(given) => Ok(given.clone()),
        (Some(given), _) if disk::exists(given) => {
            Err(not_a_directory(given, "is not a directory", "-f FILE chooses an inputs file"))
        }
        (Some(given), _) => {
            Err(not_a_directory(given, "does not exist", "`poolsmith new DIR` creates a workspace"))
        }
        (None, Some(_)) => Ok(PathBuf::from(".")),
        (None, None) => Ok(Inputs::nearest_directory().unwrap_or_else(|| PathBuf::from("."))),
    }
}

/// Inputs that are read from standard input or a pipe, as if they were a file in the directory: JSON if they begin so, or else YAML.
fn streamed(stream: &Path, directory: &Path) -> Result<Inputs, Diagnostic> {
    let shown = if stream == Path::new("-") { "standard input".into() } else { stream.to_string_lossy() };
    let bad =
        |why: String| Diagnostic::new(Code::Unreadable, format!("can't read the inputs from {shown}: {why}"));
    let bytes = match disk::read_stream(stream, MAX_INPUTS_BYTES).map_err(|error| bad(error.to_string()))? {
        ReadBytes::Bytes(bytes) => bytes,
        ReadBytes::TooLarge(_) => {
            return Err(bad("they are too large".into()).help(format!("at most {MAX_INPUTS_BYTES} bytes")));
        }
    };
    let text =
        String::from_utf8(bytes).map_err(|_| bad("they are not UTF-8".into()).help("write them as UTF-8"))?;
    let name = if text.trim_start().starts_with('{') { "poolsmith.json" } else { "poolsmith.yaml" };
    let path = if directory == Path::new(".") { PathBuf::from(name) } else { directory.join(name) };
    Ok(Inputs::Edited { path, text })
}

fn not_a_directory(given: &Path, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::NoInputs, format!("the directory {} {what}", given.display())).help(help)
}

/// The other version of the inputs that the command line names.
pub fn base(arguments: &BaseArgs) -> Option<Base> {
    let revision = arguments.base.clone().map(Base::Revision);
    revision.or_else(|| arguments.base_dir.clone().map(Base::Directory))
}
