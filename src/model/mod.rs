//! What the inputs mean, and what templates see of it.
//!
//! [`Environment`] is what the inputs mean for one environment, with nothing left to guess.
//! [`Model`] is the union of all environments: the structure that the modules hold, and apart from
//! it the values of each environment.

mod environment;
mod module;
mod moved;
mod names;
mod permanent;
mod resolve;
mod together;
mod union;
mod values;
mod view;

pub use environment::Environment;
pub use permanent::{Permanent, PermanentRole};
pub use resolve::resolve;
pub use together::check_together;
pub use union::model;
pub use view::{EnvironmentView, Model, VALUE, Variable, shape};
