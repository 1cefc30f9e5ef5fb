//! Resolves the backend: its checked arguments, and the place of the state.

mod arguments;
mod place;

use crate::hcl::Expression;
use crate::inputs::decode::Spanned;
use crate::inputs::{self};
use crate::model::environment::Backend;
use crate::model::resolve::Scope;
use crate::source::Span;
use crate::terraform::{self, BACKENDS, Type};

use arguments::BackendArguments;

/// Resolves the backend. The default is a local file in the environment's directory.
pub fn backend(given: Option<&Spanned<inputs::Backend>>, scope: &Scope) -> Backend {
    match given.and_then(Spanned::with_span) {
        Some((given, span)) => of_arguments(
            given.kind,
            arguments::read(given.kind.arguments, &given.arguments, scope),
            span,
            scope,
        ),
        None => of_arguments(BACKENDS[0], Vec::new(), scope.span, scope),
    }
}

fn of_arguments(
    kind: &'static terraform::Backend,
    arguments: BackendArguments,
    span: Span,
    scope: &Scope,
) -> Backend {
    let place = place::of(kind, &arguments, &scope.tokens.environment);
    let mut backend = Backend { kind: kind.name, arguments: Vec::new(), blocks: Vec::new(), place, span };
    for (argument, value) in arguments {
        match (argument.kind, value) {
            (Type::Block(..), Expression::Object(inside)) => backend.blocks.push((argument.name, inside)),
            (_, value) => backend.arguments.push((argument.name.to_owned(), value)),
        }
    }
    backend
}
