//! Automata are compared with the enumeration of short strings over a small alphabet.

use std::rc::Rc;

use super::*;
use crate::iam::{Atom, Pattern};

const X: Symbol = Symbol { id: 0, kind: SymbolKind::Text };
const Y: Symbol = Symbol { id: 1, kind: SymbolKind::Text };
const M: Symbol = Symbol { id: 4, kind: SymbolKind::Name };
const N: Symbol = Symbol { id: 5, kind: SymbolKind::Name };
const ANA: Symbol = Symbol { id: 2, kind: SymbolKind::Uuid };
const BEN: Symbol = Symbol { id: 3, kind: SymbolKind::Uuid };
const UUID: &str = "aaaaaaaa-0000-4000-8000-000000000001";

/// The pattern of a text in which `X`, `Y`, `M`, `N`, `A` and `B` are symbols.
fn pattern(text: &str) -> Pattern<Symbol> {
    let atom = |character| match character {
        'X' => Atom::Symbol(X),
        'Y' => Atom::Symbol(Y),
        'M' => Atom::Symbol(M),
        'N' => Atom::Symbol(N),
        'A' => Atom::Symbol(ANA),
        'B' => Atom::Symbol(BEN),
        '*' => Atom::AnyText,
        '?' => Atom::AnyCharacter,
        other => Atom::Character(other),
    };
    text.chars().map(atom).collect()
}

fn word(text: &str) -> Word {
    pattern(text).atoms().iter().map(letter).collect()
}

fn letter(atom: &Atom<Symbol>) -> Letter {
    match atom {
        Atom::Character(character) => Letter::Character(*character),
        Atom::Symbol(symbol) => Letter::Symbol(*symbol),
        Atom::AnyCharacter => Letter::Character('?'),
        Atom::AnyText | Atom::Variable(_) => Letter::Character('*'),
    }
}

fn membership(texts: &[&str], certainty: Certainty, is_inside: bool) -> Membership {
    let patterns: Vec<_> = texts.iter().map(|text| pattern(text)).collect();
    Membership {
        automaton: Rc::new(Automaton::of_patterns(&patterns, Colons::Matched)),
        certainty,
        is_inside,
    }
}

fn found(memberships: &[Membership]) -> Option<Word> {
    shortest(memberships, &Budget::of(1_000_000)).expect("the budget suffices")
}

/// An independent matcher of strings and patterns.
fn matches(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|start| matches(rest, &text[start..])),
        Some((expected, rest)) => text
            .split_first()
            .is_some_and(|(first, after)| (*expected == '?' || expected == first) && matches(rest, after)),
    }
}

/// All strings over an alphabet up to a length.
fn strings(alphabet: &str, length: usize) -> Vec<String> {
    let mut strings = vec![String::new()];
    let mut start = 0;
    for _ in 0..length {
        let end = strings.len();
        for index in start..end {
            let longer = alphabet.chars().map(|character| format!("{}{character}", strings[index]));
            let longer: Vec<String> = longer.collect();
            strings.extend(longer);
        }
        start = end;
    }
    strings
}

/// Pseudo-random numbers of a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn text(&mut self, alphabet: &str, length: usize) -> String {
        let characters: Vec<char> = alphabet.chars().collect();
        (0..self.below(length + 1)).map(|_| characters[self.below(characters.len())]).collect()
    }

    fn texts(&mut self, alphabet: &str, length: usize) -> Vec<String> {
        (0..=self.below(2)).map(|_| self.text(alphabet, length)).collect()
    }
}

fn matches_one(patterns: &[String], text: &str) -> bool {
    let characters = |text: &str| text.chars().collect::<Vec<_>>();
    patterns.iter().any(|pattern| matches(&characters(pattern), &characters(text)))
}

#[test]
fn the_shortest_string_is_found_or_there_is_none() {
    let strings = strings("abx", 5);
    for seed in 0..400 {
        let mut numbers = Numbers(seed);
        let (first, second, outside) =
            (numbers.texts("ab*?", 4), numbers.texts("ab*?", 4), numbers.texts("ab*?", 4));
        let is_in = |text: &str| {
            matches_one(&first, text) && matches_one(&second, text) && !matches_one(&outside, text)
        };
        let texts = |texts: &Vec<String>, is_inside| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            membership(&texts, Certainty::Possible, is_inside)
        };
        let memberships = [texts(&first, true), texts(&second, true), texts(&outside, false)];
        let expected = strings.iter().find(|text| is_in(text));
        let found = found(&memberships);
        let case = format!("seed {seed}: {first:?} and {second:?} without {outside:?}");
        match (&found, expected) {
            (Some(word), Some(expected)) => assert_eq!(word.len(), expected.chars().count(), "{case}"),
            (Some(word), None) => assert!(word.len() > 5, "{case}: {word:?}"),
            (None, expected) => assert_eq!(expected, None, "{case}"),
        }
        for text in strings.iter().take(200) {
            assert_eq!(accepts(&memberships, &word(text)), is_in(text), "{case}: {text}");
        }
    }
}

/// The text with values for two symbols.
fn filled(text: &str, symbols: [char; 2], values: [&str; 2]) -> String {
    text.replace(symbols[0], values[0]).replace(symbols[1], values[1])
}

#[test]
fn what_is_certain_holds_for_all_values_and_what_is_impossible_for_none() {
    compares_with_all_values("ab", "abXY*?", ['X', 'Y'], &["", "a", "b", "ab", "ba"]);
}

#[test]
fn a_name_has_no_slash() {
    compares_with_all_values("a/", "a/MN*?", ['M', 'N'], &["a", "b", "aa", "ab"]);
    let may_match = |text: &str, base: &str| {
        let base = membership(&[base], Certainty::Certain, true);
        found(&[base, membership(&[text], Certainty::Possible, true)]).is_some()
    };
    assert!(!may_match("M/A/*", "M/B/*") && !may_match("M", "M/A"));
    assert!(may_match("X/A/*", "X/B/*") && may_match("M/A/*", "N/A/*") && may_match("*/A/*", "M/A/*"));
}

fn compares_with_all_values(letters: &str, alphabet: &str, symbols: [char; 2], values: &[&str]) {
    let strings = strings(letters, 5);
    for seed in 0..400 {
        let mut numbers = Numbers(seed);
        let (base, other) = (numbers.text(alphabet, 4), numbers.text(alphabet, 4));
        let is_contained = found(&[
            membership(&[&base], Certainty::Certain, true),
            membership(&[&other], Certainty::Certain, false),
        ])
        .is_none();
        let is_disjoint = found(&[
            membership(&[&base], Certainty::Certain, true),
            membership(&[&other], Certainty::Possible, true),
        ])
        .is_none();
        for (x, y) in values.iter().flat_map(|x| values.iter().map(move |y| (x, y))) {
            let (base, other) = ([filled(&base, symbols, [x, y])], [filled(&other, symbols, [x, y])]);
            for text in strings.iter().filter(|text| matches_one(&base, text)) {
                let case = format!("seed {seed}: {text} of {base:?} and {other:?}");
                assert!(!is_contained || matches_one(&other, text), "{case}");
                assert!(!is_disjoint || !matches_one(&other, text), "{case}");
            }
        }
    }
}

#[test]
fn identity_ids() {
    let is_certain = |text: &str, base: &str| {
        found(&[
            membership(&[base], Certainty::Certain, true),
            membership(&[text], Certainty::Certain, false),
        ])
        .is_none()
    };
    let is_possible = |text: &str, base: &str| {
        found(&[
            membership(&[base], Certainty::Certain, true),
            membership(&[text], Certainty::Possible, true),
        ])
        .is_some()
    };
    let one_id = format!("r:{UUID}/*");
    for (text, base, certain, possible) in [
        ("r:A/*", "r:A/x", true, true),
        ("r:B/*", "r:A/x", false, false),
        ("r:*", "r:A/x", true, true),
        ("r:*/x", "r:A/x", true, true),
        ("*", "r:A/x", true, true),
        (&one_id, "r:A/x", false, true),
        ("r:a*/x", "r:A/x", false, true),
        ("r:z*/x", "r:A/x", false, false),
        ("r:????????-*", "r:A/x", true, true),
        ("r:????????-????-????-????-????????????/x", "r:A/x", true, true),
        ("r:?????????-*", "r:A/x", false, false),
        ("r:A/*", &format!("r:{UUID}/x"), false, true),
        ("r:A/*", "r:zz/x", false, false),
    ] {
        assert_eq!(is_certain(text, base), certain, "{text} contains {base}");
        assert_eq!(is_possible(text, base), possible, "{text} overlaps {base}");
    }
}

#[test]
fn a_star_within_a_segment_of_an_arn_may_cross_colons() {
    let automaton = |text: &str| Rc::new(Automaton::of_patterns(&[pattern(text)], Colons::OpenInSegments));
    let accepts = |text: &str, candidate: &str, certainty| {
        accepts(&[Membership { automaton: automaton(text), certainty, is_inside: true }], &word(candidate))
    };
    for (text, candidate, certain, possible) in [
        ("arn:p:s:*:acc:t", "arn:p:s:reg:acc:t", true, true),
        ("arn:p:s:*:t", "arn:p:s:reg:acc:t", true, true),
        ("arn:p:s:r*g:acc:t", "arn:p:s:reg:acc:t", true, true),
        ("arn:p:s:r*c:t", "arn:p:s:reg:acc:t", false, true),
        ("arn:p:s:reg?acc:t", "arn:p:s:reg:acc:t", false, true),
        ("arn:p:s:re?:acc:t", "arn:p:s:reg:acc:t", true, true),
        ("arn:p:s:r:acc:t*x", "arn:p:s:r:acc:t:y:x", true, true),
    ] {
        assert_eq!(accepts(text, candidate, Certainty::Certain), certain, "{text} {candidate}");
        assert_eq!(accepts(text, candidate, Certainty::Possible), possible, "{text} {candidate}");
    }
}

#[test]
fn arn_operators_compare_each_segment() {
    let accepts = |text: &str, candidate: &str| {
        let automaton = Rc::new(Automaton::of_patterns(&[pattern(text)], Colons::Separate));
        accepts(
            &[Membership { automaton, certainty: Certainty::Possible, is_inside: true }],
            &word(candidate),
        )
    };
    for (text, candidate, expected) in [
        ("arn:p:s:*:acc:t", "arn:p:s:reg:acc:t", true),
        ("arn:p:s:*:t", "arn:p:s:reg:acc:t", false),
        ("arn:p:s:reg?acc:t", "arn:p:s:reg:acc:t", false),
        ("arn:p:s:r:acc:*", "arn:p:s:r:acc:t:y", true),
    ] {
        assert_eq!(accepts(text, candidate), expected, "{text} {candidate}");
    }
}

#[test]
fn case_is_ignored_where_it_does_not_matter() {
    let automaton = Rc::new(Automaton::ignoring_case(&[pattern("s3:get*")]));
    let inside = Membership { automaton, certainty: Certainty::Certain, is_inside: true };
    assert!(accepts(std::slice::from_ref(&inside), &word("S3:GetObject")));
    assert!(!accepts(std::slice::from_ref(&inside), &word("S3:PutObject")));
}

#[test]
fn a_budget_ends_a_search() {
    let memberships = [
        membership(&["*a??????????"], Certainty::Possible, true),
        membership(&["*b??????????"], Certainty::Possible, true),
    ];
    assert_eq!(shortest(&memberships, &Budget::of(50)), Err(Exhausted));
    assert_eq!(found(&memberships), None);
}
