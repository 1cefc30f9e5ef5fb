//! The positions of keys and values in text that may be invalid YAML, JSON or TOML.

use std::ops::Range;

/// The maximum length of the key of a secret.
const MAX_KEY: usize = 64;
/// The maximum number of bytes to examine before a key.
const MAX_INDENT: usize = 1000;

/// The key before a `:` or `=`, without its quotes.
pub fn key_before(text: &str, sign: usize) -> Option<Range<usize>> {
    let before = text[..sign].trim_end_matches([' ', '\t']);
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = before.bytes().rev().take(MAX_KEY).take_while(is_part).count();
    (length > 0).then(|| before.len() - length..before.len())
}

/// The value of a key, which starts after an offset.
pub fn range(text: &str, key: usize, after: usize) -> Range<usize> {
    let start = begin(text, after);
    let rest = &text[start..];
    if rest.trim_start_matches(['{', ' ', '"', '\r', '\n']).starts_with("terraform") {
        return start..start; // a reference
    }
    let end = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => start + quoted(rest, quote),
        Some('{' | '[') => start + bracketed(rest),
        Some('|' | '>' | '\n' | '\r' | '#') | None => end_of_block(text, key, start),
        Some(_) => end_of_plain(text, key, start),
    };
    start..end
}

/// The start of a value, after blanks and YAML's anchors and tags.
fn begin(text: &str, after: usize) -> usize {
    let mut rest = text[after..].trim_start_matches([' ', '\t']);
    while rest.starts_with(['&', '!']) {
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[length..].trim_start_matches([' ', '\t']);
    }
    text.len() - rest.len()
}

/// The length of a quoted string, or of the remaining text if the string is not closed.
fn quoted(rest: &str, quote: char) -> usize {
    let mark: String = [quote; 3].iter().collect();
    let mark = if rest.starts_with(&mark) { mark.as_str() } else { &mark[..1] };
    let mut at = mark.len();
    while let Some(found) = rest[at..].find([quote, '\\']) {
        at += found;
        if rest[at..].starts_with('\\') && quote == '"' {
            at += 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8);
        } else if rest[at..].starts_with("''") && mark == "'" {
            at += 2;
        } else if rest[at..].starts_with(mark) {
            return at + mark.len();
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of a list or a map in brackets, or of the remaining text if it is not closed.
fn bracketed(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in rest.char_indices() {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 1 => return at + 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}

/// The part of a line before an offset, limited to its last bytes.
fn line_before(text: &str, offset: usize) -> &[u8] {
    let before = &text.as_bytes()[offset.saturating_sub(MAX_INDENT)..offset];
    before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// The end of the lines that are indented more than a key.
fn end_of_block(text: &str, key: usize, start: usize) -> usize {
    let column = line_before(text, key).len();
    let mut end = start + text[start..].find('\n').unwrap_or(text.len() - start);
    while let Some(rest) = text.get(end + 1..) {
        let line = rest.split('\n').next().unwrap_or_default();
        let indented = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() && indented <= column {
            break;
        }
        end = (end + 1 + line.len()).min(text.len());
    }
    end
}

/// The end of an unquoted value: the end of its line, or of its item in brackets.
fn end_of_plain(text: &str, key: usize, start: usize) -> usize {
    let line_end = start + text[start..].find('\n').unwrap_or(text.len() - start);
    let count = |brackets: [u8; 2]| line_before(text, key).iter().filter(|b| brackets.contains(b)).count();
    let is_within = count(*b"{[") > count(*b"}]");
    match text[start..line_end].find([',', '}', ']']).filter(|_| is_within) {
        Some(length) => start + length,
        None => end_of_block(text, key, start),
    }
}

#[cfg(test)]
mod tests {
    use super::{key_before, range};

    fn masked(text: &str) -> String {
        let mut shown = text.to_owned();
        let mut end = 0;
        for (at, sign) in text.match_indices([':', '=']) {
            let Some(key) = key_before(text, at).filter(|_| at >= end) else { continue };
            if &text[key.clone()] == "conn_str" {
                let value = range(text, key.start, at + sign.len());
                end = value.end;
                let stars: String =
                    text[value.clone()].chars().map(|c| if c == '\n' { '\n' } else { '*' }).collect();
                shown.replace_range(value, &stars);
            }
        }
        shown
    }

    #[test]
    fn no_part_of_a_secret_is_left() {
        for (text, expected) in [
            ("{ conn_str: \"a\\\"SECRET\", x: \"unclosed }", "{ conn_str: ***********, x: \"unclosed }"),
            ("conn_str: ab,SECRET: x", "conn_str: ************"),
            ("conn_str: a&SECRET", "conn_str: ********"),
            ("conn_str: a}SECRET", "conn_str: ********"),
            ("{ \"conn_str\": [\"SECRET\"], }", "{ \"conn_str\": **********, }"),
            ("{ conn_str: SECRET, b: 1 }", "{ conn_str: ******, b: 1 }"),
            (
                "  conn_str: |\n    SECRET\n    SECRET\n  b: 1",
                "  conn_str: *\n**********\n**********\n  b: 1",
            ),
            ("  conn_str: &a !!str\n    SECRET\n  b: 1", "  conn_str: &a !!str\n**********\n  b: 1"),
            ("conn_str = '''\nSECRET\n'''\nb = 1", "conn_str = ***\n******\n***\nb = 1"),
            ("conn_str: 'a''SECRET' : b", "conn_str: *********** : b"),
            ("conn_str: \"SECRET\nSECRET", "conn_str: *******\n******"),
            ("conn_str: { terraform: var.x }", "conn_str: { terraform: var.x }"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
