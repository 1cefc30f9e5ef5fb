//! Reads the inputs and resolves every environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::commands::beside::{Beside, Flags, beside, open_pack, unreadable};
use crate::commands::pack;
use crate::disk::{self, Reach, ReadText};
use crate::inputs::read::{Language, read};
use crate::inputs::{self, EnvironmentInputs};
use crate::model::{Environment, ForceNew, Model, check_across_environments, model, resolve};
use crate::policy::PolicyFiles;
use crate::render::Templates;
use crate::source::{Code, Diagnostic, Diagnostics, Sources, Span};

/// An inputs file is text that people write: a thousand environments have less than this many bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The names that an inputs file may have in a workspace.
const NAMES: [&str; 4] = ["poolsmith.yaml", "poolsmith.yml", "poolsmith.json", "poolsmith.toml"];

/// The inputs file of a workspace.
///
/// # Errors
/// None, or several.
pub fn find(directory: &Path, file: Option<&Path>) -> Result<PathBuf, Diagnostic> {
    if let Some(file) = file {
        return Ok(file.to_path_buf());
    }
    let found: Vec<&str> = NAMES.into_iter().filter(|name| disk::exists(&directory.join(name))).collect();
    match found[..] {
        [name] if directory == Path::new(".") => Ok(PathBuf::from(name)),
        [name] => Ok(directory.join(name)),
        [] => Err(Diagnostic::new(Code::NoInputs, format!("no inputs file in {}", shown(directory)))
            .help(format!("one of {}, or -f FILE; `poolsmith new` writes one", NAMES.join(", ")))),
        _ => Err(Diagnostic::new(Code::NoInputs, format!("several inputs files: {}", found.join(", ")))
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
    pub force_new: BTreeMap<String, ForceNew>,
    /// The generated files that are allowed to differ, and where the inputs say so.
    pub customized: BTreeMap<String, Span>,
}

/// What came of reading the inputs.
pub struct Loading {
    /// What they mean.
    pub loaded: Option<Loaded>,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// How many errors there are besides.
    pub more_errors: usize,
}

/// Reads the inputs and the templates. There is nothing where anything is wrong with the inputs; what is
/// wrong with the templates of a pack does not keep the rest of them from being rendered.
pub fn load(inputs: &Inputs, flags: &Flags, sources: &mut Sources) -> Loading {
    let (diagnostics, of_pack) = (Diagnostics::default(), Diagnostics::default());
    let loaded = match inputs {
        Inputs::Unwritten { path, text } => {
            load_text(text, path, flags, &Beside::Memory(&[]), sources, [&diagnostics, &of_pack])
        }
        Inputs::Example { path, text, policies } => {
            load_text(text, path, flags, &Beside::Memory(policies), sources, [&diagnostics, &of_pack])
        }
        Inputs::File(path) => beside(path, flags, &diagnostics).and_then(|beside| {
            let text = read_inputs(path, &beside.reach, sources, &diagnostics)?;
            load_text(&text, path, flags, &Beside::Disk(beside), sources, [&diagnostics, &of_pack])
        }),
    };
    let clean = diagnostics.errors() == 0;
    diagnostics.absorb([(String::new(), of_pack)]);
    sources.mask(diagnostics.secrets());
    let more_errors = diagnostics.more_errors();
    Loading { loaded: loaded.filter(|_| clean), more_errors, diagnostics: diagnostics.into_sorted() }
}

fn load_text(
    text: &str,
    path: &Path,
    flags: &Flags,
    beside: &Beside,
    sources: &mut Sources,
    [diagnostics, of_pack]: [&Diagnostics; 2],
) -> Option<Loaded> {
    let language = language(path, diagnostics)?;
    let file = sources.add(path.display().to_string(), text);
    let root = read(text, file, language, diagnostics)?;
    let pack = open_pack(&root, flags, beside, of_pack);
    let before = sources.len();
    let (templates, kinds) = pack::load(pack.as_ref(), sources, of_pack);
    let files_of_pack = before..sources.len();
    let inputs = inputs::environments(&root, diagnostics);
    let read_policy = |name: &str| beside.policy(name);
    let mut files = PolicyFiles::new(sources, &read_policy, diagnostics);
    let environments: Vec<Environment> =
        inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut files)).collect();
    let customized = inputs.first().map(customized).unwrap_or_default();
    let found = |inputs: EnvironmentInputs| (inputs.key.text, inputs.diagnostics);
    diagnostics.absorb(inputs.into_iter().map(found));
    check_across_environments(&environments, diagnostics);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let force_new = |environment: &Environment| (environment.key().to_owned(), ForceNew::of(environment));
    let texts = sources.texts().enumerate().filter(|(index, _)| !files_of_pack.contains(index));
    let texts = texts.map(|(_, text)| Arc::from(text)).collect();
    (!environments.is_empty()).then(|| Loaded {
        model: Arc::new(model(&environments, &name, diagnostics)),
        templates: Arc::new(templates),
        inputs: texts,
        force_new: environments.iter().map(force_new).collect(),
        customized,
    })
}

/// It is the same in every environment.
fn customized(inputs: &EnvironmentInputs) -> BTreeMap<String, Span> {
    let paths = inputs.spec.customized.iter().flatten();
    paths.filter_map(|path| Some((path.get()?.clone(), path.span))).collect()
}

/// The language of an inputs file, by its extension.
pub fn language(path: &Path, diagnostics: &Diagnostics) -> Option<Language> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let language = Language::of_extension(extension);
    if language.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::NoInputs, format!("{}: unknown extension", path.display()))
                .help("an inputs file ends in .yaml, .yml, .json or .toml"),
        );
    }
    language
}

/// The text of an inputs file. Why there is none is reported.
pub fn read_inputs(
    path: &Path,
    reach: &Reach,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> Option<String> {
    let name = path.display();
    match reach.read_text(path, MAX_BYTES) {
        Ok(ReadText::Text(text)) => Some(text),
        Ok(ReadText::TooLarge(size)) => {
            let message = format!("{name} has {size} bytes: too large for an inputs file");
            diagnostics.push(
                Diagnostic::new(Code::TooLarge, message).help(format!("at the most {MAX_BYTES} bytes")),
            );
            None
        }
        Ok(ReadText::NotUtf8 { valid }) => {
            let end = valid.len();
            let file = sources.add(name.to_string(), valid);
            let message = "not UTF-8 from here on";
            diagnostics.push(
                Diagnostic::at(Span::new(file, end, end), Code::NotUtf8, message)
                    .help("save the file as UTF-8"),
            );
            None
        }
        Err(why) => {
            diagnostics.push(unreadable(path, &why));
            None
        }
    }
}
