//! Why an access test has its outcome, or why a change gives access.

/// Why an access test has its outcome, or why a change gives access.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Explanation {
    /// The reasons, a sentence each.
    pub sentences: Vec<String>,
    /// The parts of the decisive statement, and whether each matches.
    pub parts: Vec<String>,
    /// The file and the line of that statement.
    pub place: Option<String>,
}

impl Explanation {
    /// Reasons only.
    pub fn of_sentences(sentences: impl IntoIterator<Item = String>) -> Self {
        Self { sentences: sentences.into_iter().collect(), ..Self::default() }
    }
}
