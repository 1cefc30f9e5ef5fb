//! The place of a state, which is equal for two environments only if they share the state.

use crate::hcl::{Expression, Piece};
use crate::inputs::keys::EnvironmentKey;
use crate::model::environment::StatePlace;
use crate::model::resolve::backend::arguments::BackendArguments;
use crate::terraform::{Backend, Place, PlaceForm};

/// The place of a state, if the inputs determine it completely.
pub fn of(
    backend: &Backend,
    arguments: &BackendArguments,
    environment: &EnvironmentKey,
) -> Option<StatePlace> {
    let parts = backend.place.iter().map(|place| part(place, arguments, environment));
    Some(StatePlace {
        parts: parts.collect::<Option<_>>()?,
        distinguished_by: backend.place.last()?.argument,
    })
}

fn part(place: &Place, arguments: &BackendArguments, environment: &EnvironmentKey) -> Option<String> {
    let text = find(arguments, place.argument).or(place.default)?;
    Some(match place.form {
        PlaceForm::Text => text.to_owned(),
        PlaceForm::Path => normalized("", text.trim_start_matches('/')),
        PlaceForm::File => normalized(&environment.directory(), text),
    })
}

/// The text of an argument, or of an argument in a block.
fn find<'a>(arguments: &'a BackendArguments, name: &str) -> Option<&'a str> {
    let (outer, inner) = name.split_once('.').map_or((name, None), |(outer, inner)| (outer, Some(inner)));
    let (_, value) = arguments.iter().find(|(argument, _)| argument.name == outer)?;
    match (inner, value) {
        (None, value) => literal(value),
        (Some(inner), Expression::Object(inside)) => {
            literal(&inside.iter().find(|(name, _)| name == inner)?.1)
        }
        _ => None,
    }
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
