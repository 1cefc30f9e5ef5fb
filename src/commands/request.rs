//! Conversion of command-line arguments into a request.

use crate::cli::{BaseArgs, WorkspaceArgs};
use crate::project::{Base, Inputs, PackSource, Request};
use crate::source::Diagnostic;

/// The request for the workspace that the command line selects.
///
/// # Errors
/// There is no inputs file, or more than one.
pub fn of(place: &WorkspaceArgs) -> Result<Request, Diagnostic> {
    let root = place.out.as_ref().unwrap_or(&place.directory).clone();
    Ok(Request {
        environments: place.environments.clone(),
        pack: place.templates.clone().map(PackSource::Directory),
        allow_read: place.allow_read.clone(),
        ..Request::of(Inputs::find(&place.directory, place.file.as_deref())?, root)
    })
}

/// The other version of the inputs that the command line names.
pub fn base(arguments: &BaseArgs) -> Option<Base> {
    let revision = arguments.base.clone().map(Base::Revision);
    revision.or_else(|| arguments.base_dir.clone().map(Base::Directory))
}
