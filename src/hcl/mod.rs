//! HCL, the language of Terraform's files: values as literals, a lexer, a syntax check and a
//! formatter. Pure; knows nothing of AWS or of templates.
//!
//! [`format`] gives the bytes that `terraform fmt` gives, for `.tf`, `.tfvars` and `.tftest.hcl`
//! files alike, but for one thing: Terraform deletes the key of `x[null]`, `x[true]` and `x[false]`, which
//! leaves no HCL, and is kept here. What Terraform cannot parse is a list of [`SyntaxError`]s instead, the same that
//! [`check`] gives.
//!
//! ```
//! let source = "bucket=\"logs\"\nforce_destroy =true\n";
//! let formatted = poolsmith::hcl::format(source).unwrap();
//! assert_eq!(formatted, "bucket        = \"logs\"\nforce_destroy = true\n");
//! ```

mod error;
mod escape;
mod expression;
mod formatter;
pub mod lexer;
mod parser;
mod traversal;
mod unicode;

pub use error::{SyntaxError, line_column};
pub use escape::{escape, escape_after};
pub use expression::{Expression, Piece, is_identifier};
pub use parser::DEPTH_LIMIT;
pub use traversal::is_traversal;

/// Formats a file as `terraform fmt` would.
///
/// # Errors
/// A text that Terraform cannot parse.
pub fn format(source: &str) -> Result<String, Vec<SyntaxError>> {
    let tokens = lexer::tokens(source);
    let body = parser::parse(source, &tokens)?;
    Ok(formatter::format(source, &tokens, &body))
}

/// Formats the bytes of a file; bytes that are no UTF-8 are a syntax error.
///
/// # Errors
/// Bytes that are no UTF-8, or a text that Terraform cannot parse.
pub fn format_bytes(source: &[u8]) -> Result<String, Vec<SyntaxError>> {
    match std::str::from_utf8(source) {
        Ok(source) => format(source),
        Err(error) => {
            let start = error.valid_up_to();
            let length = error.error_len().unwrap_or(source.len() - start);
            let message = "this is not UTF-8";
            Err(vec![SyntaxError::new(start..start + length, message)])
        }
    }
}

/// Checks the syntax of a file, and nothing but the syntax.
///
/// # Errors
/// A text that Terraform cannot parse.
pub fn check(source: &str) -> Result<(), Vec<SyntaxError>> {
    parser::parse(source, &lexer::tokens(source)).map(drop)
}

/// Where a character first stands outside the literal text of a quoted string.
pub fn first_outside_quotes(source: &str, character: char) -> Option<usize> {
    let mut inside = lexer::tokens(source)
        .into_iter()
        .filter(|token| token.kind == lexer::TokenKind::QuotedLiteral)
        .map(|token| token.range)
        .peekable();
    source.match_indices(character).map(|(offset, _)| offset).find(|offset| {
        while inside.next_if(|range| range.end <= *offset).is_some() {}
        !inside.peek().is_some_and(|range| range.contains(offset))
    })
}
