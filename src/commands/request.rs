//! What the command line asks for, as a request.

use std::path::PathBuf;

use crate::cli::WorkspaceArgs;
use crate::project::{Inputs, PackSource, Request};
use crate::source::Diagnostic;

/// The workspace, or the part of it, that the command line names.
///
/// # Errors
/// No inputs file, or several.
pub fn of(place: &WorkspaceArgs) -> Result<Request, Diagnostic> {
    Ok(Request {
        inputs: Inputs::find(&place.directory, place.file.as_deref())?,
        root: place.out.as_ref().unwrap_or(&place.directory).clone(),
        environments: place.environments.clone(),
        pack: place.templates.clone().map(PackSource::Directory),
        allow_read: place.allow_read.clone(),
    })
}

/// A new workspace.
pub fn of_new(path: PathBuf, text: String, root: PathBuf, templates: Option<PathBuf>) -> Request {
    let pack = templates.map(PackSource::Directory);
    Request { pack, ..Request::of(Inputs::New { path, text }, root) }
}
