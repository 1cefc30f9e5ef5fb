//! Which rules a command reports: `--select` and `--ignore`.

use crate::lint::RULES;
use crate::source::Code;
use crate::tree::nearest;

/// The rules whose findings are reported.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    select: Vec<Selector>,
    ignore: Vec<Selector>,
}

/// A rule, or several whose codes begin with the same characters.
#[derive(Clone, Debug)]
enum Selector {
    Rule(Code),
    Prefix(String),
}

/// A text that selects no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The text.
    pub text: String,
    /// The code or the name that is most similar.
    pub nearest: Option<&'static str>,
}

impl Selection {
    /// The rules in `select`, or all if it is empty, without those in `ignore`. Each is a code, the beginning of codes such
    /// as `S1`, or the name of a rule.
    ///
    /// # Errors
    /// The first text that selects no rule.
    pub fn parse<'a>(
        select: impl IntoIterator<Item = &'a str>,
        ignore: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, UnknownRule> {
        let select = select.into_iter().map(Selector::parse).collect::<Result<_, _>>()?;
        let ignore = ignore.into_iter().map(Selector::parse).collect::<Result<_, _>>()?;
        Ok(Self { select, ignore })
    }

    /// Whether the findings of a rule are reported.
    pub fn includes(&self, code: Code) -> bool {
        let is_selected = self.select.is_empty() || self.select.iter().any(|one| one.matches(code));
        is_selected && !self.ignore.iter().any(|one| one.matches(code))
    }
}

impl Selector {
    fn parse(text: &str) -> Result<Self, UnknownRule> {
        if let Some(code) = Code::find(text).filter(|code| code.is_finding()) {
            return Ok(Self::Rule(code));
        }
        let prefix = Self::Prefix(text.to_ascii_uppercase());
        if !text.is_empty() && codes().any(|code| prefix.matches(code)) {
            return Ok(prefix);
        }
        let names = codes().flat_map(|code| [code.as_str(), code.name()]);
        Err(UnknownRule { text: text.to_owned(), nearest: nearest(text, names) })
    }

    fn matches(&self, code: Code) -> bool {
        match self {
            Self::Rule(rule) => *rule == code,
            Self::Prefix(prefix) => code.as_str().starts_with(prefix.as_str()),
        }
    }
}

/// The codes of all findings: those of the rules, and those about `accept`.
fn codes() -> impl Iterator<Item = Code> {
    let about_accept = [Code::UnusedAccept, Code::ExpiredAccept];
    RULES.iter().map(|rule| rule.code).chain(about_accept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn includes(select: &[&str], ignore: &[&str], code: Code) -> bool {
        let selection = Selection::parse(select.iter().copied(), ignore.iter().copied());
        selection.expect("known rules").includes(code)
    }

    #[test]
    fn codes_beginnings_and_names() {
        let code = Code::TokenCheckOff;
        for select in
            [&[][..], &["S106"], &["s106"], &["S1"], &["S"], &["s10"], &["token-check-off"], &["S9", "S1"]]
        {
            assert!(includes(select, &[], code), "{select:?}");
            assert!(!includes(&[], select, code) || select.is_empty(), "{select:?}");
        }
        for select in ["S9", "S102", "unused-accept"] {
            assert!(!includes(&[select], &[], code), "{select}");
        }
        assert!(!includes(&["S1"], &["token-check-off"], code));
    }

    #[test]
    fn a_text_that_selects_nothing_is_refused() {
        let unknown = |text: &str| Selection::parse([text], []).map(drop).unwrap_err();
        assert_eq!(unknown("token-check-of").nearest, Some("token-check-off"));
        for text in ["", "E0101", "missing", "X", "S7777777", "classic"] {
            assert_eq!(unknown(text).text, text);
        }
    }
}
