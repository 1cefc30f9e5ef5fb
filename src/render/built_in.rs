/// The built-in templates: path below `templates/`, and text.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Where a template extends a built-in one, this stands before its path.
pub const BUILT_IN_PREFIX: &str = "builtin/";
