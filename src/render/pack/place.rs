//! The roles of files in a pack, according to their paths.

use crate::render::path::ENVIRONMENT_TEMPLATES;
use crate::tree::nearest;

/// The role of a file in a pack.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// A template.
    Template,
    /// A grant kind.
    Grant,
    /// A file for people, such as a README.
    Note,
    /// A file that an editor or an operating system left.
    LeftOver,
}

/// The role of a file, according to its path.
///
/// # Errors
/// The reason why the file does not belong in a pack.
pub fn place(name: &str) -> Result<Place, String> {
    let segments: Vec<&str> = name.split('/').collect();
    if segments.last().is_some_and(|name| is_left_over(name)) {
        return Ok(Place::LeftOver);
    }
    if let Some(bad) = segments.iter().find(|segment| !is_portable(segment)) {
        return Err(format!(
            "has a name that is not portable: {bad:?} (use only letters, digits, `.`, `_` and `-`)"
        ));
    }
    let output = file_name(segments.last().copied().unwrap_or_default());
    if segments.len() > 1 && (!is_portable(output) || output.starts_with("..") || output == ".") {
        return Err(format!("would generate {output:?}, which is not a portable file name"));
    }
    if output.ends_with(".tera") {
        return Err("would generate a file that ends in .tera".to_owned());
    }
    if let Some(kept) = segments[1..].iter().find(|segment| is_kept(segment)) {
        return Err(not_for_templates(kept));
    }
    match segments[..] {
        [_] => substitute(name),
        ["grants", file] if file.ends_with(".yaml") => Ok(Place::Grant),
        ["grants", ..] => Err("is not a grant kind: expected grants/KIND.yaml".to_owned()),
        ["workspace" | "modules" | "partials", ..] if !name.ends_with(".tera") => {
            Err("is not a template: the names of templates end in .tera".to_owned())
        }
        ["partials", ..] => Ok(Place::Template),
        ["modules", _, _, ..] => Ok(Place::Template),
        ["workspace", ..] => in_workspace(&segments),
        [directory, ..] => Err(match nearest(directory, ["workspace", "modules", "partials", "grants"]) {
            Some(meant) => format!("is not in a directory of a pack: did you mean {meant}/?"),
            None => "is not in a directory of a pack: expected workspace/, modules/, partials/ or grants/"
                .to_owned(),
        }),
        [] => unreachable!("a path has a segment"),
    }
}

/// Whether an editor, a merge or an operating system leaves files with this name.
fn is_left_over(name: &str) -> bool {
    let is_swap_file = name.starts_with('.') && [".swp", ".swo"].iter().any(|end| name.ends_with(end));
    let is_lock = name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#'));
    let is_copy = ["~", ".orig", ".rej", ".bak"].iter().any(|end| name.ends_with(end));
    is_swap_file || is_lock || is_copy || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

fn substitute(name: &str) -> Result<Place, String> {
    let is_note = name.ends_with(".md") || name.starts_with("LICENSE");
    if is_note {
        return Ok(Place::Note);
    }
    Err("is not a file of a pack: expected templates in workspace/, modules/ and partials/, and grant kinds in grants/"
        .to_owned())
}

fn in_workspace(segments: &[&str]) -> Result<Place, String> {
    let is_reserved = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with("poolsmith.") || [".poolsmith", "modules"].contains(&name.as_str())
    };
    match segments[1..] {
        [first, ..] if is_reserved(file_name(first)) => Err(not_for_templates(first)),
        ["environments", "ENVIRONMENT", ..] => Ok(Place::Template),
        [first, ..] if file_name(first).eq_ignore_ascii_case("environments") => {
            Err(format!("is not in an environment: expected {ENVIRONMENT_TEMPLATES}"))
        }
        _ => Ok(Place::Template),
    }
}

/// Names that are reserved for Git and Terraform in any directory.
fn is_kept(segment: &str) -> bool {
    let name = file_name(segment).to_lowercase();
    [".git", ".terraform"].contains(&name.as_str()) || name.starts_with("terraform.tfstate")
}

fn not_for_templates(segment: &str) -> String {
    format!("would generate {}, which templates can't create", file_name(segment))
}

fn file_name(segment: &str) -> &str {
    segment.strip_suffix(".tera").unwrap_or(segment)
}

/// Whether a name is valid on all platforms. Source: Microsoft, "Naming Files, Paths, and Namespaces", for
/// the names of devices.
fn is_portable(segment: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = segment.split('.').next().unwrap_or_default().to_lowercase();
    let is_port = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    !segment.is_empty()
        && !segment.ends_with('.')
        && segment != ".."
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        && !DEVICES.contains(&stem.as_str())
        && !is_port
}
