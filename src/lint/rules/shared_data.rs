//! Buckets and tables that users of another environment may write as well as those of a protected one.

use crate::aws::data_actions::{DELETE_ACTIONS, WRITE_ACTIONS};
use crate::aws::shown;
use crate::lint::protection::{Sharing, shared};
use crate::lint::values::with_values;
use crate::lint::{AllowedStatement, Check, Finding, Rule};
use crate::model::Environment;
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::SharedData, check: Check::Workspace(check) };

fn check(environments: &[Environment]) -> Vec<Finding> {
    shared(environments, written).into_iter().map(finding).collect()
}

/// The buckets and tables that the users of an environment may write, with the path and the place of the grant.
fn written(environment: &Environment) -> Vec<(String, Sharing)> {
    let managed = environment.roles.iter().filter_map(|(key, role)| Some((key, role.managed()?)));
    let grants = managed.flat_map(|(key, role)| role.grants.values().map(move |grant| (key, grant)));
    let mut written = Vec::new();
    for (role, grant) in grants {
        let statements = AllowedStatement::all_of(role, grant, environment);
        let writing = statements
            .iter()
            .filter(|one| one.naming(&WRITE_ACTIONS).or(one.naming(&DELETE_ACTIONS)).is_some());
        let arns =
            writing.flat_map(|one| one.resources().map(|text| with_values(text.text, grant, environment)));
        for Store { identity, what } in arns.filter_map(|arn| store(&arn)) {
            let path = format!("roles.{role}.grants.{}", grant.key);
            written.push((identity, Sharing::of(what, path, grant.span)));
        }
    }
    written
}

/// A bucket or a table.
struct Store {
    /// What identifies it: of a table, also the region and the account.
    identity: String,
    /// What it is, in words.
    what: String,
}

/// The bucket or the table in an ARN.
fn store(arn: &str) -> Option<Store> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, region, account, resource] = fields[..] else { return None };
    let (kind, name) = match service {
        "s3" => ("bucket", resource.split('/').next()?),
        "dynamodb" => ("table", resource.strip_prefix("table/")?.split('/').next()?),
        _ => return None,
    };
    let is_known = !name.is_empty() && !arn.contains(['<', '>']) && !name.contains(['*', '?', '$']);
    is_known.then(|| Store {
        identity: [kind, region, account, name].join(":"),
        what: format!("the {kind} {}", shown(name)),
    })
}

fn finding(Sharing { what, path, span, protected, others }: Sharing) -> Finding {
    let message = format!("users of {others} and of the protected {protected} may write {what}");
    Finding::new(Code::SharedData, path, span, message)
        .help("put `{environment}` into the name of the bucket or the table, or patch it in one of the environments")
}
