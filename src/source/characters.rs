//! Hidden characters: invisible ones, and those that change how text is displayed.

/// Whether a character can hide what a text says, or affect a terminal: control characters, characters
/// that change the text direction, and invisible characters. Tabs and line breaks are not hidden.
///
/// Source: Unicode Standard Annex #9, "Explicit directional formatting characters"; Unicode Technical
/// Standard #39, "Default_Ignorable_Code_Point"; CVE-2021-42574.
pub fn is_hidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        character => character.is_control() || is_bidirectional(character) || is_invisible(character),
    }
}

/// The first hidden character of a text. Most texts are printable ASCII, which is quick to see.
pub fn first_hidden(text: &str) -> Option<char> {
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_printable { None } else { text.chars().find(|character| is_hidden(*character)) }
}

/// The effect of a hidden character, in a few words.
pub fn effect(character: char) -> &'static str {
    match character {
        character if character.is_control() => "a control character",
        character if is_bidirectional(character) => "it changes the text direction",
        _ => "it is invisible",
    }
}

/// A character that is not in ASCII, and the one that it looks like or stands for.
///
/// Source: Unicode Technical Standard #39, "Confusable Detection", and the compatibility decompositions of Unicode
/// Standard Annex #15.
const CONFUSABLES: [(char, char); 17] = [
    ('\u{2010}', '-'),
    ('\u{2011}', '-'),
    ('\u{2012}', '-'),
    ('\u{2013}', '-'),
    ('\u{2014}', '-'),
    ('\u{2212}', '-'),
    ('\u{FF0D}', '-'),
    ('\u{FF3F}', '_'),
    ('\u{FF1A}', ':'),
    ('\u{FF0C}', ','),
    ('\u{FF0F}', '/'),
    ('\u{A0}', ' '),
    ('\u{3000}', ' '),
    ('\u{2018}', '\''),
    ('\u{2019}', '\''),
    ('\u{201C}', '"'),
    ('\u{201D}', '"'),
];

fn in_ascii(character: char) -> Option<char> {
    CONFUSABLES.into_iter().find(|(other, _)| *other == character).map(|(_, ascii)| ascii)
}

/// A text with the characters of ASCII in place of those that look like them.
pub fn with_ascii(text: &str) -> String {
    text.chars().map(|character| in_ascii(character).unwrap_or(character)).collect()
}

/// A help text if a refused text has a character that looks like one of ASCII.
pub fn confusable(text: &str) -> Option<String> {
    let (character, ascii) = text.chars().find_map(|character| Some((character, in_ascii(character)?)))?;
    Some(format!("`{character}` is U+{:04X}, not `{ascii}`", u32::from(character)))
}

fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::is_hidden;

    #[test]
    fn what_can_be_seen_is_not_hidden() {
        for visible in ['a', ' ', 'é', '漢', '🎉', '\t', '\n', '\r', '\u{A0}', '\u{E000}', '\u{FE0F}', '�']
        {
            assert!(!is_hidden(visible), "{visible:?}");
        }
        for hidden in
            ['\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{E0041}']
        {
            assert!(is_hidden(hidden), "{hidden:?}");
        }
    }
}
