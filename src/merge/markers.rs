//! Conflict markers in Git's format.

const BETWEEN: &str = "=======\n";

/// The conflict markers before and after the versions of a conflict. Between ours and theirs, there is always the same one.
#[derive(Clone, Copy, Debug)]
pub struct Markers {
    ours: &'static str,
    base: &'static str,
    theirs: &'static str,
}

/// The markers where a file was edited and its generated text changed.
pub const EDITED: Markers = Markers {
    ours: "<<<<<<< yours\n",
    base: "||||||| generated before\n",
    theirs: ">>>>>>> generated now\n",
};

/// The markers where two branches edited the same lines.
pub const BRANCHES: Markers = Markers {
    ours: "<<<<<<< edited here\n",
    base: "||||||| generated\n",
    theirs: ">>>>>>> edited in the other branch\n",
};

/// All three versions between conflict markers.
pub fn around(markers: Markers, base: &str, ours: &str, theirs: &str) -> String {
    let ended = |text: &str| {
        if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
    };
    [markers.ours, &ended(ours), markers.base, &ended(base), BETWEEN, &ended(theirs), markers.theirs].concat()
}

/// The line, from 1, of the first conflict marker of poolsmith or Git. A line of equals signs alone
/// does not count, because it is valid Markdown.
pub fn has_markers(text: &str) -> Option<usize> {
    let is_mark = |line: &str, mark: &str| line.starts_with(mark);
    let opens = text.lines().position(|line| is_mark(line, "<<<<<<< "));
    let closes = text.lines().position(|line| is_mark(line, ">>>>>>> "));
    opens.or(closes).map(|index| index + 1)
}

/// The lines, from 1, at which conflicts begin.
pub fn lines_of_markers(text: &str) -> impl Iterator<Item = usize> + '_ {
    let opens = text.lines().enumerate().filter(|(_, line)| line.starts_with("<<<<<<< "));
    opens.map(|(index, _)| index + 1)
}

/// Both sides of a file in which Git left conflict markers; `None` if it has none, or has those of poolsmith, between which the
/// user must choose.
pub fn sides_in_git(text: &str) -> Option<(String, String)> {
    let mut sides = (String::new(), String::new());
    let mut part = Part::Both;
    let mut has_markers = false;
    for line in text.split_inclusive('\n') {
        part = match (part, line.get(..7).unwrap_or_default()) {
            (Part::Both, "<<<<<<<") if [EDITED.ours, BRANCHES.ours].contains(&line) => return None,
            (Part::Both, "<<<<<<<") => Part::Ours,
            (Part::Ours, "|||||||") => Part::Base,
            (Part::Ours | Part::Base, "=======") => Part::Theirs,
            (Part::Theirs, ">>>>>>>") => {
                has_markers = true;
                Part::Both
            }
            (_, "<<<<<<<" | ">>>>>>>") => return None,
            (part, _) => {
                if matches!(part, Part::Both | Part::Ours) {
                    sides.0.push_str(line);
                }
                if matches!(part, Part::Both | Part::Theirs) {
                    sides.1.push_str(line);
                }
                part
            }
        };
    }
    (has_markers && part == Part::Both).then_some(sides)
}

/// A part of a file with conflict markers.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Both,
    Ours,
    Base,
    Theirs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_rebuilt() {
        let text = "a\n<<<<<<< HEAD\nb\n||||||| 1234567\nc\n=======\nd\n>>>>>>> main\ne\n";
        assert_eq!(sides_in_git(text), Some(("a\nb\ne\n".to_owned(), "a\nd\ne\n".to_owned())));
        let twice = "<<<<<<< HEAD\nb\n=======\n>>>>>>> main\n<<<<<<< HEAD\n=======\nd\n>>>>>>> main\n";
        assert_eq!(sides_in_git(twice), Some(("b\n".to_owned(), "d\n".to_owned())));
        for text in [
            "a\n",
            "# Title\n=======\n",
            "<<<<<<< HEAD\nb\n",
            &around(EDITED, "a", "b", "c"),
            ">>>>>>> main\n",
        ] {
            assert_eq!(sides_in_git(text), None, "{text}");
        }
    }

    #[test]
    fn marks_are_found_again() {
        let text = format!("a\n{}b\n", around(EDITED, "1\n", "2", ""));
        assert_eq!(
            text,
            "a\n<<<<<<< yours\n2\n||||||| generated before\n1\n=======\n>>>>>>> generated now\nb\n"
        );
        assert_eq!(has_markers(&text), Some(2));
        assert_eq!(has_markers("# Title\n=======\n"), None);
        assert_eq!(has_markers("a\n>>>>>>> main\n"), Some(2));
    }
}
