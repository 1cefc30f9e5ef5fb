//! The parsed structure of a file: bodies, attributes, blocks and labels.

use std::ops::Range;

/// The content of a file or of a block: attributes and blocks in order.
#[derive(Debug, Default)]
pub struct Body {
    /// The items of the body.
    pub items: Vec<Item>,
}

/// One element of a body.
#[derive(Debug)]
pub enum Item {
    /// `name = value`
    Attribute(Attribute),
    /// `type "label" { … }`
    Block(Block),
}

/// An attribute, by the indexes of its tokens.
#[derive(Debug)]
pub struct Attribute {
    /// The token of its name.
    pub name: usize,
    /// The tokens of its value.
    pub value: Range<usize>,
}

/// A block, by the indexes of its tokens.
#[derive(Debug)]
pub struct Block {
    /// The token of its type.
    pub block_type: usize,
    /// Its labels in order.
    pub labels: Vec<Label>,
    /// Its body.
    pub body: Body,
}

/// A label of a block: the tokens of a quoted string or one identifier.
pub type Label = Range<usize>;
