//! A folder of templates that is laid over the built-in ones.

use std::collections::HashMap;
use std::path::Path;

use crate::disk::walk::{self, Entry, EntryKind};
use crate::disk::{self, ReadText};
use crate::inputs::decode::nearest;
use crate::render::built_in::BUILT_IN;
use crate::render::path;
use crate::source::{Code, FileId, Problem, Sources};

/// A file of a pack has fewer bytes than this.
const LARGEST: u64 = 1024 * 1024;
/// A pack has fewer files than this.
const MOST: usize = 1000;

/// A template pack, as read.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The templates.
    pub templates: Vec<PackFile>,
    /// The documents of grant kinds.
    pub grants: Vec<PackFile>,
}

/// A file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Its path in the pack, with `/` between the segments.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where problems point.
    pub file: FileId,
}

impl Pack {
    /// Reads a pack. Everything that is wrong with its files' names and places is reported.
    pub fn read(folder: &Path, sources: &mut Sources) -> (Self, Vec<Problem>) {
        let mut pack = Self::default();
        let mut problems = Vec::new();
        if !walk::is_folder(folder) {
            let message = format!("there is no template pack {}", folder.display());
            problems
                .push(Problem::new(Code::BadPack, message).help("`templates` and --templates name a folder"));
            return (pack, problems);
        }
        let entries = walk::entries(folder, MOST);
        if entries.len() >= MOST {
            let message =
                format!("{} has {MOST} files or more: too many for a template pack", folder.display());
            return (pack, vec![Problem::new(Code::BadPack, message)]);
        }
        for entry in entries {
            match pack.add(folder, &entry, sources) {
                Ok(()) => {}
                Err(problem) => problems.push(problem),
            }
        }
        problems.extend(pack.collisions());
        (pack, problems)
    }

    /// The template of a name.
    pub fn template(&self, name: &str) -> Option<&PackFile> {
        self.templates.iter().find(|template| template.name == name)
    }

    fn add(&mut self, folder: &Path, entry: &Entry, sources: &mut Sources) -> Result<(), Problem> {
        let shown = folder.join(&entry.path).display().to_string();
        let refuse = |why: &str| Problem::new(Code::BadPack, format!("{shown} {why}"));
        match entry.kind {
            EntryKind::Link => {
                return Err(
                    refuse("is a symbolic link").help("a pack is read as it is: put the file itself there")
                );
            }
            EntryKind::Other => return Err(refuse("is neither a file nor a folder")),
            EntryKind::Unreadable => return Err(refuse("can't be read")),
            EntryKind::File => {}
        }
        let name = entry.path.to_str().map(|name| name.replace('\\', "/"));
        let name = name.ok_or_else(|| refuse("has a name that is not UTF-8"))?;
        let place = place(&name).map_err(|why| refuse(&why))?;
        if place == Place::Note {
            return Ok(());
        }
        let text = read(folder, &name).map_err(|why| refuse(&why))?;
        let file = sources.add(shown, text.as_str());
        let file = PackFile { name, text, file };
        match place {
            Place::Grant => self.grants.push(file),
            _ => self.templates.push(file),
        }
        Ok(())
    }

    /// Where the file system does not tell capitals from small letters, one file would hide another.
    fn collisions(&self) -> Vec<Problem> {
        let built_in = BUILT_IN.iter().map(|(name, _)| *name);
        let mut seen: HashMap<String, &str> =
            built_in.map(|name| (path::of_output(name, None).to_lowercase(), name)).collect();
        let mut problems = Vec::new();
        for template in &self.templates {
            let output = path::of_output(&template.name, None).to_lowercase();
            match seen.insert(output, &template.name) {
                Some(other) if other != template.name => problems.push(Problem::new(
                    Code::BadPack,
                    format!("{} and {other} would be the same file where capitals are not told from small letters", template.name),
                )),
                _ => {}
            }
        }
        problems
    }
}

#[derive(PartialEq, Eq)]
enum Place {
    /// A template whose output is a file, or a part of others.
    Template,
    Grant,
    /// For people.
    Note,
}

/// What a file of a pack is, by its path.
fn place(name: &str) -> Result<Place, String> {
    let segments: Vec<&str> = name.split('/').collect();
    if let Some(bad) = segments.iter().find(|segment| !is_portable(segment)) {
        return Err(format!(
            "has a name that not every system takes: {bad:?} (letters, digits, . _ and - are taken everywhere)"
        ));
    }
    match segments[..] {
        [_] => note(name),
        ["grants", file] if file.ends_with(".yaml") => Ok(Place::Grant),
        ["grants", ..] => Err("is no grant: a grant is grants/KIND.yaml".to_owned()),
        ["workspace" | "modules" | "partials", ..] if !name.ends_with(".tera") => {
            Err("is no template: their names end in .tera".to_owned())
        }
        ["partials", ..] => Ok(Place::Template),
        ["modules", _, _, ..] => Ok(Place::Template),
        ["workspace", ..] => in_workspace(&segments),
        [folder, ..] => Err(match nearest(folder, ["workspace", "modules", "partials", "grants"]) {
            Some(meant) => format!("has no place in a pack: did you mean {meant}/?"),
            None => {
                "has no place in a pack: its folders are workspace, modules, partials and grants".to_owned()
            }
        }),
        [] => unreachable!("a path has a segment"),
    }
}

fn note(name: &str) -> Result<Place, String> {
    let is_note = name.starts_with('.') || name.ends_with(".md") || name.starts_with("LICENSE");
    if is_note {
        return Ok(Place::Note);
    }
    Err("has no place in a pack: templates are in workspace/, modules/ and partials/, grants in grants/"
        .to_owned())
}

fn in_workspace(segments: &[&str]) -> Result<Place, String> {
    let reserved = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with("poolsmith.")
            || [".poolsmith", ".terraform", ".git", "modules"].contains(&name.as_str())
    };
    match segments[1..] {
        [first, ..] | ["environments", "ENVIRONMENT", first, ..] if reserved(first) => {
            Err(format!("would be {}, which is no template's to make", first.trim_end_matches(".tera")))
        }
        ["environments", "ENVIRONMENT", ..] => Ok(Place::Template),
        ["environments", ..] => {
            Err("is in no environment: their templates are in workspace/environments/ENVIRONMENT/".to_owned())
        }
        _ => Ok(Place::Template),
    }
}

/// Source: Microsoft, "Naming Files, Paths, and Namespaces", for the names of devices.
fn is_portable(segment: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = segment.split('.').next().unwrap_or_default().to_lowercase();
    let is_port = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    !segment.is_empty()
        && !segment.ends_with('.')
        && segment != ".."
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        && !DEVICES.contains(&stem.as_str())
        && !is_port
}

fn read(folder: &Path, name: &str) -> Result<String, String> {
    match disk::read_text(&folder.join(name), LARGEST) {
        Ok(ReadText::Text(text)) => Ok(text),
        Ok(ReadText::NotUtf8 { .. }) => Err("is not UTF-8".to_owned()),
        Ok(ReadText::TooLarge(size)) => Err(format!("has {size} bytes: at the most {LARGEST} are read")),
        Err(error) => Err(format!("can't be read: {error}")),
    }
}
