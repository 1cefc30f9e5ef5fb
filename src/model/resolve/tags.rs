//! Tags: those of all resources, and those of a role.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::aws::{self, names, shown};
use crate::inputs::TokenString;
use crate::inputs::decode::{Key, Spanned, SpannedMap};
use crate::inputs::spec;
use crate::model::resolve::{Scope, check};
use crate::source::{Code, Diagnostic, Span};

/// Tags as written.
type Given = SpannedMap<Spanned<TokenString>>;

/// The tags of all resources.
pub(super) fn tags(given: Option<&Given>, scope: &Scope) -> IndexMap<String, String> {
    let tags = resolve(given, scope);
    refuse_too_many(tags.len(), scope.span, scope);
    tags
}

/// The tags of a role, in addition to those of all resources.
pub(super) fn role_tags(
    role: &Key,
    given: &spec::Role,
    spec: &spec::Spec,
    scope: &Scope,
) -> IndexMap<String, String> {
    let of_defaults = spec.role_defaults.as_ref().and_then(|defaults| defaults.tags.as_ref());
    let of_role = [of_defaults, given.tags.as_ref()];
    check_keys(role, [spec.tags.as_ref()].into_iter().chain(of_role), scope);
    resolve(of_role.into_iter().flatten(), scope)
}

fn resolve<'a>(given: impl IntoIterator<Item = &'a Given>, scope: &Scope) -> IndexMap<String, String> {
    let mut tags = IndexMap::new();
    for (key, value) in given.into_iter().flat_map(SpannedMap::iter) {
        check(&names::TAG_KEY, &key.text, key.span, scope.diagnostics);
        if let Some(value) = scope.text(value, &names::TAG_VALUE) {
            tags.insert(key.text.clone(), value);
        }
    }
    tags
}

/// Checks the keys of all tags that a role has. Those of roles are not case-sensitive. Source: IAM User Guide, "Tags for
/// AWS Identity and Access Management resources".
fn check_keys<'a>(role: &Key, given: impl Iterator<Item = Option<&'a Given>>, scope: &Scope) {
    let mut seen: HashMap<String, &Key> = HashMap::new();
    for (key, _) in given.flatten().flat_map(SpannedMap::iter) {
        let first = seen.entry(key.text.to_lowercase()).or_insert(key);
        if first.text != key.text {
            scope.diagnostics.push(
                Diagnostic::at(
                    key.span,
                    Code::BadTag,
                    format!("{} and {} are the same tag on a role", shown(&first.text), shown(&key.text)),
                )
                .related(first.span, "the first")
                .help("IAM ignores the case of a role's tag keys: use one spelling"),
            );
        }
    }
    refuse_too_many(seen.len(), role.span, scope);
}

fn refuse_too_many(count: usize, at: Span, scope: &Scope) {
    if count > aws::TAGS {
        scope.diagnostics.push(
            Diagnostic::at(at, Code::OverLimit, format!("{count} tags"))
                .help(format!("AWS allows at most {} on a role or an identity pool", aws::TAGS)),
        );
    }
}
