//! The files that `terraform fmt` formats.
//!
//! Source: the observed behavior of `terraform fmt` 1.11.

/// The extensions of files that it formats.
pub const FORMATTED: [&str; 4] = [".tf", ".tfvars", ".tftest.hcl", ".tfmock.hcl"];

/// Whether it formats a file with this name.
pub fn is_formatted(name: &str) -> bool {
    FORMATTED.iter().any(|end| name.ends_with(end))
}

/// Whether it ignores a file or a directory with this name: hidden ones, and backup files of editors.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
