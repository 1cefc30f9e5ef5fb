//! Values in Markdown.

use std::io::{self, Write};

/// Writes a value as plain text of Markdown, on one line.
pub fn write_escaped(text: &str, output: &mut dyn Write) -> io::Result<()> {
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '&' => {
                // An underscore inside a word is plain, and most names have one.
                if character == '_' { write!(output, "_")? } else { write!(output, "\\{character}")? }
            }
            character if character.is_control() => write!(output, " ")?,
            character => write!(output, "{character}")?,
        }
    }
    Ok(())
}

/// A text as code, on one line: in more backquotes than it holds, and safe in a table.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{fence}{pad}{}{pad}{fence}", line.replace('|', "\\|"))
}

/// A text between quotes in a Mermaid diagram, where characters can be written as their numbers.
pub fn mermaid(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '"' | '#' | '<' | '>' | '`' | '&' | ';' | '\\' => format!("#{};", u32::from(character)),
            character if character.is_control() => " ".to_owned(),
            character => character.to_string(),
        })
        .collect()
}
