//! Paths in the workspace, with `/` between their segments.

use std::path::Path;

use crate::inputs::layout::environment_and_file;

/// The path of a file in the workspace, relative to the current directory, for messages.
pub fn in_workspace(root: &Path, path: &str) -> String {
    let root = root.strip_prefix(".").unwrap_or(root);
    root.join(path).to_string_lossy().replace('\\', "/")
}

/// The environment whose directory contains a file.
pub fn environment(path: &str) -> Option<&str> {
    environment_and_file(path).map(|(environment, _)| environment)
}

/// The parent directories of a file within the workspace, outermost first.
pub fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Whether a path is inside the workspace. Paths that were read from a file can't be trusted.
pub fn is_inside(path: &str) -> bool {
    let is_name = |segment: &str| !matches!(segment, "" | "." | "..");
    !path.contains(['\\', ':', '\0']) && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn nothing_leads_out() {
        for path in ["a", "a/b.tf", ".gitignore", "a/..b/c"] {
            assert!(is_inside(path), "{path}");
        }
        for path in
            ["", "/", "/etc/passwd", "..", "../a", "a/../b", "a//b", "./a", "a/", "C:\\a", "a\\..\\b", "a\0b"]
        {
            assert!(!is_inside(path), "{path}");
        }
    }
}
