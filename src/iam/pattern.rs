//! Patterns for actions, resources and condition values.

/// A string with wildcards, policy variables and symbols.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Resource" (wildcards) and "IAM policy elements:
/// Variables and tags" (variables and the escapes `${*}`, `${?}` and `${$}`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern<S> {
    atoms: Vec<Atom<S>>,
}

/// A part of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom<S> {
    /// This character.
    Character(char),
    /// `?`: any one character.
    AnyCharacter,
    /// `*`: any number of characters.
    AnyText,
    /// A policy variable: what is between `${` and `}`.
    Variable(String),
    /// A part whose value isn't known here, such as a token.
    Symbol(S),
}

/// A part of a pattern whose value isn't known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A part of an ARN: a text without slashes and colons.
    Field,
    /// A text without slashes, such as a region or an identity ID.
    Word,
    /// Any text.
    Text,
}

impl<S> Atom<S> {
    /// The character, if it is one.
    pub fn character(&self) -> Option<char> {
        match self {
            Self::Character(character) => Some(*character),
            Self::AnyCharacter | Self::AnyText | Self::Variable(_) | Self::Symbol(_) => None,
        }
    }

    /// Whether it is a colon, which separates the parts of actions and ARNs.
    pub fn is_colon(&self) -> bool {
        self.character() == Some(':')
    }

    /// Whether it is `*` or `?`.
    pub fn is_wildcard(&self) -> bool {
        matches!(self, Self::AnyCharacter | Self::AnyText)
    }

    /// Whether it can match strings of any length.
    fn has_any_length(&self) -> bool {
        matches!(self, Self::AnyText | Self::Variable(_) | Self::Symbol(_))
    }
}

impl<S> Default for Pattern<S> {
    fn default() -> Self {
        Self { atoms: Vec::new() }
    }
}

impl<S> FromIterator<Atom<S>> for Pattern<S> {
    fn from_iter<T: IntoIterator<Item = Atom<S>>>(atoms: T) -> Self {
        Self { atoms: atoms.into_iter().collect() }
    }
}

impl<S> Pattern<S> {
    /// Parses a pattern without symbols.
    pub fn parse(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_text(text);
        pattern
    }

    /// Parses and appends a part of a pattern. An unclosed `${` is literal.
    pub fn push_text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let variable = rest.strip_prefix("${").and_then(|after| after.split_once('}'));
            let (atom, after) = match (variable, first) {
                (Some((name @ ("*" | "?" | "$"), after)), _) => (Atom::Character(char_of(name)), after),
                (Some((name, after)), _) => (Atom::Variable(name.to_owned()), after),
                (None, '*') => (Atom::AnyText, &rest[1..]),
                (None, '?') => (Atom::AnyCharacter, &rest[1..]),
                (None, other) => (Atom::Character(other), &rest[other.len_utf8()..]),
            };
            self.atoms.push(atom);
            rest = after;
        }
    }

    /// Appends a part whose value isn't known here.
    pub fn push_symbol(&mut self, symbol: S) {
        self.atoms.push(Atom::Symbol(symbol));
    }

    /// The text, if the pattern consists of characters.
    pub(super) fn literal(&self) -> Option<String> {
        literal(&self.atoms)
    }

    /// The parts of the pattern.
    pub fn atoms(&self) -> &[Atom<S>] {
        &self.atoms
    }

    /// Whether a pattern of characters and wildcards matches a string, ignoring ASCII case. Variables and symbols match
    /// nothing.
    pub fn matches_ignoring_case(&self, text: &str) -> bool {
        let (mut atoms, mut rest) = (&self.atoms[..], text.chars());
        let mut after_any_text = None;
        loop {
            let mut next = rest.clone();
            match (atoms.first(), next.next()) {
                (None, None) => return true,
                (Some(Atom::AnyText), _) => {
                    atoms = &atoms[1..];
                    after_any_text = Some((atoms, rest.clone()));
                    continue;
                }
                (Some(Atom::AnyCharacter), Some(_)) => (atoms, rest) = (&atoms[1..], next),
                (Some(Atom::Character(one)), Some(other)) if one.eq_ignore_ascii_case(&other) => {
                    (atoms, rest) = (&atoms[1..], next);
                }
                _ => {
                    // The last `*` takes one more character.
                    let Some((after, taken)) = &mut after_any_text else { return false };
                    if taken.next().is_none() {
                        return false;
                    }
                    (atoms, rest) = (after, taken.clone());
                }
            }
        }
    }

    /// Whether a string can match both patterns, ignoring ASCII case, as for actions. Variables and symbols
    /// match any string.
    pub fn overlaps_ignoring_case(&self, other: &Self) -> bool {
        let nothing = suffixes(None, &other.atoms, &[]);
        self.atoms.iter().rev().fold(nothing, |rest, atom| suffixes(Some(atom), &other.atoms, &rest))[0]
    }
}

/// The text of atoms that are all characters.
pub(super) fn literal<S>(atoms: &[Atom<S>]) -> Option<String> {
    atoms.iter().map(Atom::character).collect()
}

fn char_of(text: &str) -> char {
    text.chars().next().unwrap_or_default()
}

/// For each suffix of `second`, whether it overlaps with the suffix of the first pattern that starts with
/// `atom`. `rest` is the result for the suffix after that atom.
fn suffixes<S>(atom: Option<&Atom<S>>, second: &[Atom<S>], rest: &[bool]) -> Vec<bool> {
    let mut overlaps = vec![false; second.len() + 1];
    for index in (0..overlaps.len()).rev() {
        overlaps[index] = match (atom, second.get(index)) {
            (None, None) => true,
            (Some(first), None) => first.has_any_length() && rest[index],
            (None, Some(other)) => other.has_any_length() && overlaps[index + 1],
            (Some(first), Some(other)) if first.has_any_length() || other.has_any_length() => {
                rest[index] || overlaps[index + 1]
            }
            (Some(first), Some(other)) => is_same_character(first, other) && rest[index + 1],
        };
    }
    overlaps
}

fn is_same_character<S>(first: &Atom<S>, second: &Atom<S>) -> bool {
    match (first, second) {
        (Atom::Character(first), Atom::Character(second)) => first.eq_ignore_ascii_case(second),
        _ => true,
    }
}

/// Whether two characters are the same, whatever their case.
pub(super) fn is_same_letter(one: char, other: char) -> bool {
    match one.is_ascii() && other.is_ascii() {
        true => one.eq_ignore_ascii_case(&other),
        false => one.to_lowercase().eq(other.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_variables_and_escapes() {
        let atoms = |text: &str| Pattern::<()>::parse(text).atoms;
        let variable = |name: &str| Atom::Variable(name.to_owned());
        assert_eq!(atoms("é*?"), [Atom::Character('é'), Atom::AnyText, Atom::AnyCharacter]);
        assert_eq!(atoms("${aws:userid}*"), [variable("aws:userid"), Atom::AnyText]);
        assert_eq!(atoms("${*}${?}${$}"), ['*', '?', '$'].map(Atom::Character));
        assert_eq!(atoms("${a"), ['$', '{', 'a'].map(Atom::Character));
        assert!(!atoms("${*}").iter().any(Atom::is_wildcard));
    }

    #[test]
    fn a_pattern_matches_texts() {
        for (pattern, matched, other) in [
            ("GetObject", &["getobject"][..], &["GetObjects", "GetObjec", ""][..]),
            ("Get*", &["Get", "GETOBJECT"], &["Ge", "ListGet"]),
            ("*a?c*", &["abc", "xabcabd", "aabcc"], &["ac", "abd"]),
            ("*", &["", "a"], &[]),
            ("**b", &["b", "ab", "bb"], &["", "ba"]),
            ("", &[""], &["a"]),
        ] {
            let pattern = Pattern::<()>::parse(pattern);
            matched
                .iter()
                .for_each(|text| assert!(pattern.matches_ignoring_case(text), "{pattern:?} {text}"));
            other.iter().for_each(|text| assert!(!pattern.matches_ignoring_case(text), "{pattern:?} {text}"));
        }
    }

    #[test]
    fn patterns_overlap_if_one_text_matches_both() {
        let overlaps =
            |one: &str, other: &str| Pattern::<()>::parse(one).overlaps_ignoring_case(&Pattern::parse(other));
        for (one, other) in [
            ("s3:Get*", "S3:*Object"),
            ("*", ""),
            ("a?c", "A*"),
            ("a*b*c", "*x*"),
            ("kms:GenerateDataKey*WithoutPlaintext", "kms:GenerateDataKeyPairW*"),
        ] {
            assert!(overlaps(one, other) && overlaps(other, one), "{one} and {other}");
        }
        for (one, other) in [("a", "b"), ("a?", "a"), ("", "?"), ("a*b", "a*c"), ("s3:Get*", "s3:Put*")] {
            assert!(!overlaps(one, other) && !overlaps(other, one), "{one} and {other}");
        }
    }
}
