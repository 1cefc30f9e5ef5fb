//! The pipeline, from an inputs file to a workspace on the disk.
//!
//! A [`Request`] is loaded into a [`Project`], rendered into the files of a workspace ([`Rendered`]),
//! compared with the disk ([`Planned`]), and, if the workspace is locked, committed ([`Writable`]).
//! Each stage consumes the one before it; a stage that can't be passed gives a [`Failure`]. Nothing is
//! written before the last one.

#![warn(clippy::wildcard_enum_match_arm)]

mod commit;
mod failure;
mod load;
mod pack;
mod planned;
mod read;
mod record;
mod referenced;
mod rendered;
mod request;

pub use commit::{Locked, Writable};
pub use failure::{Failure, Written, unwritable};
pub use load::Project;
pub use pack::{given_pack, load_pack, pack_here};
pub use planned::{Options, Planned};
pub use rendered::Rendered;
pub use request::{Inputs, PackSource, Request};

/// Tells whoever waits why, at once.
pub type Notify<'a> = dyn Fn(&str) + 'a;
