//! HCL, the language of Terraform files: literals, a lexer, a parser and a formatter. Pure, and
//! independent of AWS and templates.
//!
//! [`format()`] returns the same bytes as `terraform fmt` for `.tf`, `.tfvars` and `.tftest.hcl` files, with
//! one exception: Terraform deletes the keys of `x[null]`, `x[true]` and `x[false]`, which results in
//! invalid HCL, and this formatter keeps them. If Terraform can't parse a file, [`format()`] and [`check`]
//! return the [`SyntaxError`]s.
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
mod outline;
mod parser;
mod traversal;
mod unicode;
mod value;

pub use error::{SyntaxError, line_column};
pub use escape::{escape, escape_after};
pub use expression::{Expression, Piece, is_identifier};
pub use formatter::Formatted;
pub use outline::{TopLevelBlock, top_level_blocks};
pub use parser::DEPTH_LIMIT;
pub use traversal::{Step, Traversal, is_traversal};
pub use value::{ParsedFile, Value};

/// Formats a file as `terraform fmt` would.
///
/// # Errors
/// A text that Terraform can't parse.
pub fn format(source: &str) -> Result<String, Vec<SyntaxError>> {
    Ok(formatted(source)?.text)
}

/// Formats a file as `terraform fmt` would, and tells whether tokens were rewritten.
///
/// # Errors
/// A text that Terraform can't parse.
pub fn formatted(source: &str) -> Result<Formatted, Vec<SyntaxError>> {
    let tokens = lexer::tokens(source);
    let body = parser::parse(source, &tokens)?;
    Ok(formatter::format(source, &tokens, &body))
}

/// Formats the bytes of a file. Invalid UTF-8 is a syntax error.
///
/// # Errors
/// Invalid UTF-8, or a text that Terraform can't parse.
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

/// Checks the syntax of a file.
///
/// # Errors
/// A text that Terraform can't parse.
pub fn check(source: &str) -> Result<(), Vec<SyntaxError>> {
    parser::parse(source, &lexer::tokens(source)).map(drop)
}
