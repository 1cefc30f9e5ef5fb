//! The IAM policies of a role: their names, sizes and number.

use indexmap::IndexMap;
use std::collections::HashMap;

use crate::aws::{self, Identifier, Partition, names};
use crate::inputs::decode::{Key, Spanned};
use crate::inputs::spec::PolicyType;
use crate::inputs::{Part, Resolved, TokenString, ValueOrReference, keys};
use crate::model::resolve::Scope;
use crate::model::role::ManagedRole;
use crate::policy::{Concrete, Grant};
use crate::source::{Code, Diagnostic, Span};

/// The default name of a grant's policy: inline policies are named within their role, managed ones within the
/// account.
pub(super) fn default_name(role: &str, grant: &Key, policies: PolicyType, scope: &Scope) -> String {
    match policies {
        PolicyType::Inline => grant.text.clone(),
        PolicyType::Managed => {
            let default = format!("{{name}}-{{environment}}-{role}-{}", grant.text);
            let name = TokenString::parse(&default).map(|default| scope.tokens.expand_known(&default));
            name.unwrap_or(default) // the key is invalid, which was reported
        }
    }
}

/// Reports an invalid key of a grant. It may be the name of a policy, which is set apart from the key.
pub(super) fn check_grant_key(key: &Key, scope: &Scope) {
    let Err(refusal) = keys::PART.check(&key.text) else { return };
    let diagnostic = refusal.at(key.span);
    let is_policy_name = names::POLICY.check(&key.text).is_ok();
    scope.diagnostics.push(match keys::similar_part(&key.text).filter(|_| is_policy_name) {
        Some(similar) => diagnostic.help(format!(
            "for a policy of this name, choose a key such as `{similar}` and set `policy_name: {}`",
            key.text
        )),
        None => diagnostic,
    });
}

/// Checks the policies of a role.
pub(super) fn check_policies(key: &str, role: &ManagedRole, key_prefix: &str, scope: &Scope) {
    check_names(role, scope);
    let size = |grant: &Grant| size(grant, key_prefix, scope.tokens.partition());
    match role.policies {
        PolicyType::Inline => check_total_size(key, role, size, scope),
        PolicyType::Managed => check_sizes(role, size, scope),
    }
}

/// Inline policies with the same name are one policy. IAM documents no difference between upper and lower case in the
/// names of inline policies, so names must differ in more than that.
fn check_names(role: &ManagedRole, scope: &Scope) {
    let mut seen: HashMap<String, &Grant> = HashMap::new();
    for grant in role.grants.values() {
        let (name, span) = &grant.policy_name;
        if names::POLICY.check(name).is_err() && *span == grant.span && keys::PART.check(&grant.key).is_ok() {
            scope.diagnostics.push(long_default(name, *span));
        }
        let Some(first) = seen.insert(name.to_lowercase(), grant) else { continue };
        scope.diagnostics.push(
            Diagnostic::at(
                *span,
                Code::NameCollision,
                format!(
                    "the policies of `{}` and `{}` are both called {}",
                    first.key,
                    grant.key,
                    aws::shown(name)
                ),
            )
            .related(first.policy_name.1, "the first")
            .help(
                "give each policy of a role a name of its own, different in more than upper and lower case",
            ),
        );
    }
}

fn long_default(name: &str, span: Span) -> Diagnostic {
    let count = name.chars().count();
    Diagnostic::at(
        span,
        Code::BadRole,
        format!("the name of the policy would have {count} characters: `{name}`"),
    )
    .of_value()
    .help("IAM allows 128: set `policy_name` to a shorter name")
}

/// Checks the total size of the inline policies of a role.
fn check_total_size(key: &str, role: &ManagedRole, size: impl Fn(&Grant) -> usize, scope: &Scope) {
    let sizes: Vec<(usize, Span)> = role.grants.values().map(|grant| (size(grant), grant.span)).collect();
    let total: usize = sizes.iter().map(|(size, _)| size).sum();
    if let Some((_, largest)) = sizes.iter().max().filter(|_| total > aws::INLINE_POLICY_CHARACTERS) {
        let message = format!("the inline policies of the role `{key}` have {total} characters in total");
        scope.diagnostics.push(
            Diagnostic::at(*largest, Code::OverLimit, message).of_value().label("the largest policy").help(format!(
                "IAM allows {} characters per role: set `policies: managed` on the role, so that each grant becomes a managed policy, or use fewer statements",
                aws::INLINE_POLICY_CHARACTERS
            )),
        );
    }
}

/// Checks the size of each managed policy.
fn check_sizes(role: &ManagedRole, size: impl Fn(&Grant) -> usize, scope: &Scope) {
    for grant in role.grants.values() {
        let size = size(grant);
        if size > aws::MANAGED_POLICY_CHARACTERS {
            scope.diagnostics.push(
                Diagnostic::at(
                    grant.span,
                    Code::OverLimit,
                    format!("the policy of the grant `{}` has {size} characters", grant.key),
                )
                .of_value()
                .help(format!(
                    "IAM allows {} characters per managed policy: split the grant into several",
                    aws::MANAGED_POLICY_CHARACTERS
                )),
            );
        }
    }
}

/// The size of a policy. IAM does not count white space.
fn size(grant: &Grant, key_prefix: &str, partition: Partition) -> usize {
    let document = grant.document.json(&Concrete { values: &grant.values, partition, key_prefix });
    document.to_string().chars().filter(|c| !c.is_whitespace()).count()
}

/// Checks the number of managed policies on a role: attached ones, and those of its grants.
pub(super) fn check_count(attached: &[Spanned<ValueOrReference>], role: &ManagedRole, scope: &Scope) {
    let grants: Vec<Span> = match role.policies {
        PolicyType::Inline => Vec::new(),
        PolicyType::Managed => role.grants.values().map(|grant| grant.span).collect(),
    };
    let count = role.managed_policies.len() + grants.len();
    let mut spans = attached.iter().map(|given| given.span).chain(grants);
    let Some(at) = spans.nth(aws::MANAGED_POLICIES_DEFAULT) else { return };
    let (code, help) = if count > aws::MANAGED_POLICIES_MAX {
        (Code::OverLimit, format!("IAM allows at most {}", aws::MANAGED_POLICIES_MAX))
    } else {
        let default = aws::MANAGED_POLICIES_DEFAULT;
        (
            Code::Quota,
            format!("IAM allows {default} by default: attach fewer, or have the account's quota raised"),
        )
    };
    scope
        .diagnostics
        .push(Diagnostic::at(at, code, format!("{count} managed policies on one role")).help(help));
}

/// The managed policies by name, so that their Terraform addresses don't depend on the order of the
/// list. The name is that of the policy, as written.
pub(super) fn attached_policies(
    given: &[Spanned<ValueOrReference>],
    scope: &Scope,
) -> IndexMap<String, Resolved> {
    let mut policies: IndexMap<String, Resolved> = IndexMap::new();
    for given in given {
        let (Some(arn), Some(setting)) = (scope.identifier(given, Identifier::PolicyArn), given.get()) else {
            continue;
        };
        let name = name_of(setting);
        if policies.insert(name.clone(), arn).is_some() {
            scope.diagnostics.push(
                Diagnostic::at(
                    given.span,
                    Code::NameCollision,
                    format!("duplicate managed policy name `{name}`"),
                )
                .help("the managed policies of a role must have different names"),
            );
        }
    }
    policies
}

/// The part of an ARN after its last slash, with tokens as plain words, or a whole reference.
fn name_of(setting: &ValueOrReference) -> String {
    let text = match setting {
        ValueOrReference::Text(text) => text,
        ValueOrReference::Reference(reference) => return reference.get().cloned().unwrap_or_default(),
    };
    let source = text.expand(|part| match part {
        Part::Token(token) => token.word().into(),
        Part::Value(name) | Part::Literal(name) => name.clone().into(),
    });
    source.rsplit('/').next().unwrap_or_default().to_owned()
}
