//! Template packs: directories of templates that are layered over the built-in ones.

pub mod captured;
pub mod lint;
mod place;
pub mod reach;
pub mod syntax;

use std::collections::BTreeMap;
use std::path::Path;

use crate::disk::{self, Directory, Kind, ReadText, TreeEntry};
use crate::render::built_in::BUILT_IN;
use crate::render::path;
use crate::render::placeholder;
use crate::source::{Code, Diagnostic, FileId, Sources, Span, effect, is_hidden};
use place::{Place, place};

/// The maximum number of `elif` tags, which Tera parses recursively.
const MAX_ELIF: usize = 500;
/// The maximum size of a file.
const MAX_BYTES: u64 = 1024 * 1024;
/// The maximum number of files.
const MAX_FILES: usize = 1000;

/// A template pack, as read.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The templates.
    pub templates: Vec<PackFile>,
    /// The documents of grant kinds.
    pub grants: Vec<PackFile>,
    /// The names of templates that can't be used.
    pub left_out: Vec<String>,
}

/// A file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Its path in the pack, with `/` as separator.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its ID for diagnostics.
    pub file: FileId,
}

impl Pack {
    /// Reads a pack, and reports files that don't belong in a pack or can't be used.
    pub fn read(directory: &Directory, sources: &mut Sources) -> (Self, Vec<Diagnostic>) {
        let mut pack = Self::default();
        let mut diagnostics = Vec::new();
        let entries = directory.tree(MAX_FILES, is_hidden_at_top);
        if entries.len() >= MAX_FILES {
            let shown = directory.path().display();
            let message =
                format!("{shown} has {MAX_FILES} files or more, which is too many for a template pack");
            return (pack, vec![Diagnostic::new(Code::BadPack, message)]);
        }
        for entry in entries {
            if let Err(diagnostic) = pack.add(directory, &entry, sources) {
                diagnostics.push(diagnostic);
                pack.left_out.extend(name(&entry));
            }
        }
        diagnostics.extend(pack.collisions());
        (pack, diagnostics)
    }

    /// The template with this name.
    pub fn template(&self, name: &str) -> Option<&PackFile> {
        self.templates.iter().find(|template| template.name == name)
    }

    /// The file of a template, if it is in the pack.
    pub fn file(&self, name: &str) -> Option<FileId> {
        Some(self.template(name)?.file)
    }

    fn add(&mut self, pack: &Directory, entry: &TreeEntry, sources: &mut Sources) -> Result<(), Diagnostic> {
        let shown = pack.path().join(&entry.path).display().to_string();
        // An editor's lock is a link.
        if name(entry).is_some_and(|name| place(&name) == Ok(Place::LeftOver)) {
            sources.add_ignored(shown);
            return Ok(());
        }
        let bad = |why: &str| Diagnostic::new(Code::BadPack, format!("{shown} {why}"));
        match entry.kind {
            Ok(Kind::Link) => {
                return Err(bad("is a symbolic link").help("replace the link with the file itself"));
            }
            Ok(Kind::Other | Kind::Directory) => return Err(bad("is neither a file nor a directory")),
            Err(_) => return Err(bad("can't be read")),
            Ok(Kind::File) => {}
        }
        let name = name(entry).ok_or_else(|| bad("has a name that is not UTF-8"))?;
        let place = place(&name).map_err(|why| bad(&why))?;
        if place == Place::Note {
            return Ok(());
        }
        let text = read(pack, &name).map_err(|why| bad(&why))?;
        let file = sources.add_read("a file of the template pack", shown, text.as_str());
        refuse(&text, file)?;
        let file = PackFile { name, text, file };
        match place {
            Place::Grant => self.grants.push(file),
            _ => self.templates.push(file),
        }
        Ok(())
    }

    /// Reports templates that would generate the same file on a case-insensitive file system, and templates
    /// that would generate a file where others need a directory.
    fn collisions(&self) -> Vec<Diagnostic> {
        let own = self.templates.iter().map(|template| template.name.as_str());
        let all = BUILT_IN.iter().map(|(name, _)| *name).chain(own).filter(|name| path::is_output(name));
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        for name in all {
            if let Some(other) = seen.insert(output(name), name).filter(|other| *other != name) {
                let message =
                    format!("{name} and {other} would be the same file on a case-insensitive file system");
                diagnostics.push(Diagnostic::new(Code::BadPack, message));
            }
        }
        for (path, name) in &seen {
            let directories = path.match_indices('/').filter_map(|(end, _)| seen.get(&path[..end]));
            diagnostics.extend(directories.map(|other| {
                let message = format!("{other} would be a file where {name} needs a directory");
                Diagnostic::new(Code::BadPack, message)
            }));
        }
        diagnostics
    }
}

/// Hidden files at the top level, which belong to version control or the desktop, not to the pack.
fn is_hidden_at_top(path: &Path) -> bool {
    path.components().count() == 1 && path.to_string_lossy().starts_with('.')
}

fn name(entry: &TreeEntry) -> Option<String> {
    entry.path.to_str().map(|name| name.replace('\\', "/"))
}

fn output(template: &str) -> String {
    path::of_output(template, None).to_lowercase()
}

/// Rejects texts that Tera would accept but poolsmith can't: reserved and hidden characters, deeply nested
/// conditions, and `__tera_context`, which has no stable order.
fn refuse(text: &str, file: FileId) -> Result<(), Diagnostic> {
    const EVERYTHING: &str = "__tera_context";
    let bad = |start, length, message: &str, help: &str| {
        Err(Diagnostic::at(Span::new(file, start, start + length), Code::BadTemplate, message).help(help))
    };
    if let Some((start, character)) = text.char_indices().find(|(_, c)| placeholder::is_reserved(*c)) {
        let message = format!("the character U+{:04X} can't be used in a template", u32::from(character));
        let help = "poolsmith reserves the private-use characters U+E000 to U+E012";
        return bad(start, character.len_utf8(), &message, help);
    }
    if let Some((start, character)) = text.char_indices().find(|(_, c)| is_hidden(*c)) {
        let message = format!(
            "the template has the hidden character U+{:04X}: {}",
            u32::from(character),
            effect(character)
        );
        return bad(start, character.len_utf8(), &message, "retype the line without it");
    }
    let elif = syntax::tags(text).into_iter().filter(|tag| tag.word() == Some("elif")).nth(MAX_ELIF);
    if let Some(token) = elif.as_ref().and_then(|tag| tag.tokens.first()) {
        let help = "each one nests a level deeper: use a map or a list instead";
        return bad(token.start, 4, &format!("more than {MAX_ELIF} `elif` in a template"), help);
    }
    if let Some(start) = text.find(EVERYTHING) {
        let help = "its order changes from run to run: name the fields you need";
        return bad(start, EVERYTHING.len(), &format!("`{EVERYTHING}` can't be used in a template"), help);
    }
    Ok(())
}

fn read(pack: &Directory, name: &str) -> Result<String, String> {
    match disk::read_text(pack, Path::new(name), MAX_BYTES) {
        Ok(ReadText::Text(text)) => Ok(text),
        Ok(ReadText::NotUtf8 { .. }) => Err("is not UTF-8".to_owned()),
        Ok(ReadText::TooLarge(size)) => Err(format!("has {size} bytes, more than the limit of {MAX_BYTES}")),
        Err(error) => Err(format!("can't be read: {error}")),
    }
}
