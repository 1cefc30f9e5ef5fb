//! Who gets which role: a second reading of AWS's page, independent of `src/access`.
//!
//! Amazon Cognito Developer Guide, "Using role-based access control". The table states for logins, claims and mappings
//! which roles an identity can get, and which one AWS picks. The random cases ask AWS, as the page describes it, for
//! credentials without `CustomRoleArn` and with each role: what it gives is what an identity can get.

mod random_mappings;
mod table;

use std::collections::BTreeSet;

use poolsmith::access::{ExpandedTest, PickedRole, RoleReference, Roles};
use poolsmith::project::{Project, Request};

/// The inputs with an identity, and one test about it.
fn inputs(more: &str, identity: &str) -> String {
    let pool = match more.contains("identity_pool:") {
        true => "",
        false => {
            "identity_pool:
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
  oidc: { partner: \"arn:aws:iam::111111111111:oidc-provider/id.partner.example\" }
  saml: { corporate: \"arn:aws:iam::111111111111:saml-provider/corporate\" }
  social: { google: \"1234\", facebook: \"5678\" }
  developer_provider: login.notes
"
        }
    };
    let roles = match more.contains("roles:\n") {
        true => "",
        false => {
            "roles: { authenticated: {}, admins: {}, staff: {}, partners: { existing_role_arn: \"arn:aws:iam::111111111111:role/partners\" } }\n"
        }
    };
    format!(
        "name: notes\n{pool}{roles}{more}
access:
  identities: {{ who: {identity} }}
  tests: [{{ as: who, cannot: \"*\", on: \"*\" }}]
environments: {{ dev: {{ region: us-east-1, account_id: \"111111111111\" }} }}\n"
    )
}

/// The roles of the identity.
fn roles_of(more: &str, identity: &str) -> Roles {
    let inputs = inputs(more, identity);
    let project = Project::load(Request::memory("poolsmith.yaml", &*inputs));
    let project = project.unwrap_or_else(|failure| panic!("{inputs}{:#?}", failure.log.diagnostics));
    let asked: &[ExpandedTest] = &project.access().asked;
    asked[0].questions[0].caller.roles.clone()
}

fn named(role: &RoleReference) -> &str {
    match role {
        RoleReference::Declared(key) => key,
        RoleReference::Undeclared(arn) => arn,
    }
}

fn picked(roles: &Roles) -> &str {
    match &roles.picked {
        PickedRole::Role(role) => named(role),
        PickedRole::Nothing => "nothing",
        PickedRole::Undecided => "undecided",
    }
}

fn obtainable(roles: &Roles) -> BTreeSet<&str> {
    roles.obtainable.iter().map(|obtainable| named(&obtainable.role)).collect()
}
