//! Conflict markers in Git's format.

const OURS: &str = "<<<<<<< yours\n";
const BASE: &str = "||||||| generated before\n";
const BETWEEN: &str = "=======\n";
const THEIRS: &str = ">>>>>>> generated now\n";

/// All three versions between conflict markers.
pub fn around(base: &str, ours: &str, theirs: &str) -> String {
    let ended = |text: &str| {
        if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
    };
    [OURS, &ended(ours), BASE, &ended(base), BETWEEN, &ended(theirs), THEIRS].concat()
}

/// The line, from 1, of the first conflict marker of poolsmith or Git. A line of equals signs alone
/// does not count, because it is valid Markdown.
pub fn has_markers(text: &str) -> Option<usize> {
    let is_mark = |line: &str, mark: &str| line.starts_with(mark);
    let opens = text.lines().position(|line| is_mark(line, "<<<<<<< "));
    let closes = text.lines().position(|line| is_mark(line, ">>>>>>> "));
    opens.or(closes).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_again() {
        let text = format!("a\n{}b\n", around("1\n", "2", ""));
        assert_eq!(
            text,
            "a\n<<<<<<< yours\n2\n||||||| generated before\n1\n=======\n>>>>>>> generated now\nb\n"
        );
        assert_eq!(has_markers(&text), Some(2));
        assert_eq!(has_markers("# Title\n=======\n"), None);
        assert_eq!(has_markers("a\n>>>>>>> main\n"), Some(2));
    }
}
