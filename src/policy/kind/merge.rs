//! Merges the statements of a grant that differ only in their actions. IAM limits the total size of a role's inline
//! policies, and each statement repeats its resources and conditions.

use std::collections::HashSet;

use crate::iam::{Elements, Statement, Values};
use crate::inputs::TokenString;
use crate::policy::kind::statements::GrantStatement;

/// Merges statements with equal effect, resources and conditions. The name of a merged statement consists of their
/// names: `ReadWrite`.
pub(super) fn merge(statements: Vec<GrantStatement>) -> Vec<GrantStatement> {
    let mut merged: Vec<GrantStatement> = Vec::new();
    for statement in &statements {
        match merged.iter_mut().find(|first| differ_only_in_actions(&first.statement, &statement.statement)) {
            Some(first) => first.absorb(statement),
            None => merged.push(statement.clone()),
        }
    }
    if has_equal_names(&merged) { statements } else { merged }
}

fn differ_only_in_actions(first: &Statement<TokenString>, second: &Statement<TokenString>) -> bool {
    let are_listed = |statement: &Statement<_>| matches!(statement.actions, Elements::Only(_));
    first.effect == second.effect
        && first.resources == second.resources
        && first.conditions == second.conditions
        && are_listed(first)
        && are_listed(second)
}

/// The names `A` and `BC` become the same as `AB` and `C`.
fn has_equal_names(statements: &[GrantStatement]) -> bool {
    let mut seen = HashSet::new();
    !statements.iter().filter_map(|statement| statement.statement.sid.as_ref()).all(|sid| seen.insert(sid))
}

impl GrantStatement {
    fn absorb(&mut self, other: &Self) {
        let (statement, added) = (&mut self.statement, &other.statement);
        statement.sid = joined(statement.sid.as_ref(), added.sid.as_ref());
        let mut actions = statement.actions.patterns().cloned().collect();
        add_new(&mut actions, added.actions.patterns());
        statement.actions = Elements::Only(Values::one_or_list(actions));
        add_new(&mut self.may, other.may.iter());
        add_new(&mut self.targets, other.targets.iter());
    }
}

fn joined(first: Option<&TokenString>, second: Option<&TokenString>) -> Option<TokenString> {
    let parts = [first, second].into_iter().flatten().flat_map(TokenString::parts).cloned();
    first.or(second).map(|_| TokenString::from_parts(parts))
}

fn add_new<'a, T: Clone + PartialEq + 'a>(all: &mut Vec<T>, more: impl Iterator<Item = &'a T>) {
    for item in more {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::Effect;

    fn statement(sid: &str, actions: &[&str], resource: &str) -> GrantStatement {
        let text = |text: &&str| TokenString::literal(*text);
        let elements = |texts: &[&str]| Elements::Only(Values::one_or_list(texts.iter().map(text).collect()));
        GrantStatement {
            statement: Statement {
                sid: Some(text(&sid)),
                effect: Effect::Allow,
                actions: elements(actions),
                resources: elements(&[resource]),
                conditions: Vec::new(),
            },
            may: vec![sid.to_lowercase()],
            targets: Vec::new(),
        }
    }

    #[test]
    fn statements_that_differ_only_in_their_actions_become_one() {
        let merged = merge(vec![
            statement("Read", &["a:Get", "a:Both"], "x"),
            statement("List", &["a:List"], "y"),
            statement("Write", &["a:Put", "a:Both"], "x"),
        ]);
        let mut read_write = statement("ReadWrite", &["a:Get", "a:Both", "a:Put"], "x");
        read_write.may = vec!["read".into(), "write".into()];
        assert_eq!(merged, [read_write, statement("List", &["a:List"], "y")]);
    }

    #[test]
    fn equal_names_are_never_the_result() {
        let statements = vec![
            statement("A", &["a:A"], "x"),
            statement("BC", &["a:BC"], "x"),
            statement("AB", &["a:AB"], "y"),
            statement("C", &["a:C"], "y"),
        ];
        assert_eq!(merge(statements.clone()), statements);
    }
}
