//! Fixes what findings are about, in the text of the inputs file.

use std::path::{Path, PathBuf};

use crate::disk::{self, Directory, ReadBytes, staging};
use crate::inputs::read::{Language, read};
use crate::project::read::MAX_BYTES;
use crate::project::{Inputs, Request, unwritable};
use crate::source::{Code, Diagnostic, Diagnostics, FileId, Fix, SourceFile};
use crate::tree::{Node, is_edited};

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// An inputs file whose text was edited, but isn't written yet.
#[derive(Clone, Debug)]
pub struct EditedInputs {
    path: PathBuf,
    /// The text on the disk, without a byte order mark.
    before: String,
    after: String,
}

impl EditedInputs {
    /// An inputs file that isn't edited yet.
    pub fn of(path: &Path, file: &SourceFile) -> Self {
        Self { path: path.to_owned(), before: file.text.to_string(), after: file.text.to_string() }
    }

    /// The file after these edits, and the edits that were made: not those of other files, nor those that overlap others.
    /// `None` if there are none, or if the text would not say what was meant.
    pub fn fixed<'a>(&self, fixes: &[&'a Fix]) -> Option<(Self, Vec<&'a Fix>)> {
        let mut own: Vec<&Fix> =
            fixes.iter().copied().filter(|fix| fix.span.file == FileId::INPUTS).collect();
        let (after, left_out) = Fix::apply(&own, &self.after);
        own.retain(|fix| !left_out.iter().any(|other| std::ptr::eq(*other, *fix)));
        let (old, new) = (self.tree(&self.after)?, self.tree(&after)?);
        let is_meant = !own.is_empty() && is_edited(&new, &old, &own, &self.after);
        is_meant.then(|| (Self { after, ..self.clone() }, own))
    }

    /// The request for the workspace of the edited file.
    pub fn request(&self, request: &Request) -> Request {
        let inputs = Inputs::Edited { path: self.path.clone(), text: self.after.clone() };
        Request { inputs, ..request.clone() }
    }

    /// Writes the file, unless it was changed since it was read.
    ///
    /// # Errors
    /// The file was changed, is a link, or can't be written. It is then as it was.
    pub fn write(&self) -> Result<(), Diagnostic> {
        let failed = |error: std::io::Error| unwritable(&self.path, &error);
        let parent = self.path.parent().unwrap_or(Path::new(""));
        let name = Path::new(self.path.file_name().unwrap_or_default());
        let directory = Directory::open(parent).map_err(failed)?;
        let found = match disk::read_bytes(&directory, name, MAX_BYTES).map_err(failed)? {
            ReadBytes::Bytes(bytes) => String::from_utf8(bytes).unwrap_or_default(),
            ReadBytes::TooLarge(_) => String::new(),
        };
        let mark = if found.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
        if found[mark.len()..] != self.before {
            let message = format!("{} was changed while it was checked", self.path.display());
            return Err(
                Diagnostic::new(Code::Unwritable, message).help("run poolsmith again: nothing was fixed")
            );
        }
        staging::replace(&directory, name, (mark.to_owned() + &self.after).as_bytes()).map_err(failed)
    }

    fn tree(&self, text: &str) -> Option<Node> {
        let extension = self.path.extension().and_then(|extension| extension.to_str())?;
        let diagnostics = Diagnostics::default();
        let root = read(text, FileId::INPUTS, Language::of_extension(extension)?, &diagnostics)?;
        (diagnostics.errors() == 0).then_some(root)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::source::Span;

    fn edited(path: &Path) -> EditedInputs {
        let file = SourceFile {
            name: "a.yaml".to_owned(),
            text: "a: 1\nb: 2\n".into(),
            is_shown: true,
            purpose: None,
        };
        let fix = Fix::removal(Span::new(FileId::INPUTS, 0, 5));
        EditedInputs::of(path, &file).fixed(&[&fix]).expect("it is valid").0
    }

    #[test]
    fn a_file_that_was_changed_is_left_and_a_byte_order_mark_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.yaml");
        fs::write(&path, "a: 1\nb: 3\n").unwrap();
        assert_eq!(edited(&path).write().unwrap_err().code, Code::Unwritable);
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 1\nb: 3\n");
        fs::write(&path, "\u{FEFF}a: 1\nb: 2\n").unwrap();
        edited(&path).write().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{FEFF}b: 2\n");
    }

    #[test]
    fn an_edit_after_which_the_file_says_something_else_is_not_made() {
        let file = SourceFile {
            name: "a.yaml".to_owned(),
            text: "a: 1\nb: 2\n".into(),
            is_shown: true,
            purpose: None,
        };
        let inputs = EditedInputs::of(Path::new("a.yaml"), &file);
        let fix = |start, end, file| Fix::removal(Span::new(file, start, end));
        for wrong in [fix(0, 6, FileId::INPUTS), fix(3, 4, FileId::INPUTS), fix(0, 5, FileId(1))] {
            assert!(inputs.fixed(&[&wrong]).is_none(), "{wrong:?}");
        }
    }
}
