//! The problems that Terraform's output tells.

use crate::verify::Step;

/// A problem that Terraform found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is, such as `Reference to undeclared resource`.
    pub summary: String,
    /// The file, relative to the directory, and the line.
    pub place: Option<(String, usize)>,
}

/// The problems in the output of a step that failed.
///
/// Source: the output of Terraform 1.11.4 and OpenTofu 1.10 without colors: `Error: SUMMARY`, an empty line, and
/// `  on FILE line N, in …`. `fmt -check` lists the files.
pub fn problems(step: Step, output: &str) -> Vec<Problem> {
    let files = |line: &str| line.ends_with(".tf") || line.ends_with(".hcl") || line.ends_with(".tfvars");
    if step == Step::Fmt {
        let unformatted = output.lines().map(str::trim).filter(|line| files(line));
        let not_formatted = |file: &str| Problem {
            summary: "the file is not formatted".to_owned(),
            place: Some((file.to_owned(), 1)),
        };
        let found: Vec<Problem> = unformatted.map(not_formatted).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let mut problems: Vec<Problem> = Vec::new();
    for line in output.lines() {
        if let Some(summary) = line.strip_prefix("Error: ") {
            problems.push(Problem { summary: summary.trim().to_owned(), place: None });
        } else if let Some(problem) = problems.last_mut().filter(|problem| problem.place.is_none()) {
            problem.place = place(line);
        }
    }
    problems
}

/// The place in `  on main.tf line 2, in output "id":` or `  on main.tf line 2:`.
fn place(line: &str) -> Option<(String, usize)> {
    let (file, rest) = line.strip_prefix("  on ")?.split_once(" line ")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((file.to_owned(), rest[..digits].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(step: Step, output: &str) -> Vec<(String, Option<(String, usize)>)> {
        problems(step, output).into_iter().map(|problem| (problem.summary, problem.place)).collect()
    }

    #[test]
    fn an_error_has_a_summary_and_a_place() {
        let output = "\nError: Reference to undeclared resource\n\n  on own.tf line 2, in output \"own\":\n   2:   value = 1\n\nA managed resource …\n\nError: Failed to query available provider packages\n\nCould not …\n";
        let undeclared = ("Reference to undeclared resource".to_owned(), Some(("own.tf".to_owned(), 2)));
        let query = ("Failed to query available provider packages".to_owned(), None);
        assert_eq!(found(Step::Validate, output), [undeclared, query]);
    }

    #[test]
    fn fmt_lists_files() {
        let unformatted =
            ("the file is not formatted".to_owned(), Some(("tests/a.tftest.hcl".to_owned(), 1)));
        assert_eq!(found(Step::Fmt, "tests/a.tftest.hcl\n"), [unformatted]);
        let invalid = "\nError: Invalid expression\n\n  on main.tf line 3:\n";
        assert_eq!(
            found(Step::Fmt, invalid),
            [("Invalid expression".to_owned(), Some(("main.tf".to_owned(), 3)))]
        );
        assert_eq!(found(Step::Init, "no registry\n"), []);
    }
}
