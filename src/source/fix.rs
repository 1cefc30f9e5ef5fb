//! Edits that fix what diagnostics are about.

use super::Span;

/// An edit that certainly fixes what a diagnostic is about, without a decision that only people can make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// The new text; empty if the old one is removed.
    pub replacement: String,
}

impl Fix {
    /// The edit that removes a range.
    pub fn removal(span: Span) -> Self {
        Self { span, replacement: String::new() }
    }

    /// A text of the file after these edits. Those that overlap an earlier one in the file are left out, and returned.
    pub fn apply<'a>(fixes: &[&'a Self], text: &str) -> (String, Vec<&'a Self>) {
        let mut sorted = fixes.to_vec();
        sorted.sort_by_key(|fix| fix.span);
        let (mut edited, mut end, mut left_out) = (String::with_capacity(text.len()), 0, Vec::new());
        for fix in sorted {
            let range = fix.span.range();
            match text.get(end..range.start) {
                Some(kept) if range.start >= end => {
                    edited.push_str(kept);
                    edited.push_str(&fix.replacement);
                    end = range.end;
                }
                Some(_) | None => left_out.push(fix),
            }
        }
        edited.push_str(&text[end..]);
        (edited, left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn edits_are_made_in_the_order_of_the_file_and_never_overlap() {
        let fix = |start, end, replacement: &str| Fix {
            span: Span::new(FileId::INPUTS, start, end),
            replacement: replacement.to_owned(),
        };
        let (later, first, overlapping) = (fix(4, 5, "E"), fix(0, 2, ""), fix(1, 3, "x"));
        let (edited, left_out) = Fix::apply(&[&later, &first, &overlapping], "abcdef");
        assert_eq!(edited, "cdEf");
        assert_eq!(left_out, [&overlapping]);
    }
}
