//! `poolsmith templates`: lists, exports and checks templates.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::Templates as Arguments;
use crate::disk::{Access, Directory};
use crate::policy::DOCUMENTS;
use crate::project::{
    Failure, Inputs, PackSource, Project, Request, given_pack, load_pack, pack_here, unwritable,
};
use crate::render::{self, BUILT_IN, Templates};
use crate::report::{self, Report, ReportData, TemplateEntry};
use crate::source::{Code, Diagnostic, Diagnostics, Log, Sources};

/// The name of an example, its inputs, and the files that these name.
type Example = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The examples that a pack is checked with. Together, they use every feature.
const EXAMPLES: [Example; 4] = [
    (
        "everything",
        include_str!("../../examples/everything/poolsmith.yaml"),
        &[
            ("policies/audit.json", include_str!("../../examples/everything/policies/audit.json")),
            ("access/boundary.json", include_str!("../../examples/everything/access/boundary.json")),
            ("access/security.yaml", include_str!("../../examples/everything/access/security.yaml")),
        ],
    ),
    ("environments", include_str!("../../examples/environments/poolsmith.yaml"), &[]),
    ("attribute-access", include_str!("../../examples/attribute-access/poolsmith.yaml"), &[]),
    ("smallest", "name: notes\nenvironments: { dev: { region: us-east-1 } }\n", &[]),
];

/// Lists, exports or checks templates.
///
/// # Errors
/// Templates can't be written, or the pack can't be read.
pub fn run(arguments: &Arguments) -> Result<Report, Failure> {
    match arguments {
        Arguments::List { templates } => Ok(list(templates.as_deref())),
        Arguments::Export { names, to } => export(names, to.as_deref()),
        Arguments::Check { directory } => check(directory),
    }
}

fn list(directory: Option<&Path>) -> Report {
    let (mut sources, diagnostics) = (Sources::default(), Diagnostics::default());
    let pack = pack_here(directory, &diagnostics);
    let (templates, _) = load_pack(pack.as_ref(), &mut sources, &diagnostics);
    let of_template = |name| (name, templates.origin(name).as_str());
    let grants = DOCUMENTS.iter().map(|(name, _)| *name);
    let own = templates.pack.grants.iter().map(|grant| grant.name.as_str());
    let of_grant =
        |name: &'static str| (name, if own.clone().any(|own| own == name) { "replaced" } else { "built-in" });
    let mut all: BTreeMap<&str, &str> = own.clone().map(|name| (name, "added")).collect();
    all.extend(grants.map(of_grant));
    all.extend(templates.names().into_iter().map(of_template));
    let entry = |(name, origin): (&&str, &&'static str)| TemplateEntry { name: (*name).to_owned(), origin };
    Report {
        text: all.iter().map(|(name, origin)| format!("{origin:<9} {}\n", report::line(name))).collect(),
        data: ReportData { templates: Some(all.iter().map(entry).collect()), ..ReportData::default() },
        log: Log { diagnostics: diagnostics.into_sorted(), sources, ..Log::default() },
        ..Report::default()
    }
}

/// The default target directory of `export`.
const EXPORTED: &str = "templates";

fn export(names: &[String], to: Option<&Path>) -> Result<Report, Failure> {
    let all: BTreeMap<&str, &str> = BUILT_IN.iter().copied().chain(DOCUMENTS).collect();
    let is_in = |path: &str, name: &str| {
        let name = name.trim_end_matches('/');
        path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
    };
    let unknown = names.iter().filter(|name| !all.keys().any(|path| is_in(path, name)));
    let unknown = Log::default().with(unknown.map(|name| {
        Diagnostic::new(Code::Usage, format!("unknown built-in template `{name}`"))
            .help("`poolsmith templates list` lists all templates")
    }));
    if unknown.errors() > 0 {
        return Err(unknown.into());
    }
    let wanted: Vec<(&str, &str)> = all
        .into_iter()
        .filter(|(path, _)| names.is_empty() || names.iter().any(|name| is_in(path, name)))
        .collect();
    let written = write(&wanted, to).map_err(|found| Log::default().with(found))?;
    Ok(Report {
        text: written.iter().map(|path| report::line(path).into_owned() + "\n").collect(),
        data: ReportData { written: Some(written), ..ReportData::default() },
        ..Report::default()
    })
}

/// Writes templates to a directory, and returns their paths. A directory given with a flag may be a
/// symbolic link; below it, no links are followed.
fn write(wanted: &[(&str, &str)], to: Option<&Path>) -> Result<Vec<String>, Vec<Diagnostic>> {
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
            Diagnostic::new(Code::NotOurs, format!("{} already exists", shown.join(path).display()))
                .help("move it, or export to another directory with `--to DIR`")
        })
        .collect();
    if !there.is_empty() {
        return Err(there);
    }
    for (path, text) in wanted {
        write_one(&directory, path, text).map_err(|error| failed(&shown.join(path), error))?;
    }
    Ok(wanted.iter().map(|(path, _)| shown.join(path).display().to_string()).collect())
}

fn write_one(directory: &Directory, path: &str, text: &str) -> std::io::Result<()> {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    directory.create_directories(parent)?;
    directory.create_file(path, Access::Default)?.write_all(text.as_bytes())
}

fn check(path: &Path) -> Result<Report, Failure> {
    let diagnostics = Diagnostics::default();
    let Some(directory) = given_pack(path, &diagnostics) else {
        return Err(Log::default().with(diagnostics.into_sorted()).into());
    };
    let mut sources = Sources::default();
    let found = findings(&directory, path, &mut sources);
    let summary = match found.len() {
        0 => "no problems found\n".to_owned(),
        1 => "1 finding\n".to_owned(),
        count => format!("{count} findings\n"),
    };
    Ok(Report {
        text: report::diagnostics(&found, &sources),
        summary,
        findings: found,
        log: Log { sources, ..Log::default() },
        ..Report::default()
    })
}

/// The findings of all examples without duplicates, and of checks that don't need an example.
fn findings(directory: &Directory, path: &Path, sources: &mut Sources) -> Vec<Diagnostic> {
    let diagnostics = Diagnostics::default();
    let (templates, _) = load_pack(Some(directory), sources, &diagnostics);
    let mut found = diagnostics.into_sorted();
    found.extend(render::lint(&templates.pack));
    let templates = Arc::new(templates);
    for example in EXAMPLES {
        for diagnostic in with_example(example, &templates, path, sources) {
            let is_known = |other: &Diagnostic| {
                other.message == diagnostic.message
                    || (other.place.is_some() && other.place == diagnostic.place)
            };
            if !found.iter().any(is_known) {
                found.push(diagnostic);
            }
        }
    }
    found
}

fn with_example(
    (name, text, files): Example,
    templates: &Arc<Templates>,
    pack: &Path,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let path = PathBuf::from(format!("examples/{name}/poolsmith.yaml"));
    let policies = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let inputs = Inputs::Memory { path, text: text.to_owned(), policies };
    let pack = Some(PackSource::Directory(pack.to_path_buf()));
    match Project::load(Request { pack, ..Request::of(inputs, PathBuf::new()) }) {
        Ok(project) => render::render(project.model(), templates, sources).err().unwrap_or_default(),
        Err(failure) => failure
            .log
            .diagnostics
            .into_iter()
            .filter(|found| found.code.is_error() && !is_about_pack(found.code))
            .map(|found| {
                let message = format!("can't load examples/{name}: {}", found.message);
                Diagnostic::new(Code::BadPack, message)
            })
            .collect(),
    }
}

/// Whether an error is about the pack itself, and therefore was reported already.
fn is_about_pack(code: Code) -> bool {
    matches!(code, Code::BadPack | Code::BadKind | Code::BadTemplate)
}
