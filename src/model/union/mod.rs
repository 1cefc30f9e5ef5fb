//! The union of the environments, which is the structure of the modules.

mod diagram;
mod differing_string;
mod identity_pool;
mod policy;
mod roles;

use crate::model::access;
use crate::model::environment::Environment;
use crate::model::values;
use crate::model::view::{Model, Part};
use crate::source::{Code, Diagnostic, Diagnostics, Span, in_environments};
use crate::terraform::VersionConstraint;

/// Builds the model for the templates. Differences between environments that aren't only values are reported.
///
/// # Panics
/// If there is no environment, which the inputs rule out.
pub fn model(environments: &[Environment], inputs_file: &str, diagnostics: &Diagnostics) -> Model {
    let first = environments.first().expect("inputs have at least one environment");
    let identity_pool = identity_pool::module(environments, diagnostics);
    let roles = roles::module(environments, diagnostics);
    let policy = policy::module(environments, &roles.roles, diagnostics);
    let is_described = access::is_described(environments);
    let view = |environment| {
        let access = if is_described { Environment::role_access(environment) } else { Vec::new() };
        values::environment(environment, &identity_pool.principal_tags, &roles, &policy, access)
    };
    Model {
        name: first.tokens.name.to_string(),
        inputs_file: inputs_file.to_owned(),
        required_version: required_version(environments).to_owned(),
        aws_provider: first.versions.aws_provider.as_str().to_owned(),
        dns_suffix: first.tokens.partition().dns_suffix(),
        partition: first.tokens.partition().id(),
        principal: first.principal(),
        key_prefix: first.key_prefix(),
        access_is_omitted: !is_described,
        environments: environments.iter().map(view).collect(),
        diagram: diagram::rows(environments, &identity_pool, &roles),
        identity_pool,
        roles,
        policy,
    }
}

/// The versions of Terraform that every environment can use. If the inputs set none, an environment's own start with
/// the first one that has what the environment needs.
fn required_version(environments: &[Environment]) -> &str {
    let constraints = environments.iter().map(|environment| &environment.versions.terraform);
    constraints.max_by_key(|constraint| constraint.lowest()).map_or("", VersionConstraint::as_str)
}

/// The address of a resource instance; an optional part has one or none.
fn instance(resource: &str, is_optional: bool) -> String {
    format!("{resource}{}", if is_optional { "[0]" } else { "" })
}

/// A part in an environment.
type Found<'a, T> = (&'a Environment, &'a T);

/// A part of the workspace, in each environment that has it under this key.
struct Shared<'a, T> {
    key: &'a String,
    found: Vec<Found<'a, T>>,
    optional: bool,
    /// Whether only a part with this key can do what it does, so that it can't be divided into two.
    is_indivisible: bool,
}

impl<'a, T> Shared<'a, T> {
    /// The part in the first environment that has it.
    fn first(&self) -> Found<'a, T> {
        self.found[0]
    }

    fn part(&self, variable: impl Fn(&str) -> String) -> Part {
        let variable = variable(self.key);
        let reference = format!("var.{variable}");
        Part { key: self.key.clone(), variable, reference, optional: self.optional }
    }

    /// Reports environments in which the part's structure differs from the first.
    fn refuse_difference(
        &self,
        what: &str,
        help: &str,
        same: impl Fn(&T, &T) -> bool,
        span: impl Fn(&T) -> Span,
        diagnostics: &Diagnostics,
    ) {
        let differences = self.different(same).map(|found| {
            let places =
                <[_; 2]>::from(found).map(|(environment, part): Found<T>| (environment.key(), span(part)));
            (places[1].0.to_owned(), self.structure_differs(what, places, help))
        });
        report_differences(differences, diagnostics);
    }

    /// The part in the first environment, and in each in which it is not the same.
    fn different(&self, same: impl Fn(&T, &T) -> bool) -> impl Iterator<Item = (Found<'a, T>, Found<'a, T>)> {
        let first = self.first();
        self.found[1..]
            .iter()
            .map(move |found| (first, *found))
            .filter(move |(_, (_, theirs))| !same(first.1, theirs))
    }

    fn structure_differs(&self, what: &str, places: [(&str, Span); 2], help: &str) -> Diagnostic {
        let (key, suffix) = (self.key, places[1].0.replace('-', "_"));
        let cure = match self.is_indivisible {
            true => format!(
                "make `{key}` the same in all environments of this workspace: no other key can take its place"
            ),
            false => format!(
                "make it two parts, such as `{key}` and `{key}_{suffix}`, and `remove` each of them where it does not belong"
            ),
        };
        differs(what, places).help(help).help(cure)
    }
}

/// All parts of one kind, in the order in which their keys first appear.
fn shared<'a, T: 'a>(
    environments: &'a [Environment],
    of: impl Fn(&'a Environment) -> Option<&'a indexmap::IndexMap<String, T>>,
) -> Vec<Shared<'a, T>> {
    let keys: indexmap::IndexSet<&String> =
        environments.iter().filter_map(&of).flat_map(indexmap::IndexMap::keys).collect();
    keys.into_iter()
        .map(|key| {
            let found: Vec<_> = environments
                .iter()
                .filter_map(|environment| Some((environment, of(environment)?.get(key)?)))
                .collect();
            Shared { key, optional: found.len() < environments.len(), found, is_indivisible: false }
        })
        .collect()
}

/// Reports differences, each of an environment from the first. What several environments have at the same place, such as
/// in the base of all, is one difference.
fn report_differences(found: impl Iterator<Item = (String, Diagnostic)>, diagnostics: &Diagnostics) {
    let mut by_place: indexmap::IndexMap<Option<Span>, (Diagnostic, Vec<String>)> = indexmap::IndexMap::new();
    for (environment, diagnostic) in found {
        match by_place.get_mut(&diagnostic.span()) {
            Some((_, others)) => others.push(environment),
            None => drop(by_place.insert(diagnostic.span(), (diagnostic, Vec::new()))),
        }
    }
    for (diagnostic, others) in by_place.into_values() {
        diagnostics.push(match others.is_empty() {
            true => diagnostic,
            false => diagnostic.help(format!("the same is true {}", in_environments(&others))),
        });
    }
}

/// A difference in structure between two environments.
fn differs(what: &str, [(first, first_span), (second, second_span)]: [(&str, Span); 2]) -> Diagnostic {
    let message = format!("{what} differs between `{first}` and `{second}`");
    Diagnostic::at(second_span, Code::StructureDiffers, message)
        .label(format!("as it is in `{second}`"))
        .related(first_span, format!("as it is in `{first}`"))
}
