//! References such as `aws_s3_bucket.files["main"].arn`.

use super::lexer::{Token, TokenKind, tokens};

/// A reference: a name, followed by attributes and indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traversal<'a> {
    /// The name at the start: `aws_s3_bucket`, `var`, `module`.
    pub root: &'a str,
    /// What follows it; never empty.
    pub steps: Vec<Step<'a>>,
}

/// A step of a [`Traversal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `[0]` or `["key"]`, with the brackets.
    Index(&'a str),
    /// `[*]` or `.*`: the rest applies to each element of a list.
    Splat,
}

impl<'a> Traversal<'a> {
    /// Parses a reference. A name alone is not one, nor is any other expression.
    pub fn parse(text: &'a str) -> Option<Self> {
        let tokens = tokens(text);
        // Blanks are not part of tokens, so a gap between tokens is a blank.
        let covered: usize = tokens.iter().map(|token| token.range.len()).sum();
        match &tokens[..] {
            [root, rest @ ..] if root.kind == TokenKind::Identifier && covered == text.len() => {
                let steps = steps(rest, text)?;
                (!steps.is_empty()).then(|| Self { root: root.text(text), steps })
            }
            _ => None,
        }
    }
}

/// Whether a text is just a reference, such as `aws_s3_bucket.files["main"].arn`.
pub fn is_traversal(text: &str) -> bool {
    Traversal::parse(text).is_some()
}

fn steps<'a>(mut tokens: &[Token], text: &'a str) -> Option<Vec<Step<'a>>> {
    let mut found = Vec::new();
    while !tokens.is_empty() {
        let (step, length) = step(tokens, text)?;
        found.push(step);
        tokens = &tokens[length..];
    }
    Some(found)
}

/// The first step, and the number of its tokens.
fn step<'a>(tokens: &[Token], text: &'a str) -> Option<(Step<'a>, usize)> {
    use TokenKind::{
        CloseBracket, CloseQuote, Dot, Identifier, Number, OpenBracket, OpenQuote, QuotedLiteral, Star,
    };
    let kinds: Vec<TokenKind> = tokens.iter().take(5).map(|token| token.kind).collect();
    let index = |length: usize| Step::Index(&text[tokens[0].range.start..tokens[length - 1].range.end]);
    match &kinds[..] {
        [Dot, Identifier, ..] => Some((Step::Attribute(tokens[1].text(text)), 2)),
        [Dot, Star, ..] => Some((Step::Splat, 2)),
        [OpenBracket, Star, CloseBracket, ..] => Some((Step::Splat, 3)),
        [OpenBracket, Number, CloseBracket, ..] => Some((index(3), 3)),
        [OpenBracket, OpenQuote, QuotedLiteral, CloseQuote, CloseBracket, ..] => Some((index(5), 5)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Traversal, is_traversal};

    #[test]
    fn a_reference_is_taken_apart() {
        let reference = Traversal::parse("aws_s3_bucket.files[\"main\"].arn").unwrap();
        assert_eq!(reference.root, "aws_s3_bucket");
        let steps = [Step::Attribute("files"), Step::Index("[\"main\"]"), Step::Attribute("arn")];
        assert_eq!(reference.steps, steps);
        assert_eq!(Traversal::parse("a.*[*]").unwrap().steps, [Step::Splat, Step::Splat]);
    }

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
