//! The built-in templates.

/// The built-in templates: the path below `templates/`, and the text.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// SHA-256 of the built-in templates and grant kinds in hexadecimal.
pub const BUILT_IN_DIGEST: &str = include!(concat!(env!("OUT_DIR"), "/templates_digest.rs"));

/// The prefix of built-in templates in `extends`.
pub const BUILT_IN_PREFIX: &str = "builtin/";
