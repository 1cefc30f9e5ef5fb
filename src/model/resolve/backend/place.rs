//! The place of a state, which is equal for two environments only if they share the state.

use crate::hcl::{Expression, Piece};
use crate::inputs::keys::EnvironmentKey;
use crate::model::environment::{Arguments, BlockBody, StatePlace};
use crate::terraform::{Backend, Place, PlaceForm};

/// The place of a state, if the inputs determine it completely. In a partial backend, -backend-config can supply what
/// is not given, so nothing is assumed to have its default. What is unknown can't be compared: whoever runs
/// `terraform init` has to keep the states apart.
pub fn of(
    backend: &Backend,
    body: &BlockBody,
    is_partial: bool,
    environment: &EnvironmentKey,
) -> Option<StatePlace> {
    let part = |place: &Place| {
        let text = find(body, place.argument).or(place.default.filter(|_| !is_partial))?;
        Some(in_form(text, place.form, environment))
    };
    Some(StatePlace {
        parts: backend.place.iter().map(part).collect::<Option<_>>()?,
        distinguished_by: backend.place.last()?.argument,
    })
}

fn in_form(text: &str, form: PlaceForm, environment: &EnvironmentKey) -> String {
    match form {
        PlaceForm::Text => text.to_owned(),
        PlaceForm::Path => normalized("", text.trim_start_matches('/')),
        PlaceForm::File => normalized(&environment.directory(), text),
    }
}

/// The text of an argument, or of an argument in a block.
fn find<'a>(body: &'a BlockBody, name: &str) -> Option<&'a str> {
    match name.split_once('.') {
        Some((block, name)) => argument(&body.blocks.iter().find(|(kind, _)| *kind == block)?.1, name),
        None => argument(&body.arguments, name),
    }
}

fn argument<'a>(arguments: &'a Arguments, name: &str) -> Option<&'a str> {
    literal(&arguments.iter().find(|(argument, _)| argument == name)?.1)
}

fn literal(value: &Expression) -> Option<&str> {
    let Expression::Template(pieces) = value else { return None };
    match &pieces[..] {
        [Piece::Literal(text)] => Some(text),
        _ => None,
    }
}

/// A path without `.` and `..`, so that different paths to the same file compare equal.
fn normalized(directory: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{directory}/{path}") };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn two_ways_to_one_file_compare_equal() {
        let cases = [
            ("terraform.tfstate", "environments/dev/terraform.tfstate"),
            ("./a/../terraform.tfstate", "environments/dev/terraform.tfstate"),
            ("../prod/terraform.tfstate", "environments/prod/terraform.tfstate"),
            ("../../../x", "../x"),
            ("/var//state", "/var/state"),
        ];
        for (path, place) in cases {
            assert_eq!(normalized("environments/dev", path), place);
        }
        assert_eq!(normalized("", "notes//dev/"), normalized("", "notes/dev"));
    }
}
