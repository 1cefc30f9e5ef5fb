//! Generated files that decide who may do what, and may differ from the inputs.

use std::collections::BTreeMap;

use crate::lint::{Check, Finding, Rule};
use crate::source::{Code, Span};

pub const RULE: Rule = Rule { code: Code::CustomizedPolicy, check: Check::Customized(check) };

/// The files with the policies, and with the roles and their trust policies.
const FILES: [&str; 2] = ["modules/policy/main.tf", "modules/roles/main.tf"];

fn check(customized: &BTreeMap<String, Span>) -> Vec<Finding> {
    let decisive = customized.iter().filter(|(path, _)| FILES.contains(&path.as_str()));
    decisive.map(|(path, span)| finding(path, *span)).collect()
}

fn finding(path: &str, span: Span) -> Finding {
    let message = format!("what users may do is in `{path}`, which may differ from the inputs");
    Finding::new(Code::CustomizedPolicy, "customized", span, message)
        .help("findings and the README are about what the inputs say, not about an edited policy")
        .help("write the policy as `statements` or a `policy_file` in the inputs, and restore the file")
}
