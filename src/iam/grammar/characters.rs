//! The characters that policies may contain.

use crate::aws::shown;
use crate::source::{Code, Diagnostic, Span};

/// The diagnostic if a string has a character that no policy may contain.
pub fn refusal(text: &str, span: Span) -> Option<Diagnostic> {
    let (index, character) = text.chars().enumerate().find(|(_, character)| !is_accepted(*character))?;
    let place = format!("`{character}` (U+{:04X}), character {}", u32::from(character), index + 1);
    let diagnostic = Diagnostic::at(
        span,
        Code::BadPolicy,
        format!("{} has a character that IAM rejects in policies: {place}", shown(text)),
    );
    Some(match look_alike(character) {
        Some(plain) => diagnostic.help(format!("write `{plain}` instead of `{character}`")),
        None => diagnostic
            .help("policies can contain only ASCII and Latin-1 characters, U+0020 to U+00FF: use names without others"),
    })
}

/// Source: IAM API Reference, PutRolePolicy, the pattern of `PolicyDocument`.
fn is_accepted(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{FF}')
}

/// The ASCII character that web pages and word processors replace by this one.
fn look_alike(character: char) -> Option<char> {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{2032}' => Some('\''),
        '\u{201C}' | '\u{201D}' | '\u{2033}' => Some('"'),
        '\u{2215}' | '\u{2044}' => Some('/'),
        '\u{2217}' | '\u{2731}' => Some('*'),
        '\u{FF1A}' | '\u{2236}' => Some(':'),
        '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn the_character_and_its_place_are_named() {
        let said = |text: &str| refusal(text, Span::new(FileId(0), 0, 0));
        for text in ["", "a b\t\r\n~", "é\u{A0}ÿ"] {
            assert_eq!(said(text), None, "{text}");
        }
        let cyrillic = said("a/фото/*").unwrap();
        assert!(cyrillic.message.ends_with(": `ф` (U+0444), character 3"), "{}", cyrillic.message);
        let hyphen = said("my\u{2011}bucket").unwrap();
        assert_eq!(hyphen.help, ["write `-` instead of `\u{2011}`"]);
    }
}
