//! Negated conditions of statements that allow something.

use crate::aws::shown;
use crate::iam::Operator;
use crate::lint::{AllowedStatement, Check, Condition, Finding, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::NegatedCondition, check: Check::Statement(check) };

/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators": a negated operator holds if the request does not
/// have the key.
fn check(statement: &AllowedStatement) -> Vec<Finding> {
    if !statement.is_written_by_user() {
        return Vec::new();
    }
    let conditions = statement.conditions();
    conditions.iter().filter(|one| is_negated(one.operator)).map(|one| finding(statement, one)).collect()
}

fn is_negated(operator: &Operator) -> bool {
    operator.base().contains("not")
}

fn finding(statement: &AllowedStatement, condition: &Condition) -> Finding {
    let Condition { operator, key, span, .. } = condition;
    let message = format!(
        "`{}` allows every other value of {}, and requests without it",
        operator.spelling(),
        shown(key)
    );
    statement
        .finding(Code::NegatedCondition, *span, message)
        .help("name what is allowed, or deny what is not in a statement with `Effect: Deny`")
}
