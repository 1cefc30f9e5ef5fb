use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::Templates as Arguments;
use crate::commands::load::{self, Inputs};
use crate::commands::prepare::unwritable;
use crate::commands::{Outcome, pack};
use crate::disk::{self, staging, walk};
use crate::policy::DOCUMENTS;
use crate::render::{self, BUILT_IN, Templates};
use crate::report;
use crate::source::{Code, Problem, Problems, Sources};

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
        Arguments::Export { names, to } => export(names, to),
        Arguments::Check { directory } => check(directory),
    }
}

fn list(folder: Option<&Path>) -> Outcome {
    let mut sources = Sources::default();
    let problems = Problems::default();
    let named = folder.map(Path::to_path_buf).or_else(load::pack_named_here);
    let (templates, _) = pack::load(named.as_deref(), &mut sources, &problems);
    let of_template = |name| (name, templates.origin(name).as_str());
    let grants = DOCUMENTS.iter().map(|(name, _)| *name);
    let own = templates.pack.grants.iter().map(|grant| grant.name.as_str());
    let of_grant =
        |name: &'static str| (name, if own.clone().any(|own| own == name) { "replaced" } else { "built-in" });
    let mut all: BTreeMap<&str, &str> = own.clone().map(|name| (name, "added")).collect();
    all.extend(grants.map(of_grant));
    all.extend(templates.names().into_iter().map(of_template));
    let data = all.iter().map(|(name, origin)| format!("{origin:<9} {name}\n")).collect();
    Outcome { data, problems: problems.into_sorted(), sources, ..Outcome::default() }
}

fn export(names: &[String], to: &Path) -> Outcome {
    let all: BTreeMap<&str, &str> = BUILT_IN.iter().copied().chain(DOCUMENTS).collect();
    let is_in = |path: &str, name: &str| {
        let name = name.trim_end_matches('/');
        path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
    };
    let unknown = names.iter().filter(|name| !all.keys().any(|path| is_in(path, name)));
    let mut problems: Vec<Problem> = unknown
        .map(|name| {
            Problem::new(Code::Usage, format!("there is no built-in template `{name}`"))
                .help("`poolsmith templates list` names them all")
        })
        .collect();
    let wanted: Vec<(&str, &str)> = all
        .into_iter()
        .filter(|(path, _)| names.is_empty() || names.iter().any(|name| is_in(path, name)))
        .collect();
    let there = wanted.iter().filter(|(path, _)| disk::exists(&to.join(path)));
    problems.extend(there.map(|(path, _)| {
        Problem::new(Code::NotOurs, format!("{} is there already", to.join(path).display()))
            .help("move it away, or copy to another folder with --to")
    }));
    if problems.is_empty() {
        let put = |(path, _): &(&str, &str)| staging::put_in_place(&to.join(path));
        let written = staging::make_folder(to).and_then(|()| staging::stage(to, &wanted));
        if let Err((path, error)) = written.and_then(|()| wanted.iter().try_for_each(put)) {
            problems.push(unwritable(&path, &error));
        }
    }
    let data = if problems.is_empty() {
        wanted.iter().map(|(path, _)| format!("{}\n", to.join(path).display())).collect()
    } else {
        String::new()
    };
    Outcome { data, problems, ..Outcome::default() }
}

fn check(folder: &Path) -> Outcome {
    if !walk::is_folder(folder) {
        let message = format!("there is no template pack {}", folder.display());
        return Outcome::of_problem(Problem::new(Code::BadPack, message));
    }
    let mut sources = Sources::default();
    let found = findings(folder, &mut sources);
    let words = match found.len() {
        0 => "nothing found\n".to_owned(),
        1 => "1 finding\n".to_owned(),
        count => format!("{count} findings\n"),
    };
    let data = report::problems(&found, &sources, false);
    Outcome { data, words, is_no: !found.is_empty(), ..Outcome::default() }
}

/// What each example finds, each once, and what no example would.
fn findings(folder: &Path, sources: &mut Sources) -> Vec<Problem> {
    let problems = Problems::default();
    let (templates, _) = pack::load(Some(folder), sources, &problems);
    let mut found = problems.into_sorted();
    found.extend(render::lint(&templates.pack));
    let templates = Arc::new(templates);
    for example in EXAMPLES {
        for problem in with_example(example, &templates, folder, sources) {
            let is_known = |other: &Problem| {
                other.message == problem.message || (other.span.is_some() && other.span == problem.span)
            };
            if !found.iter().any(is_known) {
                found.push(problem);
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
) -> Vec<Problem> {
    let path = PathBuf::from(format!("examples/{name}/poolsmith.yaml"));
    let inputs = Inputs::Example { path, text, policies };
    match load::load(&inputs, Some(folder), &mut Sources::default()) {
        // What is wrong with the pack itself was said.
        (None, problems) => problems
            .into_iter()
            .filter(|problem| {
                problem.code.is_error()
                    && !matches!(problem.code, Code::BadPack | Code::BadKind | Code::BadTemplate)
            })
            .map(|problem| {
                Problem::new(Code::BadPack, format!("examples/{name} could not be read: {}", problem.message))
            })
            .collect(),
        (Some(loaded), _) => render::render(&loaded.model, templates, sources).err().unwrap_or_default(),
    }
}
