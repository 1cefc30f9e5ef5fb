//! Colors of the output for people.

use anstyle::{AnsiColor, Style};

/// How the lines of a text are colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextStyle {
    /// The words that a line begins with: verdicts, what is done to a file, severities.
    #[default]
    Words,
    /// A patch.
    Patch,
}

const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const RED: Style = AnsiColor::Red.on_default();
const CYAN: Style = AnsiColor::Cyan.on_default();

/// The words that are colored at the beginning of a line.
const WORDS: [(Style, &[&str]); 3] = [
    (GREEN, &["allowed", "passed", "create", "created", "no new access"]),
    (YELLOW, &["undecided", "update", "merge", "edited", "deleted", "lost", "warning", "note"]),
    (RED, &["denied", "failed", "remove", "overwrite", "mark", "conflict", "foreign", "gained", "error"]),
];

/// A text with colors.
pub fn paint(text: &str, style: TextStyle) -> String {
    let painted = |line: &str| match style {
        TextStyle::Words => words(line),
        TextStyle::Patch => patch(line),
    };
    text.split_inclusive('\n').map(painted).collect()
}

fn words(line: &str) -> String {
    let begins = |word: &str| {
        let rest = line.strip_prefix(word)?;
        rest.starts_with([' ', '[', ':', '\n']).then_some((word.len(), rest))
    };
    let found =
        WORDS.iter().find_map(|(style, words)| Some((style, words.iter().find_map(|word| begins(word))?)));
    match found {
        Some((style, (length, rest))) => format!("{style}{}{style:#}{rest}", &line[..length]),
        None => line.to_owned(),
    }
}

fn patch(line: &str) -> String {
    let style = match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Style::new().bold(),
        [b'@', b'@', ..] => CYAN,
        [b'+', ..] => GREEN,
        [b'-', ..] => RED,
        _ => return line.to_owned(),
    };
    let content = line.trim_end_matches('\n');
    format!("{style}{content}{style:#}{}", &line[content.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_word_has_a_color() {
        assert_eq!(paint("passed  `a`\n", TextStyle::Words), "\u{1b}[32mpassed\u{1b}[0m  `a`\n");
        assert_eq!(paint("updates passed\n", TextStyle::Words), "updates passed\n");
    }

    #[test]
    fn a_patch_has_the_colors_of_patches() {
        let painted = paint("--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z", TextStyle::Patch);
        let bare = painted.replace("\u{1b}[0m", "");
        assert_eq!(
            bare,
            "\u{1b}[1m--- a\n\u{1b}[1m+++ b\n\u{1b}[36m@@ -1 +1 @@\n\u{1b}[31m-x\n\u{1b}[32m+y\n z"
        );
    }
}
