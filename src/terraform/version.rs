//! Versions, and constraints on them.
//!
//! Source: Terraform language, "Version Constraints", and the behavior of Terraform 1.11.4.

use std::fmt;

use crate::aws::{Refusal, Rule, is};
use crate::source::Code;

/// A version of Terraform or of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// The lowest version.
    pub const ZERO: Self = Self::new(0, 0, 0);

    /// A version.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// The version in a text such as `1.11.4` or `1.12.0-rc1`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(['.', '-', '+']).map(|number| number.parse().ok());
        Some(Self::new(numbers.next()??, numbers.next()??, numbers.next()??))
    }

    /// The next version that there could be.
    const fn next(self) -> Self {
        Self { patch: self.patch.saturating_add(1), ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 { write!(formatter, ".{}", self.patch) } else { Ok(()) }
    }
}

/// The rule for constraints on the versions of a provider.
pub const PROVIDER_CONSTRAINT: Rule = Rule {
    what: "a valid version constraint",
    accepted: "one or more conditions separated by commas, such as `>= 1.10` or `>= 5.79, < 7.0`",
    code: Code::BadVersionConstraint,
    pattern: r"\s*(=|!=|>=?|<=?|~>)?\s*[0-9]+(\.[0-9]+){0,2}(-[0-9A-Za-z.-]+)?\s*(,\s*(=|!=|>=?|<=?|~>)?\s*[0-9]+(\.[0-9]+){0,2}(-[0-9A-Za-z.-]+)?\s*)*",
    test: |text| conditions(text).is_some(),
};

/// The rule for constraints on the version of Terraform, which accepts no pre-releases here.
pub const TERRAFORM_CONSTRAINT: Rule = Rule {
    pattern: r"\s*(=|!=|>=?|<=?|~>)?\s*[0-9]+(\.[0-9]+){0,2}\s*(,\s*(=|!=|>=?|<=?|~>)?\s*[0-9]+(\.[0-9]+){0,2}\s*)*",
    accepted: "one or more conditions separated by commas, such as `>= 1.10` or `>= 1.10, < 2.0`, without pre-releases such as 1.11.0-rc1",
    test: |text| conditions(text).is_some_and(|all| all.iter().all(|condition| !condition.is_pre_release)),
    ..PROVIDER_CONSTRAINT
};

/// A version constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionConstraint {
    text: String,
    conditions: Vec<Condition>,
}

impl VersionConstraint {
    /// Checks a constraint.
    ///
    /// # Errors
    /// The text does not follow the rule.
    pub fn parse(text: &str, rule: &Rule) -> Result<Self, Refusal> {
        rule.check(text)?;
        Ok(Self { text: text.to_owned(), conditions: conditions(text).unwrap_or_default() })
    }

    /// Any version from this one.
    pub fn from(lowest: Version) -> Self {
        let numbers = vec![lowest.major, lowest.minor, lowest.patch];
        let condition = Condition { operator: Operator::GreaterOrEqual, numbers, is_pre_release: false };
        Self { text: format!(">= {lowest}"), conditions: vec![condition] }
    }

    /// The lowest version that it admits, if there is any.
    pub fn lowest(&self) -> Option<Version> {
        let bounds = self.conditions.iter().map(Condition::lower_bound);
        let mut lowest = bounds.max().unwrap_or(Version::ZERO);
        while self.conditions.iter().any(|condition| condition.excludes(lowest)) {
            lowest = lowest.next();
        }
        self.admits(lowest).then_some(lowest)
    }

    /// Whether it admits a version.
    pub fn admits(&self, version: Version) -> bool {
        self.conditions.iter().all(|condition| condition.admits(version))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    operator: Operator,
    /// One to three numbers.
    numbers: Vec<u32>,
    is_pre_release: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Pessimistic,
}

/// The operators as they are written; one that starts like another comes first.
const OPERATORS: [(&str, Operator); 7] = [
    (">=", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("!=", Operator::NotEqual),
    ("~>", Operator::Pessimistic),
    ("=", Operator::Equal),
    (">", Operator::Greater),
    ("<", Operator::Less),
];

impl Condition {
    fn version(&self) -> Version {
        let number = |index: usize| self.numbers.get(index).copied().unwrap_or(0);
        Version::new(number(0), number(1), number(2))
    }

    /// Whether it admits a version that is no pre-release.
    fn admits(&self, version: Version) -> bool {
        let own = self.version();
        match self.operator {
            Operator::Equal => version == own,
            Operator::NotEqual => !self.excludes(version),
            Operator::Greater => version > own || (self.is_pre_release && version == own),
            Operator::GreaterOrEqual => version >= own,
            Operator::Less => version < own,
            Operator::LessOrEqual => version < own || (!self.is_pre_release && version == own),
            Operator::Pessimistic => version >= own && self.is_same_up_to_the_last(version),
        }
    }

    fn excludes(&self, version: Version) -> bool {
        self.operator == Operator::NotEqual && !self.is_pre_release && version == self.version()
    }

    /// Whether only the last of the given numbers, and those after it, differ.
    fn is_same_up_to_the_last(&self, version: Version) -> bool {
        let theirs = [version.major, version.minor, version.patch];
        let fixed = self.numbers.len().saturating_sub(1);
        theirs[..fixed] == self.numbers[..fixed]
    }

    /// The lowest version that it could admit.
    fn lower_bound(&self) -> Version {
        match self.operator {
            Operator::Equal | Operator::GreaterOrEqual | Operator::Pessimistic => self.version(),
            Operator::Greater if self.is_pre_release => self.version(),
            Operator::Greater => self.version().next(),
            Operator::NotEqual | Operator::Less | Operator::LessOrEqual => Version::ZERO,
        }
    }
}

fn conditions(text: &str) -> Option<Vec<Condition>> {
    text.split(',').map(|condition| condition_of(condition.trim())).collect()
}

fn condition_of(text: &str) -> Option<Condition> {
    let found = OPERATORS.iter().find_map(|(sign, operator)| Some((text.strip_prefix(sign)?, *operator)));
    let (version, operator) = found.unwrap_or((text, Operator::Equal));
    let version = version.trim_start();
    let (numbers, pre_release) =
        version.split_once('-').map_or((version, None), |(numbers, rest)| (numbers, Some(rest)));
    let is_word = |text: &str| is(text, 1..=64, |c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let numbers: Vec<u32> = numbers.split('.').map(number).collect::<Option<_>>()?;
    (numbers.len() <= 3 && pre_release.is_none_or(is_word)).then_some(Condition {
        operator,
        numbers,
        is_pre_release: pre_release.is_some(),
    })
}

fn number(text: &str) -> Option<u32> {
    is(text, 1..=9, |c| c.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowest(text: &str) -> Option<String> {
        let constraint = VersionConstraint::parse(text, &PROVIDER_CONSTRAINT).expect(text);
        constraint.lowest().map(|version| version.to_string())
    }

    #[test]
    fn the_lowest_version_that_is_admitted() {
        let cases = [
            (">= 1.10", "1.10"),
            (">= 1.5, < 1.6", "1.5"),
            ("> 1.9", "1.9.1"),
            ("~> 1.9.3", "1.9.3"),
            ("~> 1", "1.0"),
            ("= 1.11.4", "1.11.4"),
            ("1.11.4", "1.11.4"),
            ("< 2.0", "0.0"),
            ("!= 1.9.0", "0.0"),
            (">= 1.9, != 1.9.0, != 1.9.1", "1.9.2"),
            ("<= 2, >= 1.7, ~> 1.8", "1.8"),
            ("> 5.79.0-rc1", "5.79"),
        ];
        for (text, version) in cases {
            assert_eq!(lowest(text).as_deref(), Some(version), "{text}");
        }
        for text in [">= 7, < 5", "~> 5.1, ~> 6.0", "= 1.2, != 1.2", "> 1.9.8, < 1.9.9", "< 0"] {
            assert_eq!(lowest(text), None, "{text}");
        }
    }

    #[test]
    fn a_version_below_the_lowest_is_never_admitted() {
        let operators = OPERATORS.map(|(sign, _)| sign);
        let versions = ["0", "1", "1.1", "1.2.0", "1.1.1-rc1", "2.0.1"];
        let all: Vec<String> =
            operators.iter().flat_map(|sign| versions.map(|version| format!("{sign} {version}"))).collect();
        let small = || {
            (0..3).flat_map(|major| {
                (0..3).flat_map(move |minor| (0..3).map(move |patch| (major, minor, patch)))
            })
        };
        for (first, second) in all.iter().flat_map(|first| all.iter().map(move |second| (first, second))) {
            let constraint =
                VersionConstraint::parse(&format!("{first},{second}"), &PROVIDER_CONSTRAINT).unwrap();
            let lowest = constraint.lowest();
            for (major, minor, patch) in small() {
                let version = Version::new(major, minor, patch);
                let is_possible = lowest.is_some_and(|lowest| lowest <= version);
                assert!(is_possible || !constraint.admits(version), "{first}, {second}: {version}");
            }
            assert!(lowest.is_none_or(|lowest| constraint.admits(lowest)), "{first}, {second}");
        }
    }

    #[test]
    fn constraints_that_terraform_refuses() {
        for text in
            ["", ">=", "1.x", ">= 1.10;", "1.2.3.4", ">= 1.10,", "\"", "=> 1.10", "==1.11", "*", ">= 1 < 2"]
        {
            assert!(VersionConstraint::parse(text, &PROVIDER_CONSTRAINT).is_err(), "{text}");
        }
        for (rule, is_accepted) in [(&PROVIDER_CONSTRAINT, true), (&TERRAFORM_CONSTRAINT, false)] {
            assert_eq!(VersionConstraint::parse(">= 5.79.0-rc1", rule).is_ok(), is_accepted);
        }
    }
}
