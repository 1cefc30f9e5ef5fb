//! Decodes a tree of [`Node`]s into the types of the inputs, and reports all problems in one run.
//!
//! The types derive serde's `Deserialize`. The deserializer, `NodeDeserializer`, is unusual in two ways:
//!
//! - Structs never fail. If a key is missing or its value has the wrong type, that is reported, and a
//!   placeholder is passed on, so that the other keys are decoded as well.
//! - Leaves are [`Spanned`] values: they keep their span, and are empty if the value was invalid, which
//!   has been reported.

mod access;
mod deserializer;
mod key;
mod keys_of;
mod only_entry;
mod spanned;
mod tree;

pub use keys_of::keys_of;
pub use spanned::{Key, OneOrMany, Spanned, SpannedMap, VALUE_OR_REFERENCE};

use serde::Deserialize;
use serde::de;

use crate::source::Diagnostics;
use crate::tree::Node;
use deserializer::NodeDeserializer;

/// Decodes a tree. Returns `None` only if no placeholder makes sense.
pub fn decode<'de, T: Deserialize<'de>>(node: &'de Node, diagnostics: &'de Diagnostics) -> Option<T> {
    T::deserialize(NodeDeserializer::present(node, diagnostics)).ok()
}

/// Why a value can't be decoded.
#[derive(Debug)]
pub enum Error {
    /// The problem has already been reported.
    Reported,
    /// The message of a type's own rule; a caller that knows the span reports it.
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
