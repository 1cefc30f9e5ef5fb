//! Removing surplus blank lines from rendered HCL.

use std::ops::Range;

use crate::hcl::lexer::{TokenKind, tokens};

/// Removes the blank lines that templates leave for omitted parts: all at the edges of blocks, and all but
/// one elsewhere. Heredocs are left unchanged.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut heredocs = heredocs(text).into_iter().peekable();
    let mut blank = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        while heredocs.next_if(|heredoc| heredoc.end <= start).is_some() {}
        let is_text = heredocs.peek().is_some_and(|heredoc| heredoc.contains(&start));
        start += line.len();
        if is_text {
            squeezed.push_str(line);
            blank = false;
            continue;
        }
        let line = line.trim_end();
        if line.is_empty() {
            blank = true;
            continue;
        }
        let opens = squeezed.trim_end_matches('\n').ends_with(['{', '[', '(']);
        let closes = line.trim_start().starts_with(['}', ']', ')']);
        if blank && !squeezed.is_empty() && !opens && !closes {
            squeezed.push('\n');
        }
        blank = false;
        squeezed.push_str(line);
        squeezed.push('\n');
    }
    squeezed
}

/// The ranges of heredocs, up to their closing markers.
fn heredocs(text: &str) -> Vec<Range<usize>> {
    if !text.contains("<<") {
        return Vec::new();
    }
    let mut heredocs = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for token in tokens(text) {
        match token.kind {
            TokenKind::OpenHeredoc => open.push(token.range.end),
            TokenKind::CloseHeredoc => {
                let start = open.pop().unwrap_or(token.range.start);
                if open.is_empty() {
                    heredocs.push(start..token.range.start);
                }
            }
            _ => {}
        }
    }
    heredocs
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn blank_lines_go_but_not_from_a_heredoc() {
        let loose = "\n\na {\n\n  b = <<E\n\n\n  x  \n\nE\n\n\n  c = 1\n\n}\n\n";
        assert_eq!(squeeze(loose), "a {\n  b = <<E\n\n\n  x  \n\nE\n\n  c = 1\n}\n");
    }
}
