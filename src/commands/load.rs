//! Reads the inputs and resolves every environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::commands::pack;
use crate::disk::{self, ReadText};
use crate::inputs::node::{Node, Value};
use crate::inputs::read::{Language, read};
use crate::inputs::{self, EnvironmentInputs};
use crate::model::{Environment, Model, Permanent, check_together, model, resolve};
use crate::policy::PolicyFiles;
use crate::render::Templates;
use crate::source::{Code, Problem, Problems, Sources, Span};

/// An inputs file is text that people write: a thousand environments have less than this many bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The names that an inputs file may have in a workspace.
const NAMES: [&str; 4] = ["poolsmith.yaml", "poolsmith.yml", "poolsmith.json", "poolsmith.toml"];

/// The inputs file of a workspace.
///
/// # Errors
/// None, or several.
pub fn find(directory: &Path, file: Option<&Path>) -> Result<PathBuf, Problem> {
    if let Some(file) = file {
        return Ok(file.to_path_buf());
    }
    let found: Vec<&str> = NAMES.into_iter().filter(|name| disk::exists(&directory.join(name))).collect();
    match found[..] {
        [name] if directory == Path::new(".") => Ok(PathBuf::from(name)),
        [name] => Ok(directory.join(name)),
        [] => Err(Problem::new(Code::NoInputs, format!("no inputs file in {}", shown(directory)))
            .help(format!("one of {}, or -f FILE; `poolsmith new` writes one", NAMES.join(", ")))),
        _ => Err(Problem::new(Code::NoInputs, format!("several inputs files: {}", found.join(", ")))
            .help("keep one of them, or say which with -f FILE")),
    }
}

fn shown(directory: &Path) -> String {
    if directory == Path::new(".") { "this folder".to_owned() } else { directory.display().to_string() }
}

/// Where the inputs come from.
#[derive(Debug)]
pub enum Inputs {
    /// A file.
    File(PathBuf),
    /// A text that is to become a file, if a workspace comes of it.
    Unwritten {
        /// Where it will stand.
        path: PathBuf,
        /// What it will hold.
        text: String,
    },
    /// An example that is built in.
    Example {
        /// Where it stands in poolsmith's repository.
        path: PathBuf,
        /// What it holds.
        text: &'static str,
        /// The policy files beside it, and what they hold.
        policies: &'static [(&'static str, &'static str)],
    },
}

/// What the inputs mean.
pub struct Loaded {
    /// What templates see.
    pub model: Arc<Model>,
    /// The templates.
    pub templates: Arc<Templates>,
    /// What decides what is generated besides the templates: the inputs and the policy files.
    pub inputs: Vec<Arc<str>>,
    /// What can't be changed in each environment without a replacement.
    pub permanent: BTreeMap<String, Permanent>,
    /// The generated files that are allowed to differ, and where the inputs say so.
    pub customized: BTreeMap<String, Span>,
}

/// Reads the inputs and the templates. There is nothing where anything is wrong with the inputs; what is
/// wrong with the templates of a pack does not keep the rest of them from being rendered.
pub fn load(
    inputs: &Inputs,
    templates: Option<&Path>,
    sources: &mut Sources,
) -> (Option<Loaded>, Vec<Problem>) {
    let (problems, of_pack) = (Problems::default(), Problems::default());
    let loaded = match inputs {
        Inputs::Unwritten { path, text } => {
            load_text(text, path, templates, &*on_disk(path), sources, &problems, &of_pack)
        }
        Inputs::Example { path, text, policies } => {
            load_text(text, path, templates, &*built_in(policies), sources, &problems, &of_pack)
        }
        Inputs::File(path) => read_inputs(path, sources, &problems).and_then(|text| {
            load_text(&text, path, templates, &*on_disk(path), sources, &problems, &of_pack)
        }),
    };
    let clean = problems.errors() == 0;
    problems.absorb([(String::new(), of_pack)]);
    (loaded.filter(|_| clean), problems.into_sorted())
}

fn load_text(
    text: &str,
    path: &Path,
    templates: Option<&Path>,
    read_policy: &ReadPolicy,
    sources: &mut Sources,
    problems: &Problems,
    of_pack: &Problems,
) -> Option<Loaded> {
    let language = language(path, problems)?;
    let file = sources.add(path.display().to_string(), text);
    let root = read(text, file, language, problems)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let pack = templates.map(Path::to_path_buf).or_else(|| named_pack(&root, folder));
    let before = sources.len();
    let (templates, kinds) = pack::load(pack.as_deref(), sources, of_pack);
    let files_of_pack = before..sources.len();
    let inputs = inputs::environments(&root, problems);
    let mut files = PolicyFiles::new(sources, read_policy, problems);
    let environments: Vec<Environment> =
        inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut files)).collect();
    let customized = inputs.first().map(customized).unwrap_or_default();
    let found = |inputs: EnvironmentInputs| (inputs.key.text, inputs.problems);
    problems.absorb(inputs.into_iter().map(found));
    check_together(&environments, problems);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let permanent = |environment: &Environment| (environment.key().to_owned(), Permanent::of(environment));
    let texts = sources.texts().enumerate().filter(|(index, _)| !files_of_pack.contains(index));
    let texts = texts.map(|(_, text)| Arc::from(text)).collect();
    (!environments.is_empty()).then(|| Loaded {
        model: Arc::new(model(&environments, &name, problems)),
        templates: Arc::new(templates),
        inputs: texts,
        permanent: environments.iter().map(permanent).collect(),
        customized,
    })
}

/// The pack that the inputs in this folder name.
pub fn pack_named_here() -> Option<PathBuf> {
    let path = &find(Path::new("."), None).ok()?;
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let text = read_inputs(path, &mut sources, &problems)?;
    let language = language(path, &problems)?;
    let file = sources.add("", text.as_str());
    named_pack(&read(&text, file, language, &problems)?, path.parent().unwrap_or(Path::new("")))
}

/// The pack that the inputs name.
fn named_pack(root: &Node, folder: &Path) -> Option<PathBuf> {
    match &root.get("templates")?.value {
        Value::String(pack) => Some(folder.join(pack)),
        _ => None, // decoding says what is wrong
    }
}

/// It is the same in every environment.
fn customized(inputs: &EnvironmentInputs) -> BTreeMap<String, Span> {
    let paths = inputs.spec.customized.iter().flatten();
    paths.filter_map(|path| Some((path.get()?.clone(), path.span))).collect()
}

fn language(path: &Path, problems: &Problems) -> Option<Language> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let language = Language::of_extension(extension);
    if language.is_none() {
        problems.push(
            Problem::new(Code::NoInputs, format!("{}: unknown extension", path.display()))
                .help("an inputs file ends in .yaml, .yml, .json or .toml"),
        );
    }
    language
}

fn read_inputs(path: &Path, sources: &mut Sources, problems: &Problems) -> Option<String> {
    let name = path.display();
    match disk::read_text(path, LARGEST) {
        Ok(ReadText::Text(text)) => Some(text),
        Ok(ReadText::TooLarge(size)) => {
            let message = format!("{name} has {size} bytes: too large for an inputs file");
            problems.push(Problem::new(Code::TooLarge, message).help(format!("at the most {LARGEST} bytes")));
            None
        }
        Ok(ReadText::NotUtf8 { valid }) => {
            let end = valid.len();
            let file = sources.add(name.to_string(), valid);
            let message = "not UTF-8 from here on";
            problems.push(
                Problem::at(Span::new(file, end, end), Code::NotUtf8, message).help("save the file as UTF-8"),
            );
            None
        }
        Err(error) => {
            problems.push(Problem::new(Code::Unreadable, format!("can't read {name}: {error}")));
            None
        }
    }
}

/// Gives a policy file's name and its text, or says why not.
type ReadPolicy<'a> = dyn Fn(&str) -> Result<(String, String), String> + 'a;

/// Policy files stand beside the inputs.
fn on_disk(inputs: &Path) -> Box<ReadPolicy<'_>> {
    let folder = inputs.parent().unwrap_or(Path::new(""));
    Box::new(move |name| read_policy(folder, name))
}

fn built_in(policies: &'static [(&'static str, &'static str)]) -> Box<ReadPolicy<'static>> {
    Box::new(move |name| match policies.iter().find(|(known, _)| *known == name) {
        Some((name, text)) => Ok(((*name).to_owned(), (*text).to_owned())),
        None => Err("it is not built in".to_owned()),
    })
}

fn read_policy(folder: &Path, name: &str) -> Result<(String, String), String> {
    let path = folder.join(name);
    match disk::read_text(&path, LARGEST) {
        Ok(ReadText::Text(text)) => Ok((path.display().to_string(), text)),
        Ok(ReadText::TooLarge(size)) => Err(format!("it has {size} bytes, at the most {LARGEST} are read")),
        Ok(ReadText::NotUtf8 { .. }) => Err("it is not UTF-8".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
