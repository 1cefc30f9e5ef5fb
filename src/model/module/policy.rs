//! The input variables of the module `policy`.

use crate::aws::{Identifier, Partition};
use crate::hcl::Expression;
use crate::inputs::keys::POLICY_NAME;
use crate::model::module::{Field, iam_arn, object, required, string};
use crate::model::names::grant_variable;
use crate::model::validation::validated;
use crate::model::view::{Attribute, GrantView, Part, RoleView, Variable};
use crate::policy::{DocumentInput, POLICY_PATH};

/// The input variables of the module `policy`.
pub fn policy(
    grants: &[(GrantView, Vec<DocumentInput>)],
    exclusive: &[Part],
    roles: &[RoleView],
    partition: Partition,
) -> Vec<Variable> {
    let has_grants = |role: &RoleView| grants.iter().any(|(grant, _)| grant.role == role.part.key);
    let roles: Vec<&RoleView> = roles.iter().filter(|role| role.exclusive || has_grants(role)).collect();
    let role_ids = Variable {
        name: "roles".to_owned(),
        description:
            "IDs of the roles, by role key. Pass the id attribute of a role, not its name, so that replacing the role also replaces its policies."
                .to_owned(),
        scalar: None,
        attributes: roles
            .iter()
            .map(|role| Attribute {
                optional: role.part.optional,
                identifier: Some(Identifier::RoleName),
                ..required(&role.part.key, "string")
            })
            .collect(),
        optional: false,
        identifier: None,
        validations: Vec::new(),
        example: Expression::Object(
            roles
                .iter()
                .map(|role| (role.part.key.clone(), Expression::string(format!("example-{}", role.part.key))))
                .collect(),
        ),
    };
    let of_grants = grants
        .iter()
        .filter(|(grant, _)| grant.variable.is_some())
        .map(|(grant, inputs)| grant_of(grant, inputs));
    let attached = attached_policies(exclusive, partition);
    let optional = exclusive.iter().filter(|part| part.optional).map(exclusive_policies);
    validated(std::iter::once(role_ids).chain(attached).chain(of_grants).chain(optional).collect(), partition)
}

/// The managed policies that other modules attach to the exclusive roles.
fn attached_policies(exclusive: &[Part], partition: Partition) -> Option<Variable> {
    let attributes = exclusive.iter().map(|part| Attribute {
        optional: part.optional,
        identifier: Some(Identifier::PolicyArn),
        ..required(&part.key, "list(string)")
    });
    let policies = || Expression::List(vec![Expression::string(iam_arn("policy/Example", partition))]);
    let example = exclusive.iter().map(|part| (part.key.clone(), policies()));
    let variable = || {
        Variable {
        name: "attached_policy_arns".to_owned(),
        description:
            "ARNs of the managed policies that are attached to the roles elsewhere and stay attached, by role key."
                .to_owned(),
        scalar: None,
        attributes: attributes.collect(),
        optional: false,
        identifier: None,
        validations: Vec::new(),
        example: Expression::Object(example.collect()),
    }
    };
    (!exclusive.is_empty()).then(variable)
}

fn exclusive_policies(part: &Part) -> Variable {
    let title = format!(
        "Whether to remove policies that were attached to the role {} elsewhere. Set to {{}} to remove them, or to null to leave them.",
        part.key
    );
    object(&part.variable, title, true, Vec::new())
}

fn grant_of(grant: &GrantView, inputs: &[DocumentInput]) -> Variable {
    let what = format!("grant {} of the role {}", grant.key, grant.role);
    let name = || string(POLICY_NAME, "Name of the policy in IAM.", &example_policy_name(&grant.key));
    let path = || string(POLICY_PATH, "Path of the policy, / by default.", "/example/").optional();
    let of_policy = grant.has_name.then(name).into_iter().chain(grant.has_path.then(path));
    let of_document = inputs.iter().map(|input| {
        let field = string(&input.name, &input.description, &input.example);
        let (identifier, may_be_reference) = (input.identifier, input.may_be_reference);
        Field { attribute: Attribute { identifier, may_be_reference, ..field.attribute }, ..field }
    });
    let fields: Vec<Field> = of_policy.chain(of_document).collect();
    let title = match fields[..] {
        [] => format!("The {what}. Set to {{}} to create it, or to null to omit it."),
        [..] => format!("Values for the {what}."),
    };
    object(&grant_variable(&grant.role, &grant.key), title, grant.optional, fields)
}

/// The name of a policy for tests.
pub fn example_policy_name(grant: &str) -> String {
    format!("example-{grant}")
}
