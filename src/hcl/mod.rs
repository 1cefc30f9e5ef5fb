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

mod bytes;
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

pub use bytes::format_bytes;
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

/// Checks the syntax of a file.
///
/// # Errors
/// A text that Terraform can't parse.
pub fn check(source: &str) -> Result<(), Vec<SyntaxError>> {
    parser::parse(source, &lexer::tokens(source)).map(drop)
}
