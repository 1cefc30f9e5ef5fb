//! Placeholders, which stand for values in rendered text until its structure is verified.
//!
//! Templates never see input values. Each value that a filter writes is replaced by a placeholder of
//! private-use characters, and the real text is substituted after the structure is verified. A template
//! may cut, reverse or repeat placeholders. A whole one is replaced by its value, a broken one is
//! rejected, and a template can't forge one.

use std::borrow::Cow;
use std::cell::RefCell;

/// The form in which a value is written, which determines where it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A value between quotes in HCL.
    Quoted,
    /// A whole value as an HCL literal.
    Literal,
    /// A value in an HCL comment.
    Comment,
    /// An identifier or reference, which is part of the structure.
    Name,
    /// A value as Markdown text.
    Text,
    /// A value as Markdown code.
    Code,
    /// A value between quotes in a Mermaid diagram.
    Mermaid,
    /// A JSON string in a code block in Markdown.
    Json,
    /// Formatted HCL in Markdown.
    Snippet,
    /// An unescaped value, written with `safe`.
    Raw,
}

impl Form {
    /// Whether the value counts as the template's own text, so that nothing is to be proved about it.
    pub fn is_own_text(self) -> bool {
        matches!(self, Self::Name | Self::Raw)
    }
}

/// A value of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// The form in which it is written.
    pub form: Form,
    /// The original text.
    pub plain: String,
    /// The escaped text.
    pub written: String,
    /// The part that belongs to the template, and must be the same for all values.
    pub own: String,
}

/// A part of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The template's own text.
    Own(&'a str),
    /// A value.
    Value(&'a Substitution),
}

/// The message about broken placeholders.
pub const BROKEN: &str = "a value was changed after it was written: apply filters inside the braces, and write values with references with `hcl`";

/// The error for a placeholder that was cut or forged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The offset of the placeholder.
    pub offset: usize,
}

/// Placeholders consist of these characters of the Unicode private use area: a start, sixteen digits and
/// an end. Templates can't contain them, and in values they are escaped.
const BEGIN: char = '\u{E000}';
const ZERO: u32 = 0xE001;
const END: char = '\u{E011}';
/// Ends the escape sequence for one of these characters.
const END_OF_CHARACTER: char = '\u{E012}';

thread_local! {
    static SUBSTITUTIONS: RefCell<Vec<Substitution>> = const { RefCell::new(Vec::new()) };
}

/// Whether a character is reserved for placeholders.
pub fn is_reserved(character: char) -> bool {
    (BEGIN..=END_OF_CHARACTER).contains(&character)
}

/// Whether a text has a character that is reserved for placeholders. Most texts are ASCII, which is quick to see.
pub fn has_reserved(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_reserved)
}

/// Runs `render`, and collects the values that it replaces with placeholders.
pub fn capture<T>(render: impl FnOnce() -> T) -> (T, Vec<Substitution>) {
    SUBSTITUTIONS.with_borrow_mut(Vec::clear);
    let result = render();
    (result, SUBSTITUTIONS.take())
}

/// Records a value, and returns its placeholder.
pub fn substitute(form: Form, plain: impl Into<String>, written: impl Into<String>) -> String {
    substitute_with(form, plain, written, String::new())
}

/// Records a value of which a part belongs to the template.
pub fn substitute_with(
    form: Form,
    plain: impl Into<String>,
    written: impl Into<String>,
    own: String,
) -> String {
    let substitution = Substitution { form, plain: plain.into(), written: written.into(), own };
    let number = SUBSTITUTIONS.with_borrow_mut(|substitutions| {
        substitutions.push(substitution);
        substitutions.len() - 1
    });
    placeholder(number, END)
}

/// A text of the inputs with reserved characters escaped.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if !has_reserved(text) {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::new();
    for character in text.chars() {
        match character {
            reserved if is_reserved(reserved) => {
                guarded.push_str(&placeholder(u32::from(reserved) as usize, END_OF_CHARACTER));
            }
            other => guarded.push(other),
        }
    }
    Cow::Owned(guarded)
}

/// A text with its placeholders replaced by their original values.
///
/// # Errors
/// A broken placeholder.
pub fn plain(text: &str) -> Result<Cow<'_, str>, Broken> {
    if !has_reserved(text) {
        return Ok(Cow::Borrowed(text));
    }
    SUBSTITUTIONS.with_borrow(|substitutions| {
        let mut plain = String::new();
        for (offset, part) in split(text) {
            match part {
                Some(Part::Own(own)) => plain.push_str(own),
                Some(Part::Character(character)) => plain.push(character),
                Some(Part::Number(number)) => {
                    plain.push_str(&substitutions.get(number).ok_or(Broken { offset })?.plain);
                }
                None => return Err(Broken { offset }),
            }
        }
        Ok(Cow::Owned(plain))
    })
}

/// Splits a rendered text into the template's own text and values.
///
/// # Errors
/// A broken placeholder.
pub fn pieces<'a>(rendered: &'a str, substitutions: &'a [Substitution]) -> Result<Vec<Piece<'a>>, Broken> {
    let piece = |(offset, part)| match part {
        Some(Part::Own(own)) => Ok(Piece::Own(own)),
        Some(Part::Number(number)) => substitutions.get(number).map(Piece::Value).ok_or(Broken { offset }),
        // Escape sequences are resolved when a value is written.
        Some(Part::Character(_)) | None => Err(Broken { offset }),
    };
    split(rendered).map(piece).collect()
}

/// Runs `work` on the pieces of a captured text during rendering.
///
/// # Errors
/// A broken placeholder.
pub fn with_pieces<T>(captured: &str, work: impl FnOnce(&[Piece]) -> T) -> Result<T, Broken> {
    SUBSTITUTIONS.with_borrow(|substitutions| pieces(captured, substitutions).map(|pieces| work(&pieces)))
}

enum Part<'a> {
    Own(&'a str),
    Number(usize),
    Character(char),
}

/// The parts of a text with their offsets, up to the first broken one.
fn split(text: &str) -> impl Iterator<Item = (usize, Option<Part<'_>>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let offset = at;
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let own = own_length(rest);
        let part = if own > 0 { Some((Part::Own(&rest[..own]), own)) } else { read(rest) };
        at += part.as_ref().map_or(rest.len(), |(_, length)| *length);
        Some((offset, part.map(|(part, _)| part)))
    })
}

/// The length of a text up to the first reserved character. Before a placeholder, most texts are ASCII, which is quick to
/// see.
fn own_length(text: &str) -> usize {
    let end = text.find(BEGIN).unwrap_or(text.len());
    if text[..end].is_ascii() { end } else { text.find(is_reserved).unwrap_or(text.len()) }
}

/// The placeholder at the start of a text, and its length.
fn read(text: &str) -> Option<(Part<'_>, usize)> {
    let after = text.strip_prefix(BEGIN)?;
    let digits = after.find(|character| digit(character).is_none()).filter(|length| *length > 0)?;
    let (digits, after) = after.split_at(digits);
    let number = digits
        .chars()
        .filter_map(digit)
        .try_fold(0_u32, |number, digit| number.checked_mul(16)?.checked_add(digit))?;
    let end = after.chars().next()?;
    let part = match end {
        END => Part::Number(number as usize),
        END_OF_CHARACTER => Part::Character(char::from_u32(number)?),
        _ => return None,
    };
    Some((part, BEGIN.len_utf8() + digits.len() + end.len_utf8()))
}

fn digit(character: char) -> Option<u32> {
    u32::from(character).checked_sub(ZERO).filter(|digit| *digit < 16)
}

fn placeholder(number: usize, end: char) -> String {
    let mut text = String::from(BEGIN);
    let written = |digit: char| digit.to_digit(16).and_then(|digit| char::from_u32(ZERO + digit));
    text.extend(format!("{number:x}").chars().filter_map(written));
    text.push(end);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_placeholder_stands_for_its_value() {
        let (text, substitutions) = capture(|| {
            let texts: Vec<String> =
                (0..40).map(|number| substitute(Form::Quoted, format!("v{number}"), "")).collect();
            let text = format!("a{}b{}", texts[39], texts[0]);
            assert_eq!(plain(&text).unwrap(), "av39bv0");
            text
        });
        let pieces = pieces(&text, &substitutions).unwrap();
        let expected = [
            Piece::Own("a"),
            Piece::Value(&substitutions[39]),
            Piece::Own("b"),
            Piece::Value(&substitutions[0]),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_broken_one_is_refused() {
        let (whole, substitutions) = capture(|| substitute(Form::Literal, "x", "x"));
        let characters: Vec<char> = whole.chars().collect();
        for cut in [&characters[1..], &characters[..2], &characters[..1], &[BEGIN, END], &[END_OF_CHARACTER]]
        {
            let text: String = cut.iter().collect();
            assert!(pieces(&text, &substitutions).is_err(), "{text:?}");
        }
        let beyond = placeholder(1, END);
        assert!(pieces(&beyond, &substitutions).is_err() && plain(&beyond).is_err());
    }

    #[test]
    fn a_value_that_looks_like_one_is_itself() {
        for text in ["", "x", "\u{E000}\u{E001}\u{E011}", "\u{E012}a\u{E000}", "\u{E013}"] {
            capture(|| {
                substitute(Form::Raw, "another value", "another value");
                assert_eq!(plain(&guarded(text)).unwrap(), text);
            });
        }
    }
}
