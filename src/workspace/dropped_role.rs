//! Detects roles that Terraform would destroy although the inputs do not remove them by name.

use crate::model::{AUTHENTICATED, ForceNew, ForceNewRole, GUEST};
use crate::source::{Code, Diagnostic};

const LET_GO: &str = "run `poolsmith generate --allow-replace` if it may be destroyed";

/// The roles of an environment that Terraform would destroy without a word in the inputs.
pub fn dropped(environment: &str, before: &ForceNew, now: &ForceNew) -> Vec<Diagnostic> {
    let is_renamed = |key: &str| now.roles.values().any(|role| role.renamed_from.as_deref() == Some(key));
    let gone = before.roles.iter().filter(|(key, _)| !now.roles.contains_key(*key) && !is_renamed(key));
    gone.filter_map(|(key, role)| why(key, role, now).map(|why| why.in_environment(environment, key)))
        .collect()
}

/// Why a role is gone.
enum Why<'a> {
    /// The pool has no such default role any more.
    Unattached,
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
        (key == AUTHENTICATED || (key == GUEST && now.guest_access)).then_some(Why::Unattached)
    }
}

impl Why<'_> {
    fn in_environment(&self, environment: &str, key: &str) -> Diagnostic {
        let destroy = format!("in `{environment}`, Terraform would destroy the role `{key}`");
        let diagnostic = |why: &str| Diagnostic::new(Code::Replaced, format!("{destroy}: {why}"));
        match self {
            Self::Unattached => diagnostic("the identity pool would have no such role any more")
                .help(format!("to keep it, declare it without `attached: false`: `roles: {{ {key}: {{}} }}`"))
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
