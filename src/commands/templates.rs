use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::Templates as Arguments;
use crate::commands::beside::{self, Flags};
use crate::commands::load::{self, Inputs, Loading};
use crate::commands::prepare::unwritable;
use crate::commands::{Outcome, pack};
use crate::disk::{Access, Directory};
use crate::policy::DOCUMENTS;
use crate::render::{self, BUILT_IN, Templates};
use crate::report;
use crate::source::{Code, Diagnostic, Diagnostics, Sources};

/// An example's name, its inputs, and the policy files beside them.
type Example = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What a pack is examined with: between them they have every part that there is.
const EXAMPLES: [Example; 4] = [
    (
        "everything",
        include_str!("../../examples/everything/poolsmith.yaml"),
        &[("policies/audit.json", include_str!("../../examples/everything/policies/audit.json"))],
    ),
    ("environments", include_str!("../../examples/environments/poolsmith.yaml"), &[]),
    ("attribute-access", include_str!("../../examples/attribute-access/poolsmith.yaml"), &[]),
    ("smallest", "name: notes\nenvironments: { dev: { region: us-east-1 } }\n", &[]),
];

/// The templates: listed, copied out, examined.
pub fn run(arguments: &Arguments) -> Outcome {
    match arguments {
        Arguments::List { templates } => list(templates.as_deref()),
        Arguments::Export { names, to } => export(names, to.as_deref()),
        Arguments::Check { directory } => check(directory),
    }
}

fn list(folder: Option<&Path>) -> Outcome {
    let mut sources = Sources::default();
    let diagnostics = Diagnostics::default();
    let named = beside::pack_here(folder, &diagnostics);
    let (templates, _) = pack::load(named.as_ref(), &mut sources, &diagnostics);
    let of_template = |name| (name, templates.origin(name).as_str());
    let grants = DOCUMENTS.iter().map(|(name, _)| *name);
    let own = templates.pack.grants.iter().map(|grant| grant.name.as_str());
    let of_grant =
        |name: &'static str| (name, if own.clone().any(|own| own == name) { "replaced" } else { "built-in" });
    let mut all: BTreeMap<&str, &str> = own.clone().map(|name| (name, "added")).collect();
    all.extend(grants.map(of_grant));
    all.extend(templates.names().into_iter().map(of_template));
    let data = all.iter().map(|(name, origin)| format!("{origin:<9} {}\n", report::line(name))).collect();
    Outcome { data, diagnostics: diagnostics.into_sorted(), sources, ..Outcome::default() }
}

/// Where templates are exported to unless a flag says otherwise.
const EXPORTED: &str = "templates";

fn export(names: &[String], to: Option<&Path>) -> Outcome {
    let all: BTreeMap<&str, &str> = BUILT_IN.iter().copied().chain(DOCUMENTS).collect();
    let is_in = |path: &str, name: &str| {
        let name = name.trim_end_matches('/');
        path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
    };
    let unknown = names.iter().filter(|name| !all.keys().any(|path| is_in(path, name)));
    let mut diagnostics: Vec<Diagnostic> = unknown
        .map(|name| {
            Diagnostic::new(Code::Usage, format!("there is no built-in template `{name}`"))
                .help("`poolsmith templates list` names them all")
        })
        .collect();
    let wanted: Vec<(&str, &str)> = all
        .into_iter()
        .filter(|(path, _)| names.is_empty() || names.iter().any(|name| is_in(path, name)))
        .collect();
    let written = if diagnostics.is_empty() { write(&wanted, to) } else { Ok(String::new()) };
    let data = written.unwrap_or_else(|found| {
        diagnostics.extend(found);
        String::new()
    });
    Outcome { data, diagnostics, ..Outcome::default() }
}

/// Writes templates to a directory, and gives their paths in lines. A directory that a flag names may
/// be a link; nothing below it is written through one.
fn write(wanted: &[(&str, &str)], to: Option<&Path>) -> Result<String, Vec<Diagnostic>> {
    let shown = to.unwrap_or(Path::new(EXPORTED));
    let failed = |path: &Path, error| vec![unwritable(path, &error)];
    let directory = match to {
        Some(to) => Directory::create(to),
        None => Directory::open(Path::new(".")).and_then(|here| {
            here.create_directories(EXPORTED)?;
            here.open_below(Path::new(EXPORTED))
        }),
    }
    .map_err(|error| failed(shown, error))?;
    let there: Vec<Diagnostic> = wanted
        .iter()
        .filter(|(path, _)| directory.exists(path))
        .map(|(path, _)| {
            Diagnostic::new(Code::NotOurs, format!("{} is there already", shown.join(path).display()))
                .help("move it away, or copy to another folder with --to")
        })
        .collect();
    if !there.is_empty() {
        return Err(there);
    }
    for (path, text) in wanted {
        write_one(&directory, path, text).map_err(|error| failed(&shown.join(path), error))?;
    }
    Ok(wanted
        .iter()
        .map(|(path, _)| format!("{}\n", report::line(&shown.join(path).display().to_string())))
        .collect())
}

fn write_one(directory: &Directory, path: &str, text: &str) -> std::io::Result<()> {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    directory.create_directories(parent)?;
    directory.create_file(path, Access::Default)?.write_all(text.as_bytes())
}

fn check(folder: &Path) -> Outcome {
    let mut sources = Sources::default();
    let diagnostics = Diagnostics::default();
    let Some(directory) = beside::given_pack(folder, &diagnostics) else {
        return Outcome { diagnostics: diagnostics.into_sorted(), ..Outcome::default() };
    };
    let found = findings(&directory, folder, &mut sources);
    let words = match found.len() {
        0 => "nothing found\n".to_owned(),
        1 => "1 finding\n".to_owned(),
        count => format!("{count} findings\n"),
    };
    let data = report::diagnostics(&found, 0, &sources, false);
    Outcome { data, words, is_no: !found.is_empty(), ..Outcome::default() }
}

/// What each example finds, each once, and what no example would.
fn findings(directory: &Directory, folder: &Path, sources: &mut Sources) -> Vec<Diagnostic> {
    let diagnostics = Diagnostics::default();
    let (templates, _) = pack::load(Some(directory), sources, &diagnostics);
    let mut found = diagnostics.into_sorted();
    found.extend(render::lint(&templates.pack));
    let templates = Arc::new(templates);
    for example in EXAMPLES {
        for diagnostic in with_example(example, &templates, folder, sources) {
            let is_known = |other: &Diagnostic| {
                other.message == diagnostic.message || (other.span.is_some() && other.span == diagnostic.span)
            };
            if !found.iter().any(is_known) {
                found.push(diagnostic);
            }
        }
    }
    found
}

fn with_example(
    (name, text, policies): Example,
    templates: &Arc<Templates>,
    folder: &Path,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let path = PathBuf::from(format!("examples/{name}/poolsmith.yaml"));
    let inputs = Inputs::Example { path, text, policies };
    let flags = Flags { templates: Some(folder.to_path_buf()), ..Flags::default() };
    let Loading { loaded, diagnostics, .. } = load::load(&inputs, &flags, &mut Sources::default());
    match loaded {
        // What is wrong with the pack itself was said.
        None => diagnostics
            .into_iter()
            .filter(|diagnostic| {
                diagnostic.code.is_error()
                    && !matches!(diagnostic.code, Code::BadPack | Code::BadKind | Code::BadTemplate)
            })
            .map(|diagnostic| {
                Diagnostic::new(
                    Code::BadPack,
                    format!("examples/{name} could not be read: {}", diagnostic.message),
                )
            })
            .collect(),
        Some(loaded) => render::render(&loaded.model, templates, sources).err().unwrap_or_default(),
    }
}
