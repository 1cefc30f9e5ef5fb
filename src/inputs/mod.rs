//! The inputs file: from its text to one [`Spec`] for each environment, as written.
//!
//! text → [`Node`](node::Node) → split into environments and merged → decoded. Each step keeps the
//! places, reports what is wrong and goes on.

mod backend;
pub mod decode;
mod environments;
pub mod keys;
mod merge;
pub mod node;
pub mod read;
pub mod schema;
mod setting;
pub mod spec;
mod statement;
mod text;
mod tokens;

pub use backend::Backend;
pub use environments::{EnvironmentInputs, environments};
pub use setting::Setting;
pub use spec::Spec;
pub use statement::{Effect, PolicyFile, Scalar, Statement};
pub use text::{Part, Text, Token};
pub use tokens::{Resolved, TokenValues, unavailable};
