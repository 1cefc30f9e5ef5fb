//! The description of arguments, and of a backend: which of its arguments determine the place of the state.

use crate::aws::{Rule, arn};
use crate::terraform::Version;

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
    /// The first version of Terraform that has it, if that is not in every supported version.
    pub since: Option<Version>,
}

/// An argument of a backend or a provider.
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
    /// A check beyond the type; of a list, that of its items.
    pub check: Option<Check>,
    /// The first version of Terraform or of the provider that has it, if not every version that
    /// [floors](crate::terraform::floors) admits has it.
    pub since: Option<Version>,
    /// What to use instead, if it is deprecated.
    pub deprecated: Option<&'static str>,
}

/// The type of an argument.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// A string.
    String,
    /// A whole number.
    Number,
    /// A whole number in this range.
    NumberFrom(u32, u32),
    /// true or false.
    Bool,
    /// A list of strings.
    List,
    /// A map of strings.
    Map,
    /// A list or, since this version, a map of strings.
    ListOrMap(Version),
    /// An object with arguments.
    Object(&'static [Argument]),
    /// A nested block with arguments, and the names of those of which exactly one is required.
    Block(&'static [Argument], &'static [&'static str]),
    /// A nested block or, since this version, several as a list.
    Blocks(&'static [Argument], Version),
    /// A nested block whose arguments are strings with these names, which are separated by spaces.
    BlockOfStrings(&'static str),
    /// A secret, which must not be in a file, and how to pass it to Terraform instead.
    Secret(&'static str),
    /// Another key of the inputs sets it: the help says which.
    SetElsewhere(&'static str),
}

/// A check of a string.
#[derive(Clone, Copy)]
pub enum Check {
    /// A rule.
    Rule(&'static Rule),
    /// An ARN in the environment's partition.
    Arn(&'static arn::Kind),
    /// An ARN in the environment's partition if it starts with `arn:`, otherwise something that follows the rule.
    RuleOrArn(&'static Rule, &'static arn::Kind),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Rule(rule) | Self::RuleOrArn(rule, _) => rule.what,
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
        Self { name, description, kind, required: false, check: None, since: None, deprecated: None }
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

    /// An argument that another key of the inputs sets, and which.
    pub const fn elsewhere(name: &'static str, help: &'static str) -> Self {
        Self::new(name, Type::SetElsewhere(help), "")
    }

    /// Adds a check.
    pub const fn checked(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }

    /// Sets the first version that has it.
    pub const fn since(self, version: Version) -> Self {
        Self { since: Some(version), ..self }
    }

    /// Marks it as deprecated, and says what to use instead.
    pub const fn deprecated(self, help: &'static str) -> Self {
        Self { deprecated: Some(help), ..self }
    }

    /// The arguments of the object or the nested blocks that it is.
    pub fn inside(&self) -> &'static [Self] {
        match self.kind {
            Type::Object(inside) | Type::Block(inside, _) | Type::Blocks(inside, _) => inside,
            Type::String
            | Type::Number
            | Type::NumberFrom(..)
            | Type::Bool
            | Type::List
            | Type::Map
            | Type::ListOrMap(_)
            | Type::BlockOfStrings(_)
            | Type::Secret(_)
            | Type::SetElsewhere(_) => &[],
        }
    }

    /// Whether the inputs can set it.
    pub fn is_accepted(&self) -> bool {
        !matches!(self.kind, Type::Secret(_) | Type::SetElsewhere(_))
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
