//! Tokens inside quotes and heredocs: literals, and the openings of sequences.

use super::{Lexer, Mode, Token, TokenKind};
use TokenKind::*;

impl<'s> Lexer<'s> {
    pub(super) fn next_in_quote(&mut self) -> Option<Token> {
        let rest = self.rest();
        match rest.as_bytes().first()? {
            b'"' => {
                self.modes.pop();
                Some(self.take(CloseQuote, 1))
            }
            // An unclosed quote ends with its line, which the parser reports.
            b'\n' => {
                self.modes.pop();
                self.next_in_code()
            }
            _ => match sequence_opening(rest) {
                Some(kind) => Some(self.open_sequence(kind)),
                None => Some(self.take(QuotedLiteral, quoted_literal_length(rest))),
            },
        }
    }

    pub(super) fn next_in_heredoc(&mut self) -> Option<Token> {
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        if let Some(length) = self.heredoc_end() {
            self.modes.pop();
            return Some(self.take(CloseHeredoc, length));
        }
        if let Some(kind) = sequence_opening(rest) {
            self.leave_line_start();
            return Some(self.open_sequence(kind));
        }
        Some(self.heredoc_literal())
    }

    /// The length of the closing marker, if the heredoc ends on this line.
    fn heredoc_end(&self) -> Option<usize> {
        let Some(Mode::Heredoc { marker, at_line_start: true }) = self.modes.last() else {
            return None;
        };
        closing_marker_length(self.rest(), marker)
    }

    fn leave_line_start(&mut self) {
        if let Some(Mode::Heredoc { at_line_start, .. }) = self.modes.last_mut() {
            *at_line_start = false;
        }
    }

    /// Literal lines up to the closing marker or the next sequence.
    fn heredoc_literal(&mut self) -> Token {
        let rest = self.rest();
        let line = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let length = literal_length(&rest[..line], |_| None);
        if let Some(Mode::Heredoc { at_line_start, .. }) = self.modes.last_mut() {
            *at_line_start = length == line;
        }
        self.take(HeredocLiteral, length)
    }

    fn open_sequence(&mut self, kind: TokenKind) -> Token {
        self.modes.push(Mode::Sequence { braces: 0 });
        let length = if self.rest()[2..].starts_with('~') { 3 } else { 2 };
        self.take(kind, length)
    }
}

fn closing_marker_length(rest: &str, marker: &str) -> Option<usize> {
    let line = &rest[..rest.find('\n')?];
    let line = line.strip_suffix('\r').unwrap_or(line);
    (line.trim() == marker).then_some(line.len())
}

fn sequence_opening(rest: &str) -> Option<TokenKind> {
    match rest.as_bytes() {
        [b'$', b'{', ..] => Some(OpenInterpolation),
        [b'%', b'{', ..] => Some(OpenDirective),
        _ => None,
    }
}

fn quoted_literal_length(rest: &str) -> usize {
    literal_length(rest, |bytes| match bytes {
        [b'"' | b'\n', ..] => Some(0),
        [b'\\', b'\n', ..] | [b'\\'] => Some(1),
        [b'\\', ..] => Some(2),
        _ => None,
    })
}

/// The length of a literal: up to a sequence, or to where `special` says 0.
fn literal_length(rest: &str, special: impl Fn(&[u8]) -> Option<usize>) -> usize {
    let bytes = rest.as_bytes();
    let mut length = 0;
    while length < bytes.len() {
        let step = special(&bytes[length..]).unwrap_or_else(|| literal_step(&bytes[length..]));
        if step == 0 {
            break;
        }
        length += step;
    }
    length
}

/// How far one step through literal text goes: not at all into a sequence, and
/// over `$${` and `%%{`, which stand for `${` and `%{`, at once.
fn literal_step(bytes: &[u8]) -> usize {
    match bytes {
        [b'$', b'{', ..] | [b'%', b'{', ..] => 0,
        [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => 3,
        _ => 1,
    }
}
