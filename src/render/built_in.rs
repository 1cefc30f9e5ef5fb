//! The built-in templates.

/// The built-in templates: the path below `templates/`, and the text.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The prefix of built-in templates in `extends`.
pub const BUILT_IN_PREFIX: &str = "builtin/";
