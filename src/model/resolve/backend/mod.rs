//! Resolves the backend: its checked arguments, and the place of the state.

mod place;

use crate::inputs;
use crate::inputs::decode::{Spanned, decode};
use crate::model::environment::{Backend, BlockBody};
use crate::model::resolve::Scope;
use crate::model::resolve::arguments::{self, Rules};
use crate::source::{Code, Diagnostic};
use crate::terraform::backends::{PARTIAL, is_cloud};
use crate::terraform::{self, BACKENDS};
use crate::tree::{Entry, Node, Value};

/// Resolves the backend. The default is a local file in the environment's directory.
pub fn backend(given: Option<&Spanned<inputs::Backend>>, scope: &Scope) -> Backend {
    let Some((given, span)) = given.and_then(Spanned::with_span) else {
        let kind = BACKENDS[0];
        let place = place::of(kind, &BlockBody::default(), false, &scope.tokens.environment);
        return Backend {
            kind: kind.name,
            body: BlockBody::default(),
            is_partial: false,
            place,
            span: scope.span,
        };
    };
    let (is_partial, arguments) = partial(given, scope);
    let rules = Rules {
        is_partial,
        keys: if is_cloud(given.kind) { &[] } else { &[PARTIAL] },
        missing: (!is_cloud(given.kind))
            .then_some("set `partial: true` next to the other arguments if -backend-config supplies it"),
        unknown: None,
    };
    let body = arguments::read(given.kind.arguments, &arguments, rules, scope);
    let place = place::of(given.kind, &body, is_partial, &scope.tokens.environment);
    Backend { kind: given.kind.name, body, is_partial, place, span }
}

/// Whether -backend-config supplies further arguments, and the arguments that are given.
///
/// Terraform 1.15.0, but no other version, refuses such a backend in `terraform validate`.
fn partial(given: &inputs::Backend, scope: &Scope) -> (bool, Node) {
    let mut arguments = given.arguments.clone();
    let Value::Map(map) = &mut arguments.value else { return (false, arguments) };
    let Some(entry) = map.shift_remove(PARTIAL) else { return (false, arguments) };
    let is_partial = decode::<Spanned<bool>>(&entry.node, scope.diagnostics);
    let is_partial = is_partial.and_then(|given| given.get().copied()).unwrap_or(true);
    if is_partial && is_cloud(given.kind) {
        scope.diagnostics.push(never_partial(given.kind, &entry));
    }
    (is_partial, arguments)
}

fn never_partial(kind: &terraform::Backend, entry: &Entry) -> Diagnostic {
    let message = format!("`{}` can't be partial: Terraform takes no -backend-config for it", kind.name);
    Diagnostic::at(entry.key, Code::BadArgument, message)
        .help("set all of its arguments; use tokens such as `{environment}` for what differs")
}
