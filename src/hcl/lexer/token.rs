//! Tokens and their kinds.

use std::ops::Range;

/// One lexical element of a source, with the bytes it covers.
///
/// Only blanks between tokens are not part of a token. The token of a character therefore determines
/// whether it is in code, in a comment, in a quoted string or in a heredoc.
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

    /// Whether it is neither a newline nor a comment.
    pub fn is_word(&self) -> bool {
        self.kind != TokenKind::Newline && !self.kind.is_comment()
    }
}

/// The kinds of token, named as the HCL specification names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `\n` or `\r\n`.
    Newline,
    /// `# …` or `// …`, without the newline.
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
    /// `<<NAME` or `<<-NAME`, with the newline.
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
    /// Invalid text, such as a stray character or an unclosed comment.
    Invalid,
}

impl TokenKind {
    /// Whether the token is a comment of either form.
    pub fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::InlineComment)
    }

    /// 1 if the token opens a bracket, -1 if it closes one. Template sequences count as brackets.
    pub fn bracket_balance(self) -> isize {
        use TokenKind::*;
        match self {
            OpenBrace | OpenBracket | OpenParen | OpenInterpolation | OpenDirective => 1,
            CloseBrace | CloseBracket | CloseParen | CloseTemplate => -1,
            _ => 0,
        }
    }
}
