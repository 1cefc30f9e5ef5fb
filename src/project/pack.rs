//! Loads the templates and grant kinds, including those of a template pack.

use std::path::Path;

use crate::disk::{Directory, OutOfReach};
use crate::policy::{Kind, Kinds};
use crate::project::read::{read_inputs, read_tree};
use crate::project::referenced::ReferencedFiles;
use crate::project::{Inputs, PackSource, Request};
use crate::render::{Pack, PackFile, Templates};
use crate::source::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::{Node, Value};

/// The built-in templates and kinds, overridden by those of the pack in a directory.
pub fn load_pack(
    pack: Option<&Directory>,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> (Templates, Kinds) {
    let Some(directory) = pack else { return (Templates::default(), Kinds::built_in()) };
    let (pack, found) = Pack::read(directory, sources);
    found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    with_kinds(pack, diagnostics)
}

fn with_kinds(pack: Pack, diagnostics: &Diagnostics) -> (Templates, Kinds) {
    let mut kinds = Kinds::built_in();
    for grant in &pack.grants {
        if let Some(kind) = Kind::read(&grant.text, grant.file, diagnostics) {
            kinds.add(kind);
        }
    }
    let (templates, found) = Templates::of(pack);
    found.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    (templates, kinds)
}

/// The templates and kinds for the pack of a request, or else the pack that its inputs name.
pub(super) fn of_inputs(
    root: &Node,
    request: &Request,
    files: &ReferencedFiles,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> (Templates, Kinds) {
    let pack = match &request.pack {
        Some(PackSource::Memory(templates)) => {
            let template = |(name, text): &(String, String)| PackFile {
                name: name.clone(),
                text: text.clone(),
                file: sources.add(name.as_str(), text.as_str()),
            };
            let templates = templates.iter().map(template).collect();
            return with_kinds(Pack { templates, ..Pack::default() }, diagnostics);
        }
        Some(PackSource::Directory(path)) => given_pack(path, diagnostics),
        None => named_pack(root, files, diagnostics),
    };
    load_pack(pack.as_ref(), sources, diagnostics)
}

/// The pack that a flag names, or else the pack of the inputs in the current directory.
pub fn pack_here(given: Option<&Path>, diagnostics: &Diagnostics) -> Option<Directory> {
    if let Some(path) = given {
        return given_pack(path, diagnostics);
    }
    let inputs = Inputs::find(Path::new("."), None).ok()?;
    // Other commands report problems of the inputs.
    let (mut sources, of_inputs, of_pack) =
        (Sources::default(), Diagnostics::default(), Diagnostics::default());
    let files = ReferencedFiles::beside(inputs.path(), &[], &of_inputs)?;
    let text = read_inputs(inputs.path(), files.reach()?, &mut sources, &of_inputs)?;
    let root = read_tree(&text, inputs.path(), &mut sources, &of_inputs)?;
    let pack = named_pack(&root, &files, &of_pack);
    // The source of the inputs isn't shown, so don't refer to it.
    let without_place = |diagnostic| Diagnostic { place: None, ..diagnostic };
    of_pack.into_sorted().into_iter().map(without_place).for_each(|diagnostic| diagnostics.push(diagnostic));
    pack
}

/// The pack that the inputs name.
fn named_pack(root: &Node, files: &ReferencedFiles, diagnostics: &Diagnostics) -> Option<Directory> {
    let node = root.get("templates")?;
    let Value::String(name) = &node.value else { return None }; // decoding reports other types
    let ReferencedFiles::Disk { directory, reach } = files else { return None };
    let path = directory.join(name);
    let why = match reach.open_directory(&path) {
        Ok(directory) => return Some(directory.renamed(path)),
        Err(why) => why,
    };
    let diagnostic = Diagnostic::at(node.span, Code::BadPack, no_pack(&path, &why));
    diagnostics.push(
        diagnostic.help(
            "`templates` must be a directory in the repository; `--templates DIR` may be any directory",
        ),
    );
    None
}

/// The pack that the user names. It may be in any directory.
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
    let is_missing = matches!(why, OutOfReach::Io(error) if error.kind() == std::io::ErrorKind::NotFound);
    if is_missing {
        format!("there is no template pack {}", path.display())
    } else {
        format!("can't read the template pack {}: {why}", path.display())
    }
}
