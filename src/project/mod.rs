//! The pipeline, from an inputs file to a workspace on the disk.
//!
//! A [`Request`] is loaded into a [`Project`], rendered into the files of a workspace ([`Rendered`]),
//! compared with the disk ([`Planned`]), and, if the workspace is locked, committed ([`Writable`]).
//! Each stage consumes the one before it, or returns a [`Failure`]. Only the last stage writes files.

#![warn(clippy::wildcard_enum_match_arm)]

mod access;
mod base;
mod commit;
mod failure;
mod fixed;
mod given_question;
mod load;
mod manual_changes;
mod module_places;
mod own_files;
mod own_files_for;
mod pack;
mod planned;
mod read;
mod record;
mod record_state;
mod referenced;
mod rendered;
mod request;
mod requested;
mod today;

pub use access::AccessTests;
pub use base::Base;
pub use commit::{Locked, Writable};
pub use failure::{Failure, Written, unwritable};
pub use fixed::EditedInputs;
pub use given_question::GivenQuestion;
pub use load::Project;
pub use manual_changes::ManualChanges;
pub use module_places::ModulePlaces;
pub use pack::{given_pack, load_pack, pack_here};
pub use planned::{Options, Planned};
pub use read::MAX_BYTES as MAX_INPUTS_BYTES;
pub use rendered::Rendered;
pub use request::{Inputs, OwnFile, PackSource, Request};
pub use today::today;

/// Tells the user immediately why something takes long.
pub type Notify<'a> = dyn Fn(&str) + Sync + 'a;
