//! The directory for state that belongs to the machine and not to a repository.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::Directory;
use crate::disk::reach::repository;

/// The user's state directory: `$XDG_STATE_HOME/poolsmith`, by default `~/.local/state/poolsmith`, or the
/// platform's equivalent. If `create` is true it is created, accessible only to its owner.
///
/// Returns `None` if it can't be created, if others can access it, or if it is in the repository of the
/// workspace `root`, whose content isn't trusted.
pub fn state_directory(root: &Path, create: bool) -> Option<Directory> {
    let path = dirs::state_dir().or_else(dirs::data_local_dir)?.join("poolsmith");
    if create {
        fs::create_dir_all(path.parent()?).ok()?;
        create_private(&path).ok()?;
    }
    let directory = Directory::open(&path).ok()?;
    (is_private(&directory) && !is_inside_repository(&path, root)).then_some(directory)
}

fn create_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created,
    }
}

/// Whether only its owner can access a directory.
#[cfg(unix)]
fn is_private(directory: &Directory) -> bool {
    use std::os::unix::fs::MetadataExt;
    let metadata = directory.as_file().and_then(|file| file.metadata().ok());
    let user = rustix::process::geteuid().as_raw();
    metadata.is_some_and(|metadata| metadata.uid() == user && metadata.mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_private(_: &Directory) -> bool {
    true
}

fn is_inside_repository(path: &Path, root: &Path) -> bool {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    let (Some(path), Some(root)) = (canonical(path), canonical(root)) else { return true };
    let repository: PathBuf = repository(&root).unwrap_or(&root).to_path_buf();
    path.starts_with(repository)
}
