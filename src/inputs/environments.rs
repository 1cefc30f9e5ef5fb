//! Splits an inputs file into its environments.

use crate::inputs::decode::{Spanned, decode, keys_of};
use crate::inputs::key_attributes::{ACCESS, KEY_ATTRIBUTES};
use crate::inputs::keys::EnvironmentKey;
use crate::inputs::merge::{self, Removed};
use crate::inputs::misplaced_environments::misplaced_environments;
use crate::inputs::references::References;
use crate::inputs::spec::Spec;
use crate::inputs::unknown_key::unknown_key;
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Entry, Map, Node, Value, is_misspelled, wrong_type};

/// The key of an environment that lists what to remove from the inputs.
pub(super) const REMOVE: &str = "remove";
/// The key of the environments.
pub const ENVIRONMENTS: &str = "environments";
/// The key of an environment that every environment has.
const REGION: &str = "region";
/// The region to check with if no environment has a valid one.
const FALLBACK_REGION: &str = "us-east-1";
/// The maximum number of environments in one workspace.
const MAX_ENVIRONMENTS: usize = 10_000;
/// The maximum number of values in all environments together. More may exceed the memory of CI machines.
const MAX_VALUES: usize = 3_000_000;

/// The inputs for one environment.
#[derive(Debug)]
pub struct EnvironmentInputs {
    /// The environment's key.
    pub key: EnvironmentKey,
    /// The key as written, which may be invalid.
    pub name: String,
    /// The span of the key.
    pub span: Span,
    /// The inputs, merged with the environment's patch.
    pub spec: Spec,
    /// The references in the inputs that have been resolved.
    pub references: References,
    /// What the environment removed before the merge.
    pub removed: Vec<Removed>,
    /// Problems in this environment.
    pub diagnostics: Diagnostics,
}

/// Splits, merges and decodes the inputs. Problems of the whole file go to `diagnostics`. Those of an
/// environment are kept with it, so that they can be reported once for all environments, or with a name.
pub fn environments(root: &Node, diagnostics: &Diagnostics) -> Vec<EnvironmentInputs> {
    let Some(base) = base(root, diagnostics) else { return Vec::new() };
    if let Some(diagnostic) = misplaced_environments(root) {
        diagnostics.push(diagnostic); // and nothing of what is around it
        return Vec::new();
    }
    let patches = patches(root, diagnostics);
    if patches.is_empty() {
        // Nothing can be generated, but other problems can be reported.
        decode_alone(base, diagnostics);
        return Vec::new();
    }
    let values = count(&base) * patches.len();
    if values > MAX_VALUES {
        let message = format!("{} environments of {} values each", patches.len(), count(&base));
        let help = format!(
            "the limit is {MAX_VALUES} values in total: split the environments over several workspaces"
        );
        diagnostics.push(Diagnostic::at(root.span, Code::TooMany, message).help(help));
        return Vec::new();
    }
    let fallback = patches.iter().find_map(|patch| region(patch.node)).unwrap_or(FALLBACK_REGION);
    patches
        .iter()
        .filter_map(|patch| environment(&base, patch, diagnostics))
        .map(|inputs| with_region(inputs, fallback))
        .collect()
}

/// The number of values in a tree.
fn count(node: &Node) -> usize {
    1 + node.children().map(count).sum::<usize>()
}

fn region(patch: &Node) -> Option<&str> {
    patch.get(REGION)?.as_text()
}

/// Replaces an invalid region, which was reported, with that of another environment, so that everything
/// else gets the same checks in both.
fn with_region(mut inputs: EnvironmentInputs, fallback: &str) -> EnvironmentInputs {
    if inputs.spec.region.get().is_none() {
        inputs.spec.region = Spanned::fallback(fallback.to_owned(), inputs.span);
    }
    inputs
}

/// The inputs without their environments.
fn base(root: &Node, diagnostics: &Diagnostics) -> Option<Node> {
    let Value::Map(map) = &root.value else {
        diagnostics.push(wrong_type(root, "a map").help("start the file with `name: …`"));
        return None;
    };
    let mut base = map.clone();
    base.shift_remove("environments");
    for key in KEY_ATTRIBUTES.own.iter().copied().chain([REMOVE]) {
        if let Some(entry) = base.shift_remove(key) {
            diagnostics.push(
                Diagnostic::at(entry.key, Code::UnknownKey, format!("unknown key `{key}`"))
                    .label("set per environment")
                    .help(format!("move it to `environments.NAME.{key}`")),
            );
        }
    }
    base.get_mut(ACCESS).into_iter().for_each(|access| access.node.value = Value::Null); // decoded once
    require_name(&mut base, root, diagnostics);
    refuse_unknown(&mut base, &top_keys(), diagnostics);
    Some(Node { value: Value::Map(base), span: root.span })
}

/// Reports a missing name once for the file instead of once per environment.
fn require_name(base: &mut Map, root: &Node, diagnostics: &Diagnostics) {
    if base.contains_key("name") {
        return;
    }
    if !is_misspelled("name", base, &top_keys()) {
        diagnostics.push(
            Diagnostic::at(root.span, Code::MissingKey, "the key `name` is missing")
                .help("add the application's name at the top level of the file: `name: notes`"),
        );
    }
    base.insert("name".to_owned(), reported(root.span));
}

/// A value in place of one whose absence is reported: `null`, which decoding doesn't report again.
fn reported(span: Span) -> Entry {
    Entry { key: span, node: Node { value: Value::Null, span } }
}

/// Reports and removes unknown keys before the merge, after which it is unclear which file part they are from.
fn refuse_unknown(map: &mut Map, known: &[&'static str], diagnostics: &Diagnostics) {
    map.retain(|key, entry| {
        let is_known = known.contains(&key.as_str());
        if !is_known {
            diagnostics.push_one_of_many(Code::UnknownKey, entry.key, || unknown_key(key, entry.key, known));
        }
        is_known
    });
}

/// The keys that are allowed at the top level of the file.
fn top_keys() -> Vec<&'static str> {
    let keys = keys_of::<Spec>().iter().copied().filter(|key| !KEY_ATTRIBUTES.is_own(key));
    keys.chain(["environments"]).collect()
}

/// The keys that are allowed in an environment.
fn environment_keys() -> Vec<&'static str> {
    keys_of::<Spec>().iter().copied().filter(|key| !KEY_ATTRIBUTES.is_shared(key)).chain([REMOVE]).collect()
}

/// An environment as written.
struct Patch<'a> {
    key: EnvironmentKey,
    name: &'a str,
    span: Span,
    node: &'a Node,
}

fn patches<'a>(root: &'a Node, diagnostics: &Diagnostics) -> Vec<Patch<'a>> {
    let Some(environments) = root.get("environments") else {
        if !root.as_map().is_some_and(|map| is_misspelled("environments", map, &top_keys())) {
            diagnostics
                .push(Diagnostic::at(root.span, Code::MissingKey, "the key `environments` is missing").help(
                "add at least one environment with its region: `environments: { dev: { region: us-east-1 } }`",
            ));
        }
        return Vec::new();
    };
    let Some(map) = environments.as_map().filter(|map| !map.is_empty()) else {
        diagnostics.push(
            Diagnostic::at(
                environments.span,
                Code::WrongType,
                "expected a map with at least one environment",
            )
            .help("for example `environments: { dev: { region: us-east-1 } }`"),
        );
        return Vec::new();
    };
    if map.len() > MAX_ENVIRONMENTS {
        let message = format!("{} environments in one workspace", map.len());
        let help = format!("the limit is {MAX_ENVIRONMENTS}: split them over several workspaces");
        diagnostics.push(Diagnostic::at(environments.span, Code::TooMany, message).help(help));
        return Vec::new();
    }
    let patch = |(key, entry): (&'a String, &'a Entry)| Patch {
        key: valid_key(key, entry, diagnostics),
        name: key,
        span: entry.key,
        node: &entry.node,
    };
    map.iter().map(patch).collect()
}

/// Reports an invalid key and replaces it with a similar one, so that the rest of the environment can be
/// checked without errors that only the key causes.
fn valid_key(key: &str, entry: &Entry, diagnostics: &Diagnostics) -> EnvironmentKey {
    EnvironmentKey::parse(key).unwrap_or_else(|refusal| {
        diagnostics.push(refusal.at(entry.key));
        EnvironmentKey::similar_to(key)
    })
}

fn environment(base: &Node, patch: &Patch, diagnostics: &Diagnostics) -> Option<EnvironmentInputs> {
    let Patch { key, name, span, node } = patch;
    let Value::Map(map) = &node.value else {
        diagnostics.push(wrong_type(node, "a map").help("an environment needs its `region`"));
        return None;
    };
    let own_diagnostics = Diagnostics::default();
    refuse_shared(map, &own_diagnostics);
    refuse_nested(map, &own_diagnostics);
    let mut base = base.clone();
    let mut over = map.clone();
    over.retain(|key, _| key != "environments" && !KEY_ATTRIBUTES.is_shared(key));
    let removed = match over.shift_remove(REMOVE) {
        Some(mut paths) => {
            refuse_shared_removal(&base, &mut paths.node, &own_diagnostics);
            merge::remove(&mut base, &paths.node, &own_diagnostics)
        }
        None => Vec::new(),
    };
    if is_misspelled(REGION, &over, &environment_keys()) && !over.contains_key(REGION) {
        over.insert(REGION.to_owned(), reported(*span)); // the misspelling is
    }
    refuse_unknown(&mut over, &environment_keys(), &own_diagnostics);
    let over = Node { value: Value::Map(over), span: node.span };
    let merged = Node { span: *span, ..merge::merge(&base, &over) };
    let spec = decode(&merged, &own_diagnostics)?;
    Some(EnvironmentInputs {
        key: key.clone(),
        name: (*name).to_owned(),
        span: *span,
        spec,
        references: References::default(),
        removed,
        diagnostics: own_diagnostics,
    })
}

fn refuse_shared(patch: &Map, diagnostics: &Diagnostics) {
    for path in KEY_ATTRIBUTES.shared {
        let (last, parents) = path.split_last().expect("no path is empty");
        let place = parents.iter().try_fold(patch, |map, key| map.get(*key)?.node.as_map());
        if let Some(entry) = place.and_then(|map| map.get(*last)) {
            diagnostics.push(is_shared(entry.key, path));
        }
    }
}

/// An environment can't remove what is the same for all environments, a part of it, nor a part that contains it.
fn refuse_shared_removal(base: &Node, paths: &mut Node, diagnostics: &Diagnostics) {
    let Value::List(paths) = &mut paths.value else { return };
    let contains = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let is_given = |path: &&&[&str]| path.iter().try_fold(base, |place, key| place.get(key)).is_some();
    paths.retain(|path| {
        let Some(removed) = path.as_text() else { return true };
        let is_within = |shared: &str| contains(removed, shared) || contains(shared, removed);
        let mut given = KEY_ATTRIBUTES.shared.iter().filter(is_given);
        let shared = given.find(|shared| is_within(&shared.join(".")));
        shared.into_iter().for_each(|shared| diagnostics.push(is_shared(path.span, shared)));
        shared.is_none()
    });
}

fn is_shared(span: Span, path: &[&str]) -> Diagnostic {
    Diagnostic::at(span, Code::Shared, format!("`{}` is the same for all environments", path.join(".")))
        .help("set it at the top level of the file")
}

fn refuse_nested(patch: &Map, diagnostics: &Diagnostics) {
    if let Some(entry) = patch.get("environments") {
        diagnostics.push(
            Diagnostic::at(entry.key, Code::Shared, "an environment can't contain `environments`")
                .help("list all environments in the one map `environments` at the top level of the file"),
        );
    }
}

/// Decodes inputs that have no environments, only for their diagnostics.
fn decode_alone(mut base: Node, diagnostics: &Diagnostics) {
    if let Value::Map(map) = &mut base.value {
        let region = Node { value: Value::String(FALLBACK_REGION.into()), span: base.span };
        map.insert(REGION.into(), Entry { key: base.span, node: region });
    }
    let _: Option<Spec> = decode(&base, diagnostics);
}
