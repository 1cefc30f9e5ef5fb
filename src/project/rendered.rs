//! Renders the files of the workspace in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
        log.diagnostics.extend(not_generated(&loaded.customized, &files));
        if log.errors() > 0 {
            return Err(log.into());
        }
        let force_new = loaded.force_new;
        let customized = loaded.customized.into_keys().collect();
        let (references, findings) = (loaded.references, loaded.findings);
        let templates = Arc::clone(&loaded.templates);
        Ok(Rendered { request, files, log, force_new, customized, references, findings, templates })
    }
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
