//! The user's own files that a new environment needs.

use crate::disk::{Directory, Reach};
use crate::inputs::layout::{directory_of, environment_and_file};
use crate::project::Project;
use crate::render::FileSet;
use crate::workspace::{self, DeclaringWorkspace, Renames};

impl Project {
    /// The files of other environments that declare what an environment refers to: the environment that has the file, the path
    /// of the copy in the workspace, and the text.
    pub fn own_files_for(&self, environment: &str) -> Vec<(String, String, String)> {
        let root = &self.request.root;
        let Ok(Some(directory)) = Directory::open_if_exists(root) else { return Vec::new() };
        let (reach, generated) = (Reach::of(root, &self.request.allow_read).ok(), FileSet::new());
        let declaring = DeclaringWorkspace {
            renames: &Renames::default(),
            generated: &generated,
            own: Vec::new(),
            directory: Some(&directory),
            reach: reach.as_ref(),
        };
        let files = workspace::declared_elsewhere(&self.loaded.references, &declaring, environment);
        let copy = |path: &String| {
            let (from, name) = environment_and_file(path)?;
            let copy = format!("{}/{name}", directory_of(environment));
            (!directory.exists(&copy)).then_some(())?;
            Some((from.to_owned(), copy, declaring.read(path)?))
        };
        files.iter().filter_map(copy).collect()
    }
}
