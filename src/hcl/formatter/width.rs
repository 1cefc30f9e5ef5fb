//! How wide text is: in characters as people count them, one column each.

/// The number of columns a text takes.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() - text.matches("\r\n").count() } else { text.chars().count() }
}
