//! The request to the pipeline: which inputs, which workspace, and which part of it.

use std::path::{Path, PathBuf};

use crate::disk;
use crate::inputs::layout::environment_and_file;
use crate::lint::Date;
use crate::project::given_question::GivenQuestion;
use crate::project::today;
use crate::source::{Code, Diagnostic};

/// The possible names of an inputs file in a workspace.
const NAMES: [&str; 4] = ["poolsmith.yaml", "poolsmith.yml", "poolsmith.json", "poolsmith.toml"];

/// Which inputs, which workspace, and which part of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The inputs.
    pub inputs: Inputs,
    /// The directory of the workspace.
    pub root: PathBuf,
    /// Only these environments; if empty, the whole workspace.
    pub environments: Vec<String>,
    /// A template pack that overrides the one in the inputs.
    pub pack: Option<PackSource>,
    /// Directories outside the repository that the inputs can refer to.
    pub allow_read: Vec<PathBuf>,
    /// Files of the user's own that are written together with the workspace.
    pub own_files: Vec<OwnFile>,
    /// A question about access that isn't in the inputs.
    pub question: Option<GivenQuestion>,
    /// The date, which decides which entries of `accept` have expired.
    pub today: Date,
}

/// A file of the user's own that is written together with the workspace.
#[derive(Clone, Debug)]
pub struct OwnFile {
    /// The path in the workspace.
    pub path: String,
    /// The text on the disk that it replaces; `None` if there must be no such file.
    pub replaces: Option<String>,
    /// The new text.
    pub text: String,
}

/// The source of the inputs.
#[derive(Clone, Debug)]
pub enum Inputs {
    /// A file.
    File(PathBuf),
    /// A file with another content than it has on the disk.
    Edited {
        /// The path of the file.
        path: PathBuf,
        /// The content, which is not written.
        text: String,
    },
    /// A string that becomes a file together with the workspace.
    New {
        /// The path of the file.
        path: PathBuf,
        /// The content of the file.
        text: String,
    },
    /// Inputs and policy files in memory.
    Memory {
        /// The path for messages; its extension determines the language.
        path: PathBuf,
        /// The inputs.
        text: String,
        /// The policy files, by their paths in the inputs.
        policies: Vec<(String, String)>,
    },
}

/// The source of a template pack.
#[derive(Clone, Debug)]
pub enum PackSource {
    /// A directory.
    Directory(PathBuf),
    /// Templates in memory, by name.
    Memory(Vec<(String, String)>),
}

impl Request {
    /// A request for the whole workspace next to an inputs file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        Self::of(Inputs::File(path), root)
    }

    /// A request for inputs in memory, without a disk.
    pub fn memory(path: &str, text: impl Into<String>) -> Self {
        let inputs = Inputs::Memory { path: path.into(), text: text.into(), policies: Vec::new() };
        Self::of(inputs, PathBuf::new())
    }

    /// A request for a whole workspace.
    pub fn of(inputs: Inputs, root: PathBuf) -> Self {
        Self {
            inputs,
            root,
            environments: Vec::new(),
            pack: None,
            allow_read: Vec::new(),
            own_files: Vec::new(),
            question: None,
            today: today(),
        }
    }

    /// Whether the request includes a file of the workspace.
    pub(super) fn covers(&self, path: &str) -> bool {
        self.environments.is_empty()
            || environment_and_file(path)
                .is_some_and(|(environment, _)| self.includes_environment(environment))
    }

    /// Whether the request includes an environment.
    pub(super) fn includes_environment(&self, environment: &str) -> bool {
        self.environments.is_empty() || self.environments.iter().any(|name| name == environment)
    }
}

impl Inputs {
    /// The inputs file `file`, or else the one in the directory.
    ///
    /// # Errors
    /// There is no inputs file, or several.
    pub fn find(directory: &Path, file: Option<&Path>) -> Result<Self, Diagnostic> {
        if let Some(file) = file {
            return Ok(Self::File(file.to_path_buf()));
        }
        let found: Vec<&str> = NAMES.into_iter().filter(|name| disk::exists(&directory.join(name))).collect();
        match found[..] {
            [name] if directory == Path::new(".") => Ok(Self::File(PathBuf::from(name))),
            [name] => Ok(Self::File(directory.join(name))),
            [] => Err(Diagnostic::new(Code::NoInputs, format!("no inputs file in {}", shown(directory)))
                .help(format!(
                    "create one of {}, or pass -f FILE; `poolsmith new` writes one for you",
                    NAMES.join(", ")
                ))),
            _ => Err(Diagnostic::new(Code::NoInputs, format!("several inputs files: {}", found.join(", ")))
                .help("keep one of them, or choose one with -f FILE")),
        }
    }

    /// The current directory, or the nearest above it that has an inputs file, as a relative path. Directories above that of a
    /// Git repository or the user's home don't count.
    pub fn nearest_directory() -> Option<PathBuf> {
        let current = disk::canonical(Path::new(".")).ok()?;
        let home = dirs::home_dir();
        let mut relative = PathBuf::from(".");
        for directory in current.ancestors() {
            if NAMES.iter().any(|name| disk::exists(&directory.join(name))) {
                return Some(relative);
            }
            if disk::exists(&directory.join(".git")) || home.as_deref() == Some(directory) {
                return None;
            }
            relative = if relative == Path::new(".") { PathBuf::from("..") } else { relative.join("..") };
        }
        None
    }

    /// The path of the inputs file, for messages.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path)
            | Self::Edited { path, .. }
            | Self::New { path, .. }
            | Self::Memory { path, .. } => path,
        }
    }
}

fn shown(directory: &Path) -> String {
    if directory == Path::new(".") { "this directory".to_owned() } else { directory.display().to_string() }
}
