//! The arguments of the AWS provider.

use crate::aws::{arn, names};
use crate::hcl::Expression;
use crate::inputs::spec::{self, AssumeRole};
use crate::model::environment::AwsProvider;
use crate::model::resolve::Scope;

/// Resolves the provider's credentials.
pub fn provider(given: Option<&spec::Provider>, scope: &Scope) -> AwsProvider {
    let Some(given) = given else { return AwsProvider::default() };
    AwsProvider {
        profile: scope.optional(given.profile.as_ref(), &names::PROFILE),
        assume_role: given.assume_role.as_ref().map(|role| assume_role(role, scope)).unwrap_or_default(),
    }
}

/// The arguments of `assume_role`.
fn assume_role(given: &AssumeRole, scope: &Scope) -> Vec<(String, Expression)> {
    let role_arn = scope.tokens.expand(&given.role_arn, scope.diagnostics).map(|(arn, span)| {
        if let Some(diagnostic) = arn::ROLE.check(&arn, scope.tokens.partition(), span) {
            scope.diagnostics.push(diagnostic);
        }
        arn
    });
    let arguments = [
        ("role_arn", role_arn),
        ("external_id", scope.optional(given.external_id.as_ref(), &names::EXTERNAL_ID)),
        ("session_name", scope.optional(given.session_name.as_ref(), &names::SESSION_NAME)),
    ];
    let given =
        arguments.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Expression::string(value?))));
    given.collect()
}
