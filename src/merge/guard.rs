//! That a merge without conflict has kept what both have added, and says nothing twice.

use std::collections::{HashMap, HashSet};

use crate::hcl::lexer::{self, TokenKind};
use crate::merge::lines::Lines;
use crate::merge::{Language, NotMergeable, Sides};

/// Checks a merged text against its sides.
///
/// # Errors
/// A line that one side added and the text lacks, or a name that stands twice in one place and did
/// not on either side.
pub fn check(language: Language, sides: Sides, merged: &str) -> Result<(), NotMergeable> {
    kept_lines(language, sides, merged)?;
    if language == Language::Hcl {
        said_once(sides, merged)?;
    }
    Ok(())
}

fn kept_lines(language: Language, sides: Sides, merged: &str) -> Result<(), NotMergeable> {
    let [base, ours, theirs, merged] =
        [sides.base, sides.ours, sides.theirs, merged].map(|text| Lines::of(language, text));
    let [base, ours, theirs, merged] = [&base, &ours, &theirs, &merged].map(count);
    let of = |counts: &HashMap<&str, isize>, key: &str| counts.get(key).copied().unwrap_or(0);
    let loses = |added: &HashMap<&str, isize>, other: &HashMap<&str, isize>| {
        added.iter().any(|(key, count)| {
            // What the other side has taken away is not missed.
            let taken = (of(other, key) - of(&base, key)).min(0);
            *count > of(&base, key) && of(&merged, key) < count + taken
        })
    };
    if loses(&ours, &theirs) || loses(&theirs, &ours) {
        let message = "merged, it would lack a line that was added".to_owned();
        return Err(NotMergeable { line: 1, message });
    }
    // The same line added by both in what looks like two places is more likely one.
    let doubled = |key: &&&str| {
        let (ours, theirs) = (of(&ours, key), of(&theirs, key));
        ours.min(theirs) > of(&base, key) && of(&merged, key) > ours.max(theirs)
    };
    let says_something = |key: &&&str| key.chars().any(char::is_alphanumeric);
    if merged.keys().filter(says_something).any(|key| doubled(&key)) {
        let message = "merged, it would have a line twice that both have added".to_owned();
        return Err(NotMergeable { line: 1, message });
    }
    Ok(())
}

fn count<'a>(lines: &'a Lines) -> HashMap<&'a str, isize> {
    let mut counts = HashMap::new();
    for key in lines.each_key().filter(|key| !key.trim().is_empty()) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn said_once(sides: Sides, merged: &str) -> Result<(), NotMergeable> {
    let before: HashSet<String> = [sides.ours, sides.theirs].into_iter().flat_map(said_twice).collect();
    match said_twice(merged).into_iter().find(|name| !before.contains(name)) {
        Some(name) => {
            let line = sides.ours.lines().position(|line| line.trim_start().starts_with(&name));
            let message = format!("merged, it would say `{name}` twice in one place");
            Err(NotMergeable { line: line.map_or(1, |index| index + 1), message })
        }
        None => Ok(()),
    }
}

/// The attributes that stand twice between one pair of braces, and the blocks with labels that stand
/// twice.
fn said_twice(text: &str) -> Vec<String> {
    let mut places: Vec<HashSet<String>> = vec![HashSet::new()];
    let mut twice = Vec::new();
    let mut line = String::new();
    let mut is_labelled = false;
    for token in lexer::tokens(text) {
        let named = match token.kind {
            TokenKind::Assign => !line.is_empty(),
            TokenKind::OpenBrace => is_labelled && places.len() == 1,
            _ => false,
        };
        if named && places.last_mut().is_some_and(|place| !place.insert(line.clone())) {
            twice.push(line.clone());
        }
        match token.kind {
            kind if kind.bracket_balance() > 0 => places.push(HashSet::new()),
            kind if kind.bracket_balance() < 0 && places.len() > 1 => drop(places.pop()),
            _ => {}
        }
        match token.kind {
            TokenKind::Newline | TokenKind::LineComment | TokenKind::Comma | TokenKind::OpenBrace => {
                line.clear();
                is_labelled = false;
            }
            // What follows is a value, on this line at least.
            TokenKind::Assign => line.clear(),
            TokenKind::Identifier | TokenKind::QuotedLiteral => {
                is_labelled |= token.kind == TokenKind::QuotedLiteral;
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(token.text(text));
            }
            TokenKind::InlineComment | TokenKind::OpenQuote | TokenKind::CloseQuote => {}
            _ => line.clear(),
        }
    }
    twice
}

#[cfg(test)]
mod tests {
    use super::said_twice;

    #[test]
    fn names_count_once_in_a_place() {
        let none: [String; 0] = [];
        assert_eq!(said_twice("a = 1\nb = 1\nc {\n  a = 1\n}\nd { a = 1 }\n"), none);
        assert_eq!(said_twice("x = [\n  { a = 1 },\n  { a = 1 },\n]\n"), none);
        assert_eq!(said_twice("statement {\n}\nstatement {\n}\n"), none);
        assert_eq!(said_twice("a = b == c\nd = b == c\n"), none);
        assert_eq!(said_twice("c {\n  a = 1\n  b = 2\n  a = 3\n}\n"), ["a"]);
        assert_eq!(said_twice("x = { a = 1, b = 2, a = 3 }\n"), ["a"]);
        assert_eq!(said_twice("resource \"a\" \"b\" {\n}\nresource \"a\" \"b\" {\n}\n"), ["resource a b"]);
    }
}
