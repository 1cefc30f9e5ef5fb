//! Placeholders: what stands for a value in a text until its structure is verified.
//!
//! Templates never see input values. Each value that a filter writes is replaced by a placeholder of
//! private-use characters, and the real text is substituted after the structure is verified. A template
//! may cut, reverse or repeat placeholders: a whole one stands for its value, a broken one is refused,
//! and no template can make one up.

use std::borrow::Cow;
use std::cell::RefCell;

/// How a value is written, which says where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A value as it stands between quotes of HCL.
    Quoted,
    /// A whole value as a literal of HCL.
    Literal,
    /// A value in a comment of HCL.
    Comment,
    /// A name that is part of the structure.
    Name,
    /// A value as text of Markdown.
    Text,
    /// A value as code of Markdown.
    Code,
    /// A value between quotes in a Mermaid diagram.
    Mermaid,
    /// Formatted HCL in Markdown.
    Snippet,
    /// A value that nothing escapes, because its template says so.
    Raw,
}

/// A value of a rendered text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// How it is written.
    pub form: Form,
    /// What it is.
    pub plain: String,
    /// What is written of it.
    pub written: String,
    /// What of it is the template's own, and must be the same whatever the values are.
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

/// What to say of a text in which a placeholder is broken.
pub const BROKEN: &str = "a value was changed after it was written: apply filters inside the braces, and write values with references with `hcl`";

/// A text in which a placeholder was cut or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub offset: usize,
}

/// The characters of a placeholder are these, of the Unicode private use area: a begin, sixteen digits
/// and an end. No template holds one, and one of a value is written by its number.
const BEGIN: char = '\u{E000}';
const ZERO: u32 = 0xE001;
const END: char = '\u{E011}';
/// Ends what stands for one of these characters itself.
const END_OF_CHARACTER: char = '\u{E012}';

thread_local! {
    static SUBSTITUTIONS: RefCell<Vec<Substitution>> = const { RefCell::new(Vec::new()) };
}

/// Whether a character is kept for placeholders.
pub fn is_reserved(character: char) -> bool {
    (BEGIN..=END_OF_CHARACTER).contains(&character)
}

/// Renders, and captures the values that the text then holds placeholders of.
pub fn capture<T>(render: impl FnOnce() -> T) -> (T, Vec<Substitution>) {
    SUBSTITUTIONS.with_borrow_mut(Vec::clear);
    let result = render();
    (result, SUBSTITUTIONS.take())
}

/// Records a value, and gives the placeholder to write in its place.
pub fn substitute(form: Form, plain: impl Into<String>, written: impl Into<String>) -> String {
    substitute_with(form, plain, written, String::new())
}

/// The same for a value that is partly the template's own.
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

/// A text of the inputs in which nothing looks like a placeholder.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if !text.contains(is_reserved) {
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

/// What a text is, with the values that its placeholders stand for.
///
/// # Errors
/// A broken placeholder.
pub fn plain(text: &str) -> Result<Cow<'_, str>, Broken> {
    if !text.contains(is_reserved) {
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

/// A rendered text as its own parts and its values.
///
/// # Errors
/// A broken placeholder.
pub fn pieces<'a>(rendered: &'a str, substitutions: &'a [Substitution]) -> Result<Vec<Piece<'a>>, Broken> {
    let piece = |(offset, part)| match part {
        Some(Part::Own(own)) => Ok(Piece::Own(own)),
        Some(Part::Number(number)) => substitutions.get(number).map(Piece::Value).ok_or(Broken { offset }),
        // Whatever writes a value writes its characters, not what stands for them.
        Some(Part::Character(_)) | None => Err(Broken { offset }),
    };
    split(rendered).map(piece).collect()
}

/// Works on the pieces of a captured text, while the rendering goes on.
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

/// The parts of a text, each with its offset, up to the first that is broken.
fn split(text: &str) -> impl Iterator<Item = (usize, Option<Part<'_>>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let offset = at;
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let own = rest.find(is_reserved).unwrap_or(rest.len());
        let part = if own > 0 { Some((Part::Own(&rest[..own]), own)) } else { read(rest) };
        at += part.as_ref().map_or(rest.len(), |(_, length)| *length);
        Some((offset, part.map(|(part, _)| part)))
    })
}

/// The placeholder at the beginning of a text, and its length.
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
