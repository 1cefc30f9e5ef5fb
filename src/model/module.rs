//! The input variables of the modules, which their code, tests and README share.

mod policy;

pub use policy::{example_policy_name, policy};

use indexmap::IndexMap;

use crate::aws::{Identifier, Partition};
use crate::hcl::Expression;
use crate::inputs::Resolved;
use crate::model::names::{TRUSTED_POOLS, TRUSTED_PROVIDERS, role_mapping_variable, role_variable};
use crate::model::role::{PERMISSIONS_BOUNDARY, ROLE_ARGUMENTS, RoleArgument};
use crate::model::validation::validated;
use crate::model::view::{
    Attribute, PrincipalTagsView, ProviderType, ProviderView, RoleMappingView, RoleView, Variable,
};
use crate::policy::DocumentInput;

/// The effect of changing the name of the pool or of its developer provider.
const REPLACES: &str =
    "Changing it makes hashicorp/aws replace the pool, and every user gets a new identity ID.";

/// An identity pool ID for tests.
pub const EXAMPLE_POOL_ID: &str = "us-east-1:11111111-2222-3333-4444-555555555555";

/// A user pool ID for tests.
pub const EXAMPLE_USER_POOL_ID: &str = "us-east-1_Ab12Cd34E";

/// The ID of another identity pool for tests.
const EXAMPLE_OTHER_POOL_ID: &str = "us-east-1:66666666-7777-8888-9999-000000000000";

/// The name of a provider for tests.
const EXAMPLE_PROVIDER: &str = "graph.facebook.com";

/// The input variables of the module `identity-pool`.
pub fn identity_pool(
    developer_provider: bool,
    providers: &[ProviderView],
    principal_tags: &[PrincipalTagsView],
    partition: Partition,
) -> Vec<Variable> {
    let description = format!("Name of the identity pool. {REPLACES}");
    let mut variables = vec![
        name("name", &description, "example", Identifier::IdentityPoolName),
        switch("guest_access", "Whether users who are not signed in get an identity."),
        switch(
            "classic_flow",
            "Whether to allow the basic (classic) authentication flow, in which the client chooses the role.",
        ),
        switch("protect", "Whether to prevent Terraform from destroying or replacing the identity pool."),
    ];
    if developer_provider {
        let description =
            format!("Name of the developer provider, by which your own backend signs users in. {REPLACES}");
        let wanted = Identifier::DeveloperProviderName;
        let required = name("developer_provider", &description, "login.example.com", wanted);
        variables.push(Variable { optional: true, ..required });
    }
    variables.extend(providers.iter().map(|view| provider(view, partition)));
    variables.extend(principal_tags.iter().filter(|tags| tags.part.optional).map(tags));
    validated(variables, partition)
}

fn tags(view: &PrincipalTagsView) -> Variable {
    let title = format!(
        "Principal tags from the tokens of {}. Set to {{}} to create them, or to null to omit them.",
        view.part.key
    );
    object(&view.part.variable, title, view.part.optional, Vec::new())
}

fn provider(view: &ProviderView, partition: Partition) -> Variable {
    let key = &view.part.key;
    let (title, fields) = match view.kind {
        ProviderType::UserPool => (
            format!("App client of the user pool {key}."),
            vec![
                string("user_pool_id", "ID of the user pool.", EXAMPLE_USER_POOL_ID)
                    .identifies(Identifier::UserPoolId),
                string("app_client_id", "ID of the app client.", "3n4b5urk1ft4fl3mg5e62d9ado")
                    .identifies(Identifier::AppClientId),
                Field {
                    attribute: required("token_check", "bool"),
                    description: "Whether to reject users who signed out globally or were deleted."
                        .to_owned(),
                    example: Expression::Bool(true),
                },
            ],
        ),
        ProviderType::Social => (
            format!("Social provider {key}."),
            vec![
                string("app_id", "ID of the application at the provider.", "1234567890")
                    .identifies(Identifier::SocialAppId),
            ],
        ),
        ProviderType::Oidc => (
            format!("OIDC provider {key}."),
            vec![
                string(
                    "arn",
                    "ARN of the IAM OIDC provider.",
                    &iam_arn("oidc-provider/id.example.com", partition),
                )
                .identifies(Identifier::OidcProviderArn),
            ],
        ),
        ProviderType::Saml => (
            format!("SAML provider {key}."),
            vec![
                string("arn", "ARN of the IAM SAML provider.", &iam_arn("saml-provider/example", partition))
                    .identifies(Identifier::SamlProviderArn),
            ],
        ),
    };
    object(&view.part.variable, title, view.part.optional, fields)
}

/// The input variables of the module `roles`.
pub fn roles(roles: &[RoleView], mappings: &[RoleMappingView], partition: Partition) -> Vec<Variable> {
    let description = "ID of the identity pool whose identities assume the roles.";
    let pool_id = name("identity_pool_id", description, EXAMPLE_POOL_ID, Identifier::IdentityPoolId);
    let pool_id = (!roles.is_empty()).then_some(pool_id);
    let roles = roles.iter().map(|view| role(view, partition));
    let variables = pool_id.into_iter().chain(roles).chain(mappings.iter().map(role_mapping));
    validated(variables.collect(), partition)
}

fn role_mapping(view: &RoleMappingView) -> Variable {
    let key = &view.part.key;
    let provider = format!("cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:{key}");
    let mut fields = vec![string("identity_provider", "Name of the provider in the mapping.", &provider)];
    if !view.rules.is_empty() {
        let values =
            view.rules.iter().zip(1..).map(|(rule, number)| {
                (rule.value_name.clone(), Expression::string(format!("value-{number}")))
            });
        fields.push(Field {
            attribute: required("values", "map(string)"),
            description:
                "Values that the rules compare the claims with, by the key of the rule's role; the further rules of a role have a number."
                    .to_owned(),
            example: Expression::Object(values.collect()),
        });
    }
    object(&role_mapping_variable(key), format!("Role mapping of {key}."), view.part.optional, fields)
}

fn role(view: &RoleView, partition: Partition) -> Variable {
    let key = &view.part.key;
    if view.existing {
        let example = iam_arn(&format!("role/example-{key}"), partition);
        let arn = string("arn", "ARN of the role.", &example).identifies(Identifier::RoleArn);
        return object(&role_variable(key), format!("Existing role {key}."), view.part.optional, vec![arn]);
    }
    let mut attributes =
        vec![Attribute { identifier: Some(Identifier::RoleName), ..required("name", "string") }];
    let mut example = vec![("name".to_owned(), Expression::string(format!("example-{key}")))];
    let boundary = Expression::string(iam_arn("policy/Boundary", partition));
    if view.required_arguments.contains(&PERMISSIONS_BOUNDARY) {
        example.push((PERMISSIONS_BOUNDARY.to_owned(), boundary));
    } else if view.arguments_in_lists.contains(&PERMISSIONS_BOUNDARY) {
        example.push((PERMISSIONS_BOUNDARY.to_owned(), Expression::List(vec![boundary])));
    }
    for RoleArgument { name, kind, identifier, .. } in ROLE_ARGUMENTS {
        if view.arguments.contains(&name) {
            let optional = !view.required_arguments.contains(&name);
            let kind = if view.arguments_in_lists.contains(&name) { "list(string)" } else { kind };
            attributes.push(Attribute { optional, identifier, ..required(name, kind) });
        }
    }
    if view.has_managed_policies {
        attributes.push(Attribute {
            optional: true,
            identifier: Some(Identifier::PolicyArn),
            ..required("managed_policy_arns", "map(string)")
        });
        let example_arn = Expression::string(iam_arn("policy/Example", partition));
        let policies = Expression::Object(vec![("Example".into(), example_arn)]);
        example.push(("managed_policy_arns".to_owned(), policies));
    }
    if view.trusts_pools {
        let identifier = Some(Identifier::IdentityPoolId);
        attributes.push(Attribute { optional: true, identifier, ..required(TRUSTED_POOLS, "list(string)") });
        let pools = Expression::List(vec![Expression::string(EXAMPLE_OTHER_POOL_ID)]);
        example.push((TRUSTED_POOLS.to_owned(), pools));
    }
    if view.trusts_providers {
        attributes.push(required(TRUSTED_PROVIDERS, "list(string)"));
        let providers = Expression::List(vec![Expression::string(EXAMPLE_PROVIDER)]);
        example.push((TRUSTED_PROVIDERS.to_owned(), providers));
    }
    Variable {
        name: role_variable(key),
        description: format!("Name and settings of the role {key}."),
        scalar: None,
        attributes,
        optional: view.part.optional,
        identifier: None,
        validations: Vec::new(),
        example: Expression::Object(example),
    }
}

/// The ARN of an example in IAM.
fn iam_arn(resource: &str, partition: Partition) -> String {
    format!("arn:{}:iam::111111111111:{resource}", partition.id())
}

/// Example values for the inputs of a document.
pub fn example_values(inputs: &[DocumentInput]) -> IndexMap<String, Resolved> {
    inputs.iter().map(|value| (value.name.clone(), Resolved::Known(value.example.clone()))).collect()
}

/// An attribute of an object variable, with its description and its example.
struct Field {
    attribute: Attribute,
    description: String,
    example: Expression,
}

impl Field {
    fn identifies(mut self, identifier: Identifier) -> Self {
        self.attribute.identifier = Some(identifier);
        self
    }

    /// The same field, which can be omitted.
    fn optional(mut self) -> Self {
        self.attribute.optional = true;
        self
    }
}

fn string(name: &str, description: &str, example: &str) -> Field {
    Field {
        attribute: required(name, "string"),
        description: description.to_owned(),
        example: Expression::string(example),
    }
}

/// An object variable; its description consists of the title and the description of each field.
fn object(name: &str, title: String, optional: bool, fields: Vec<Field>) -> Variable {
    let description = fields.iter().fold(title, |description, field| {
        format!("{description} {}: {}", field.attribute.name, field.description)
    });
    let example = fields.iter().map(|field| (field.attribute.name.clone(), field.example.clone())).collect();
    Variable {
        name: name.to_owned(),
        description,
        scalar: None,
        attributes: fields.into_iter().map(|field| field.attribute).collect(),
        optional,
        identifier: None,
        validations: Vec::new(),
        example: Expression::Object(example),
    }
}

fn switch(name: &str, description: &str) -> Variable {
    scalar(name, "bool", description, Expression::Bool(false))
}

/// A variable that takes an ID or a name.
fn name(name: &str, description: &str, example: &str, identifier: Identifier) -> Variable {
    let variable = scalar(name, "string", description, Expression::string(example));
    Variable { identifier: Some(identifier), ..variable }
}

fn scalar(name: &str, kind: &'static str, description: &str, example: Expression) -> Variable {
    Variable {
        name: name.to_owned(),
        description: description.to_owned(),
        scalar: Some(kind),
        attributes: Vec::new(),
        optional: false,
        identifier: None,
        validations: Vec::new(),
        example,
    }
}

fn required(name: &str, kind: &'static str) -> Attribute {
    Attribute { name: name.to_owned(), kind, optional: false, identifier: None, may_be_reference: false }
}
