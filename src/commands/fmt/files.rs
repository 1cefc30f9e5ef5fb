//! The files to format.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::commands::fmt::wrong::{shown, unreadable};
use crate::disk::{self, Directory, Kind};
use crate::source::{Code, Diagnostic};
use crate::terraform::files;

/// A file to format, below a directory that was given on the command line.
pub struct File {
    /// The directory.
    pub directory: Arc<Directory>,
    /// The path from the directory.
    pub path: PathBuf,
}

impl File {
    /// The path as users know it.
    pub fn shown(&self) -> PathBuf {
        self.directory.path().join(&self.path)
    }
}

/// The files to format, and diagnostics about paths that can't be formatted.
pub fn wanted(paths: &[PathBuf]) -> (Vec<File>, Vec<Diagnostic>) {
    let mut wanted = Files::default();
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here[..] } else { paths } {
        if disk::is_directory(path) {
            wanted.add_tree(path);
        } else {
            wanted.add_file(path);
        }
    }
    if paths.len() > 1 {
        // Format a file once even if several paths lead to it, or threads would write it concurrently.
        let mut seen = HashSet::new();
        wanted.files.retain(|file| seen.insert(disk::canonical(&file.shown()).unwrap_or(file.shown())));
    }
    (wanted.files, wanted.diagnostics)
}

#[derive(Default)]
struct Files {
    files: Vec<File>,
    diagnostics: Vec<Diagnostic>,
}

impl Files {
    fn add_tree(&mut self, path: &Path) {
        let directory = match Directory::open(path) {
            Ok(directory) => Arc::new(directory),
            Err(error) => return self.diagnostics.push(unreadable(path, &error.to_string())),
        };
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for entry in directory.tree(usize::MAX, |path| files::is_ignored(&name(path))) {
            let shown = directory.path().join(&entry.path);
            match entry.kind {
                Err(error) => self.diagnostics.push(unreadable(&shown, &error.to_string())),
                Ok(_) if !files::is_formatted(&name(&entry.path)) => {}
                Ok(Kind::Link) => self.diagnostics.push(skipped(&shown)),
                Ok(_) => self.files.push(File { directory: Arc::clone(&directory), path: entry.path }),
            }
        }
    }

    fn add_file(&mut self, path: &Path) {
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        let directory = match Directory::open(path.parent().unwrap_or(Path::new(""))) {
            Ok(directory) => Arc::new(directory),
            Err(error) => return self.diagnostics.push(unreadable(path, &error.to_string())),
        };
        let file = File { directory, path: name };
        match file.directory.kind(&file.path) {
            Ok(Some(_)) if !files::is_formatted(&path.to_string_lossy()) => self.diagnostics.push(
                Diagnostic::new(Code::Usage, format!("{} is not a Terraform file", path.display()))
                    .help(format!("expected a file that ends in {}", files::FORMATTED.join(", "))),
            ),
            Ok(Some(Kind::Link)) => self.diagnostics.push(skipped(path)),
            _ => self.files.push(file),
        }
    }
}

fn skipped(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::SkippedLink, format!("{} is a symbolic link and was not formatted", shown(path)))
        .help("pass the path of the file it points to, if you want to format it")
}
