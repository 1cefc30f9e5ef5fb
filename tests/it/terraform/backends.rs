//! Terraform knows each backend and each of its arguments, with the types that we give them.

use std::fs;

use poolsmith::terraform::{Argument, BACKENDS, Backend, Type, Version};

use crate::terraform::{said_by_init, version_of_terraform};

/// Terraform stops at this argument, after it has compared all others with the backend's schema.
const UNKNOWN: &str = "not_an_argument";

#[test]
fn terraform_knows_the_arguments_of_backends() {
    let version = version_of_terraform();
    let is_there = |since: Option<Version>| since.is_none_or(|since| since <= version);
    for backend in BACKENDS.into_iter().filter(|backend| is_there(backend.since)) {
        let is_argument = |argument: &&Argument| {
            is_there(argument.since) && !matches!(argument.kind, Type::SetElsewhere(_))
        };
        let arguments: Vec<&Argument> = backend.arguments.iter().filter(is_argument).collect();
        let said = complaints(backend, &arguments);
        assert_eq!(said.matches("Error: ").count(), 1, "{}\n{said}", backend.name);
        assert!(said.contains(&format!("An argument named \"{UNKNOWN}\" is not expected")), "{said}");
    }
}

/// What `terraform init` says about a backend with these arguments, and one that no backend has.
fn complaints(backend: &Backend, arguments: &[&Argument]) -> String {
    let head = if backend.name == "cloud" { "cloud".into() } else { format!("backend \"{}\"", backend.name) };
    let arguments: String = arguments.iter().map(|argument| hcl(argument)).collect();
    let folder = tempfile::tempdir().unwrap();
    let text = format!("terraform {{\n{head} {{\n{arguments}{UNKNOWN} = true\n}}\n}}\n");
    fs::write(folder.path().join("main.tf"), text).unwrap();
    said_by_init(folder.path())
}

/// An argument with a value of its type.
fn hcl(argument: &Argument) -> String {
    let name = argument.name;
    let inside = || argument.inside().iter().map(hcl).collect::<String>();
    match argument.kind {
        Type::String | Type::Secret(_) => format!("{name} = \"x\"\n"),
        Type::Number => format!("{name} = 1\n"),
        Type::NumberFrom(lowest, _) => format!("{name} = {lowest}\n"),
        Type::Bool => format!("{name} = true\n"),
        Type::List | Type::ListOrMap(_) => format!("{name} = [\"x\"]\n"),
        Type::Map => format!("{name} = {{ a = \"x\" }}\n"),
        Type::Object(_) => format!("{name} = {{\n{}}}\n", inside()),
        Type::Block(..) | Type::Blocks(..) => format!("{name} {{\n{}}}\n", inside()),
        Type::BlockOfStrings(_) | Type::SetElsewhere(_) => unreachable!("no backend has such an argument"),
    }
}
