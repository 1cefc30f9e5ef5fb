//! Reads the inputs and resolves every environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::access::assertions;
use crate::inputs::decode::Spanned;
use crate::inputs::{self, EnvironmentInputs};
use crate::lint;
use crate::model::{Environment, ForceNew, Model, check_across_environments, model, resolve};
use crate::policy::{Kinds, PolicyFiles};
use crate::project::access::AccessTests;
use crate::project::read::{read_inputs, read_tree};
use crate::project::record::newer_record;
use crate::project::referenced::ReferencedFiles;
use crate::project::{Failure, Inputs, OwnFile, Request, access, pack};
use crate::render::Templates;
use crate::source::{Code, Diagnostic, Diagnostics, Log, Sources, Span};
use crate::workspace::ReferencesOf;

/// Inputs without errors, and their templates.
pub struct Project {
    /// The request.
    pub(super) request: Request,
    /// The diagnostics so far: warnings, and errors in the templates of a pack.
    pub log: Log,
    pub(super) loaded: Loaded,
}

/// The resolved inputs.
pub(super) struct Loaded {
    pub model: Arc<Model>,
    pub templates: Arc<Templates>,
    /// The kinds of grants, with those of the pack.
    pub kinds: Kinds,
    /// The environments.
    pub environments: Vec<Environment>,
    /// The access tests, of which the output has what `terraform test` can judge.
    pub access: AccessTests,
    /// The attributes of each environment that can't be changed without a replacement.
    pub force_new: BTreeMap<String, ForceNew>,
    /// The previous keys of the environments that have a new one.
    pub renamed: BTreeMap<String, String>,
    /// The generated files that are allowed to differ, with their spans in the inputs.
    pub customized: BTreeMap<String, Span>,
    /// The references of each environment to the user's own files.
    pub references: ReferencesOf,
    /// What is legal in the inputs, but dangerous or useless.
    pub findings: lint::FindingCollector,
}

impl Project {
    /// Reads the inputs and the templates, and resolves every environment. Errors in the templates of a pack
    /// only make [`render`](Self::render) fail, which finds more of them.
    ///
    /// # Errors
    /// All errors in the inputs.
    pub fn load(request: Request) -> Result<Self, Failure> {
        let mut sources = Sources::default();
        let (diagnostics, of_pack) = (Diagnostics::default(), Diagnostics::default());
        let loaded = read_all(&request, &mut sources, [&diagnostics, &of_pack]);
        let is_clean = diagnostics.errors() == 0;
        diagnostics.absorb([(String::new(), of_pack)]);
        sources.mask(diagnostics.secrets());
        let more_errors = diagnostics.more_errors();
        let log = Log { diagnostics: diagnostics.into_sorted(), more_errors, sources };
        match loaded.filter(|_| is_clean) {
            Some(loaded) => Ok(Self { request, log, loaded }),
            // A newer version may know what this one takes for a mistake.
            None => Err(newer_record(&request).map_or(log, Log::from).into()),
        }
    }

    /// The attributes of each environment that can't be changed without a replacement.
    pub fn force_new(&self) -> &BTreeMap<String, ForceNew> {
        &self.loaded.force_new
    }

    /// The kinds of grants that the inputs can have.
    pub fn kinds(&self) -> &Kinds {
        &self.loaded.kinds
    }

    /// The project with a file of the user's own that is written together with the workspace.
    pub fn with_own_file(mut self, file: OwnFile) -> Self {
        self.request.own_files.push(file);
        self
    }

    /// The model, which templates use.
    pub fn model(&self) -> &Arc<Model> {
        &self.loaded.model
    }

    /// The environments.
    pub fn environments(&self) -> &[Environment] {
        &self.loaded.environments
    }

    /// The access tests of the inputs.
    pub fn access(&self) -> &AccessTests {
        &self.loaded.access
    }

    /// The templates.
    pub fn templates(&self) -> &Arc<Templates> {
        &self.loaded.templates
    }
}

/// The errors for environments that are requested, but not in the inputs.
fn unknown_environments(request: &Request, known: &[String]) -> Vec<Diagnostic> {
    let unknown = request.environments.iter().filter(|name| !known.contains(name));
    let mut known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    known.sort();
    let diagnostic = |name| Diagnostic::new(Code::Usage, format!("unknown environment `{name}`"));
    unknown.map(|name| diagnostic(name).help(format!("the environments: {}", known.join(", ")))).collect()
}

fn read_all(
    request: &Request,
    sources: &mut Sources,
    [diagnostics, of_pack]: [&Diagnostics; 2],
) -> Option<Loaded> {
    let path = request.inputs.path();
    let (text, files) = match &request.inputs {
        Inputs::New { text, .. } => (text.clone(), ReferencedFiles::Memory(&[])),
        Inputs::Memory { text, policies, .. } => (text.clone(), ReferencedFiles::Memory(policies)),
        Inputs::Edited { path, text } => {
            (text.clone(), ReferencedFiles::beside(path, &request.allow_read, diagnostics)?)
        }
        Inputs::File(path) => {
            let files = ReferencedFiles::beside(path, &request.allow_read, diagnostics)?;
            (read_inputs(path, files.reach()?, sources, diagnostics)?, files)
        }
    };
    let root = read_tree(&text, path, sources, diagnostics)?;
    if !inputs::admits_this_poolsmith(&root, diagnostics) {
        return None;
    }
    let (templates, kinds) = pack::of_inputs(&root, request, &files, sources, of_pack);
    let inputs = inputs::environments(&root, diagnostics);
    let read_policy = |name: &str| files.read(name);
    let mut policies = PolicyFiles::new(sources, &read_policy, diagnostics);
    let environments: Vec<Environment> =
        inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut policies)).collect();
    let keys: Vec<String> = inputs.iter().map(|environment| environment.key.to_string()).collect();
    let customized = inputs.first().map(customized).unwrap_or_default();
    unknown_environments(request, &keys).into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    let accept = inputs.first().and_then(|inputs| inputs.spec.accept.as_deref()).unwrap_or_default();
    let removal = |index| inputs::removal_of_item(&text, &root, inputs::ACCEPT, index);
    let accept = lint::accept(accept, removal, diagnostics);
    let mut references = ReferencesOf::new();
    let found =
        inputs.into_iter().map(|EnvironmentInputs { key, name, references: made, diagnostics, .. }| {
            references.insert(key.to_string(), made.into_inner().into_iter().collect());
            (name, diagnostics)
        });
    diagnostics.absorb(found);
    let access = access::access_tests(
        &root,
        request.question.as_ref(),
        &environments,
        &keys,
        &files,
        sources,
        diagnostics,
    );
    check_across_environments(&environments, diagnostics);
    // Of inputs with errors, they are not reported.
    let is_wanted = |name: &str| request.includes_environment(name);
    let evaluation = lint::Evaluation {
        environments: &environments,
        suite: &access.suite,
        asked: &access.asked,
        documents: &access.documents,
    };
    let findings = lint::lint(&evaluation, &customized, accept, request.today, is_wanted);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let force_new = |environment: &Environment| (environment.key().to_owned(), ForceNew::of(environment));
    let renamed =
        |environment: &Environment| Some((environment.key().to_owned(), environment.renamed_from.clone()?));
    (!environments.is_empty()).then(|| Loaded {
        model: Arc::new(tested_model(&environments, &access, &name, diagnostics)),
        templates: Arc::new(templates),
        kinds,
        access,
        force_new: environments.iter().map(force_new).collect(),
        renamed: environments.iter().filter_map(renamed).collect(),
        environments,
        customized,
        references,
        findings,
    })
}

/// The model, with what access tests say.
fn tested_model(
    environments: &[Environment],
    access: &AccessTests,
    inputs_file: &str,
    diagnostics: &Diagnostics,
) -> Model {
    let mut model = model(environments, inputs_file, diagnostics);
    model.policy.access = assertions(&access.suite, &model.policy.grants, environments);
    model
}

/// `customized`, which is the same in every environment.
fn customized(inputs: &EnvironmentInputs) -> BTreeMap<String, Span> {
    let paths = inputs.spec.customized.iter().flatten();
    paths.filter_map(|path: &Spanned<String>| Some((path.get()?.clone(), path.span))).collect()
}
