//! Matching texts against patterns whose variables are replaced.

use crate::iam::pattern::is_same_letter;
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
    // The numbers of tokens that the characters so far can match, in ascending order.
    let (mut reached, mut next) = (Vec::new(), Vec::new());
    reach(tokens, 0, &mut reached);
    for character in text.chars() {
        next.clear();
        for &index in &reached {
            match tokens.get(index) {
                Some(Token::Character(one)) if is_same(*one, character, case) => {
                    reach(tokens, index + 1, &mut next);
                }
                Some(Token::AnyCharacter(range)) if range.includes(character) => {
                    reach(tokens, index + 1, &mut next);
                }
                Some(Token::AnyText(range)) if range.includes(character) => reach(tokens, index, &mut next),
                Some(Token::Character(_) | Token::AnyCharacter(_) | Token::AnyText(_)) | None => {}
            }
        }
        std::mem::swap(&mut reached, &mut next);
    }
    reached.last() == Some(&tokens.len())
}

/// Adds a number of tokens, and those that it leads to without a character: `*` matches the empty text.
fn reach(tokens: &[Token], index: usize, reached: &mut Vec<usize>) {
    let texts = tokens[index..].iter().take_while(|token| matches!(token, Token::AnyText(_))).count();
    let first = reached.last().map_or(index, |last| index.max(last + 1));
    reached.extend(first..=index + texts);
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
    one == other || (case == Case::Ignored && is_same_letter(one, other))
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
