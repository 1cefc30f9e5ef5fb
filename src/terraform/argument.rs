//! The description of a backend: its arguments, and which of them determine the place of the state.

use crate::aws::{Rule, arn};

/// A Terraform backend.
#[derive(Debug)]
pub struct Backend {
    /// Its name.
    pub name: &'static str,
    /// Where it stores the state, as a sentence.
    pub description: &'static str,
    /// Its arguments, in the order in which they are written.
    pub arguments: &'static [Argument],
    /// The arguments that determine the place of the state: environments with equal values share it.
    pub place: &'static [Place],
}

/// An argument of a backend.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// Its description, as a sentence.
    pub description: &'static str,
    /// The type of its value.
    pub kind: Type,
    /// Whether Terraform requires it.
    pub required: bool,
    /// A check beyond the type.
    pub check: Option<Check>,
}

/// The type of an argument.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// A string.
    String,
    /// A whole number.
    Number,
    /// true or false.
    Bool,
    /// A list of strings.
    List,
    /// A map of strings.
    Map,
    /// A list or a map of strings.
    ListOrMap,
    /// An object with arguments.
    Object(&'static [Argument]),
    /// A nested block with arguments, and the names of those of which exactly one is required.
    Block(&'static [Argument], &'static [&'static str]),
    /// A secret, which must not be in a file, and how to pass it to Terraform instead.
    Secret(&'static str),
}

/// A check of a string.
#[derive(Clone, Copy)]
pub enum Check {
    /// A rule.
    Rule(&'static Rule),
    /// An ARN in the environment's partition.
    Arn(&'static arn::Kind),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Rule(rule) => rule.what,
            Self::Arn(kind) => kind.what,
        })
    }
}

/// An argument that determines the place of the state.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its name, for an argument in a block with the name of the block and a dot in front.
    pub argument: &'static str,
    /// Its default. Without a default or a value, the place is unknown.
    pub default: Option<&'static str>,
    /// How values are compared.
    pub form: PlaceForm,
}

/// How the values of a [`Place`] are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceForm {
    /// As text.
    Text,
    /// As paths.
    Path,
    /// As files, relative to the environment's directory.
    File,
}

impl Argument {
    /// An optional argument.
    pub const fn new(name: &'static str, kind: Type, description: &'static str) -> Self {
        Self { name, description, kind, required: false, check: None }
    }

    /// An optional string.
    pub const fn string(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::String, description)
    }

    /// An optional boolean.
    pub const fn bool(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::Bool, description)
    }

    /// A secret, and how to pass it to Terraform instead.
    pub const fn secret(name: &'static str, help: &'static str) -> Self {
        Self::new(name, Type::Secret(help), "")
    }

    /// Makes the argument required.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Adds a check.
    pub const fn checked(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }
}

impl Place {
    /// A text without a default.
    pub const fn text(argument: &'static str) -> Self {
        Self { argument, default: None, form: PlaceForm::Text }
    }

    /// A text with a default.
    pub const fn text_or(argument: &'static str, default: &'static str) -> Self {
        Self { argument, default: Some(default), form: PlaceForm::Text }
    }
}
