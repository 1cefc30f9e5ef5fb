//! Where the state of an environment is, for people.

use crate::model::environment::{Arguments, Backend};

/// The backend that keeps the state in a file.
const LOCAL: &str = "local";

/// The path of the state of the backend `local`, relative to the workspace, if the inputs determine it.
pub fn file(backend: &Backend) -> Option<String> {
    let place = backend.place.as_ref().filter(|_| backend.kind == LOCAL)?;
    place.parts.first().cloned()
}

/// The arguments of a backend and of its blocks, each as HCL.
pub fn arguments(backend: &Backend) -> Vec<String> {
    let of_backend = backend.body.arguments.iter().map(|(name, value)| format!("{name} = {value}"));
    let of_block = |(block, inside): &(&str, Arguments)| {
        inside.iter().map(|(name, value)| format!("{block}.{name} = {value}")).collect::<Vec<_>>()
    };
    of_backend.chain(backend.body.blocks.iter().flat_map(of_block)).collect()
}
