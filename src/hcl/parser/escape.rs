//! The escape sequences of quoted strings.

use super::super::error::SyntaxError;
use super::Parsed;

/// Checks all escapes in a literal that starts at a byte offset.
pub fn check(literal: &str, start: usize) -> Parsed {
    let mut rest = literal;
    while let Some(position) = rest.find('\\') {
        rest = &rest[position..];
        let offset = start + literal.len() - rest.len();
        let (_, length) = unescape(rest)
            .map_err(|wrong| SyntaxError::boxed(offset..offset + wrong.length, wrong.message))?;
        rest = &rest[length..];
    }
    Ok(())
}

/// An invalid escape sequence: what is wrong, and its length.
pub struct Wrong {
    length: usize,
    message: String,
}

/// The character of the escape sequence at the start of a text, and the length of the sequence.
pub fn unescape(text: &str) -> Result<(char, usize), Wrong> {
    let selector = text[1..].chars().next();
    match selector {
        Some('n') => Ok(('\n', 2)),
        Some('r') => Ok(('\r', 2)),
        Some('t') => Ok(('\t', 2)),
        Some('"') => Ok(('"', 2)),
        Some('\\') => Ok(('\\', 2)),
        Some('u') => unicode(text, 4),
        Some('U') => unicode(text, 8),
        _ => Err(Wrong {
            length: 1 + selector.map_or(0, char::len_utf8),
            message: "invalid escape sequence: use \\n \\r \\t \\\" \\\\ \\uNNNN or \\UNNNNNNNN".into(),
        }),
    }
}

fn unicode(text: &str, digits: usize) -> Result<(char, usize), Wrong> {
    let hexadecimal = text[2..].bytes().take(digits).take_while(u8::is_ascii_hexdigit).count();
    let length = 2 + hexadecimal;
    if hexadecimal < digits {
        let message = format!("expected {digits} hexadecimal digits");
        return Err(Wrong { length, message });
    }
    let code = u32::from_str_radix(&text[2..length], 16).ok();
    code.and_then(char::from_u32)
        .map(|character| (character, length))
        .ok_or_else(|| Wrong { length, message: "invalid Unicode character".into() })
}
