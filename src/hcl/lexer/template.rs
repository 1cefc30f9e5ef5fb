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
            b'\n' | b'\r' => {
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
        if is_lone_carriage_return(rest.as_bytes()) {
            self.leave_line_start();
            return Some(self.take(Invalid, 1));
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

    /// Literal text, up to the end of the line or of the plain text.
    fn heredoc_literal(&mut self) -> Token {
        let rest = self.rest();
        let length = match marked_length(rest) {
            0 => heredoc_text_length(rest.as_bytes()),
            _ if self.parts_line_end() => 2,
            length => length,
        };
        if let Some(Mode::Heredoc { at_line_start, .. }) = self.modes.last_mut() {
            *at_line_start = rest[..length].ends_with('\n');
        }
        self.take(HeredocLiteral, length)
    }

    /// Whether a lone `$` or `%` includes the carriage return after it, as in Terraform, where it affects
    /// widths and allows lines that end in `$\r\r\n`.
    fn parts_line_end(&self) -> bool {
        let (before, rest) = self.source.as_bytes().split_at(self.position);
        !matches!(before, [.., b'$' | b'%'])
            && matches!(rest, [_, b'\r', b'\n', ..] | [_, b'\r', b'\r', b'\n', ..])
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
    (line.trim() == marker && !line.contains('\r')).then_some(line.len())
}

fn sequence_opening(rest: &str) -> Option<TokenKind> {
    match rest.as_bytes() {
        [b'$', b'{', ..] => Some(OpenInterpolation),
        [b'%', b'{', ..] => Some(OpenDirective),
        _ => None,
    }
}

fn quoted_literal_length(rest: &str) -> usize {
    match marked_length(rest) {
        0 => quoted_text_length(rest.as_bytes()),
        length => length,
    }
}

/// The length of a `$` or `%` that does not open a sequence, or of an escaped `$${` or `%%{`. As in
/// Terraform, each is a separate literal, which affects widths and labels.
fn marked_length(rest: &str) -> usize {
    match rest.as_bytes() {
        [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => 3,
        [b'$' | b'%', ..] => 1,
        _ => 0,
    }
}

fn quoted_text_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(&byte) = bytes.get(length) {
        length += match (byte, bytes.get(length + 1)) {
            (b'"' | b'$' | b'%' | b'\r' | b'\n', _) => break,
            (b'\\', Some(next)) if !matches!(next, b'\r' | b'\n') => 2,
            _ => 1,
        }
    }
    length
}

fn heredoc_text_length(bytes: &[u8]) -> usize {
    let is_end = |&byte: &u8| matches!(byte, b'$' | b'%' | b'\r' | b'\n');
    let length = bytes.iter().position(is_end).unwrap_or(bytes.len());
    match &bytes[length..] {
        [b'\n', ..] => length + 1,
        [b'\r', b'\n', ..] => length + 2,
        _ => length,
    }
}

/// Whether the text starts with a carriage return that does not end a line, which is invalid in HCL.
fn is_lone_carriage_return(bytes: &[u8]) -> bool {
    matches!(bytes, [b'\r', next, ..] if *next != b'\n') || bytes == b"\r"
}
