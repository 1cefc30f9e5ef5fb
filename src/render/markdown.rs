//! Escaping of values in Markdown.

/// A value as plain text, on one line.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let is_in_word = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(index + 1);
        [before, after].iter().all(|other| other.is_some_and(|other| other.is_alphanumeric()))
    };
    let digits = characters.iter().take_while(|character| character.is_ascii_digit()).count();
    for (index, character) in characters.iter().copied().enumerate() {
        let is_edge = index == 0 || index + 1 == characters.len();
        match character {
            '\\' | '`' | '*' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&' => {
                escaped.extend(['\\', character]);
            }
            '_' if !is_in_word(index) => escaped.push_str("\\_"),
            // At the start of a line, these would start a list, an underline or a code block.
            '-' | '+' | '=' if index == 0 => escaped.extend(['\\', character]),
            '.' | ')'
                if digits > 0 && index == digits && matches!(characters.get(index + 1), None | Some(' ')) =>
            {
                escaped.extend(['\\', character]);
            }
            ' ' if is_edge => escaped.push_str("&#32;"),
            character => escaped.push(character),
        }
    }
    escaped
}

/// A text as inline code, on one line: in more backquotes than it contains, and safe in tables.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Markdown strips one blank on each side, unless there is nothing else.
    let is_blank = line.trim().is_empty();
    let needs_pad = [line.chars().next(), line.chars().last()]
        .iter()
        .any(|edge| matches!(edge, Some('`')) || (matches!(edge, Some(' ')) && !is_blank));
    let pad = if needs_pad || line.is_empty() { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", line.replace('|', "\\|"))
}

/// A text as a JSON string, on one line.
pub fn json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted
        .chars()
        .map(|character| match character {
            // JSON allows these as they are, but they end a line elsewhere.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(character)),
            character => character.to_string(),
        })
        .collect()
}

/// A text between quotes in a Mermaid diagram, with special characters as numeric references.
pub fn mermaid(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '"' | '#' | '<' | '>' | '`' | '&' | ';' | '\\' | '%' => {
                format!("#{};", u32::from(character))
            }
            character if character.is_control() => " ".to_owned(),
            character => character.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_wherever_it_stands() {
        for (text, expected) in [
            ("a_b", "a_b"),
            ("_a_", "\\_a\\_"),
            ("- a", "\\- a"),
            ("a-b", "a-b"),
            ("12. a", "12\\. a"),
            ("1.5", "1.5"),
            ("a.b", "a.b"),
            (" a\nb ", "&#32;a b&#32;"),
            ("<x|y>", "\\<x\\|y\\>"),
            ("", ""),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn a_json_string_is_on_one_line() {
        for (text, expected) in
            [("a", r#""a""#), ("\"`\\", r#""\"`\\""#), ("a\n```\u{85}\u{2028}", r#""a\n```\u0085\u2028""#)]
        {
            assert_eq!(json(text), expected);
        }
    }

    #[test]
    fn code_is_code() {
        for (text, expected) in
            [("a", "`a`"), ("`", "`` ` ``"), ("", "`  `"), (" ", "` `"), ("a|b", "`a\\|b`")]
        {
            assert_eq!(code(text), expected);
        }
    }
}
