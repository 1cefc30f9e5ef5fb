//! Suggestions for misspelled words, and lists of words in messages.

use std::fmt::Display;

/// The candidate that is most similar to a word, if it is similar enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Skip the expensive distance for words of very different lengths.
    let is_near = |candidate: &&str| word.len().abs_diff(candidate.len()) <= 1 + candidate.len() / 4;
    candidates
        .into_iter()
        .filter(is_near)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The words in backquotes, separated by commas.
pub fn quoted_list<T: Display>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// "one of" the words in backquotes, or the only one.
pub fn one_of<T: Display>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<T> = words.into_iter().collect();
    let one_of = if words.len() == 1 { "" } else { "one of " };
    format!("{one_of}{}", quoted_list(words))
}
