//! The input variables of modules.

use schemars::JsonSchema;
use serde::Serialize;

use crate::aws::Identifier;
use crate::hcl::Expression;

/// A part that has a variable in a module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Part {
    /// Its key in the inputs.
    pub key: String,
    /// The variable that holds its values.
    pub variable: String,
    /// The reference to the variable: `var.VARIABLE`.
    pub reference: String,
    /// Whether any environment lacks it, so that the variable can be null.
    pub optional: bool,
}

/// An input variable of a module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its description.
    #[schemars(extend("x-value" = true))]
    pub description: String,
    /// Its type, if it is not an object.
    pub scalar: Option<&'static str>,
    /// Its attributes, if it is an object.
    pub attributes: Vec<Attribute>,
    /// Whether it can be omitted, and is null then.
    pub optional: bool,
    /// The values that are checked.
    pub validations: Vec<Validation>,
    /// What its value identifies, if it is an ID, a name or an ARN.
    #[serde(skip)]
    pub identifier: Option<Identifier>,
    /// A value for the module's test.
    pub example: Expression,
}

/// An attribute of an object variable.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Whether it can be omitted.
    pub optional: bool,
    /// What its value identifies, or each of its values, if it is an ID, a name or an ARN.
    #[serde(skip)]
    pub identifier: Option<Identifier>,
    /// Whether an environment may pass a reference, whose value may be null.
    #[serde(skip)]
    pub may_be_reference: bool,
}

/// A check of a variable's value, or of one of its attributes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Validation {
    /// The reference to the variable.
    pub variable: String,
    /// The reference to the value, which may be that to the variable.
    pub value: String,
    /// Whether the variable can be null.
    pub optional_variable: bool,
    /// Whether the value is an attribute that can be omitted.
    pub optional_attribute: bool,
    /// Whether the value is a map, whose values are checked.
    pub is_map: bool,
    /// Whether the value is a list, whose items are checked.
    pub is_list: bool,
    /// The regular expression that a value matches. If there is none, any value but null is accepted.
    pub pattern: Option<Expression>,
    /// The message for any other value.
    pub message: String,
}
