//! The union of the grants of all environments.

use std::sync::Arc;

use crate::aws::shown;
use crate::hcl::{Expression, Piece};
use crate::inputs::keys::POLICY_NAME;
use crate::inputs::spec::PolicyType;
use crate::model::environment::Environment;
use crate::model::module::{self, example_policy_name};
use crate::model::names::{exclusive_variable, grant_variable};
use crate::model::role::{ManagedRole, Role};
use crate::model::union::differing_string::{TextForReference, first_differing_string, text_for_reference};
use crate::model::union::{Shared, differs, instance, report_differences, shared};
use crate::model::view::{ExclusiveView, GrantSummary, GrantView, Part, PolicyModule, RoleView};
use crate::policy::{Concrete, DocumentInput, Grant, Summary, Symbolic, document_inputs};
use crate::source::{Code, Diagnostic, Diagnostics};

/// The module `policy`, without what access tests say.
pub fn module(environments: &[Environment], roles: &[RoleView], diagnostics: &Diagnostics) -> PolicyModule {
    let all: Vec<(&str, Shared<Grant>)> = roles
        .iter()
        .flat_map(|role| {
            grants_of(&role.part.key, environments).into_iter().map(|grant| (role.part.key.as_str(), grant))
        })
        .collect();
    let exclusive: Vec<Part> = roles
        .iter()
        .filter(|role| role.exclusive)
        .map(|role| exclusive(&role.part.key, environments))
        .collect();
    refuse_equal_addresses(&all, &exclusive, diagnostics);
    let grants: Vec<(GrantView, Vec<DocumentInput>)> = all
        .iter()
        .map(|(role, shared)| {
            refuse_different_documents(role, shared, diagnostics);
            grant(role, shared)
        })
        .collect();
    let variables = module::policy(&grants, &exclusive, roles, environments[0].tokens.partition());
    let grants: Vec<GrantView> = grants.into_iter().map(|(grant, _)| grant).collect();
    let has_managed = grants.iter().any(|grant| grant.attachment.is_some());
    let has_inline = grants.iter().any(|grant| grant.attachment.is_none());
    let exclusive = exclusive.into_iter().map(|part| exclusive_view(part, &grants)).collect();
    PolicyModule { grants, exclusive, has_inline, has_managed, access: Vec::new(), variables }
}

fn refuse_different_documents(role: &str, shared: &Shared<Grant>, diagnostics: &Diagnostics) {
    let what = format!("the grant `roles.{role}.grants.{}`", shared.key);
    let help = "environments may differ in a grant's values (bucket, table, key ARN, tokens), not in its kind, `allow`, path or statements";
    let same = |ours: &Grant, theirs: &Grant| {
        Arc::ptr_eq(&ours.document, &theirs.document) || ours.document == theirs.document
    };
    let differences = shared.different(same).map(|((first, ours), (second, theirs))| {
        let string = first_differing_string((ours, &first.tokens), (theirs, &second.tokens));
        let places = string.as_ref().map_or([ours.span, theirs.span], |string| string.places);
        let named = [(first.key(), places[0]), (second.key(), places[1])];
        let diagnostic = match string.and_then(|string| string.common) {
            Some(common) => {
                differs(&what, named).help(help).help(format!("write {} for both", shown(&common)))
            }
            None => shared.structure_differs(&what, named, help),
        };
        let mixed = text_for_reference(&ours.document, &theirs.document);
        let diagnostic = mixed.into_iter().fold(diagnostic, |diagnostic, TextForReference { value, text_in }| {
            let environment = [first, second][text_in].key();
            diagnostic.help(format!("a reference in one environment can't be a text in another: in `{environment}`, put the text into a local value of your own, such as `local.{value}`, and write `{{ terraform: local.{value} }}`"))
        });
        (second.key().to_owned(), diagnostic)
    });
    report_differences(differences, diagnostics);
}

/// The exclusive policies of a role, which are optional if any environment lacks them.
fn exclusive(role: &str, environments: &[Environment]) -> Part {
    let is_exclusive = |environment: &Environment| {
        environment.roles.get(role).and_then(Role::managed).is_some_and(|role| role.exclusive)
    };
    let variable = exclusive_variable(role);
    Part {
        key: role.to_owned(),
        reference: format!("var.{variable}"),
        variable,
        optional: !environments.iter().all(is_exclusive),
    }
}

fn exclusive_view(part: Part, grants: &[GrantView]) -> ExclusiveView {
    let of_role = grants.iter().filter(|grant| grant.role == part.key).cloned();
    let (managed, inline) = of_role.partition(|grant| grant.attachment.is_some());
    ExclusiveView { part, inline, managed }
}

fn grants_of<'a>(role: &str, environments: &'a [Environment]) -> Vec<Shared<'a, Grant>> {
    shared(environments, |environment| Some(&environment.roles.get(role)?.managed()?.grants))
}

/// A summary of each statement of a role's grants.
pub fn summaries(role: &str, environments: &[Environment]) -> Vec<GrantSummary> {
    grants_of(role, environments)
        .iter()
        .flat_map(|shared| {
            let names: Vec<String> =
                shared.found.iter().map(|(environment, _)| environment.key().to_owned()).collect();
            let of_statement = move |summary: &Summary| GrantSummary {
                key: shared.key.clone(),
                denies: summary.denies,
                actions: summary.actions.clone(),
                targets: summary.targets.clone(),
                conditional: summary.conditional,
                optional: shared.optional,
                environments: names.clone(),
            };
            shared.first().1.summary.iter().map(of_statement).collect::<Vec<_>>()
        })
        .collect()
}

fn grant(role: &str, shared: &Shared<Grant>) -> (GrantView, Vec<DocumentInput>) {
    let (environment, grant) = shared.first();
    let partition = environment.tokens.partition();
    let key_prefix = environment.key_prefix();
    let variable = grant_variable(role, shared.key);
    let inputs = document_inputs(&grant.document, grant.kind.as_deref(), partition);
    let expected = Concrete { values: &module::example_values(&inputs), partition, key_prefix };
    let roles: Vec<&ManagedRole> =
        shared.found.iter().filter_map(|(environment, _)| environment.roles.get(role)?.managed()).collect();
    let is_managed = roles.iter().any(|role| role.policies == PolicyType::Managed);
    let has_name = is_managed || shared.found.iter().any(|(_, grant)| grant.policy_name.0 != grant.key);
    let resource = if is_managed { "aws_iam_policy" } else { "aws_iam_role_policy" };
    let attachment = || instance(&format!("aws_iam_role_policy_attachment.{variable}"), shared.optional);
    let key = || Expression::string(&grant.key);
    let name = || Expression::Template(vec![Piece::Reference(format!("var.{variable}.{POLICY_NAME}"))]);
    let example = || Expression::string(example_policy_name(&grant.key));
    let view = GrantView {
        key: grant.key.clone(),
        role: role.to_owned(),
        address: variable.clone(),
        resource,
        instance: instance(&format!("{resource}.{variable}"), shared.optional),
        attachment: is_managed.then(attachment),
        has_name,
        policy_name: if has_name { name() } else { key() },
        expected_name: if has_name { example() } else { key() },
        has_path: is_managed && roles.iter().any(|role| role.path.is_some()),
        variable: (shared.optional || has_name || !inputs.is_empty()).then(|| variable.clone()),
        optional: shared.optional,
        document: grant.document.expression(&Symbolic { variable: &variable, partition, key_prefix }),
        expected: grant.document.expression(&expected),
        note: grant.kind.as_ref().and_then(|kind| kind.note.clone()),
    };
    (view, inputs)
}

/// Addresses of the form `ROLE_GRANT` can be ambiguous, and Terraform reserves some variable names.
fn refuse_equal_addresses(all: &[(&str, Shared<Grant>)], exclusive: &[Part], diagnostics: &Diagnostics) {
    let mut seen = std::collections::HashSet::from(["for_each".to_owned(), "depends_on".to_owned()]);
    seen.extend(exclusive.iter().map(|part| part.variable.clone()));
    for (role, shared) in all {
        let address = grant_variable(role, shared.key);
        if !seen.insert(address.clone()) {
            diagnostics.push(
                Diagnostic::at(
                    shared.first().1.span,
                    Code::NameCollision,
                    format!("the address `{address}` is taken"),
                )
                .help("choose another key for this grant"),
            );
        }
    }
}
