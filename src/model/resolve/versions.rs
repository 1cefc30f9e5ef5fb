//! The versions of Terraform and of the AWS provider, which must have what the generated files need.

use crate::aws::{Rule, shown};
use crate::inputs::decode::Spanned;
use crate::inputs::spec;
use crate::model::environment::Versions;
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::terraform::version::{PROVIDER_CONSTRAINT, TERRAFORM_CONSTRAINT};
use crate::terraform::{Argument, Feature, Type, Version, VersionConstraint, floors, provider};
use crate::tree::Node;

/// A key that constrains versions.
struct Key {
    name: &'static str,
    product: &'static str,
    rule: &'static Rule,
}

const TERRAFORM: Key = Key { name: "required_version", product: "Terraform", rule: &TERRAFORM_CONSTRAINT };
const AWS_PROVIDER: Key = Key { name: "aws_provider", product: "hashicorp/aws", rule: &PROVIDER_CONSTRAINT };

const DEFAULT_TERRAFORM: Version = Version::new(1, 10, 0);
const DEFAULT_AWS_PROVIDER: &str = ">= 5.79, < 7.0";

/// Resolves the versions. Without `required_version`, they start with the first one that has everything.
pub fn versions(given: Option<&spec::Terraform>, diagnostics: &Diagnostics) -> Versions {
    let terraform = needed_of_terraform(given);
    let provider = needed_of_provider(given);
    let read = |key: &Key, constraint: Option<&Spanned<String>>, needed: &Feature| {
        let (text, span) = constraint?.with_span()?;
        checked(key, text, span, needed, diagnostics)
    };
    Versions {
        terraform: read(&TERRAFORM, given.and_then(|given| given.required_version.as_ref()), &terraform)
            .unwrap_or_else(|| VersionConstraint::from(terraform.since.max(DEFAULT_TERRAFORM))),
        aws_provider: read(&AWS_PROVIDER, given.and_then(|given| given.aws_provider.as_ref()), &provider)
            .unwrap_or_else(default_aws_provider),
    }
}

fn default_aws_provider() -> VersionConstraint {
    VersionConstraint::parse(DEFAULT_AWS_PROVIDER, &PROVIDER_CONSTRAINT).expect("the default is a constraint")
}

/// A constraint; `None` if it is invalid, which is reported.
fn checked(
    key: &Key,
    text: &str,
    span: Span,
    needed: &Feature,
    diagnostics: &Diagnostics,
) -> Option<VersionConstraint> {
    let constraint = match VersionConstraint::parse(text, key.rule) {
        Ok(constraint) => constraint,
        Err(refusal) => {
            diagnostics.push(refusal.at(span));
            return None;
        }
    };
    match constraint.lowest() {
        None => diagnostics.push(
            Diagnostic::at(span, Code::BadVersionConstraint, format!("{} admits no version", shown(text)))
                .help("remove the condition that contradicts the others"),
        ),
        Some(lowest) if lowest < needed.since => diagnostics
            .push(Diagnostic::at(span, Code::BadVersionConstraint, too_low(key, text, lowest, needed)).help(
                format!("set `{}` to `>= {}`, or start with a higher version", key.name, needed.since),
            )),
        Some(_) => {}
    }
    Some(constraint)
}

fn too_low(key: &Key, text: &str, lowest: Version, needed: &Feature) -> String {
    let admits = match lowest {
        Version::ZERO => "has no lower bound".to_owned(),
        lowest => format!("admits {} {lowest}", key.product),
    };
    format!("{} {admits}, but {} needs {}", shown(text), needed.what, needed.since)
}

/// The feature that needs the highest version of Terraform.
fn needed_of_terraform(given: Option<&spec::Terraform>) -> Feature {
    let mut features = vec![floors::terraform()];
    if let Some(backend) = given.and_then(|given| given.backend.as_ref()).and_then(Spanned::get) {
        let name = format!("the backend `{}`", backend.kind.name);
        features.extend(backend.kind.since.map(|since| Feature::new(&name, since)));
        collect(backend.kind.arguments, &backend.arguments, &name, &mut features);
    }
    highest(features)
}

/// The feature that needs the highest version of the provider.
fn needed_of_provider(given: Option<&spec::Terraform>) -> Feature {
    let mut features = vec![floors::aws_provider()];
    if let Some(given) = given.and_then(|given| given.provider.as_ref()) {
        collect(provider::ARGUMENTS, &given.arguments, "the provider", &mut features);
    }
    highest(features)
}

/// The first of the features that need the highest version.
fn highest(features: Vec<Feature>) -> Feature {
    let higher = |one: Feature, other: Feature| if other.since > one.since { other } else { one };
    features.into_iter().reduce(higher).expect("every workspace needs something")
}

/// The features of the given arguments, nested ones included.
fn collect(known: &[Argument], node: &Node, of: &str, features: &mut Vec<Feature>) {
    for argument in known {
        let Some(node) = node.get(argument.name) else { continue };
        let name = format!("`{}` of {of}", argument.name);
        features.extend(argument.since.map(|since| Feature::new(&name, since)));
        if let Type::ListOrMap(since) = argument.kind
            && node.as_map().is_some()
        {
            features.push(Feature::new(format!("{name} as a map"), since));
        }
        if let Type::Blocks(_, since) = argument.kind
            && node.as_list().is_some()
        {
            features.push(Feature::new(format!("{name} as a list"), since));
        }
        for node in node.as_list().unwrap_or(std::slice::from_ref(node)) {
            collect(argument.inside(), node, of, features);
        }
    }
}
