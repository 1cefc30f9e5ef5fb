//! Unified diffs.

use similar::TextDiff;

use crate::report::escape;

/// The number of lines of context around a change.
const CONTEXT: usize = 3;

/// A unified diff that `patch` and `git apply` accept.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let name = |prefix: &str, text: &str| {
        if text.is_empty() { "/dev/null".to_owned() } else { format!("{prefix}/{path}") }
    };
    let mut unified = diff.unified_diff();
    unified.context_radius(CONTEXT).header(&name("a", old), &name("b", new)).to_string()
}

/// A diff as it is printed. Escaping would break a patch, so a diff with a line that could affect a
/// terminal or a CI log is replaced by a comment, which `git apply` ignores.
pub fn shown_diff(path: &str, diff: String) -> String {
    let is_header =
        |line: &str| line.starts_with("--- ") || line.starts_with("+++ ") || line.starts_with("@@ ");
    let is_active = |line: &&str| {
        escape::is_active(if is_header(line) { line } else { line.trim_start_matches(['+', '-']) })
    };
    match diff.split('\n').filter(is_active).count() {
        0 => diff,
        count => format!(
            "# {}: diff not shown, because {count} of its lines contain control characters, invisible characters or CI commands\n",
            escape::line(path)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{shown_diff, unified};

    #[test]
    fn a_diff_that_could_act_is_not_shown() {
        let plain = unified("a.tf", "1\r\n2\n", "1\r\n3\n");
        assert_eq!(shown_diff("a.tf", plain.clone()), plain);
        for line in ["\u{1b}[2J", " ::stop-commands::x", "x ##[group]", "\u{202E}", "a\rb"] {
            for (old, new) in [("", line), (line, ""), (&*format!("{line}\n1"), &*format!("{line}\n2"))] {
                let shown =
                    shown_diff("a\u{1b}.tf", unified("a.tf", &format!("x\n{old}\n"), &format!("x\n{new}\n")));
                assert!(
                    shown.starts_with("# a\\u{1b}.tf: diff not shown") && shown.lines().count() == 1,
                    "{shown}"
                );
            }
        }
    }

    #[test]
    fn a_change_is_shown_with_its_context() {
        let shown = unified("a.tf", "1\n2\n3\n", "1\n4\n3\n");
        assert_eq!(shown, "--- a/a.tf\n+++ b/a.tf\n@@ -1,3 +1,3 @@\n 1\n-2\n+4\n 3\n");
        assert!(unified("a.tf", "", "1\n").starts_with("--- /dev/null\n+++ b/a.tf\n"));
        assert_eq!(unified("a.tf", "1\n", "1\n"), "");
    }
}
