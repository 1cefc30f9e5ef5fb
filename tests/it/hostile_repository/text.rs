//! Text that could affect a terminal or a CI log, in all places that a repository controls.

use std::fs;

use crate::hostile_repository::commands::{COMMANDS, SAYING, TEMPLATES_CHECK, assert_harmless};
use crate::hostile_repository::world::{INPUTS, World};
use crate::support::Random;

const ACTIVE: &[&str] = &[
    "\u{1b}[2J\u{1b}[H",
    "\n::stop-commands::abc\n::error file=README.md::all good",
    "\r::add-mask::x",
    "  ::set-output name=a::b",
    "##[group]x",
    "##vso[task.setvariable variable=a]b",
    "\u{202E}x\u{202C}",
    "\u{200B}x",
    "\u{9b}2J",
    "\u{7f}",
    "\u{2028}::error::x",
];

/// The places in the inputs that accept any text.
fn inputs(place: usize, text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let edit = |from: &str, to: &str| INPUTS.replace(from, to);
    match place {
        0 => edit("policies/audit.json", &quoted),
        1 => edit("templates: pack", &format!("templates: {quoted}")),
        2 => edit("name: notes", &format!("name: {quoted}")),
        3 => edit("  dev:", &format!("  {quoted}:")),
        4 => edit("      audit:", &format!("      {quoted}:")),
        5 => edit("templates: pack", &format!("{quoted}: 1")),
        6 => edit("templates: pack", &format!("tags: {{ a: {quoted} }}")),
        7 => edit("templates: pack", &format!("customized: [{quoted}]")),
        8 => edit("us-east-1", &quoted),
        9 => edit("{ region: us-east-1 }", &format!("{{ region: us-east-1, remove: [{quoted}] }}")),
        _ => edit("policy_file: policies/audit.json", &format!("statements: [{{ Effect: {quoted} }}]")),
    }
}

#[test]
fn text_of_inputs_does_not_act() {
    for (index, text) in ACTIVE.iter().enumerate() {
        assert_harmless(text, SAYING, |world| world.write("poolsmith.yaml", &inputs(index % 11, text)));
    }
}

#[test]
fn random_text_of_inputs_does_not_act() {
    let mut random = Random::new(10);
    for _ in 0..12 {
        let text: String = (0..4).map(|_| ACTIVE[random.below(ACTIVE.len())]).collect();
        let place = random.below(11);
        assert_harmless(&text, SAYING, |world| world.write("poolsmith.yaml", &inputs(place, &text)));
    }
}

#[test]
fn names_and_lines_of_files_do_not_act() {
    for text in ACTIVE {
        assert_harmless(text, SAYING, |world| {
            let name = text.replace('/', "");
            fs::write(world.path(&format!("pack/workspace/{name}.tf.tera")), "x").unwrap();
            fs::write(world.path(&format!("{name}.tf")), "a=1\n").unwrap();
            fs::write(world.path(&format!("{name}x.tf")), "a = \n").unwrap();
            for path in ["environments/dev/main.tf", "README.md", "modules/roles/main.tf"] {
                world.write(path, &format!("{text}\n{}\n{text}\n", world.read(path)));
            }
            change(world);
        });
        assert_harmless(text, COMMANDS, |world| {
            world.write("own.tf", &format!("a=1 # {text}\nb = \"{text}\"\n"));
            world.write("pack/workspace/setup.sh.tera", &format!("{{{{ {text} }}}}"));
        });
    }
}

#[test]
fn packs_with_active_text_are_examined_safely() {
    for text in ACTIVE {
        assert_harmless(text, TEMPLATES_CHECK, |world| {
            let name = text.replace('/', "");
            fs::write(world.path(&format!("pack/workspace/{name}.tf.tera")), text).unwrap();
            world.write("pack/grants/a.yaml", &format!("may: {}\n", serde_json::Value::from(*text)));
        });
    }
}

fn change(world: &World) {
    world.write("poolsmith.yaml", &INPUTS.replace("eu-west-1 }", "eu-west-1, protect: true }"));
}
