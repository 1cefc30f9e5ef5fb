//! A directory of Terraform files: its declarations and references.

use std::collections::{BTreeMap, BTreeSet};

use poolsmith::render::FileSet;

use crate::random_inputs::hcl_file::{Block, Body};
use crate::random_inputs::properties::{Failure, fail};

/// A module, which may be the root module of an environment.
pub struct Folder {
    pub path: String,
    pub files: BTreeMap<String, Body>,
}

impl Folder {
    /// The directories of a workspace that contain Terraform files, including the user's own files.
    pub fn all(files: &FileSet, own: &BTreeMap<String, String>) -> Vec<Self> {
        let hcl = files.iter().chain(own).filter(|(path, _)| is_hcl(path));
        let mut folders: BTreeMap<String, Self> = BTreeMap::new();
        for (path, text) in hcl {
            let mut segments = path.splitn(3, '/');
            let [first, second, rest] = std::array::from_fn(|_| segments.next().unwrap_or_default());
            let path = format!("{first}/{second}");
            let folder = folders.entry(path.clone()).or_insert_with(|| Self { path, files: BTreeMap::new() });
            folder.files.insert(rest.to_owned(), Body::of_file(text));
        }
        folders.into_values().collect()
    }

    /// The top-level blocks of a type in the `.tf` files.
    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        let files = self.files.iter().filter(|(name, _)| name.ends_with(".tf"));
        files.flat_map(|(_, body)| &body.blocks).filter(move |block| block.kind == kind)
    }

    pub fn block<'a>(&'a self, kind: &'a str, label: &str) -> Option<&'a Block> {
        self.blocks(kind).find(|block| block.labels[0] == label)
    }

    /// The addresses of resources.
    pub fn resources(&self) -> Vec<String> {
        self.blocks("resource").map(|block| block.labels.join(".")).collect()
    }

    fn names<'a>(&'a self, kind: &'a str) -> BTreeSet<&'a str> {
        self.blocks(kind).map(|block| block.labels[0].as_str()).collect()
    }

    fn locals(&self) -> BTreeSet<&str> {
        self.blocks("locals")
            .flat_map(|block| &block.body.attributes)
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The directory that a module call refers to.
    pub fn called<'a>(&self, call: &Block, all: &'a [Self]) -> Option<&'a Self> {
        let source = call.body.attribute("source")?.quoted()?;
        all.iter().find(|folder| format!("../../{}", folder.path) == source)
    }

    /// Checks that every reference has a declaration.
    pub fn check_references(&self, all: &[Self]) -> Result<(), Failure> {
        let resources: BTreeSet<String> = self.resources().into_iter().collect();
        for (file, body) in self.files.iter().filter(|(name, _)| !name.ends_with("moved.tf")) {
            let bound = body.bound_names();
            for reference in body.expressions().into_iter().flat_map(|expression| expression.references()) {
                let resolves = match &reference[..] {
                    ["var", name, ..] => self.names("variable").contains(name),
                    ["local", name, ..] => self.locals().contains(name),
                    ["output", name, ..] if file.ends_with(".hcl") => self.names("output").contains(name),
                    ["module", name, output, ..] => self
                        .block("module", name)
                        .and_then(|call| self.called(call, all))
                        .is_some_and(|module| module.names("output").contains(output)),
                    ["each", ..] => true,
                    [kind, name, ..] => {
                        resources.contains(&format!("{kind}.{name}"))
                            || bound.iter().any(|bound| bound == kind)
                    }
                    _ => false,
                };
                if !resolves {
                    return fail(
                        "references resolve",
                        format!("{}/{file}: {}", self.path, reference.join(".")),
                    );
                }
            }
        }
        Ok(())
    }
}

pub fn is_hcl(path: &str) -> bool {
    path.ends_with(".tf") || path.ends_with(".tftest.hcl")
}
