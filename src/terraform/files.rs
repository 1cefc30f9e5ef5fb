//! The files that `terraform fmt` formats.
//!
//! Source: the observed behavior of `terraform fmt` 1.11; Terraform 1.14, "Query files" (`.tfquery.hcl`); OpenTofu, "Files and
//! Directories" (`.tofu`, `.tofutest.hcl`).

/// The extensions of files that it formats.
pub const FORMATTED: [&str; 7] =
    [".tf", ".tfvars", ".tftest.hcl", ".tfmock.hcl", ".tfquery.hcl", ".tofu", ".tofutest.hcl"];

/// Whether it formats a file with this name.
pub fn is_formatted(name: &str) -> bool {
    FORMATTED.iter().any(|end| name.ends_with(end))
}

/// Whether it ignores a file or a directory with this name: hidden ones, and backup files of editors.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
