//! Reads an inputs file.

use std::path::Path;

use crate::disk::{OutOfReach, Reach, ReadText};
use crate::inputs::read::{Language, read};
use crate::merge;
use crate::project::failure::unreadable;
use crate::source::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::tree::Node;

/// The maximum size of an inputs file, in bytes. A thousand environments need less.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Parses the text of an inputs file to a tree.
pub(super) fn read_tree(
    text: &str,
    path: &Path,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> Option<Node> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let Some(language) = Language::of_extension(extension) else {
        diagnostics.push(
            Diagnostic::new(Code::NoInputs, format!("{}: unknown extension", path.display()))
                .help("expected the extension .yaml, .yml, .json or .toml"),
        );
        return None;
    };
    let file = sources.add_read("the inputs", path.display().to_string(), text);
    if merge::sides_in_git(text).is_some() {
        let conflicts = merge::lines_of_markers(text).map(|line| conflict(text, file, line));
        conflicts.for_each(|diagnostic| diagnostics.push(diagnostic));
        return None;
    }
    read(text, file, language, diagnostics)
}

/// A merge in Git left conflict markers in the inputs.
fn conflict(text: &str, file: FileId, line: usize) -> Diagnostic {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let end = start + text[start..].lines().next().map_or(0, str::len);
    Diagnostic::at(
        Span::new(file, start, end),
        Code::Conflict,
        "the inputs have a conflict of a merge in Git",
    )
    .help("choose between the lines above and below `=======`, and delete the markers")
    .help("then run `poolsmith generate`, which merges the generated files again: you need not resolve those")
}

/// Reads the text of an inputs file. Errors are reported.
pub(super) fn read_inputs(
    path: &Path,
    reach: &Reach,
    sources: &mut Sources,
    diagnostics: &Diagnostics,
) -> Option<String> {
    let name = path.display();
    match reach.read_text(path, MAX_BYTES) {
        Ok(ReadText::Text(text)) => Some(text),
        Ok(ReadText::TooLarge(size)) => {
            let message = format!("{name} is too large for an inputs file: {size} bytes");
            diagnostics
                .push(Diagnostic::new(Code::TooLarge, message).help(format!("at most {MAX_BYTES} bytes")));
            None
        }
        Ok(ReadText::NotUtf8 { valid }) => {
            let end = valid.len();
            let file = sources.add(name.to_string(), valid);
            let message = "not UTF-8 from here on";
            diagnostics.push(
                Diagnostic::at(Span::new(file, end, end), Code::NotUtf8, message)
                    .help("save the file as UTF-8"),
            );
            None
        }
        Err(why) => {
            diagnostics.push(unreadable_inputs(path, &why));
            None
        }
    }
}

/// The diagnostic for an inputs file that can't be read.
pub(super) fn unreadable_inputs(path: &Path, why: &OutOfReach) -> Diagnostic {
    let diagnostic = unreadable(path, why);
    match why {
        OutOfReach::Outside(repository) => diagnostic.help(format!(
            "it is a link that leads out of {}: replace it with the file, or pass `--allow-read DIR`",
            repository.display()
        )),
        OutOfReach::VersionControl | OutOfReach::Io(_) => diagnostic,
    }
}
