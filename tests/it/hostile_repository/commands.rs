//! All commands, and the properties of their output.

use poolsmith::source::is_hidden;

use crate::hostile_repository::world::{Run, SECRET, World};
use crate::support::NEW;

/// All commands, in each variant that reads or writes differently.
pub const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "github"],
    &["diff"],
    &["diff", "--all", "--format", "json"],
    &["generate", "--dry-run"],
    &["generate"],
    &["generate", "--restore", "--environment", "dev"],
    &["generate", "--conflict", "markers"],
    &["generate", "--conflict", "theirs", "--restore"],
    &["generate", "--conflict", "ours", "--format", "json"],
    &["generate", "--out", "elsewhere"],
    &["fmt", "--check"],
    &["fmt", "--diff"],
    &["fmt"],
    &["generate", "--dry-run", "--format", "github"],
    &["fmt", "--check", "--format", "sarif"],
    &["templates", "list"],
    &["templates", "list", "--format", "json"],
    &["rule", "E0101"],
    &["templates", "export"],
    &["schema"],
    &["explain"],
    &["explain", "--format", "mermaid"],
    &["test", "--format", "junit"],
    &["report"],
    &["report", "--format", "json", "--html", "access.html"],
    &NEW,
];

/// The commands that write, with the flags that write most.
pub const WRITING: &[&[&str]] = &[
    &["generate", "--conflict", "theirs", "--restore", "--out", "elsewhere"],
    &["generate", "--conflict", "theirs", "--restore"],
    &["fmt"],
    &["templates", "export"],
    &NEW,
];

/// The commands with the most output, in every format.
pub const SAYING: &[&[&str]] = &[
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "sarif"],
    &["check", "--format", "github"],
    &["diff", "--all"],
    &["generate", "--format", "json"],
    &["fmt", "--diff"],
    &["report"],
    &["explain"],
    &["explain", "--format", "markdown"],
    &["test", "--format", "junit"],
];

/// Renders every example, which takes as long as all other commands together.
pub const TEMPLATES_CHECK: &[&[&str]] = &[&["templates", "check", "pack"]];

/// Plants something hostile in a valid repository, and asserts that commands are safe. Returns their output.
pub fn assert_harmless(say: &str, commands: &[&[&str]], plant: impl FnOnce(&World)) -> String {
    assert_harmless_with(say, commands, &[], plant)
}

/// The same with environment variables.
pub fn assert_harmless_with(
    say: &str,
    commands: &[&[&str]],
    environment: &[(&str, &str)],
    plant: impl FnOnce(&World),
) -> String {
    let world = World::new();
    plant(&world);
    let mut said = String::new();
    for command in commands {
        let run = world.run_with(command, environment);
        let say = format!("{say}: {}", command.join(" "));
        assert_safe(&run, command, &say);
        world.assert_untouched(&say);
        said.push_str(&run.stdout);
        said.push_str(&run.stderr);
    }
    said
}

/// Asserts the properties of all output.
pub fn assert_safe(run: &Run, command: &[&str], say: &str) {
    assert!(matches!(run.code, Some(0..=2)), "{say}: {:?}\n{}", run.code, run.stderr);
    let is_github = command.contains(&"github");
    for (text, may_be_command) in [(&run.stdout, is_github), (&run.stderr, false)] {
        assert!(!text.contains(SECRET), "{say}: a secret is printed\n{text}");
        assert!(!text.contains("panicked") && !text.contains("E0501"), "{say}\n{text}");
        let hidden = text.chars().find(|character| is_hidden(*character) || *character == '\r');
        assert_eq!(hidden, None, "{say}\n{text}");
        assert!(!text.contains("##["), "{say}: a command of a CI log\n{text}");
        for line in text.lines() {
            let is_command = line.trim_start().starts_with("::");
            let is_ours = may_be_command
                && (line.starts_with("::error ") || line.starts_with("::warning "))
                && line.split("::").nth(1).is_some_and(|command| command.contains("title=poolsmith "));
            assert!(!is_command || is_ours, "{say}: a command of a CI log\n{text}");
        }
    }
}
