//! Conditions that hold for requests without their key.

use crate::aws::data_actions::OPTION_KEYS;
use crate::aws::shown;
use crate::lint::{AllowedStatement, Check, Condition, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::IfExistsCondition, check: Check::Statement(check) };

/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", `IfExists`.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if !statement.is_written_by_user() {
        return Vec::new();
    }
    let is_of_option = |one: &&Condition| OPTION_KEYS.iter().any(|key| key.eq_ignore_ascii_case(one.key));
    let conditions = statement.conditions();
    let reported = conditions.iter().filter(|one| one.operator.is_if_exists() && !is_of_option(one));
    reported.map(|one| finding(statement, one)).collect()
}

fn finding(statement: &AllowedStatement, condition: &Condition) -> Finding {
    let spelling = condition.operator.spelling();
    let message = format!("`{spelling}` allows requests without {}", shown(condition.key));
    let plain = spelling.get(..spelling.len() - "IfExists".len()).unwrap_or(spelling);
    statement
        .finding(Code::IfExistsCondition, condition.span, message)
        .help(format!("use `{plain}` if only requests with the key are meant"))
}
