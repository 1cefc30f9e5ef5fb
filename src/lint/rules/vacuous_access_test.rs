//! Access tests that can't fail.

use crate::access::{Test, vacuous_resources};
use crate::lint::{Check, EnvironmentFinding, Evaluation, Finding, Rule};
use crate::source::{Code, Span};

pub const RULE: Rule = Rule { code: Code::VacuousAccessTest, check: Check::Evaluated(check) };

fn check<'a>(evaluation: &Evaluation<'a>) -> Vec<EnvironmentFinding<'a>> {
    let Evaluation { suite, asked, environments, documents } = *evaluation;
    let vacuous = vacuous_resources(suite, asked, environments, documents);
    let found = vacuous.into_iter().filter_map(|(test, resource)| {
        let test = suite.tests.get(test)?;
        let (_, span) = test.resources.get(resource)?;
        Some((None, finding(test, *span)))
    });
    found.collect()
}

fn finding(test: &Test, span: Span) -> Finding {
    let message = format!("{} can't fail here: no role is allowed anything on this resource", test.title());
    Finding::new(Code::VacuousAccessTest, "access.tests", span, message)
        .help("check the spelling: `{ROLE.GRANT.KEY}` is the value that a grant has")
        .help("a test that guards against later grants can stay: `accept` the finding at `access.tests`")
}
