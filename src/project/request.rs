//! What is asked of poolsmith: which inputs, which workspace, and how much of it.

use std::path::{Path, PathBuf};

use crate::disk;
use crate::inputs::layout::environment_and_file;
use crate::source::{Code, Diagnostic};

/// The names that an inputs file may have in a workspace.
const NAMES: [&str; 4] = ["poolsmith.yaml", "poolsmith.yml", "poolsmith.json", "poolsmith.toml"];

/// Which inputs, which workspace, and how much of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The inputs.
    pub inputs: Inputs,
    /// The directory of the workspace.
    pub root: PathBuf,
    /// Only these environments' directories; everything where there is none.
    pub environments: Vec<String>,
    /// The template pack, instead of the one that the inputs name.
    pub pack: Option<PackSource>,
    /// Directories outside the repository whose files the inputs may name.
    pub allow_read: Vec<PathBuf>,
}

/// Where the inputs come from.
#[derive(Clone, Debug)]
pub enum Inputs {
    /// A file.
    File(PathBuf),
    /// A text that becomes a file together with its workspace.
    New {
        /// Where it will stand.
        path: PathBuf,
        /// What it will hold.
        text: String,
    },
    /// A text, and beside it nothing but these policy files.
    Memory {
        /// The path that messages show; its extension tells the language.
        path: PathBuf,
        /// The text.
        text: String,
        /// The policy files by their paths, as the inputs name them.
        policies: Vec<(String, String)>,
    },
}

/// Where a template pack comes from.
#[derive(Clone, Debug)]
pub enum PackSource {
    /// A directory.
    Directory(PathBuf),
    /// Templates by their names.
    Memory(Vec<(String, String)>),
}

impl Request {
    /// A request for the whole workspace beside an inputs file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        Self::of(Inputs::File(path), root)
    }

    /// A request for what a text gives, and no disk.
    pub fn memory(path: &str, text: impl Into<String>) -> Self {
        let inputs = Inputs::Memory { path: path.into(), text: text.into(), policies: Vec::new() };
        Self::of(inputs, PathBuf::new())
    }

    /// A request for a whole workspace.
    pub fn of(inputs: Inputs, root: PathBuf) -> Self {
        Self { inputs, root, environments: Vec::new(), pack: None, allow_read: Vec::new() }
    }

    /// Whether a file of the workspace is asked for.
    pub(super) fn covers(&self, path: &str) -> bool {
        self.environments.is_empty()
            || environment_and_file(path)
                .is_some_and(|(environment, _)| self.environments.iter().any(|name| name == environment))
    }
}

impl Inputs {
    /// The inputs file that is named, or else the one in a directory.
    ///
    /// # Errors
    /// None, or several.
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

    /// The path of the inputs file, for messages.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::New { path, .. } | Self::Memory { path, .. } => path,
        }
    }
}

fn shown(directory: &Path) -> String {
    if directory == Path::new(".") { "this directory".to_owned() } else { directory.display().to_string() }
}
