//! Renders the files of the workspace in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::inputs::layout::{directory_of, environment_and_file};
use crate::lint;
use crate::model::ForceNew;
use crate::project::{Failure, Project, Request};
use crate::render::{self, FileSet, Templates};
use crate::source::{Code, Diagnostic, Log, Span};
use crate::tree::nearest;
use crate::workspace::ReferencesOf;

/// The rendered files, whose structure has been verified.
pub struct Rendered {
    pub(super) request: Request,
    /// The files, by path in the workspace.
    pub files: FileSet,
    /// The diagnostics so far.
    pub log: Log,
    /// The attributes of each environment that can't be changed without a replacement.
    pub(super) force_new: BTreeMap<String, ForceNew>,
    /// The previous keys of the environments that have a new one.
    pub(super) renamed: BTreeMap<String, String>,
    /// The generated files that are allowed to differ.
    pub(super) customized: BTreeSet<String>,
    pub(super) references: ReferencesOf,
    pub(super) findings: lint::FindingCollector,
    pub(super) templates: Arc<Templates>,
}

impl Project {
    /// Renders every file, and verifies that no value changes its structure.
    ///
    /// # Errors
    /// Errors in the templates or the request.
    pub fn render(self) -> Result<Rendered, Failure> {
        let Self { request, mut log, loaded } = self;
        let files = match render::render(&loaded.model, &loaded.templates, &mut log.sources) {
            Ok(files) => files,
            Err(found) => return Err(log.with(found).into()),
        };
        let customized = under_new_keys(loaded.customized, &loaded.renamed, &files);
        log.diagnostics.extend(not_generated(&customized, &files));
        if log.errors() > 0 {
            return Err(log.into());
        }
        let force_new = loaded.force_new;
        let customized = customized.into_keys().collect();
        let (references, findings) = (loaded.references, loaded.findings);
        let templates = Arc::clone(&loaded.templates);
        let renamed = loaded.renamed;
        Ok(Rendered { request, files, log, force_new, renamed, customized, references, findings, templates })
    }
}

/// `customized` with the new keys of environments in its paths.
fn under_new_keys(
    customized: BTreeMap<String, Span>,
    renamed: &BTreeMap<String, String>,
    files: &FileSet,
) -> BTreeMap<String, Span> {
    let under_new_key = |path: &str| {
        let (environment, file) = environment_and_file(path)?;
        let (new, _) = renamed.iter().find(|(_, previous)| *previous == environment)?;
        let path = format!("{}/{file}", directory_of(new));
        files.contains_key(&path).then_some(path)
    };
    customized.into_iter().map(|(path, span)| (under_new_key(&path).unwrap_or(path), span)).collect()
}

/// `customized` may only contain generated files.
fn not_generated(customized: &BTreeMap<String, Span>, files: &FileSet) -> Vec<Diagnostic> {
    let unknown = customized.iter().filter(|(path, _)| !files.contains_key(*path));
    unknown
        .map(|(path, span)| {
            let message = format!("`{path}` is not a generated file");
            let diagnostic = Diagnostic::at(*span, Code::NotGenerated, message);
            match nearest(path, files.keys().map(String::as_str)) {
                Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
                None => diagnostic,
            }
            .help(
                "expected the path of a generated file in the workspace, such as environments/dev/outputs.tf",
            )
        })
        .collect()
}
