//! The characters of identifiers (Unicode Annex 31).

use std::sync::LazyLock;

use super::table::Table;

static START: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("identifier_start.txt")));
static CONTINUE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("identifier_continue.txt")));

/// Whether an identifier may start with this character.
pub fn starts_identifier(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || (!c.is_ascii() && START.contains(c))
}

/// Whether an identifier may contain this character after the first one.
pub fn continues_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || (!c.is_ascii() && CONTINUE.contains(c))
}
