//! The brackets, quotes and tokens in a text that is not valid YAML.

use crate::inputs::braces::token_word;
use crate::source::with_ascii;

/// The last bracket of a flow collection that is open at the end of a text, with its offset.
pub(super) fn unclosed_bracket(text: &str) -> Option<(char, usize)> {
    scan(text).open.pop()
}

/// Where the last string in quotes begins that a text has.
pub(super) fn quote_before(text: &str) -> Option<usize> {
    scan(text).last_quote
}

/// A character that only looks like the colon before a collection, or the comma after one or before a key, with its offset.
/// YAML reads it as a part of a string.
pub(super) fn confusable_separator(text: &str) -> Option<(usize, &str)> {
    let others = text.char_indices().filter(|(_, character)| !character.is_ascii());
    let mut others = others.map(|(offset, character)| (offset, &text[offset..offset + character.len_utf8()]));
    others.find(|(offset, written)| {
        let (before, after) = (&text[..*offset], &text[offset + written.len()..]);
        let is_in_its_place = match with_ascii(written).as_str() {
            ":" => after.trim_start().starts_with(['{', '[']),
            "," => before.trim_end().ends_with(['}', ']']) || begins_with_key(after),
            _ => false,
        };
        is_in_its_place && before.matches('"').count() % 2 == 0
    })
}

fn begins_with_key(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    text.trim_start().split_once(": ").is_some_and(|(key, _)| !key.is_empty() && key.chars().all(is_part))
}

/// The brackets and quotes of a text.
#[derive(Default)]
struct Scanned {
    /// The open brackets of flow collections, with their offsets.
    open: Vec<(char, usize)>,
    last_quote: Option<usize>,
}

fn scan(text: &str) -> Scanned {
    let mut open = Vec::new();
    let mut last_quote = None;
    let mut quote = None;
    let mut before = '\n';
    for (offset, character) in text.char_indices() {
        match (quote, character) {
            (Some(quoted), _) if quoted == character && before != '\\' => quote = None,
            (Some('#'), '\n') => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if " ,[{:\n".contains(before) => {
                quote = Some(character);
                last_quote = Some(offset);
            }
            (None, '#') if before.is_whitespace() => quote = Some('#'),
            // Inside a plain string, brackets are text, unless it is in a flow collection.
            (None, '{' | '[') if !open.is_empty() || " \n".contains(before) => open.push((character, offset)),
            (None, '}' | ']') => drop(open.pop()),
            (None, _) => {}
        }
        before = character;
    }
    Scanned { open, last_quote }
}

/// The first string in a flow collection that has a token, is more than the token, and has no quotes, with its offset.
pub(super) fn unquoted_token(flow: &str) -> Option<(usize, &str)> {
    let mut quote = None;
    let mut start = 0;
    for (offset, character) in flow.char_indices() {
        match (quote, character) {
            (Some(quoted), _) if quoted == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if start == offset => quote = Some(character),
            (None, _) => {
                let string =
                    token_word(&flow[offset..]).map(|word| (word, &flow[start..string_end(flow, offset)]));
                if let Some((_, string)) =
                    string.filter(|(word, string)| string.len() > word.len() + "{}".len())
                {
                    return Some((start, string));
                }
            }
        }
        if quote.is_none() && " ,[{\n".contains(character) {
            start = offset + character.len_utf8();
        }
    }
    None
}

/// Where a string without quotes ends that has a token at `from`.
fn string_end(flow: &str, from: usize) -> usize {
    let mut end = from;
    while let Some(character) = flow[end..].chars().next() {
        end += match token_word(&flow[end..]) {
            Some(word) => word.len() + "{}".len(),
            None if " ,[]{}\n".contains(character) => return end,
            None => character.len_utf8(),
        };
    }
    end
}
