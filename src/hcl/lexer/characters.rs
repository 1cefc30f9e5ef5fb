//! Which characters make up names.

/// Whether an identifier may start with this character.
pub fn starts_identifier(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic())
}

/// Whether an identifier may go on with this character.
pub fn continues_identifier(c: char) -> bool {
    matches!(c, '_' | '-') || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

/// Whether this character only separates tokens.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}
