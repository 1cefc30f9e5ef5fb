//! What makes rendered HCL safe: values are escaped for where they stand, and it is proven that they
//! stand there and change nothing but themselves.

use std::io::{self, Write};
use std::ops::Range;

use crate::hcl::lexer::{Token, TokenKind, tokens};
use crate::hcl::{self, escape_after};

/// What stands between a pair of marks. A mark can't be part of a value: escaping writes it as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    /// A value as it stands between quotes.
    Quoted,
    /// A whole value as a literal.
    Literal,
    /// A value in a comment.
    Comment,
}

impl Region {
    const ALL: [Self; 3] = [Self::Quoted, Self::Literal, Self::Comment];

    fn marks(self) -> [char; 2] {
        match self {
            Self::Quoted => ['\u{E000}', '\u{E001}'],
            Self::Literal => ['\u{E002}', '\u{E003}'],
            Self::Comment => ['\u{E004}', '\u{E005}'],
        }
    }

    /// What stands for a value of which nothing is known.
    fn stand_in(self) -> &'static str {
        if self == Self::Literal { "null" } else { "x" }
    }

    fn home(self) -> (TokenKind, &'static str) {
        match self {
            Self::Quoted => (
                TokenKind::QuotedLiteral,
                "in which a value stands outside quotes (a heredoc is outside as well): write it with the filter `hcl`",
            ),
            Self::Literal => (
                TokenKind::Identifier,
                "in which a value written with the filter `hcl` stands in quotes, or touches a name",
            ),
            Self::Comment => (
                TokenKind::LineComment,
                "in which a value written with the filter `comment` stands in no `#` comment",
            ),
        }
    }

    fn around(self, text: &str) -> String {
        let [begin, end] = self.marks();
        format!("{begin}{text}{end}")
    }
}

/// Writes a value as it stands between quotes, with marks around it.
pub fn write_escaped(text: &str, output: &mut dyn Write) -> io::Result<()> {
    output.write_all(Region::Quoted.around(&escape_after(text)).as_bytes())
}

/// A literal with marks around it.
pub fn literal(text: &str) -> String {
    Region::Literal.around(text)
}

/// A value on one line, as it stands in a comment, with marks around it.
pub fn comment(text: &str) -> String {
    let is_bad = |c: char| {
        c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c) || c == '\u{2028}' || c == '\u{2029}'
    };
    Region::Comment.around(&text.replace(is_bad, " "))
}

/// Why a rendered text can't be a file.
#[derive(Debug)]
pub struct Failure {
    /// The text, without marks.
    pub text: String,
    /// Where in it.
    pub range: Range<usize>,
    /// Why.
    pub message: String,
}

/// Proves that no value changes the structure, takes the marks out and formats.
///
/// # Errors
/// A value where it could change the structure, or a text that is not HCL.
pub fn finish(rendered: &str) -> Result<String, Failure> {
    let marked = Marked::read(rendered)?;
    marked.prove()?;
    let text = squeeze_blank_lines(&marked.text);
    hcl::format(&text).map_err(|errors| {
        let first = errors.into_iter().next();
        let (range, message) = first.map_or((0..0, String::new()), |error| (error.range, error.message));
        Failure { text, range, message: format!("that is not HCL: {message}") }
    })
}

/// A rendered text apart from its marks.
struct Marked {
    /// As it will be.
    text: String,
    /// With something of which nothing is known in the place of each value.
    unknown: String,
    /// With the same in the place of literals alone.
    known: String,
    /// Of each value: what it is, and its range in `text` and in `unknown`.
    values: Vec<(Region, Range<usize>, Range<usize>)>,
}

impl Marked {
    fn read(rendered: &str) -> Result<Self, Failure> {
        let mut marked =
            Self { text: String::new(), unknown: String::new(), known: String::new(), values: Vec::new() };
        let mut rest = rendered;
        while let Some(start) = rest.find(is_mark) {
            marked.plain(&rest[..start]);
            let region = Region::ALL.into_iter().find(|region| rest[start..].starts_with(region.marks()[0]));
            let inside = region.and_then(|region| {
                let [begin, end] = region.marks();
                let inside = &rest[start + begin.len_utf8()..];
                Some((region, &inside[..inside.find(end)?]))
            });
            let Some((region, inside)) = inside.filter(|(_, inside)| !inside.contains(is_mark)) else {
                return Err(marked.cut());
            };
            marked.value(region, inside);
            rest = &rest
                [start + inside.len() + region.marks().iter().map(|mark| mark.len_utf8()).sum::<usize>()..];
        }
        marked.plain(rest);
        Ok(marked)
    }

    fn plain(&mut self, text: &str) {
        for all in [&mut self.text, &mut self.unknown, &mut self.known] {
            all.push_str(text);
        }
    }

    fn value(&mut self, region: Region, value: &str) {
        let stand_in = region.stand_in();
        let in_text = self.text.len()..self.text.len() + value.len();
        let in_unknown = self.unknown.len()..self.unknown.len() + stand_in.len();
        self.text.push_str(value);
        self.unknown.push_str(stand_in);
        self.known.push_str(if region == Region::Literal { stand_in } else { value });
        self.values.push((region, in_text, in_unknown));
    }

    fn cut(self) -> Failure {
        let end = self.text.len();
        let message =
            "in which a value was changed after it was escaped: filters belong inside the braces".to_owned();
        Failure { range: end..end, text: self.text, message }
    }

    fn prove(&self) -> Result<(), Failure> {
        let fails = |range: &Range<usize>, message: &str| {
            Err(Failure { text: self.text.clone(), range: range.clone(), message: message.to_owned() })
        };
        let unknown = tokens(&self.unknown);
        let mut at = 0;
        for (region, in_text, range) in &self.values {
            let (kind, message) = region.home();
            while unknown.get(at).is_some_and(|token| token.range.end < range.end) {
                at += 1;
            }
            let is_home = unknown.get(at).is_some_and(|token| match region {
                Region::Literal => token.kind == kind && token.range == *range,
                _ => token.kind == kind && token.range.start <= range.start,
            });
            if !is_home {
                return fails(in_text, message);
            }
            let before = &self.text[..in_text.start];
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            if *region == Region::Quoted && backslashes % 2 == 1 {
                return fails(
                    in_text,
                    "in which a value follows a backslash, which would make another character of it",
                );
            }
            if *region == Region::Literal && !is_whole(&self.text[in_text.clone()]) {
                return fails(in_text, "in which a value written with the filter `hcl` was changed after it");
            }
        }
        // Values as they are give the same tokens as values of which nothing is known.
        let same = self.values.iter().all(|(region, ..)| *region == Region::Literal)
            || structure(&tokens(&self.known)) == structure(&unknown);
        if same { Ok(()) } else { fails(&(0..0), "in which a value would change the structure") }
    }
}

fn is_mark(character: char) -> bool {
    ('\u{E000}'..='\u{E005}').contains(&character)
}

/// Which tokens are there in which order, besides the text in quotes, which may be empty.
fn structure(tokens: &[Token]) -> Vec<TokenKind> {
    let kinds = tokens.iter().map(|token| token.kind);
    kinds.filter(|kind| *kind != TokenKind::QuotedLiteral).collect()
}

/// Whether a literal closes what it opens, and nothing else.
fn is_whole(literal: &str) -> bool {
    let mut depth = 0;
    let closes = tokens(literal).iter().all(|token| {
        depth += token.kind.bracket_balance();
        depth >= 0 && token.kind != TokenKind::Invalid && (depth > 0 || token.kind != TokenKind::Newline)
    });
    closes && depth == 0
}

/// Templates leave blank lines where a part is left out: none at the edges of a block, one elsewhere.
fn squeeze_blank_lines(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim_end) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        Region::Quoted.around(&escape_after(text))
    }

    fn message(rendered: &str) -> String {
        finish(rendered).map_err(|failure| failure.message).unwrap_err()
    }

    #[test]
    fn values_stand_where_they_belong() {
        let text =
            format!("a = \"{}\" # {}\nb = {}\n", quoted("x\"${y}"), comment("c\nd"), literal("[1, \"}\"]"));
        assert_eq!(finish(&text).unwrap(), "a = \"x\\\"$${y}\" # c d\nb = [1, \"}\"]\n");
        assert_eq!(finish(&format!("a = \"{}\"\n", quoted(""))).unwrap(), "a = \"\"\n");
    }

    #[test]
    fn values_elsewhere_are_refused() {
        for rendered in [
            format!("a = {}\n", quoted("x")),
            format!("# {}\n", quoted("x")),
            format!("a = <<E\n{}\nE\n", quoted("x")),
            format!("a = \"${{{}}}\"\n", quoted("x")),
        ] {
            assert!(message(&rendered).contains("outside quotes"), "{rendered}");
        }
        for rendered in [
            format!("a = \"{}\"\n", literal("\"x\"")),
            format!("a = b{}\n", literal("1")),
            format!("# {}\n", literal("1")),
        ] {
            assert!(message(&rendered).contains("filter `hcl`"), "{rendered}");
        }
        for rendered in [format!("a = {}\n", comment("x")), format!("/* {} */\n", comment("x"))] {
            assert!(message(&rendered).contains("filter `comment`"), "{rendered}");
        }
    }

    #[test]
    fn a_seam_that_would_open_something_is_refused() {
        let backslash = format!("a = \"\\{}\"\n", quoted("\" + file(\"x\") + \""));
        assert!(message(&backslash).contains("follows a backslash"));
        assert!(finish(&format!("a = \"\\\\{}\"\n", quoted("n"))).is_ok());
        assert!(message(&format!("a = \"${}{{b}}\"\n", quoted(""))).contains("structure"));
        let tampered = Region::Quoted.around("\" + b + \"");
        assert!(message(&format!("a = \"{tampered}\"\n")).contains("structure"));
        assert!(message("a = \"\u{E000}x\"\n").contains("was changed after"));
        assert!(message(&format!("a = {}\n", literal("1\nb = 2"))).contains("was changed after"));
    }
}
