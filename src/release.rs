//! The version of poolsmith, and what each version changes in the files that it generates.

use crate::source::{Code, Diagnostic, Span};
use crate::terraform::Version;

/// The version of this program.
pub const OWN: &str = env!("CARGO_PKG_VERSION");

const CHANGELOG: &str = include_str!("../CHANGELOG.md");

/// The heading of what a version changes in generated files.
const IN_GENERATED_FILES: &str = "### In generated files";

/// The version of this program.
pub fn own() -> Version {
    Version::parse(OWN).expect("Cargo checks the version")
}

/// The error that another version of poolsmith is needed: `reason` says by what, and the span where, if it is in a file.
pub fn other_needed(reason: &str, span: Option<Span>) -> Diagnostic {
    let message = format!("{reason}, and this is poolsmith {OWN}");
    let diagnostic = match span {
        Some(span) => Diagnostic::at(span, Code::OtherPoolsmith, message),
        None => Diagnostic::new(Code::OtherPoolsmith, message),
    };
    diagnostic.help(
        "install it with `cargo install poolsmith --version VERSION` or `pip install poolsmith==VERSION`",
    )
}

/// What the versions after this one, up to this program's, change in generated files, the oldest first: `0.3.0: change`.
pub fn changes_since(version: Version) -> Vec<String> {
    changes_between(CHANGELOG, version, own())
}

fn changes_between(changelog: &str, before: Version, now: Version) -> Vec<String> {
    let sections = changelog.split("\n## ").skip(1).filter_map(|section| {
        let name = section.split_whitespace().next()?;
        Some((Version::parse(name)?, name, section))
    });
    let mut sections: Vec<_> =
        sections.filter(|(version, ..)| *version > before && *version <= now).collect();
    sections.sort_by_key(|(version, ..)| *version);
    let changes = |(_, name, section): (Version, &str, &str)| -> Vec<String> {
        items(section).into_iter().map(|item| format!("{name}: {item}")).collect()
    };
    sections.into_iter().flat_map(changes).collect()
}

/// The items of the list under the heading, each as one line.
fn items(section: &str) -> Vec<String> {
    let lines = section.lines().skip_while(|line| line.trim() != IN_GENERATED_FILES).skip(1);
    let mut items: Vec<String> = Vec::new();
    for line in lines.take_while(|line| !line.starts_with('#')) {
        match (line.strip_prefix("- "), items.last_mut()) {
            (Some(first), _) => items.push(first.trim().to_owned()),
            (None, Some(item)) if !line.trim().is_empty() => {
                item.push(' ');
                item.push_str(line.trim());
            }
            (None, _) => {}
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changes_of_the_versions_in_between_are_found() {
        let changelog = "# Changelog\n\n## 0.3.0 - not released\n\n### In generated files\n\n- One\n  long change.\n- Another.\n\n### Commands\n\n- New.\n\n## 0.2.0\n\n### In generated files\n\n- Old.\n\n## 0.1.0\n\n- First.\n";
        let between = |before, now| changes_between(changelog, before, now);
        let (first, second, third) = (Version::new(0, 1, 0), Version::new(0, 2, 0), Version::new(0, 3, 0));
        assert_eq!(between(first, third), ["0.2.0: Old.", "0.3.0: One long change.", "0.3.0: Another."]);
        assert_eq!(between(first, second), ["0.2.0: Old."]);
        assert!(between(third, third).is_empty() && between(third, first).is_empty());
    }

    #[test]
    fn the_changelog_has_this_version() {
        assert!(CHANGELOG.contains(&format!("\n## {OWN}")), "{OWN} has no section");
        let section = CHANGELOG.split(&format!("\n## {OWN}")).nth(1).unwrap();
        assert!(section.split("\n## ").next().unwrap().contains(IN_GENERATED_FILES));
    }
}
