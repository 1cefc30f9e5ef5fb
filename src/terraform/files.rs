//! Which files Terraform formats.
//!
//! Source: Terraform 1.11, `terraform fmt`, as it was seen to behave.

/// The ends of the names of files that it formats.
pub const FORMATTED: [&str; 4] = [".tf", ".tfvars", ".tftest.hcl", ".tfmock.hcl"];

/// Whether it formats a file of that name.
pub fn is_formatted(name: &str) -> bool {
    FORMATTED.iter().any(|end| name.ends_with(end))
}

/// Whether it passes over a file or a directory of that name: hidden ones, and those that editors leave.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
