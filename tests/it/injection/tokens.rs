//! What a file of HCL is made of: its structure, and the texts in it.

use poolsmith::hcl::lexer;

/// The tokens besides the text in quotes. A list too long for its line has line ends and a last comma
/// besides, and a key that is an identifier has no quotes: neither is another structure.
pub fn structure(source: &str, string: &str) -> Vec<String> {
    use lexer::TokenKind::{Assign, CloseBracket, Comma, Identifier, Newline, QuotedLiteral};
    let tokens = lexer::tokens(source);
    let tokens: Vec<_> =
        tokens.iter().filter(|token| !matches!(token.kind, Newline | QuotedLiteral)).collect();
    let mut structure = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map(|next| next.kind);
        match (token.kind, next) {
            (Comma, Some(CloseBracket)) => {}
            (Identifier, Some(Assign)) if token.text(source) == string => {
                structure.extend(["\"".to_owned(), "\"".to_owned()])
            }
            _ => structure.push(token.text(source).to_owned()),
        }
    }
    structure
}

/// The texts in quotes, as HCL's specification says what they mean; of one with references in it, what
/// stands around them. A key that is the string and needs no quotes counts as well.
pub fn texts(source: &str, string: &str) -> Vec<String> {
    use lexer::TokenKind::{Assign, CloseQuote, Identifier, OpenQuote, QuotedLiteral};
    let (mut texts, mut open) = (Vec::new(), Vec::new());
    let mut tokens = lexer::tokens(source).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let text = token.text(source);
        match token.kind {
            OpenQuote => open.push(String::new()),
            QuotedLiteral => open.last_mut().expect("an open quote").push_str(&decode(text)),
            CloseQuote => texts.push(open.pop().expect("an open quote")),
            Identifier if text == string && tokens.peek().is_some_and(|next| next.kind == Assign) => {
                texts.push(text.to_owned());
            }
            _ => {}
        }
    }
    texts
}

fn decode(literal: &str) -> String {
    let literal = literal.replace("$${", "\\${").replace("%%{", "\\%{");
    let mut decoded = String::new();
    let mut characters = literal.chars();
    let number = |characters: &mut std::str::Chars, digits: usize| {
        let digits: String = characters.take(digits).collect();
        u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).expect("a character's number")
    };
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' => match characters.next().expect("an escape") {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => number(&mut characters, 4),
                'U' => number(&mut characters, 8),
                itself => itself,
            },
            itself => itself,
        };
        decoded.push(meant);
    }
    decoded
}
