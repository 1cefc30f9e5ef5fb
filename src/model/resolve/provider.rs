//! The arguments of the AWS provider.

use crate::inputs;
use crate::model::environment::BlockBody;
use crate::model::resolve::Scope;
use crate::model::resolve::arguments::{self, Rules};
use crate::source::{Code, Diagnostic};
use crate::terraform::provider::ARGUMENTS;

/// Other files can change what poolsmith generates, or add to it. Source: Terraform language, "Override Files".
const ELSEWHERE: &str = "anything else about the provider can be in a file of your own in the environment's directory, such as providers_override.tf, which Terraform merges with providers.tf";

/// Resolves the arguments of the provider.
pub fn provider(given: Option<&inputs::Provider>, scope: &Scope) -> BlockBody {
    let Some(given) = given else { return BlockBody::default() };
    refuse_two_lists_of_accounts(given, scope);
    let rules = Rules { unknown: Some(ELSEWHERE), ..Rules::default() };
    arguments::read(ARGUMENTS, &given.arguments, rules, scope)
}

/// The provider takes only one of the two lists. Source: the schema of hashicorp/aws 5.100.0, `ConflictsWith`.
fn refuse_two_lists_of_accounts(given: &inputs::Provider, scope: &Scope) {
    let forbidden = given.arguments.as_map().and_then(|map| map.get("forbidden_account_ids"));
    if let Some(entry) = forbidden.filter(|_| scope.tokens.account_id.is_some()) {
        scope.diagnostics.push(
            Diagnostic::at(
                entry.key,
                Code::NotExactlyOne,
                "`forbidden_account_ids` can't be combined with `account_id`",
            )
            .help(
                "remove `forbidden_account_ids`: the environment's `account_id` is the only account allowed",
            ),
        );
    }
}
