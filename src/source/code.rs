//! Error codes.

mod define;
mod list;

pub use list::Code;

use std::fmt;

use super::Severity;

impl Code {
    /// Whether it is an error: nothing is written, and the exit code is 2.
    pub fn is_error(self) -> bool {
        self.as_str().starts_with('E')
    }

    /// Whether it is about a difference between the workspace and its inputs, which `check` finds.
    pub fn is_difference(self) -> bool {
        self.as_str().starts_with('F')
    }

    /// Whether it is a finding about the inputs, which are legal, but dangerous or useless.
    pub fn is_finding(self) -> bool {
        self.as_str().starts_with('S')
    }

    /// Whether it is a warning that nothing in the inputs does something.
    pub fn is_about_absence(self) -> bool {
        [Self::Unreachable, Self::UnknownPrincipalTag].contains(&self)
    }

    /// Its severity.
    pub fn severity(self) -> Severity {
        let is_error = self.is_error() || self.is_difference();
        self.own_severity().unwrap_or(if is_error { Severity::Error } else { Severity::Warning })
    }

    /// The group of codes that it belongs to.
    pub fn family(self) -> &'static str {
        match &self.as_str()[..3] {
            "E00" => "files",
            "E01" => "inputs",
            "E02" => "values",
            "E03" => "meaning",
            "E04" => "workspace",
            "E05" => "templates",
            "F00" => "findings",
            "W00" => "warnings",
            _ => "security",
        }
    }

    /// Finds a code by its text or by the name of its rule.
    pub fn find(text: &str) -> Option<Self> {
        let is_it = |code: &&Self| code.as_str().eq_ignore_ascii_case(text) || code.name() == text;
        Self::ALL.iter().find(is_it).copied()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are no longer used. They are not reused.
    const UNUSED: [&str; 3] = ["E0315", "W0024", "W0027"];

    #[test]
    fn codes_are_in_order_and_without_gaps() {
        for pair in Code::ALL.windows(2) {
            let [one, next] = [pair[0].as_str(), pair[1].as_str()];
            let [number, digits] = [one[1..].parse::<usize>().unwrap(), one.len() - 1];
            let following = format!("{}{:0digits$}", &one[..1], number + 1);
            let begins_family = one[..3] != next[..3] && next.ends_with("01");
            assert!(following == next || begins_family || UNUSED.contains(&&*following), "{one} {next}");
        }
    }

    #[test]
    fn a_rule_is_found_by_either_name() {
        for code in Code::ALL {
            assert_eq!(Code::find(code.as_str()), Some(*code));
            assert_eq!(Code::find(code.name()), Some(*code));
        }
        assert_eq!(Code::find("e0101"), Some(Code::UnknownKey));
        assert_eq!(Code::find("E9999"), None);
    }
}
