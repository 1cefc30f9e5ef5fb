//! The proof for HCL files.

use std::ops::Range;

use crate::hcl::lexer::{Token, TokenKind, tokens, words};
use crate::hcl::{self, Formatted, SyntaxError};
use crate::render::placeholder::{Form, Piece, Substitution};
use crate::render::proof::blank_lines::squeeze;
use crate::render::proof::{Failure, Filled, Place, first_difference};

/// Proves that no value changes the structure, fills in the values, and formats the text.
///
/// # Errors
/// A value could change the structure, or the text is not HCL.
pub fn finish(pieces: &[Piece]) -> Result<String, Failure> {
    let filled = Filled::of(pieces, probe_value);
    let probe = filled.has_values().then(|| tokens(&filled.probe));
    if let Some(probe) = &probe {
        at_home(&filled, probe)?;
        same_structure(&filled, &tokens(&filled.actual), probe)?;
    }
    let formatted = formatted(&squeeze(&filled.actual))?;
    if probe.is_some_and(|probe| follow_something(&filled, &probe)) {
        hcl::check(&filled.probe).map_err(|errors| not_hcl(&filled.probe, errors))?;
    }
    if formatted.is_rewritten {
        rewritten_alike(pieces, &formatted.text)?;
    }
    Ok(formatted.text)
}

fn formatted(text: &str) -> Result<Formatted, Failure> {
    hcl::formatted(text).map_err(|errors| not_hcl(text, errors))
}

fn not_hcl(text: &str, errors: Vec<SyntaxError>) -> Failure {
    let first = errors.into_iter().next();
    let (range, message) = first.map_or((0..0, String::new()), |error| (error.range, error.message));
    Failure { text: text.to_owned(), range, message: format!("not valid HCL: {message}"), help: None }
}

/// Checks that formatting does not depend on a value. It rewrites some strings, such as labels and types
/// of variables.
fn rewritten_alike(pieces: &[Piece], actual: &str) -> Result<(), Failure> {
    let plain = Filled::of(pieces, |substitution| match substitution.form {
        Form::Literal if substitution.written.starts_with('"') => "\"x\"",
        Form::Quoted | Form::Comment => "x",
        _ => &substitution.written,
    });
    let other = formatted(&squeeze(&plain.probe))?.text;
    let structure = |text: &str| -> Vec<(TokenKind, String)> {
        let tokens = tokens(text);
        let words = words(&tokens, text).filter(|word| word.0 != TokenKind::QuotedLiteral);
        words.map(|(kind, word)| (kind, word.to_owned())).collect()
    };
    if structure(actual) == structure(&other) {
        return Ok(());
    }
    Err(plain.fails(0..0, "a value is in a label or a type, where formatting would change it"))
}

/// The stand-in for a value in the probe. Identifiers and references belong to the template.
fn probe_value(substitution: &Substitution) -> &str {
    match substitution.form {
        Form::Literal => "null",
        form if form.is_own_text() => &substitution.written,
        _ => "x",
    }
}

/// Checks that every value is in a place that fits its form.
fn at_home(filled: &Filled, tokens: &[Token]) -> Result<(), Failure> {
    let mut at = 0;
    for place in &filled.places {
        if place.form.is_own_text() {
            continue;
        }
        let (kind, message) = home(place.form);
        let range = &place.probe;
        while tokens.get(at).is_some_and(|token| token.range.end < range.end) {
            at += 1;
        }
        let is_home = tokens.get(at).is_some_and(|token| {
            Some(token.kind) == kind
                && token.range.start <= range.start
                && (place.form != Form::Literal || token.range == *range)
        });
        if !is_home {
            return Err(filled.fails(place.actual.clone(), message));
        }
        if place.form == Form::Quoted && is_in_escape(&filled.actual[..place.actual.start]) {
            let message = "a value follows a backslash, which would turn it into another character";
            return Err(filled.fails(place.actual.clone(), message));
        }
    }
    Ok(())
}

/// The kind of token that a value must be in, and the message if it is not.
fn home(form: Form) -> (Option<TokenKind>, &'static str) {
    match form {
        Form::Quoted => (
            Some(TokenKind::QuotedLiteral),
            "a value is outside quotes (heredocs count as outside): write it with the filter `hcl`, or in a comment with `comment`",
        ),
        Form::Literal => (
            Some(TokenKind::Identifier),
            "a value written with the filter `hcl` is inside quotes, or directly next to a name",
        ),
        Form::Comment => (
            Some(TokenKind::LineComment),
            "a value written with the filter `comment` is not in a `#` comment",
        ),
        _ => (None, "a value is escaped as Markdown: use the filter `hcl` in a snippet"),
    }
}

/// Whether a text ends within an escape sequence: after a backslash, or within the digits of `\u0000`.
fn is_in_escape(before: &str) -> bool {
    let digits = before.bytes().rev().take_while(u8::is_ascii_hexdigit).count();
    let follows_backslash = |text: &str| (text.len() - text.trim_end_matches('\\').len()) % 2 == 1;
    let begins = |digits: usize, letter, all: usize| {
        digits < all && before[..before.len() - digits].strip_suffix(letter).is_some_and(follows_backslash)
    };
    follows_backslash(before) || (0..=digits).any(|digits| begins(digits, 'u', 4) || begins(digits, 'U', 8))
}

/// Checks that the actual text and the probe have the same tokens, apart from values.
fn same_structure(filled: &Filled, actual: &[Token], probe: &[Token]) -> Result<(), Failure> {
    let literals = || filled.places.iter().filter(|place| place.form == Form::Literal);
    let actual = besides(actual, literals().map(|place| &place.actual));
    let probe = besides(probe, literals().map(|place| &place.probe));
    let is_same = |one: &&Token, other: &&Token| {
        let has_value = one.kind == TokenKind::LineComment;
        one.kind == other.kind && (has_value || one.text(&filled.actual) == other.text(&filled.probe))
    };
    let differs = match (actual, probe) {
        (Ok(actual), Ok(probe)) => first_difference(&actual, &probe, is_same).map(|index| {
            actual.get(index).map_or(filled.actual.len()..filled.actual.len(), |token| token.range.clone())
        }),
        (Err(range), _) => Some(range),
        (_, Err(_)) => Some(0..0),
    };
    match differs {
        None => Ok(()),
        Some(range) => Err(filled.fails(range, "a value would change the structure")),
    }
}

/// Whether a literal follows a token that it could be parsed together with. Then the probe must be valid
/// HCL as well.
fn follow_something(filled: &Filled, tokens: &[Token]) -> bool {
    use TokenKind::{
        CloseBrace, CloseBracket, CloseHeredoc, CloseParen, CloseQuote, Identifier, Number, Star,
    };
    let mut literals = filled.places.iter().filter(|place| place.form == Form::Literal);
    let ends = [CloseBracket, CloseBrace, CloseHeredoc, CloseParen, CloseQuote, Identifier, Number, Star];
    let follows = |place: &Place| {
        let index = tokens.partition_point(|token| token.range.start < place.probe.start);
        // In brackets, newlines are blanks.
        let before = tokens[..index]
            .iter()
            .rfind(|token| token.kind != TokenKind::Newline && !token.kind.is_comment());
        before.is_some_and(|token| ends.contains(&token.kind))
    };
    literals.any(follows)
}

/// The tokens without literals and without text in quotes, which may be empty. A token that is only partly
/// in a literal is an error.
fn besides<'t, 'a>(
    tokens: &'t [Token],
    literals: impl Iterator<Item = &'a Range<usize>>,
) -> Result<Vec<&'t Token>, Range<usize>> {
    let mut literals = literals.peekable();
    let mut kept = Vec::new();
    for token in tokens {
        while literals.next_if(|literal| literal.end <= token.range.start).is_some() {}
        match literals.peek() {
            Some(literal) if literal.start < token.range.end => {
                let is_inside = literal.start <= token.range.start && token.range.end <= literal.end;
                if !is_inside {
                    return Err(token.range.clone());
                }
            }
            _ if token.kind == TokenKind::QuotedLiteral => {}
            _ => kept.push(token),
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl::escape_after;

    struct Text(Vec<(Option<Form>, String)>);

    impl Text {
        fn finish(&self) -> Result<String, String> {
            let substitutions: Vec<Substitution> =
                self.0.iter().map(|(form, text)| substitution(*form, text)).collect();
            let pieces: Vec<Piece> = self
                .0
                .iter()
                .zip(&substitutions)
                .map(|((form, text), substitution)| match form {
                    Some(_) => Piece::Value(substitution),
                    None => Piece::Own(text),
                })
                .collect();
            finish(&pieces).map_err(|failure| failure.message)
        }
    }

    fn substitution(form: Option<Form>, text: &str) -> Substitution {
        Substitution {
            form: form.unwrap_or(Form::Raw),
            plain: text.to_owned(),
            written: text.to_owned(),
            own: String::new(),
        }
    }

    fn text(parts: &[(Option<Form>, &str)]) -> Text {
        Text(parts.iter().map(|(form, text)| (*form, (*text).to_owned())).collect())
    }

    const QUOTED: Option<Form> = Some(Form::Quoted);
    const LITERAL: Option<Form> = Some(Form::Literal);
    const COMMENT: Option<Form> = Some(Form::Comment);

    #[test]
    fn values_stand_where_they_belong() {
        let escaped = escape_after("x\"${y}");
        let whole = text(&[
            (None, "a = \""),
            (QUOTED, &escaped),
            (None, "\" # "),
            (COMMENT, "c d"),
            (None, "\nb = "),
            (LITERAL, "[1, \"}\"]"),
            (None, "\nc = \""),
            (QUOTED, ""),
            (None, "\"\n"),
        ]);
        assert_eq!(whole.finish().unwrap(), "a = \"x\\\"$${y}\" # c d\nb = [1, \"}\"]\nc = \"\"\n");
    }

    #[test]
    fn values_elsewhere_are_refused() {
        for (before, form, after, why) in [
            ("a = ", QUOTED, "\n", "outside quotes"),
            ("# ", QUOTED, "\n", "outside quotes"),
            ("a = <<E\n", QUOTED, "\nE\n", "outside quotes"),
            ("a = \"${", QUOTED, "}\"\n", "outside quotes"),
            ("a = \"", LITERAL, "\"\n", "filter `hcl`"),
            ("a = b", LITERAL, "\n", "filter `hcl`"),
            ("# ", LITERAL, "\n", "filter `hcl`"),
            ("a = ", COMMENT, "\n", "filter `comment`"),
            ("/* ", COMMENT, " */\n", "filter `comment`"),
        ] {
            let message = text(&[(None, before), (form, "x"), (None, after)]).finish().unwrap_err();
            assert!(message.contains(why), "{before}…{after}: {message}");
        }
    }

    #[test]
    fn a_seam_that_would_open_something_is_refused() {
        for (before, form, value, after, why) in [
            ("a = \"\\", QUOTED, "\\\" + file(\\\"x\\\")", "\"\n", "follows a backslash"),
            ("a = \"\\u00", QUOTED, "22", "\"\n", "follows a backslash"),
            ("a = \"\\U0000", QUOTED, "0022", "\"\n", "follows a backslash"),
            ("a = \"$", QUOTED, "", "{b}\"\n", "structure"),
            ("a \"", QUOTED, "\\u0024{b}", "\" {}\n", "formatting"),
            ("a ", LITERAL, "\"$${b}\"", " {}\n", "formatting"),
            ("variable \"a\" {\n  type = \"", QUOTED, "string", "\"\n}\n", "formatting"),
            ("variable \"a\" {\n  type = ", LITERAL, "\"list\"", "\n}\n", "formatting"),
            ("a = b ", LITERAL, "[0]", "\n", "not valid HCL"),
            ("a = [b\n", LITERAL, "[0]", "]\n", "not valid HCL"),
            ("a = \"", QUOTED, "\" + b + \"", "\"\n", "structure"),
            ("a = ", LITERAL, "1", ".5\n", "structure"),
            ("a = [", LITERAL, "\"", "]\n", "structure"),
        ] {
            let message = text(&[(None, before), (form, value), (None, after)]).finish().unwrap_err();
            assert!(message.contains(why), "{before}…{after}: {message}");
        }
        assert!(text(&[(None, "a = \"\\\\"), (QUOTED, "n"), (None, "\"\n")]).finish().is_ok());
    }
}
