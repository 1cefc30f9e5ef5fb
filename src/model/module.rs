//! The variables of the modules, which are the same knowledge in their code, tests and README.

use indexmap::IndexMap;

use crate::hcl::Expression;
use crate::inputs::Resolved;
use crate::model::names::{grant_variable, role_mapping_variable, role_variable};
use crate::model::role::{ROLE_ARGUMENTS, RoleArgument};
use crate::model::view::{
    Attribute, GrantView, PrincipalTagsView, ProviderView, RoleMappingView, RoleView, Variable,
};
use crate::policy::DocumentInput;

/// What the module `identity-pool` takes.
pub fn identity_pool(
    developer_provider: bool,
    providers: &[ProviderView],
    principal_tags: &[PrincipalTagsView],
) -> Vec<Variable> {
    let mut variables = vec![
        scalar(
            "name",
            "string",
            "Name of the identity pool. Another name replaces the pool, and every identity ID is lost.",
            Expression::string("example"),
        ),
        scalar(
            "guest_access",
            "bool",
            "Whether people who are not signed in get an identity.",
            Expression::Bool(false),
        ),
        scalar(
            "classic_flow",
            "bool",
            "Whether the basic (classic) flow is allowed, in which the caller chooses the role.",
            Expression::Bool(false),
        ),
        scalar(
            "protect",
            "bool",
            "Whether Terraform refuses to destroy or replace the identity pool.",
            Expression::Bool(false),
        ),
    ];
    if developer_provider {
        variables.push(Variable {
            optional: true,
            ..scalar("developer_provider", "string", "Name under which your own backend signs users in. Another name replaces the pool, and every identity ID is lost.", Expression::string("login.example.com"))
        });
    }
    variables.extend(providers.iter().map(provider));
    variables.extend(principal_tags.iter().filter(|tags| tags.part.optional).map(|tags| Variable {
        name: tags.part.variable.clone(),
        description: format!(
            "Given, as {{}}, where claims of {}'s tokens become principal tags.",
            tags.part.key
        ),
        scalar: None,
        attributes: Vec::new(),
        optional: true,
        example: Expression::Object(Vec::new()),
    }));
    variables
}

fn provider(view: &ProviderView) -> Variable {
    let key = &view.part.key;
    let (description, attributes): (String, &[(&str, &'static str, Expression)]) = match view.kind {
        "user_pool" => (
            format!(
                "The user pool {key}: its ID, the app client's ID, and whether a user who signed out or was deleted is refused (token_check)."
            ),
            &[
                ("user_pool_id", "string", Expression::string("us-east-1_Ab12Cd34E")),
                ("app_client_id", "string", Expression::string("3n4b5urk1ft4fl3mg5e62d9ado")),
                ("token_check", "bool", Expression::Bool(true)),
            ],
        ),
        "social" => (
            format!("The social provider {key}: the application's ID there."),
            &[("app_id", "string", Expression::string("1234567890"))],
        ),
        "oidc" => (
            format!("The OIDC provider {key}: the ARN of the IAM OIDC provider."),
            &[(
                "arn",
                "string",
                Expression::string("arn:aws:iam::111111111111:oidc-provider/id.example.com"),
            )],
        ),
        _ => (
            format!("The SAML provider {key}: the ARN of the IAM SAML provider."),
            &[("arn", "string", Expression::string("arn:aws:iam::111111111111:saml-provider/example"))],
        ),
    };
    Variable {
        name: view.part.variable.clone(),
        description,
        scalar: None,
        attributes: attributes.iter().map(|(name, kind, _)| required(name, kind)).collect(),
        optional: view.part.optional,
        example: Expression::Object(
            attributes.iter().map(|(name, _, example)| ((*name).to_owned(), example.clone())).collect(),
        ),
    }
}

/// What the module `roles` takes.
pub fn roles(roles: &[RoleView], mappings: &[RoleMappingView]) -> Vec<Variable> {
    let pool_id = Expression::string(EXAMPLE_POOL_ID);
    let mut variables = vec![scalar(
        "identity_pool_id",
        "string",
        "ID of the identity pool whose identities may assume the roles.",
        pool_id,
    )];
    variables.extend(roles.iter().map(role));
    variables.extend(mappings.iter().map(role_mapping));
    variables
}

fn role_mapping(view: &RoleMappingView) -> Variable {
    let name = role_mapping_variable(&view.part.key);
    let provider = format!("cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:{}", view.part.key);
    let mut attributes = vec![required("identity_provider", "string")];
    let mut example = vec![("identity_provider".to_owned(), Expression::string(provider))];
    let mut description =
        format!("How users of {} get their role: what the mapping calls the provider", view.part.key);
    if !view.rules.is_empty() {
        description.push_str(", and the values that its rules compare with, in order");
        attributes.push(required("values", "list(string)"));
        let values = (1..=view.rules.len()).map(|number| Expression::string(format!("value-{number}")));
        example.push(("values".to_owned(), Expression::List(values.collect())));
    }
    Variable {
        name,
        description: description + ".",
        scalar: None,
        attributes,
        optional: view.part.optional,
        example: Expression::Object(example),
    }
}

/// An identity pool's ID for tests.
pub const EXAMPLE_POOL_ID: &str = "us-east-1:11111111-2222-3333-4444-555555555555";

fn role(view: &RoleView) -> Variable {
    let key = &view.part.key;
    if view.existing {
        let arn = Expression::string(format!("arn:aws:iam::111111111111:role/example-{key}"));
        return Variable {
            name: role_variable(key),
            description: format!("The role {key}, which exists already: its ARN."),
            scalar: None,
            attributes: vec![required("arn", "string")],
            optional: view.part.optional,
            example: Expression::Object(vec![("arn".to_owned(), arn)]),
        };
    }
    let mut attributes = vec![required("name", "string")];
    let mut example = vec![("name".to_owned(), Expression::string(format!("example-{key}")))];
    for RoleArgument { name, kind, .. } in ROLE_ARGUMENTS {
        if view.arguments.contains(&name) {
            attributes.push(Attribute { name: name.to_owned(), kind, optional: true });
        }
    }
    if view.has_managed_policies {
        attributes.push(Attribute {
            name: "managed_policy_arns".to_owned(),
            kind: "map(string)",
            optional: true,
        });
        let policies = Expression::Object(vec![(
            "Example".into(),
            Expression::string("arn:aws:iam::111111111111:policy/Example"),
        )]);
        example.push(("managed_policy_arns".to_owned(), policies));
    }
    Variable {
        name: role_variable(key),
        description: format!("The role {key}: its name in IAM, and what else it is given."),
        scalar: None,
        attributes,
        optional: view.part.optional,
        example: Expression::Object(example),
    }
}

/// What the module `policy` takes.
pub fn policy(grants: &[(GrantView, Vec<DocumentInput>)], roles: &[RoleView]) -> Vec<Variable> {
    let has_grants = |role: &&RoleView| grants.iter().any(|(grant, _)| grant.role == role.part.key);
    let roles: Vec<&RoleView> = roles.iter().filter(has_grants).collect();
    let role_ids = Variable {
        name: "roles".to_owned(),
        description:
            "IDs of the roles. Not their names: a role that is replaced must take its policies along."
                .to_owned(),
        scalar: None,
        attributes: roles
            .iter()
            .map(|role| Attribute {
                name: role.part.key.clone(),
                kind: "string",
                optional: role.part.optional,
            })
            .collect(),
        optional: false,
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
    std::iter::once(role_ids).chain(of_grants).collect()
}

fn grant_of(grant: &GrantView, inputs: &[DocumentInput]) -> Variable {
    let mut description = format!("What the grant {} of the role {} is about.", grant.key, grant.role);
    for value in inputs {
        description.push_str(&format!(" {}: {}", value.name, value.description));
    }
    Variable {
        name: grant_variable(&grant.role, &grant.key),
        description,
        scalar: None,
        attributes: inputs.iter().map(|value| required(&value.name, "string")).collect(),
        optional: grant.optional,
        example: Expression::Object(
            inputs.iter().map(|value| (value.name.clone(), Expression::string(&value.example))).collect(),
        ),
    }
}

/// The example values of what a document needs.
pub fn example_values(inputs: &[DocumentInput]) -> IndexMap<String, Resolved> {
    inputs.iter().map(|value| (value.name.clone(), Resolved::Known(value.example.clone()))).collect()
}

fn scalar(name: &str, kind: &'static str, description: &str, example: Expression) -> Variable {
    Variable {
        name: name.to_owned(),
        description: description.to_owned(),
        scalar: Some(kind),
        attributes: Vec::new(),
        optional: false,
        example,
    }
}

fn required(name: &str, kind: &'static str) -> Attribute {
    Attribute { name: name.to_owned(), kind, optional: false }
}
