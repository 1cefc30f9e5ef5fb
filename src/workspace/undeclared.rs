//! Finds references to objects that no file in an environment's directory declares.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::disk::{Directory, Kind, Reach, ReadText};
use crate::hcl::Traversal;
use crate::inputs::layout::{directory_of, environment_and_file};
use crate::parallel;
use crate::render::FileSet;
use crate::source::{Code, Diagnostic, Span};
use crate::terraform::{Declared, Syntax, declarations};
use crate::tree::nearest;
use crate::workspace::MAX_FILE_BYTES;
use crate::workspace::renames::Renames;

/// The references of each environment, with their places in the inputs.
pub type ReferencesOf = BTreeMap<String, Vec<(String, Span)>>;

/// The workspace that has to declare what the inputs refer to.
pub struct DeclaringWorkspace<'a> {
    /// The generated files.
    pub generated: &'a FileSet,
    /// The paths and texts of files of the user's own that are written together with them.
    pub own: Vec<(&'a str, &'a str)>,
    /// The workspace on the disk, if it exists.
    pub directory: Option<&'a Directory>,
    /// The environments that have a new key.
    pub renames: &'a Renames,
    /// Which files may be read.
    pub reach: Option<&'a Reach>,
}

/// Reports the references of environments to what none of their files declares: errors where another environment
/// declares it or a similar name is declared, else warnings, because the file may be about to be written. An environment with a file that can't
/// be read or parsed may declare anything.
pub fn undeclared(
    references: &ReferencesOf,
    workspace: &DeclaringWorkspace,
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let names: Vec<&String> =
        references.iter().filter(|(_, made)| !made.is_empty()).map(|(name, _)| name).collect();
    let files = parallel::map(&names, |name| workspace.files_of(name));
    let files: BTreeMap<&str, EnvironmentFiles> = names.iter().map(|name| name.as_str()).zip(files).collect();
    let mut missing: BTreeMap<Declared, Missing> = BTreeMap::new();
    for (name, files) in files.iter().filter(|(name, files)| files.are_known && is_wanted(name)) {
        for (reference, span) in &references[*name] {
            let Some(declared) = Traversal::parse(reference).as_ref().and_then(Declared::of) else {
                continue;
            };
            if !files.declare(&declared) {
                let missing =
                    missing.entry(declared).or_insert(Missing { span: *span, environments: BTreeSet::new() });
                missing.environments.insert(name);
            }
        }
    }
    missing.iter().map(|(declared, missing)| missing.diagnostic(declared, &files)).collect()
}

/// The files of other environments that declare what an environment refers to and does not declare, each once.
pub fn declared_elsewhere(
    references: &ReferencesOf,
    workspace: &DeclaringWorkspace,
    environment: &str,
) -> Vec<String> {
    let own = workspace.files_of(environment);
    let others: Vec<_> = references.keys().filter(|other| *other != environment).collect();
    let others: Vec<_> = others.iter().map(|other| (other, workspace.files_of(other))).collect();
    let made = references.get(environment).into_iter().flatten();
    let declared = made.filter_map(|(reference, _)| Declared::of(&Traversal::parse(reference)?));
    let mut files = Vec::new();
    for declared in declared.filter(|declared| !own.declare(declared)) {
        let file = others.iter().find_map(|(other, files)| Some((other, files.declared.get(&declared)?)));
        let path = file.map(|(other, name)| format!("{}/{name}", directory_of(other)));
        files.extend(path.filter(|path| !files.contains(path)));
    }
    files
}

/// An object that environments refer to and do not declare.
struct Missing<'a> {
    span: Span,
    environments: BTreeSet<&'a str>,
}

impl Missing<'_> {
    fn diagnostic(&self, declared: &Declared, files: &BTreeMap<&str, EnvironmentFiles>) -> Diagnostic {
        const MAX_SHOWN: usize = 5;
        let directories: Vec<String> = self.environments.iter().map(|name| directory_of(name)).collect();
        let mut shown = directories.iter().take(MAX_SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        if directories.len() > MAX_SHOWN {
            shown += &format!(" and {} more", directories.len() - MAX_SHOWN);
        }
        let message = match directories.len() {
            1 => format!("no file in {shown} declares `{declared}`"),
            _ => format!("`{declared}` is declared in none of {shown}"),
        };
        let at = |code| Diagnostic::at(self.span, code, message);
        let source = files.iter().find_map(|(name, files)| Some((name, files.declared.get(declared)?)));
        if let Some((name, file)) = source {
            let file = format!("{}/{file}", directory_of(name));
            return at(Code::Undeclared).help(format!("copy {file}, which declares it, to {shown}"));
        }
        let there = self.environments.iter().flat_map(|name| files[name].declared.keys());
        let there: Vec<String> = there.map(Declared::to_string).collect();
        let diagnostic = match nearest(&declared.to_string(), there.iter().map(String::as_str)) {
            Some(meant) => at(Code::Undeclared).label(format!("did you mean `{meant}`?")),
            None => at(Code::DeclaredNowhere),
        };
        let (sort, directory) = (declared.sort(), &directories[0]);
        diagnostic.help(format!(
            "declare the {sort} in a Terraform file of your own in the environment's directory, such as {directory}/own.tf"
        ))
    }
}

/// What the files of an environment's directory declare.
struct EnvironmentFiles {
    /// The name of the file that declares each object.
    declared: BTreeMap<Declared, String>,
    /// Whether all of them could be read and parsed.
    are_known: bool,
}

impl EnvironmentFiles {
    fn declare(&self, declared: &Declared) -> bool {
        self.declared.contains_key(declared)
    }

    fn add(&mut self, name: &str, text: Option<&str>) {
        let Some(syntax) = Syntax::of(name) else { return };
        match text.and_then(|text| declarations(syntax, text)) {
            Some(declared) => {
                self.declared.extend(declared.into_iter().map(|declared| (declared, name.to_owned())))
            }
            None => self.are_known = false,
        }
    }
}

impl DeclaringWorkspace<'_> {
    fn files_of(&self, environment: &str) -> EnvironmentFiles {
        let mut files = EnvironmentFiles { declared: BTreeMap::new(), are_known: true };
        let generated = self.generated.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        for (path, text) in generated.chain(self.own.iter().copied()) {
            if let Some((_, name)) = environment_and_file(path).filter(|(of, _)| *of == environment) {
                files.add(name, Some(text));
            }
        }
        let directory = self.renames.directory_on_disk(environment);
        match self.listed(&directory) {
            Ok(names) => names
                .iter()
                .for_each(|name| files.add(name, self.read(&format!("{directory}/{name}")).as_deref())),
            Err(_) => files.are_known = false,
        }
        files
    }

    /// The names of the files and links in a directory, if it exists.
    fn listed(&self, directory: &str) -> io::Result<Vec<String>> {
        let Some(workspace) = self.directory.filter(|workspace| workspace.exists(directory)) else {
            return Ok(Vec::new());
        };
        let listed = workspace.list(directory)?.into_iter();
        let files = listed.filter(|(_, kind)| matches!(kind, Kind::File | Kind::Link));
        Ok(files.filter_map(|(name, _)| name.into_string().ok()).collect())
    }

    /// The text of a file, which may be a link to a file within reach.
    pub fn read(&self, path: &str) -> Option<String> {
        let path = self.directory?.path().join(Path::new(path));
        match self.reach?.read_text(&path, MAX_FILE_BYTES) {
            Ok(ReadText::Text(text)) => Some(text),
            Ok(ReadText::NotUtf8 { .. } | ReadText::TooLarge(_)) | Err(_) => None,
        }
    }
}
