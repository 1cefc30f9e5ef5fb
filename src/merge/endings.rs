//! Line endings, which stay as they are on disk.

use std::borrow::Cow;

/// The text with `\n` as line endings.
pub fn normal(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// `text` with the line endings of `model`: `\r\n` only if all its lines end in it.
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
