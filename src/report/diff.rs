use similar::TextDiff;

/// The lines of context around a change.
const CONTEXT: usize = 3;

/// A change of a file as a unified diff, as `patch` and `git apply` take it.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let name = |prefix: &str, text: &str| {
        if text.is_empty() { "/dev/null".to_owned() } else { format!("{prefix}/{path}") }
    };
    let mut unified = diff.unified_diff();
    unified.context_radius(CONTEXT).header(&name("a", old), &name("b", new)).to_string()
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_change_is_shown_with_its_context() {
        let shown = unified("a.tf", "1\n2\n3\n", "1\n4\n3\n");
        assert_eq!(shown, "--- a/a.tf\n+++ b/a.tf\n@@ -1,3 +1,3 @@\n 1\n-2\n+4\n 3\n");
        assert!(unified("a.tf", "", "1\n").starts_with("--- /dev/null\n+++ b/a.tf\n"));
        assert_eq!(unified("a.tf", "1\n", "1\n"), "");
    }
}
