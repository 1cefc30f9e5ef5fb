//! Tokens and their kinds.

use std::ops::Range;

/// One lexical element of a source, with the bytes it covers.
///
/// Blanks between tokens belong to no token; everything else does, so a
/// character's token tells where it stands: in code, in a comment, in a quoted
/// string or in a heredoc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What the token is.
    pub kind: TokenKind,
    /// The bytes of the source it covers.
    pub range: Range<usize>,
}

impl Token {
    /// The token's text in the source it was read from.
    pub fn text<'s>(&self, source: &'s str) -> &'s str {
        &source[self.range.clone()]
    }
}

/// The kinds of token, named as the HCL specification names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `\n` or `\r\n`.
    Newline,
    /// `# …` or `// …`, without the end of its line.
    LineComment,
    /// `/* … */`.
    InlineComment,
    /// A name or keyword.
    Identifier,
    /// A decimal number, without sign.
    Number,
    /// `"` at the start of a quoted template.
    OpenQuote,
    /// `"` at the end of a quoted template.
    CloseQuote,
    /// Literal text in a quoted template, escapes included.
    QuotedLiteral,
    /// `<<NAME` or `<<-NAME` with the end of its line.
    OpenHeredoc,
    /// The marker that ends a heredoc, with the blanks around it.
    CloseHeredoc,
    /// Literal text in a heredoc.
    HeredocLiteral,
    /// `${` or `${~`.
    OpenInterpolation,
    /// `%{` or `%{~`.
    OpenDirective,
    /// `}` or `~}` at the end of an interpolation or a directive.
    CloseTemplate,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `=`
    Assign,
    /// `=>`
    Arrow,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `...`
    Ellipsis,
    /// `?`
    Question,
    /// `:`
    Colon,
    /// `::`
    DoubleColon,
    /// `!`
    Not,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// Any operator that is only ever binary: `+ / % == != < <= > >= && ||`.
    BinaryOperator,
    /// What is no part of the language: a stray character, an unclosed comment.
    Invalid,
}

impl TokenKind {
    /// Whether the token is a comment of either form.
    pub fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::InlineComment)
    }

    /// How many brackets the token leaves open: 1 if it opens one, -1 if it
    /// closes one. Those of template sequences are brackets like all others.
    pub fn bracket_balance(self) -> isize {
        use TokenKind::*;
        match self {
            OpenBrace | OpenBracket | OpenParen | OpenInterpolation | OpenDirective => 1,
            CloseBrace | CloseBracket | CloseParen | CloseTemplate => -1,
            _ => 0,
        }
    }
}
