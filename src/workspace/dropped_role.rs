//! Detects roles that Terraform would destroy although the inputs do not remove them by name.

use crate::model::{AUTHENTICATED, ForceNew, ForceNewRole, GUEST};
use crate::source::{Code, Diagnostic};

const LET_GO: &str = "run `poolsmith generate --allow-replace` if it may be destroyed";

/// Source: hashicorp/aws, `aws_cognito_identity_pool_roles_attachment`: another value of `roles` forces a new resource.
const ATTACHMENT: &str = "Terraform also replaces the attachment of the roles: for a moment, the identity pool has no roles and no role mappings";

/// The roles of an environment that Terraform would destroy without a word in the inputs.
pub fn dropped(environment: &str, before: &ForceNew, now: &ForceNew) -> Vec<Diagnostic> {
    let is_renamed = |key: &str| now.roles.values().any(|role| role.renamed_from.as_deref() == Some(key));
    let gone = before.roles.iter().filter(|(key, _)| !now.roles.contains_key(*key) && !is_renamed(key));
    gone.filter_map(|(key, role)| why(key, role, now).map(|why| why.in_environment(environment, key)))
        .collect()
}

/// Why a role is gone.
enum Why<'a> {
    /// The inputs say that the pool has no such default role.
    Detached,
    /// There is no provider any more, and the inputs do not declare the role.
    NoProvider,
    /// It is an existing role now.
    Existing,
    /// Another key has its name in IAM.
    OtherKey(&'a str),
}

fn why<'a>(key: &str, role: &ForceNewRole, now: &'a ForceNew) -> Option<Why<'a>> {
    let with_its_name = now.roles.iter().find(|(_, other)| other.name.eq_ignore_ascii_case(&role.name));
    if now.existing_roles.contains(key) {
        Some(Why::Existing)
    } else if let Some((other, _)) = with_its_name {
        Some(Why::OtherKey(other))
    } else {
        // A pool without guest access has no guests that lose a role.
        match key {
            AUTHENTICATED if now.has_sign_in => Some(Why::Detached),
            AUTHENTICATED => Some(Why::NoProvider),
            GUEST if now.guest_access => Some(Why::Detached),
            _ => None,
        }
    }
}

impl Why<'_> {
    fn in_environment(&self, environment: &str, key: &str) -> Diagnostic {
        let destroy = format!("in `{environment}`, Terraform would destroy the role `{key}`");
        let diagnostic = |why: &str| Diagnostic::new(Code::Replaced, format!("{destroy}: {why}"));
        match self {
            Self::Detached => diagnostic("the inputs say `attached: false`")
                .help(format!("to keep it, declare it without `attached: false`: `roles: {{ {key}: {{}} }}`"))
                .help(ATTACHMENT)
                .help(LET_GO),
            Self::NoProvider => diagnostic("the identity pool has no provider any more, so nobody signs in")
                .help(format!("to keep it, restore the provider, or declare the role: `roles: {{ {key}: {{}} }}`"))
                .help(ATTACHMENT)
                .help(LET_GO),
            Self::Existing => diagnostic("it is an existing role now, which Terraform does not manage")
                .help(format!("to keep it in AWS, first remove it and its policies from Terraform's state: `terraform state rm module.roles.aws_iam_role.{key}`, and the same for its policies"))
                .help(LET_GO),
            Self::OtherKey(other) => diagnostic(&format!("`{other}` has its name now"))
                .help(format!("to keep it under the new key, set `roles.{other}.renamed_from: {key}`"))
                .help("otherwise `terraform apply` fails, because IAM still has a role of that name"),
        }
    }
}
