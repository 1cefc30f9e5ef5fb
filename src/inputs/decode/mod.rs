//! From a tree of [`Node`]s to the types of the inputs, with every diagnostic in one run.
//!
//! The types derive serde's `Deserialize`. Two things are unusual about the [`NodeDeserializer`]
//! that feeds them:
//!
//! - It never lets a struct fail. A key that is missing or has a value of the wrong type is
//!   reported, and the derive is fed a stand-in, so that the other keys are read as well.
//! - Leaves are [`Spanned`] values: they keep their place, and hold nothing where what was given was
//!   wrong and has been reported.

mod access;
mod deserializer;
mod key;
mod keys_of;
mod spanned;
mod tree;

pub use keys_of::keys_of;
pub use spanned::{Key, OneOrMany, Spanned, SpannedMap, VALUE_OR_REFERENCE};

use serde::Deserialize;
use serde::de;

use crate::source::Diagnostics;
use crate::tree::Node;
use deserializer::NodeDeserializer;

/// Decodes a tree. Nothing comes back only where not even a stand-in makes sense.
pub fn decode<'de, T: Deserialize<'de>>(node: &'de Node, diagnostics: &'de Diagnostics) -> Option<T> {
    T::deserialize(NodeDeserializer::present(node, diagnostics)).ok()
}

/// Why a value could not be decoded.
#[derive(Debug)]
pub enum Error {
    /// It was reported where it was found.
    Reported,
    /// A type's own rule, said in words; whoever knows the place reports it.
    Rule(String),
}

impl de::Error for Error {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Rule(message.to_string())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reported => formatter.write_str("reported"),
            Self::Rule(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Error {}
