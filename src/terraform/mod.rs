//! What Terraform accepts beyond HCL: backends and their arguments. Pure data.

mod argument;
mod attributes;
pub mod backends;
pub mod files;

pub use argument::{Argument, Backend, Check, Place, PlaceForm, Type};
pub use attributes::{attributes, resource_types};
pub use backends::BACKENDS;
