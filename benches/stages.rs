//! The stages of a generation, each by itself, on examples/environments: `cargo bench`.

use std::sync::Arc;

use divan::{Bencher, black_box};
use poolsmith::inputs::node::Node;
use poolsmith::inputs::read::{Language, read};
use poolsmith::inputs::{EnvironmentInputs, environments};
use poolsmith::model::{Model, model, resolve};
use poolsmith::policy::{Kinds, PolicyFiles};
use poolsmith::render::Templates;
use poolsmith::source::{Diagnostics, FileId, Sources};
use poolsmith::{hcl, render};

const INPUTS: &str = include_str!("../examples/environments/poolsmith.yaml");

fn main() {
    divan::main();
}

fn tree() -> Node {
    read(INPUTS, FileId(0), Language::Yaml, &Diagnostics::default()).expect("the example can be read")
}

fn meant(inputs: &[EnvironmentInputs]) -> Model {
    let diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let no_files = |name: &str| Err(format!("{name} is not read here"));
    let kinds = Kinds::built_in();
    let mut files = PolicyFiles::new(&mut sources, &no_files, &diagnostics);
    let environments: Vec<_> =
        inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut files)).collect();
    model(&environments, "poolsmith.yaml", &diagnostics)
}

#[divan::bench]
fn read_yaml() -> Node {
    tree()
}

#[divan::bench]
fn merge_and_decode(bencher: Bencher) {
    let tree = tree();
    bencher.bench_local(|| environments(black_box(&tree), &Diagnostics::default()));
}

#[divan::bench]
fn resolve_and_unite(bencher: Bencher) {
    let inputs = environments(&tree(), &Diagnostics::default());
    bencher.bench_local(|| meant(black_box(&inputs)));
}

#[divan::bench]
fn render_and_format(bencher: Bencher) {
    let model = Arc::new(meant(&environments(&tree(), &Diagnostics::default())));
    let templates = Arc::new(Templates::default());
    bencher.bench_local(|| render::render(black_box(&model), &templates, &mut Sources::default()));
}

#[divan::bench]
fn format_one_file(bencher: Bencher) {
    let text = include_str!("../examples/everything/modules/policy/main.tf");
    bencher.counter(divan::counter::BytesCount::of_str(text)).bench_local(|| hcl::format(black_box(text)));
}
