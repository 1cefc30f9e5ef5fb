//! What Terraform accepts beyond HCL: backends, the AWS provider and their arguments, and versions. Pure data.

mod argument;
mod assume_role;
mod attributes;
pub mod backends;
mod declarations;
pub mod files;
pub mod floors;
pub mod provider;
pub mod version;

pub use argument::{Argument, Backend, Check, Place, PlaceForm, Type};
pub use attributes::{LIST_ATTRIBUTES, arn_format, attributes, resource_types};
pub use backends::BACKENDS;
pub use declarations::{Declared, Syntax, declarations};
pub use floors::Feature;
pub use version::{Version, VersionConstraint};
