//! The validation of the modules' variables: Terraform rejects a value that can't be the ID, name or ARN that a
//! variable takes, in the plan or, if the value isn't known then, before it changes the resource.

use crate::aws::{Identifier, Partition};
use crate::hcl::Expression;
use crate::model::view::{Attribute, Validation, Variable};

/// The variables with validations of all IDs, names and ARNs.
pub fn validated(variables: Vec<Variable>, partition: Partition) -> Vec<Variable> {
    let with_validations =
        |variable: Variable| Variable { validations: validations(&variable, partition), ..variable };
    variables.into_iter().map(with_validations).collect()
}

fn validations(variable: &Variable, partition: Partition) -> Vec<Validation> {
    let own = variable.identifier.map(|identifier| of_variable(variable, identifier, partition));
    let of_attributes = variable.attributes.iter().filter_map(|attribute| match attribute.identifier {
        Some(identifier) => Some(of_attribute(variable, attribute, identifier, partition)),
        None => attribute.may_be_reference.then(|| not_null(variable, attribute)),
    });
    own.into_iter().chain(of_attributes).collect()
}

fn of_variable(variable: &Variable, identifier: Identifier, partition: Partition) -> Validation {
    let reference = format!("var.{}", variable.name);
    Validation {
        value: reference.clone(),
        variable: reference,
        optional_variable: variable.optional,
        optional_attribute: false,
        is_map: false,
        is_list: false,
        pattern: Some(Expression::string(identifier.pattern(partition))),
        message: message(&variable.name, identifier, partition),
    }
}

fn of_attribute(
    variable: &Variable,
    attribute: &Attribute,
    identifier: Identifier,
    partition: Partition,
) -> Validation {
    let name = format!("{}.{}", variable.name, attribute.name);
    Validation {
        value: format!("var.{name}"),
        optional_attribute: attribute.optional,
        is_map: attribute.kind == "map(string)",
        is_list: attribute.kind == "list(string)",
        message: message(&name, identifier, partition),
        ..of_variable(variable, identifier, partition)
    }
}

/// The check of a string that identifies nothing. A null value would be left out of the policy.
fn not_null(variable: &Variable, attribute: &Attribute) -> Validation {
    let name = format!("{}.{}", variable.name, attribute.name);
    Validation {
        variable: format!("var.{}", variable.name),
        value: format!("var.{name}"),
        optional_variable: variable.optional,
        optional_attribute: attribute.optional,
        is_map: false,
        is_list: false,
        pattern: None,
        message: format!("{name} must not be null."),
    }
}

fn message(name: &str, identifier: Identifier, partition: Partition) -> String {
    format!("{name} must be {}: {}.", identifier.what(), identifier.accepted_by_pattern(partition))
}
