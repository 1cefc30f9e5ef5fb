use crate::aws::{Rule, arn, is, names};
use crate::hcl::Expression;
use crate::inputs::spec::{self, AssumeRole};
use crate::model::environment::Provider;
use crate::model::resolve::Scope;
use crate::source::Code;

/// The name of a profile in the AWS configuration files.
pub const PROFILE: Rule = Rule {
    what: "a profile's name",
    accepted: "1 to 128 characters without line ends, brackets or control characters",
    code: Code::BadArgument,
    test: |text| is(text, 1..=128, |c| !c.is_control() && c != '[' && c != ']'),
};

/// How the provider signs in.
pub fn provider(given: Option<&spec::Provider>, scope: &Scope) -> Provider {
    let Some(given) = given else { return Provider::default() };
    Provider {
        profile: scope.optional(given.profile.as_ref(), &PROFILE),
        assume_role: given.assume_role.as_ref().map(|role| assume_role(role, scope)).unwrap_or_default(),
    }
}

/// The arguments of `assume_role`, which the provider and the S3 backend name alike.
pub fn assume_role(given: &AssumeRole, scope: &Scope) -> Vec<(String, Expression)> {
    let role_arn = scope.tokens.expand(&given.role_arn, scope.problems).map(|(arn, span)| {
        if let Some(problem) = arn::ROLE.check(&arn, scope.tokens.partition, span) {
            scope.problems.push(problem);
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
