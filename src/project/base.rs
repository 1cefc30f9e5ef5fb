//! Another version of the inputs, with which they are compared.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::disk::{Access, Directory};
use crate::git::{GitError, Revision, TreeFile};
use crate::project::{Failure, Inputs, Project, Request};
use crate::source::{Code, Diagnostic};

/// Where another version of the inputs is.
#[derive(Clone, Debug)]
pub enum Base {
    /// A revision of the Git repository that the inputs are in.
    Revision(String),
    /// A directory with an inputs file.
    Directory(PathBuf),
}

impl fmt::Display for Base {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revision(name) => formatter.write_str(name),
            Self::Directory(directory) => directory.display().fmt(formatter),
        }
    }
}

/// The extensions of the files that inputs refer to.
const EXTENSIONS: [&str; 6] = ["json", "md", "tera", "toml", "yaml", "yml"];

/// The maximum number of such files in a revision.
const MAX_FILES: usize = 50_000;

/// The maximum size of all of them, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

impl Base {
    /// Reads the inputs that a request is about in another version; `None` if that version has no such file.
    ///
    /// # Errors
    /// The version can't be read, or its inputs have errors.
    pub fn load(&self, request: &Request) -> Result<Option<Project>, Failure> {
        match self {
            Self::Directory(directory) => {
                let inputs = Inputs::find(directory, None)?;
                Ok(Some(Project::load(of_version(request, inputs))?))
            }
            Self::Revision(name) => of_revision(name, request),
        }
    }
}

/// The request for another version of the inputs. It has all environments, and the pack that it names itself.
fn of_version(request: &Request, inputs: Inputs) -> Request {
    Request { inputs, environments: Vec::new(), question: None, ..request.clone() }
}

fn of_revision(name: &str, request: &Request) -> Result<Option<Project>, Failure> {
    let path = request.inputs.path();
    let directory = path.parent().unwrap_or(Path::new(""));
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let refused = |error: GitError| unreadable(name, &error);
    let revision = Revision::find(directory, name).map_err(refused)?;
    let inputs = revision.prefix().map_err(refused)? + &file;
    let files = revision.files().map_err(refused)?;
    if !files.iter().any(|file| file.path == inputs) {
        return Ok(None);
    }
    let files: Vec<TreeFile> =
        files.into_iter().filter(|file| is_referenced(&file.path) || file.path == inputs).collect();
    if files.len() > MAX_FILES || files.iter().map(|file| file.size).sum::<u64>() > MAX_BYTES {
        return Err(too_large(name).into());
    }
    let contents = revision.read(&files).map_err(refused)?;
    let copy = tempfile::tempdir().map_err(|error| unwritable(&error))?;
    write(copy.path(), &files, &contents).map_err(|error| unwritable(&error))?;
    let loaded = Project::load(of_version(request, Inputs::File(copy.path().join(&inputs))));
    // Messages name the revision instead of the copy.
    let named = |path: &str| match Path::new(path).strip_prefix(copy.path()) {
        Ok(rest) => format!("{name}:{}", rest.display()),
        Err(_) => path.to_owned(),
    };
    match loaded {
        Ok(mut project) => {
            project.log.sources.rename(named);
            Ok(Some(project))
        }
        Err(mut failure) => {
            failure.log.sources.rename(named);
            Err(failure)
        }
    }
}

fn is_referenced(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

/// Writes the files below a directory, which is then the root of a repository.
fn write(root: &Path, files: &[TreeFile], contents: &[Vec<u8>]) -> std::io::Result<()> {
    let root = Directory::open(root)?;
    root.create_directories(".git")?;
    for (file, content) in files.iter().zip(contents) {
        if let Some(parent) = Path::new(&file.path).parent().filter(|parent| !parent.as_os_str().is_empty()) {
            root.create_directories(parent)?;
        }
        root.create_file(&file.path, Access::Default)?.write_all(content)?;
    }
    Ok(())
}

fn unreadable(name: &str, error: &GitError) -> Failure {
    let diagnostic = Diagnostic::new(Code::Unreadable, format!("can't read the revision `{name}`: {error}"));
    let diagnostic = match error {
        GitError::NotRun(_) => diagnostic.help("without Git, `--base-dir DIR` names a directory with the other version"),
        GitError::Failed(_) | GitError::Unreadable => diagnostic.help(format!(
            "if this clone lacks it, fetch it: `git fetch origin {name}`; `--base-dir DIR` names a directory with the other version"
        )),
    };
    diagnostic.into()
}

fn too_large(name: &str) -> Diagnostic {
    Diagnostic::new(Code::TooLarge, format!("the revision `{name}` has too many files, or too large ones"))
        .help("check the other version out, and name its directory with `--base-dir DIR`")
}

fn unwritable(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("can't write a temporary copy of the revision: {error}"))
        .help("set TMPDIR to a directory that you can write to")
}
