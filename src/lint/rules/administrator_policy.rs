//! Managed policies of AWS that are made for administrators.

use crate::aws::arn::name_of_aws_policy;
use crate::inputs::Resolved;
use crate::lint::{Check, Finding, Rule};
use crate::model::{Environment, GUEST, ManagedRole};
use crate::source::{Code, Span};

pub const RULE: Rule = Rule { code: Code::AdministratorPolicy, check: Check::Environment(check) };

/// Those that allow nearly everything, administer access, or read everything.
/// Source: AWS Managed Policy Reference.
const POLICIES: [(&str, &str); 9] = [
    ("AdministratorAccess", "do everything in the account"),
    ("AdministratorAccess-Amplify", "administer AWS Amplify's resources, with their roles"),
    (
        "AdministratorAccess-AWSElasticBeanstalk",
        "administer AWS Elastic Beanstalk's resources, with their roles",
    ),
    ("PowerUserAccess", "do everything in the account except administer IAM and AWS Organizations"),
    ("IAMFullAccess", "administer IAM, and so do everything in the account"),
    ("AmazonCognitoPowerUser", "administer user pools and identity pools"),
    ("SystemAdministrator", "administer most services"),
    ("DatabaseAdministrator", "administer databases"),
    ("ReadOnlyAccess", "read everything in the account"),
];

/// AWS's managed policies that allow every action of a service end with this.
const FULL_ACCESS: &str = "FullAccess";

fn check(environment: &Environment) -> Vec<Finding> {
    let managed = environment.roles.iter().filter_map(|(key, role)| Some((key, role.span, role.managed()?)));
    managed.flat_map(|(key, span, role)| of_role(key, span, role)).collect()
}

fn of_role(key: &str, span: Span, role: &ManagedRole) -> Vec<Finding> {
    let attached = role.managed_policies.values().filter_map(Resolved::known).filter_map(name_of_aws_policy);
    let found = attached.filter_map(|name| Some((name, effect(key, name)?)));
    found.map(|(name, effect)| finding(key, span, name, &effect)).collect()
}

fn effect(key: &str, name: &str) -> Option<String> {
    let known = POLICIES.iter().find(|(policy, _)| *policy == name).map(|(_, effect)| (*effect).to_owned());
    let is_full = key == GUEST && name.ends_with(FULL_ACCESS);
    known.or_else(|| is_full.then(|| "do everything in a service".to_owned()))
}

fn finding(key: &str, span: Span, name: &str, effect: &str) -> Finding {
    let who = match key {
        GUEST => "anyone on the internet".to_owned(),
        _ => format!("every user with the role `{key}`"),
    };
    let message = format!("the managed policy `{name}` lets {who} {effect}");
    Finding::new(Code::AdministratorPolicy, format!("roles.{key}.managed_policy_arns"), span, message)
        .help("attach a policy of your own, or use grants, with the actions and resources that your application needs")
}
