//! Random words and strings that the inputs accept, including unusual ones.

use crate::random_inputs::draft::Draft;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const LOWER_AND_DIGITS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const LETTERS_AND_DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Keys of roles, grants and providers that have, or seem to have, another meaning in Terraform.
const KEYS: [&str; 34] = [
    "main",
    "staff",
    "admins",
    "partners",
    "files",
    "notes",
    "x",
    "a1",
    "b_c",
    "this",
    "each",
    "count",
    "var",
    "local",
    "module",
    "path",
    "self",
    "data",
    "id",
    "arn",
    "if",
    "in",
    "name",
    "roles",
    "role",
    "policy",
    "type",
    "values",
    "value",
    "terraform",
    "object",
    "optional",
    "one",
    "a_key_as_long_as_a_key_may_be_aaa",
];

/// Latin-1 strings that are special in YAML, HCL, policies or shells. None is an error, alone or next to another:
/// what looks like a variable has doubled braces.
const LATIN: [&str; 30] = [
    "\"",
    "\\",
    "\\n",
    "${{",
    "%{",
    "$${{x}}",
    "%%{{y}}",
    "${aws:username}",
    "{{",
    "}}",
    "{{ ",
    " }}",
    "#",
    "//",
    "/*",
    "*/",
    "<<EOT",
    "'",
    "`",
    "|",
    "$-",
    "%",
    "&amp;",
    ": ",
    "- ",
    "é",
    "ÿ",
    "text",
    "~",
    "? ",
];
/// Strings for places that accept any character.
const ANY: [&str; 9] =
    ["😀", "\u{fdfa}", "\u{fe0f}", "\u{3000}", "e\u{301}", "語", "\u{e002}", "\u{a0}", "\u{1f1e6}"];
const LINE_ENDS: [&str; 4] = ["\n", "\t", "\r\n", "\n\n"];
const GRAPHIC: [&str; 16] =
    ["\"", "\\", "${{x}}", "%{", "#", "//", "'", "`", "text", "~", "<<EOT", "|", "$-", "%", "&-", "!"];

impl Draft {
    /// A key that is unique among parts of its kind.
    pub fn key(&mut self, taken: &[String]) -> String {
        loop {
            let key = match self.random.below(4) {
                0 => self.random.word(LOWER, 1..=1) + &self.random.word("abc_01", 0..=6),
                _ => self.random.pick(&KEYS)[..].to_owned(),
            };
            let key = key[..key.len().min(32)].to_owned();
            if !taken.contains(&key) {
                return key;
            }
        }
    }

    pub fn lower(&mut self, length: usize) -> String {
        self.random.word(LOWER_AND_DIGITS, length..=length)
    }

    pub fn letters(&mut self, length: usize) -> String {
        self.random.word(LETTERS_AND_DIGITS, length..=length)
    }

    pub fn digits(&mut self, length: usize) -> String {
        self.random.word("0123456789", length..=length)
    }

    fn one_token(&mut self) -> &'static str {
        let known = if self.has_accounts { 5 } else { 4 };
        self.on("tokens");
        self.random.pick(&["{name}", "{environment}", "{region}", "{partition}", "{account_id}"][..known])
    }

    /// A token, or nothing.
    pub fn token(&mut self) -> &'static str {
        if self.random.chance(50) { self.one_token() } else { "" }
    }

    fn pieces(&mut self, pools: &[&[&'static str]], length: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.random.between(1..=length) {
            let pool = self.random.pick(pools);
            text.push_str(self.random.pick(pool));
            if self.random.chance(15) {
                // The space keeps a preceding brace from becoming a part of a token or an escaped brace.
                text.push(' ');
                text.push_str(self.one_token());
            }
        }
        text
    }

    /// A description, in Latin-1.
    pub fn description(&mut self) -> String {
        if self.random.chance(30) {
            return "Users of {name}".to_owned();
        }
        self.on("hostile: description");
        self.pieces(&[&LATIN, &LATIN, &LINE_ENDS], 10)
    }

    /// Any string.
    pub fn any_text(&mut self) -> String {
        self.on("hostile: statement");
        self.pieces(&[&LATIN, &LATIN, &ANY, &LINE_ENDS], 6)
    }

    /// Text that IAM accepts in policies.
    pub fn policy_text(&mut self) -> String {
        let is_accepted =
            |character: &char| matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{A1}'..='\u{FF}');
        let text: String = self.any_text().chars().filter(is_accepted).collect();
        format!("{}x", text.trim())
    }

    /// A claim for a rule, for which Terraform allows few characters.
    pub fn claim(&mut self) -> &'static str {
        self.random.pick(&[
            "cognito:groups",
            "custom:department",
            "email",
            "a.b_c:d/e-f",
            "https://x.example/y",
        ])
    }

    /// A claim for a tag: without whitespace, and the same in every environment.
    pub fn tag_claim(&mut self) -> String {
        if self.random.chance(50) {
            return "custom:department".to_owned();
        }
        self.on("hostile: claim");
        let pieces: Vec<&str> = GRAPHIC.into_iter().chain(ANY).chain(["é"]).collect();
        let text: String = (0..self.random.between(1..=4)).map(|_| self.random.pick(&pieces)).collect();
        let text: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        text.chars().take(40).chain("c".chars()).collect()
    }

    /// The value of a rule, without control characters.
    pub fn rule_value(&mut self) -> String {
        if self.random.chance(50) {
            return format!("{}admins", self.token());
        }
        self.on("hostile: rule value");
        self.pieces(&[&LATIN, &ANY], 4)
    }

    /// A segment of a path: printable ASCII without a slash, a wildcard or a lone brace.
    pub fn segment(&mut self) -> String {
        if self.random.chance(60) {
            return self
                .random
                .pick(&["public", "private", "{environment}", "{name}", "{region}"])
                .to_owned();
        }
        self.on("hostile: path");
        let text: String = (0..self.random.between(1..=4))
            .map(|_| self.random.pick(&GRAPHIC))
            .filter(|text| !text.contains("//"))
            .collect();
        text + "x"
    }

    /// A tag's value.
    pub fn tag_value(&mut self) -> String {
        let pool: [&str; 12] =
            ["a", "Zoë ", "_.:/=+-@", " ", "語", "1", "//", "@@", "{name}", "{environment}", "==", "-"];
        self.pieces(&[&pool], 5)
    }
}
