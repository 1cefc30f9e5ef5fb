//! The structure of an HCL file, and its quoted texts.

use poolsmith::hcl::lexer;

/// The tokens without quoted text. Also ignores line breaks and the last comma of long lists, and whether
/// keys are quoted, as these don't change the structure.
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

/// The quoted texts, decoded according to HCL's specification; only the literal parts of those with
/// references. Includes unquoted keys that equal the string.
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
