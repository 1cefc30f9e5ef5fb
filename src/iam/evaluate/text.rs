//! Matching texts against patterns whose variables are replaced.

use crate::iam::rule::Reach;

/// A part of a pattern without variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// This character.
    Character(char),
    /// `?`: any one character, except colons if it reaches only to the end of its segment.
    AnyCharacter(Reach),
    /// `*`: any number of characters, with the same exception.
    AnyText(Reach),
}

/// Whether characters are compared with their case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `a` is not `A`.
    Sensitive,
    /// `a` is `A`.
    Ignored,
}

/// Whether a text matches tokens. Takes time in proportion to the product of both lengths.
pub fn matches(tokens: &[Token], text: &str, case: Case) -> bool {
    let (mut reached, mut next) = (vec![false; tokens.len() + 1], vec![false; tokens.len() + 1]);
    reached[0] = true;
    skip_texts(tokens, &mut reached);
    for character in text.chars() {
        next.fill(false);
        for (index, token) in tokens.iter().enumerate().filter(|(index, _)| reached[*index]) {
            match token {
                Token::Character(one) => next[index + 1] |= is_same(*one, character, case),
                Token::AnyCharacter(reach) => next[index + 1] |= reach.includes(character),
                Token::AnyText(reach) => next[index] |= reach.includes(character),
            }
        }
        skip_texts(tokens, &mut next);
        std::mem::swap(&mut reached, &mut next);
    }
    reached[tokens.len()]
}

/// Marks what can be reached without a character: `*` matches the empty text.
fn skip_texts(tokens: &[Token], reached: &mut [bool]) {
    for (index, token) in tokens.iter().enumerate() {
        if reached[index] && matches!(token, Token::AnyText(_)) {
            reached[index + 1] = true;
        }
    }
}

impl Reach {
    fn includes(self, character: char) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Segment => character != ':',
        }
    }
}

fn is_same(one: char, other: char, case: Case) -> bool {
    one == other || (case == Case::Ignored && one.to_lowercase().eq(other.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str, reach: Reach) -> Vec<Token> {
        let token = |character| match character {
            '*' => Token::AnyText(reach),
            '?' => Token::AnyCharacter(reach),
            other => Token::Character(other),
        };
        text.chars().map(token).collect()
    }

    #[test]
    fn wildcards_match_as_far_as_they_reach() {
        for (pattern, text, in_segment, anywhere) in [
            ("", "", true, true),
            ("", "a", false, false),
            ("*", "", true, true),
            ("a*c", "abbc", true, true),
            ("a*c", "a:c", false, true),
            ("a?c", "a:c", false, true),
            ("a?c", "ac", false, false),
            ("*:*b", "a:a:b", false, true),
            ("**é?", "éx", true, true),
            ("a*b*c", "aXbXbXc", true, true),
        ] {
            let matched = |reach| matches(&tokens(pattern, reach), text, Case::Sensitive);
            assert_eq!(matched(Reach::Segment), in_segment, "{pattern} {text}");
            assert_eq!(matched(Reach::Anywhere), anywhere, "{pattern} {text}");
        }
    }

    #[test]
    fn case_matters_unless_it_is_ignored() {
        let matched = |case| matches(&tokens("aÉ", Reach::Anywhere), "Aé", case);
        assert!(!matched(Case::Sensitive) && matched(Case::Ignored));
    }

    #[test]
    fn many_wildcards_take_no_exponential_time() {
        let pattern = tokens(&"*a".repeat(100), Reach::Anywhere);
        let text = "a".repeat(5000);
        assert!(matches(&pattern, &text, Case::Sensitive));
        assert!(!matches(&pattern, &format!("{text}b"), Case::Sensitive));
    }
}
