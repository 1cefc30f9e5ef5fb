//! The files that an inputs file names: policy files, and a template pack.

use std::path::{Path, PathBuf};

use crate::commands::load::{MAX_BYTES, find, language, read_inputs};
use crate::disk::{Directory, OutOfReach, Reach, ReadText};
use crate::inputs::node::{Node, Value};
use crate::inputs::read::read;
use crate::source::{Code, Diagnostic, Diagnostics, Sources};

/// What whoever runs poolsmith says of the files that inputs may name.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The template pack, instead of the one that the inputs name.
    pub templates: Option<PathBuf>,
    /// Directories outside the repository whose files the inputs may name.
    pub allow_read: Vec<PathBuf>,
}

/// The files that the inputs may name.
pub enum Beside<'a> {
    /// Those in reach.
    Disk(OnDisk<'a>),
    /// Policy files that are built in, by their names.
    Memory(&'static [(&'static str, &'static str)]),
}

/// The directory of an inputs file, and how far it may reach.
pub struct OnDisk<'a> {
    /// The directory.
    pub directory: &'a Path,
    /// The reach.
    pub reach: Reach,
}

impl Beside<'_> {
    /// A policy file's name and its text, or why it can't be read.
    pub fn policy(&self, name: &str) -> Result<(String, String), String> {
        match self {
            Self::Disk(beside) => beside.policy(name),
            Self::Memory(policies) => match policies.iter().find(|(known, _)| *known == name) {
                Some((name, text)) => Ok(((*name).to_owned(), (*text).to_owned())),
                None => Err("it is not built in".to_owned()),
            },
        }
    }
}

impl OnDisk<'_> {
    fn policy(&self, name: &str) -> Result<(String, String), String> {
        let path = self.directory.join(name);
        match self.reach.read_text(&path, MAX_BYTES) {
            Ok(ReadText::Text(text)) => Ok((path.display().to_string(), text)),
            Ok(ReadText::TooLarge(size)) => {
                Err(format!("it has {size} bytes, at the most {MAX_BYTES} are read"))
            }
            Ok(ReadText::NotUtf8 { .. }) => Err("it is not UTF-8".to_owned()),
            Err(why @ OutOfReach::Outside(_)) => Err(format!("{why}; `--allow-read DIR` allows it")),
            Err(why) => Err(why.to_string()),
        }
    }
}

/// The files beside an inputs file, as far as they are in reach.
pub fn beside<'a>(path: &'a Path, flags: &Flags, diagnostics: &Diagnostics) -> Option<OnDisk<'a>> {
    let directory = path.parent().unwrap_or(Path::new(""));
    match Reach::of(directory, &flags.allow_read) {
        Ok(reach) => Some(OnDisk { directory, reach }),
        Err((missing, error)) => {
            diagnostics.push(unreadable(&missing, &OutOfReach::Io(error)));
            None
        }
    }
}

/// An inputs file that can't be read.
pub fn unreadable(path: &Path, why: &OutOfReach) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Unreadable, format!("can't read {}: {why}", path.display()));
    match why {
        OutOfReach::Outside(repository) => diagnostic.help(format!(
            "it is a link that leads out of {}; put the file itself there, or allow it with `--allow-read DIR`",
            repository.display()
        )),
        _ => diagnostic,
    }
}

/// The pack that a flag names, or else the inputs in the current directory.
pub fn pack_here(templates: Option<&Path>, diagnostics: &Diagnostics) -> Option<Directory> {
    if let Some(path) = templates {
        return given_pack(path, diagnostics);
    }
    let path = &find(Path::new("."), None).ok()?;
    // What is wrong with the inputs is for other commands to say.
    let (mut sources, of_inputs, flags) = (Sources::default(), Diagnostics::default(), Flags::default());
    let beside = beside(path, &flags, &of_inputs)?;
    let text = read_inputs(path, &beside.reach, &mut sources, &of_inputs)?;
    let language = language(path, &of_inputs)?;
    let file = sources.add("", text.as_str());
    let root = read(&text, file, language, &of_inputs)?;
    let of_pack = Diagnostics::default();
    let pack = open_pack(&root, &flags, &Beside::Disk(beside), &of_pack);
    // The place is in a file that is not shown.
    of_pack
        .into_sorted()
        .into_iter()
        .for_each(|diagnostic| diagnostics.push(Diagnostic { span: None, ..diagnostic }));
    pack
}

/// The pack that a flag names, or else the inputs.
pub fn open_pack(
    root: &Node,
    flags: &Flags,
    beside: &Beside,
    diagnostics: &Diagnostics,
) -> Option<Directory> {
    if let Some(path) = &flags.templates {
        return given_pack(path, diagnostics);
    }
    let node = root.get("templates")?;
    let Value::String(name) = &node.value else { return None }; // decoding says what is wrong
    let Beside::Disk(beside) = beside else { return None };
    let path = beside.directory.join(name);
    let why = match beside.reach.open_directory(&path) {
        Ok(directory) => return Some(directory.renamed(path)),
        Err(why) => why,
    };
    let diagnostic = Diagnostic::at(node.span, Code::BadPack, no_pack(&path, &why));
    diagnostics.push(
        diagnostic.help("`templates` names a directory in the repository; `--templates DIR` may name any"),
    );
    None
}

/// The pack that whoever runs poolsmith names: it may be anywhere.
pub fn given_pack(path: &Path, diagnostics: &Diagnostics) -> Option<Directory> {
    match Directory::open(path) {
        Ok(directory) => Some(directory),
        Err(error) => {
            diagnostics.push(
                Diagnostic::new(Code::BadPack, no_pack(path, &OutOfReach::Io(error)))
                    .help("`templates` and --templates name a directory"),
            );
            None
        }
    }
}

fn no_pack(path: &Path, why: &OutOfReach) -> String {
    match why {
        OutOfReach::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
            format!("there is no template pack {}", path.display())
        }
        why => format!("can't read the template pack {}: {why}", path.display()),
    }
}
