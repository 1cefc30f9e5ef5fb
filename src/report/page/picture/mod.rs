//! The picture of an environment in three columns: identities, roles, resources.

mod draw;
mod graph;
mod layout;

pub use draw::picture;
