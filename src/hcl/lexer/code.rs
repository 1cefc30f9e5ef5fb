//! Tokens outside quotes and heredocs.

use super::super::unicode::{continues_identifier, starts_identifier};
use super::{Lexer, Mode, Token, TokenKind};
use TokenKind::*;

/// The operators, each before its prefixes.
const OPERATORS: &[(&str, TokenKind)] = &[
    ("...", Ellipsis),
    ("=>", Arrow),
    ("==", BinaryOperator),
    ("!=", BinaryOperator),
    ("<=", BinaryOperator),
    (">=", BinaryOperator),
    ("&&", BinaryOperator),
    ("||", BinaryOperator),
    ("::", DoubleColon),
    ("=", Assign),
    (",", Comma),
    (".", Dot),
    ("?", Question),
    (":", Colon),
    ("!", Not),
    ("-", Minus),
    ("*", Star),
    ("+", BinaryOperator),
    ("/", BinaryOperator),
    ("%", BinaryOperator),
    ("<", BinaryOperator),
    (">", BinaryOperator),
    ("[", OpenBracket),
    ("]", CloseBracket),
    ("(", OpenParen),
    (")", CloseParen),
];

impl<'s> Lexer<'s> {
    pub(super) fn next_in_code(&mut self) -> Option<Token> {
        self.position += leading(self.rest(), |c| matches!(c, ' ' | '\t'));
        let first = self.rest().chars().next()?;
        Some(match first {
            '\n' => self.take(Newline, 1),
            '\r' if self.rest().starts_with("\r\n") => self.take(Newline, 2),
            '"' => self.open_quote(),
            '#' => self.line_comment(),
            '/' if self.rest().starts_with("//") => self.line_comment(),
            '/' if self.rest().starts_with("/*") => self.inline_comment(),
            '<' if self.rest().starts_with("<<") => self.open_heredoc_or_compare(),
            '{' => self.open_brace(),
            '}' => self.close_brace(),
            '~' if self.closes_sequence() => self.close_sequence(2),
            '0'..='9' => self.take(Number, number_length(self.rest())),
            c if starts_identifier(c) => self.take(Identifier, leading(self.rest(), continues_identifier)),
            c => self.operator(c),
        })
    }

    fn operator(&mut self, first: char) -> Token {
        let rest = self.rest();
        match OPERATORS.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
            Some((spelling, kind)) => self.take(*kind, spelling.len()),
            None => self.take(Invalid, first.len_utf8()),
        }
    }

    fn open_quote(&mut self) -> Token {
        self.modes.push(Mode::Quote);
        self.take(OpenQuote, 1)
    }

    fn line_comment(&mut self) -> Token {
        let rest = self.rest();
        let length = match rest.find('\n') {
            Some(end) if rest[..end].ends_with('\r') => end - 1,
            Some(end) => end,
            None => rest.len(),
        };
        self.take(LineComment, length)
    }

    fn inline_comment(&mut self) -> Token {
        match self.rest()[2..].find("*/") {
            Some(length) => self.take(InlineComment, length + 4),
            None => self.take(Invalid, self.rest().len()),
        }
    }

    /// `<<NAME`, or else the first of two less-than signs, as in `a <<<NAME`.
    fn open_heredoc_or_compare(&mut self) -> Token {
        let Some((marker, length)) = heredoc_introduction(self.rest()) else {
            return self.take(BinaryOperator, 1);
        };
        self.modes.push(Mode::Heredoc { marker, at_line_start: true });
        self.take(OpenHeredoc, length)
    }

    fn open_brace(&mut self) -> Token {
        if let Some(Mode::Sequence { braces }) = self.modes.last_mut() {
            *braces += 1;
        }
        self.take(OpenBrace, 1)
    }

    fn close_brace(&mut self) -> Token {
        match self.modes.last_mut() {
            Some(Mode::Sequence { braces: 0 }) => return self.close_sequence(1),
            Some(Mode::Sequence { braces }) => *braces -= 1,
            _ => {}
        }
        self.take(CloseBrace, 1)
    }

    fn closes_sequence(&self) -> bool {
        self.rest().starts_with("~}") && matches!(self.modes.last(), Some(Mode::Sequence { braces: 0 }))
    }

    fn close_sequence(&mut self, length: usize) -> Token {
        self.modes.pop();
        self.take(CloseTemplate, length)
    }
}

/// The marker of `<<NAME` or `<<-NAME`, and the length up to the next line.
fn heredoc_introduction(rest: &str) -> Option<(&str, usize)> {
    let after = &rest[2..];
    let after = after.strip_prefix('-').unwrap_or(after);
    after.chars().next().filter(|c| starts_identifier(*c))?;
    let (marker, after) = after.split_at(leading(after, continues_identifier));
    let after = after.strip_prefix('\r').unwrap_or(after);
    let after = after.strip_prefix('\n')?;
    Some((marker, rest.len() - after.len()))
}

/// The length of a number: digits, and any fractions and exponents.
///
/// The parser rejects numbers with several of them.
fn number_length(rest: &str) -> usize {
    let mut length = digits(rest);
    loop {
        match number_part_length(&rest[length..]) {
            0 => return length,
            part => length += part,
        }
    }
}

/// The length of a fraction such as `.5`, or of an exponent such as `e-5`.
fn number_part_length(rest: &str) -> usize {
    let unsigned = match rest.as_bytes() {
        [b'.', ..] | [b'e' | b'E', b'0'..=b'9', ..] => &rest[1..],
        [b'e' | b'E', b'+' | b'-', ..] => &rest[2..],
        _ => return 0,
    };
    match digits(unsigned) {
        0 => 0,
        length => rest.len() - unsigned.len() + length,
    }
}

fn digits(rest: &str) -> usize {
    leading(rest, |c| c.is_ascii_digit())
}

/// The number of bytes at the start that satisfy a condition.
fn leading(rest: &str, condition: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !condition(c)).unwrap_or(rest.len())
}
