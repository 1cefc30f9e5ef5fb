//! References such as `aws_s3_bucket.files["main"].arn`.

use super::lexer::{TokenKind, tokens};

/// Whether a text is just a reference: a name followed by attributes or indexes, such as
/// `aws_s3_bucket.files["main"].arn`. A name alone is not a reference.
pub fn is_traversal(text: &str) -> bool {
    let tokens = tokens(text);
    // Blanks are not part of tokens, so a gap between tokens is a blank.
    let covered: usize = tokens.iter().map(|token| token.range.len()).sum();
    let kinds: Vec<TokenKind> = tokens.iter().map(|token| token.kind).collect();
    match &kinds[..] {
        [TokenKind::Identifier, steps @ ..] => covered == text.len() && !steps.is_empty() && are_steps(steps),
        _ => false,
    }
}

/// Any number of `.name`, `[0]`, `["key"]`, `[*]` and `.*`.
fn are_steps(mut kinds: &[TokenKind]) -> bool {
    use TokenKind::{
        CloseBracket, CloseQuote, Dot, Identifier, Number, OpenBracket, OpenQuote, QuotedLiteral, Star,
    };
    loop {
        kinds = match kinds {
            [] => return true,
            [Dot, Identifier | Star, rest @ ..] => rest,
            [OpenBracket, Number | Star, CloseBracket, rest @ ..] => rest,
            [OpenBracket, OpenQuote, QuotedLiteral, CloseQuote, CloseBracket, rest @ ..] => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::is_traversal;

    #[test]
    fn references_and_nothing_else() {
        for text in [
            "a.b",
            "aws_cognito_user_pool.main.id",
            "var.x[0]",
            "module.a.b[\"k\"].c",
            "data.x.y[*].id",
            "local.a-b",
        ] {
            assert!(is_traversal(text), "{text}");
        }
        for text in [
            "",
            "a",
            "a.",
            ".a",
            "a b",
            "a.b c.d",
            "a.b\n",
            "a.b\n}\nresource",
            "f(x).y",
            "a.b + 1",
            "a[b.c]",
            "\"a\".b",
            "a.b # x",
            "a[\"${b}\"].c",
            "a.b}",
            "1.a",
            "a..b",
            " a.b",
            "a.\u{e000}b",
        ] {
            assert!(!is_traversal(text), "{text:?}");
        }
    }
}
