//! The stages of a generation, each by itself, on examples/environments: `cargo bench`.

use divan::{Bencher, black_box};
use poolsmith::hcl;
use poolsmith::inputs::read::{Language, read};
use poolsmith::project::{Project, Request};
use poolsmith::source::{Diagnostics, FileId};

const INPUTS: &str = include_str!("../examples/environments/poolsmith.yaml");

fn main() {
    divan::main();
}

fn load() -> Project {
    let loaded = Project::load(Request::memory("poolsmith.yaml", INPUTS));
    loaded.unwrap_or_else(|failure| panic!("{:?}", failure.log.diagnostics))
}

#[divan::bench]
fn read_yaml() {
    black_box(read(black_box(INPUTS), FileId(0), Language::Yaml, &Diagnostics::default()));
}

#[divan::bench]
fn read_and_resolve() -> Project {
    load()
}

#[divan::bench]
fn render_and_format(bencher: Bencher) {
    bencher.with_inputs(load).bench_local_values(|project| project.render().is_ok());
}

#[divan::bench]
fn format_one_file(bencher: Bencher) {
    let text = include_str!("../examples/everything/modules/policy/main.tf");
    bencher.counter(divan::counter::BytesCount::of_str(text)).bench_local(|| hcl::format(black_box(text)));
}
