//! The modules that are used without poolsmith, in modules/: small, typed, described and validated.
//!
//! `POOLSMITH_BLESS=1 cargo test --test it modules` updates the reference in their READMEs. Terraform and an emulator
//! of the AWS API test what they make: see tests/real/test_modules.py.

mod blocks;
mod terraform_docs;

use std::fs;
use std::path::PathBuf;

use crate::support::{files, repository, texts};
use blocks::Block;
use poolsmith::aws::Region;

const NAMES: [&str; 3] = ["identity-pool", "policy", "roles"];

/// The Terraform files of a module.
pub struct Module {
    folder: PathBuf,
    blocks: Vec<Block>,
    tests: Vec<Block>,
}

impl Module {
    fn read(name: &str) -> Self {
        let folder = repository().join("modules").join(name);
        let read = |ending: &str| {
            let files = texts(&folder).into_iter().filter(|(path, _)| path.ends_with(ending));
            files.flat_map(|(_, text)| blocks::blocks(&text)).collect()
        };
        Self { blocks: read(".tf"), tests: read(".tftest.hcl"), folder }
    }

    /// Its blocks of a type.
    fn of(&self, kind: &str) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    fn settings(&self) -> &Block {
        self.of("terraform").next().expect("a terraform block")
    }

    fn terraform_version(&self) -> String {
        self.settings().string("required_version").expect("a required_version")
    }

    fn provider_version(&self) -> String {
        let providers = self.settings().nested("required_providers").next().expect("required_providers");
        let (_, version) = providers.arguments["aws"].split_once("version = \"").expect("a version");
        version.split('"').next().expect("a version").to_owned()
    }

    fn source(&self) -> String {
        let is_source = |(path, _): &(String, String)| path.ends_with(".tf");
        texts(&self.folder).into_iter().filter(is_source).map(|(_, text)| text).collect()
    }
}

fn modules() -> impl Iterator<Item = (&'static str, Module)> {
    NAMES.into_iter().map(|name| (name, Module::read(name)))
}

#[test]
fn there_are_no_other_modules() {
    let mut names: Vec<String> = files(&repository().join("modules"))
        .into_keys()
        .map(|path| path.split('/').next().unwrap().to_owned())
        .collect();
    names.dedup();
    assert_eq!(names, NAMES);
}

#[test]
fn each_variable_is_typed_described_and_validated() {
    for (name, module) in modules() {
        assert!(module.of("variable").count() >= 2, "{name}");
        for variable in module.of("variable") {
            let place = format!("{name}: {}", variable.name());
            let argument = |argument: &str| variable.arguments.get(argument).map(String::as_str);
            assert!(variable.string("description").is_some_and(|text| text.trim().ends_with('.')), "{place}");
            let is_nullable = argument("default") == Some("null");
            assert_eq!(argument("nullable") == Some("false"), !is_nullable, "{place}");
            let type_ = argument("type").unwrap_or_else(|| panic!("{place} has no type"));
            assert!(!type_.contains("any"), "{place}");
            assert!(type_ == "bool" || variable.nested("validation").next().is_some(), "{place}");
        }
    }
}

#[test]
fn each_output_is_described() {
    for (name, module) in modules() {
        assert!(module.of("output").count() >= 2, "{name}");
        for output in module.of("output") {
            assert!(
                output.string("description").is_some_and(|text| text.ends_with('.')),
                "{name}: {}",
                output.name()
            );
        }
    }
}

/// At least: which of a variable's validations fails, Terraform's tests can't say.
#[test]
fn each_validation_has_a_test_that_it_refuses() {
    for (name, module) in modules() {
        for variable in module.of("variable") {
            let refused = format!("[var.{}]", variable.name());
            let is_refusal = |run: &&Block| run.arguments.get("expect_failures") == Some(&refused);
            let refusals = module.tests.iter().filter(is_refusal).count();
            assert!(
                refusals >= variable.nested("validation").count(),
                "{name}: {}: {refusals}",
                variable.name()
            );
        }
    }
}

#[test]
fn each_module_works_with_both_versions_of_the_provider_and_leaves_it_to_the_caller() {
    for (name, module) in modules() {
        assert_eq!(module.provider_version(), ">= 5.79, < 7.0", "{name}");
        assert_eq!(module.terraform_version(), ">= 1.9", "{name}");
        assert!(module.of("provider").next().is_none(), "{name}");
        assert!(module.of("resource").all(|resource| !resource.arguments.contains_key("region")), "{name}");
        for removed in ["aws_region.current.name", "inline_policy", "create_before_destroy"] {
            assert!(!module.source().contains(removed), "{name}: {removed}");
        }
    }
}

#[test]
fn the_reference_in_each_readme_is_what_terraform_docs_writes() {
    for (name, module) in modules() {
        let path = module.folder.join("README.md");
        let readme = fs::read_to_string(&path).unwrap();
        let (head, rest) =
            readme.split_once(terraform_docs::BEGIN).expect("the comment before the reference");
        let (_, tail) = rest.split_once(terraform_docs::END).expect("the comment after the reference");
        let (begin, end) = (terraform_docs::BEGIN, terraform_docs::END);
        let expected = format!("{head}{begin}{}{end}{tail}", terraform_docs::reference(&module));
        if std::env::var_os("POOLSMITH_BLESS").is_some() {
            fs::write(&path, expected).unwrap();
            continue;
        }
        assert!(readme == expected, "modules/{name}/README.md: POOLSMITH_BLESS=1 updates it");
    }
}

#[test]
fn the_modules_know_the_same_principals_as_poolsmith() {
    let (roles, policy) = (Module::read("roles").source(), Module::read("policy").source());
    for region in ["us-gov-west-1", "us-gov-east-1", "cn-north-1"] {
        let principal = Region::parse(region).unwrap().identity_principal();
        let entry = format!("{region} = \"{principal}\"");
        let unaligned = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unaligned(&roles).contains(&entry), "{entry}");
        let is_prefix_too = region != "cn-north-1";
        assert_eq!(unaligned(&policy).contains(&entry), is_prefix_too, "{entry}");
    }
    let commercial = Region::parse("eu-west-1").unwrap().identity_principal();
    assert!([roles, policy].iter().all(|source| source.contains(&format!(", \"{commercial}\")"))));
}
