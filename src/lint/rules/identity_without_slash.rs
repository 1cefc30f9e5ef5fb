//! Paths in which the identity ID is followed by a wildcard.

use crate::aws::shown;
use crate::iam::Atom;
use crate::inputs::{Part, Token, TokenString};
use crate::lint::{AllowedStatement, Check, Finding, Rule, WrittenPattern};
use crate::policy::pattern;
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::IdentityWithoutSlash, check: Check::Statement(check) };

fn check(statement: &AllowedStatement) -> Vec<Finding> {
    let open = statement.texts().filter(|written| is_open(written.text));
    open.map(|written| finding(statement, written)).collect()
}

/// Whether a wildcard follows the identity ID.
fn is_open(text: &TokenString) -> bool {
    let pattern = pattern(text);
    let is_identity = |atom: &Atom<&Part>| *atom == Atom::Symbol(&Part::Token(Token::Identity));
    pattern.atoms().windows(2).any(|pair| is_identity(&pair[0]) && pair[1].is_wildcard())
}

fn finding(statement: &AllowedStatement, written: WrittenPattern) -> Finding {
    let message = format!("the identity ID in {} has no `/` after it", shown(&written.text.source()));
    statement
        .finding(Code::IdentityWithoutSlash, written.span, message)
        .help("it also matches paths that merely begin with the ID: write `{identity}/*`")
}
