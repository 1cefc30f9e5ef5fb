//! The split of an inputs file into its environments.

use crate::inputs::decode::{Key, decode};
use crate::inputs::keys;
use crate::inputs::merge;
use crate::inputs::node::{Entry, Map, Node, Value};
use crate::inputs::spec::Spec;
use crate::source::{Code, Problem, Problems};

/// The keys that only an environment has.
const OWN: [&str; 4] = ["region", "account_id", "protect", "remove"];
/// What is the same for all environments.
const SHARED: [&[&str]; 3] = [&["name"], &["terraform", "required_version"], &["terraform", "aws_provider"]];

/// What the inputs say for one environment.
#[derive(Debug)]
pub struct EnvironmentInputs {
    /// The environment's key.
    pub key: Key,
    /// The inputs with the environment's patch laid over them.
    pub spec: Spec,
    /// What is wrong in this environment.
    pub problems: Problems,
}

/// Splits, merges and decodes. What concerns the file as a whole goes to `problems`, what concerns
/// an environment stays with it, so that it can be said once for all or with the environment's name.
pub fn environments(root: &Node, problems: &Problems) -> Vec<EnvironmentInputs> {
    let Some(base) = base(root, problems) else { return Vec::new() };
    let patches = patches(root, problems);
    if patches.is_empty() {
        // Nothing can be generated, but what else is wrong can be said.
        decode_alone(base, problems);
        return Vec::new();
    }
    patches.into_iter().filter_map(|(key, patch)| environment(&base, key, patch, problems)).collect()
}

/// The inputs without their environments.
fn base(root: &Node, problems: &Problems) -> Option<Node> {
    let Value::Map(map) = &root.value else {
        problems.push(
            Problem::at(root.span, Code::WrongType, format!("expected a map, found {}", root.type_name()))
                .help("an inputs file begins with `name: …`"),
        );
        return None;
    };
    let mut base = map.clone();
    base.shift_remove("environments");
    for key in OWN {
        if let Some(entry) = base.shift_remove(key) {
            problems.push(
                Problem::at(entry.key, Code::UnknownKey, format!("unknown key `{key}`"))
                    .label("belongs to an environment")
                    .help(format!("move it to `environments.NAME.{key}`")),
            );
        }
    }
    Some(Node { value: Value::Map(base), span: root.span })
}

fn patches<'a>(root: &'a Node, problems: &Problems) -> Vec<(Key, &'a Node)> {
    let Some(environments) = root.get("environments") else {
        problems.push(Problem::at(root.span, Code::MissingKey, "the key `environments` is missing").help(
            "at least one environment with its region: `environments: { dev: { region: us-east-1 } }`",
        ));
        return Vec::new();
    };
    let Some(map) = environments.as_map().filter(|map| !map.is_empty()) else {
        problems.push(
            Problem::at(environments.span, Code::WrongType, "expected a map with at least one environment")
                .help("such as `environments: { dev: { region: us-east-1 } }`"),
        );
        return Vec::new();
    };
    map.iter()
        .map(|(key, entry)| {
            check_name(key, entry, problems);
            (Key { text: key.clone(), span: entry.key }, &entry.node)
        })
        .collect()
}

/// A bad name is reported, and what else is wrong in the environment as well.
fn check_name(key: &str, entry: &Entry, problems: &Problems) {
    if let Err(refusal) = keys::ENVIRONMENT.check(key) {
        problems.push(refusal.at(entry.key));
    }
}

fn environment(base: &Node, key: Key, patch: &Node, problems: &Problems) -> Option<EnvironmentInputs> {
    let Value::Map(map) = &patch.value else {
        problems.push(
            Problem::at(patch.span, Code::WrongType, format!("expected a map, found {}", patch.type_name()))
                .help("an environment needs its `region`"),
        );
        return None;
    };
    let own_problems = Problems::default();
    refuse_shared(map, &own_problems);
    let mut base = base.clone();
    let mut over = map.clone();
    over.shift_remove("environments");
    if let Some(paths) = over.shift_remove("remove") {
        merge::remove(&mut base, &paths.node, &own_problems);
    }
    let over = Node { value: Value::Map(over), span: patch.span };
    let merged = Node { span: key.span, ..merge::merge(&base, &over) };
    let spec = decode(&merged, &own_problems)?;
    Some(EnvironmentInputs { key, spec, problems: own_problems })
}

fn refuse_shared(patch: &Map, problems: &Problems) {
    let environments: &[&str] = &["environments"];
    for path in SHARED.into_iter().chain([environments]) {
        let (last, parents) = path.split_last().expect("no path is empty");
        let place = parents.iter().try_fold(patch, |map, key| map.get(*key)?.node.as_map());
        if let Some(entry) = place.and_then(|map| map.get(*last)) {
            problems.push(
                Problem::at(
                    entry.key,
                    Code::Shared,
                    format!("`{}` is the same for all environments", path.join(".")),
                )
                .help("set it at the top of the file"),
            );
        }
    }
}

/// Decodes the inputs for the sake of their problems, as if for an environment of its own.
fn decode_alone(mut base: Node, problems: &Problems) {
    if let Value::Map(map) = &mut base.value {
        let region = Node { value: Value::String("us-east-1".into()), span: base.span };
        map.insert("region".into(), Entry { key: base.span, node: region });
    }
    let _: Option<Spec> = decode(&base, problems);
}
