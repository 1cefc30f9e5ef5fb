//! Conversion of command-line arguments into a request.

use std::path::{Path, PathBuf};

use crate::cli::{BaseArgs, WorkspaceArgs};
use crate::disk;
use crate::project::{Base, Inputs, PackSource, Request};
use crate::source::{Code, Diagnostic};

/// The request for the workspace that the command line selects.
///
/// # Errors
/// There is no inputs file, or more than one.
pub fn of(place: &WorkspaceArgs) -> Result<Request, Diagnostic> {
    let directory = directory(place)?;
    let inputs = Inputs::find(&directory, place.file.as_deref())?;
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

fn not_a_directory(given: &Path, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::NoInputs, format!("the directory {} {what}", given.display())).help(help)
}

/// The other version of the inputs that the command line names.
pub fn base(arguments: &BaseArgs) -> Option<Base> {
    let revision = arguments.base.clone().map(Base::Revision);
    revision.or_else(|| arguments.base_dir.clone().map(Base::Directory))
}
