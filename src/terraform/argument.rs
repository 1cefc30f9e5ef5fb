//! How a backend is described: its arguments, and which of them say where the state is.

use crate::aws::{Rule, arn};

/// A backend of Terraform.
#[derive(Debug)]
pub struct Backend {
    /// Its name.
    pub name: &'static str,
    /// What keeps the state, as a sentence.
    pub description: &'static str,
    /// What it can be told, in the order in which it is written.
    pub arguments: &'static [Argument],
    /// What names the place of a state: two environments that agree in all of it share one.
    pub place: &'static [Place],
}

/// An argument of a backend.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// What it is, as a sentence.
    pub description: &'static str,
    /// What it holds.
    pub kind: Type,
    /// Whether Terraform needs it.
    pub required: bool,
    /// What is accepted, beyond the type.
    pub check: Option<Check>,
}

/// What an argument holds.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Text.
    String,
    /// A whole number.
    Number,
    /// true or false.
    Bool,
    /// A list of texts.
    List,
    /// Texts by keys of one's own.
    Map,
    /// Either of the two.
    ListOrMap,
    /// A value with arguments of its own.
    Object(&'static [Argument]),
    /// A nested block with arguments of its own, and those of which it takes exactly one.
    Block(&'static [Argument], &'static [&'static str]),
    /// What must not stand in a file, and the cure: how Terraform is given it instead.
    Secret(&'static str),
}

/// What is accepted in a text.
#[derive(Clone, Copy)]
pub enum Check {
    /// What a rule says.
    Rule(&'static Rule),
    /// An ARN of the environment's partition.
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

/// An argument that says where the state is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its name; that of an argument in a block comes after the block's and a dot.
    pub argument: &'static str,
    /// What stands for it where it is left out. Without it nothing can be said of the place.
    pub default: Option<&'static str>,
    /// When two of them are the same.
    pub form: PlaceForm,
}

/// When two arguments mean one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceForm {
    /// Where they are the same text.
    Text,
    /// Where they are the same path.
    Path,
    /// Where they are the same file, seen from the environment's directory.
    File,
}

impl Argument {
    /// An argument that Terraform does not need.
    pub const fn new(name: &'static str, kind: Type, description: &'static str) -> Self {
        Self { name, description, kind, required: false, check: None }
    }

    /// Text.
    pub const fn string(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::String, description)
    }

    /// A switch.
    pub const fn bool(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Type::Bool, description)
    }

    /// What must not stand in a file, and how Terraform is given it instead.
    pub const fn secret(name: &'static str, cure: &'static str) -> Self {
        Self::new(name, Type::Secret(cure), "")
    }

    /// The same, but Terraform needs it.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, with a test.
    pub const fn checked(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }
}

impl Place {
    /// A text without which nothing can be said of the place.
    pub const fn text(argument: &'static str) -> Self {
        Self { argument, default: None, form: PlaceForm::Text }
    }

    /// A text that may be left out.
    pub const fn text_or(argument: &'static str, default: &'static str) -> Self {
        Self { argument, default: Some(default), form: PlaceForm::Text }
    }
}
