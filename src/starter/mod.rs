//! What a new workspace starts with: its inputs file, and Terraform files of the user's own, from [`Answers`]. Pure.

mod answers;
mod command;
mod environments;
mod field;
mod inputs;
mod own_files;

pub use answers::{Answers, Choice, PerEnvironment, is_production};
pub use command::CommandLine;
pub use environments::environment_values;
pub use field::Field;
pub use inputs::{Answer, InputsText, SCHEMA_FILE, inputs};
pub use own_files::{own_files, own_files_like};
