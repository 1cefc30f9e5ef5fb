//! Line endings stay as they are on the disk.

use std::borrow::Cow;

/// The text with a line feed alone at the end of each line.
pub fn normal(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// `text` with the line endings of `model`: carriage returns only where all its lines have them.
pub fn like(model: &str, text: &str) -> String {
    let lines = model.matches('\n').count();
    if lines > 0 && model.matches("\r\n").count() == lines {
        normal(text).replace('\n', "\r\n")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{like, normal};

    #[test]
    fn endings_are_those_of_the_model() {
        assert_eq!(like("a\r\nb\r\n", "x\ny\n"), "x\r\ny\r\n");
        assert_eq!(like("a\r\nb\n", "x\ny\n"), "x\ny\n");
        assert_eq!(like("", "x\n"), "x\n");
        assert_eq!(normal("a\r\nb\rc"), "a\nb\rc");
    }
}
