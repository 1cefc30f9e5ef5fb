//! docs/rules.md is generated from the pages of the error codes, which `poolsmith rule` shows, too.
//!
//! `POOLSMITH_BLESS=1 cargo test --test it rules_page` updates it.

use std::fs;

use poolsmith::source::{Code, Page};

use crate::support::{poolsmith, repository, words, workspace};

const HEAD: &str =
    "<!-- Made from src/source/rules/, examples/invalid/ and examples/findings/ by tests/it/rules_page.rs; do not edit. -->

# Rules

Each diagnostic has a code and a rule name. `poolsmith rule RULE` accepts either, and shows the same text
as this page. Codes that start with **E** are errors: nothing is written, and the exit code is 2. **W** are warnings.
`poolsmith check` exits with 1 for two sorts of findings: **F** are differences between the workspace and its inputs, and
**S** are what is legal in the inputs, but dangerous or useless. These have a severity: `--fail-on` sets from which on they
fail, by default from warnings on. `poolsmith generate` reports them as warnings.
";

const FINDINGS: &str = "## Findings and other tools

Which other tools have such a rule, as of November 2026: checkov (its policy index), parliament (its findings and community
auditors), IAM Access Analyzer (IAM User Guide, \"Access Analyzer policy check reference\") and prowler (its checks). All of
them see policies; none of them sees which users of the identity pool get them.

| rule | severity | checkov | parliament | IAM Access Analyzer | prowler |
| --- | --- | --- | --- | --- | --- |
";

/// The findings, with their rules in other tools.
fn findings() -> String {
    let line = |code: &Code| {
        let [checkov, parliament, analyzer, prowler] = Page::of(*code).elsewhere()?;
        let (name, severity) = (code.name(), code.severity().as_str());
        Some(format!(
            "| {code} `{name}` | {severity} | {checkov} | {parliament} | {analyzer} | {prowler} |\n"
        ))
    };
    Code::ALL.iter().filter_map(line).fold(FINDINGS.to_owned(), |page, line| page + &line)
}

fn page() -> String {
    let line = |code: &Code| {
        let anchor = format!("{}-{}", code.as_str().to_lowercase(), code.name());
        format!("| [{code}](#{anchor}) | `{}` | {} |\n", code.name(), Page::of(*code).summary())
    };
    let list: String = Code::ALL.iter().map(line).collect();
    let pages = Code::ALL
        .iter()
        .map(|code| format!("\n## {code} {}\n\n{}", code.name(), Page::of(*code).markdown()))
        .collect::<String>();
    format!("{HEAD}\n| code | rule | |\n| --- | --- | --- |\n{list}\n{}{pages}", findings())
}

#[test]
fn the_page_is_what_the_codes_say() {
    let path = repository().join("docs/rules.md");
    let page = page();
    if std::env::var_os("POOLSMITH_BLESS").is_some() {
        fs::write(&path, &page).expect("the page is written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/rules.md: POOLSMITH_BLESS=1 cargo test --test it rules_page");
}

#[test]
fn the_page_of_a_finding_has_its_rules_in_other_tools() {
    for code in Code::ALL {
        let is_about_accept = [Code::UnusedAccept, Code::ExpiredAccept].contains(code);
        assert_eq!(Page::of(*code).elsewhere().is_some(), code.is_finding() && !is_about_accept, "{code}");
    }
}

#[test]
fn a_rule_is_explained_by_its_code_and_by_its_name() {
    let folder = workspace("");
    let said = |rule: &str| {
        let output = poolsmith(folder.path(), &["rule", rule]);
        (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap(), words(&output))
    };
    let (code, page, _) = said("E0106");
    assert_eq!((code, &page), (Some(0), &said("unknown-token").1));
    assert!(page.starts_with("E0106 unknown-token (error)\n\nThe token is unknown"), "{page}");
    assert!(page.contains("\nFix: ") && page.contains("\nExample: poolsmith.yaml\n"), "{page}");
    let (code, page, said) = said("unknwon-token");
    assert_eq!((code, &*page), (Some(2), ""));
    assert!(said.contains("did you mean `unknown-token`?"), "{said}");
}

#[test]
fn without_a_name_all_rules_are_listed() {
    let output = poolsmith(workspace("").path(), &["rule"]);
    let list = String::from_utf8(output.stdout).unwrap();
    assert_eq!(list.lines().count(), Code::ALL.len());
}
