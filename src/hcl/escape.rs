//! Escaping text for quoted strings.

use std::fmt::Write;

/// Escapes a text for use between quotes in HCL.
///
/// In addition to what HCL requires, it escapes characters that could form a sequence with the text around
/// it: a `{` at the start after a `$` or `%`, and a `$` or `%` at the end before a `{`. Control characters
/// and characters of the Unicode private use area are written as numbers.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut is_first = true;
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '{' if is_first => number(character, &mut escaped),
            '$' | '%' if next.is_none() => number(character, &mut escaped),
            // `$${` is a literal `${`. A `$` in front would become part of the sequence.
            '$' | '%' if next == Some('{') => escaped.extend([character, character]),
            '$' | '%' if next == Some(character) => number(character, &mut escaped),
            _ if needs_number(character) => number(character, &mut escaped),
            _ => escaped.push(character),
        }
        is_first = false;
    }
    escaped
}

/// Escapes a text before the closing quote, where a `$` or `%` at the end needs no escape.
pub fn escape_end(text: &str) -> String {
    match text.char_indices().next_back() {
        Some((at, last @ ('$' | '%'))) if !text[..at].ends_with(last) => {
            // The `x` keeps the last character from being escaped as the end of a text.
            let mut escaped = escape(&format!("{text}x"));
            escaped.pop();
            escaped
        }
        _ => escape(text),
    }
}

/// Escapes a text that follows other text between quotes. If it starts with `${` or `%{`, a `$` or `%` in
/// front would become part of the sequence.
pub fn escape_after(text: &str) -> String {
    match text.as_bytes() {
        [first @ (b'$' | b'%'), b'{', ..] => {
            let mut escaped = String::new();
            number(char::from(*first), &mut escaped);
            escaped.push('{');
            // The `x` keeps the rest from being escaped as the start of a text.
            escaped + &escape(&format!("x{}", &text[2..]))[1..]
        }
        _ => escape(text),
    }
}

fn needs_number(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || u32::from(character) >= 0xF_0000
}

fn number(character: char, escaped: &mut String) {
    let code = u32::from(character);
    let written =
        if code <= 0xFFFF { write!(escaped, "\\u{code:04x}") } else { write!(escaped, "\\U{code:08x}") };
    written.expect("writing to a string does not fail");
}
