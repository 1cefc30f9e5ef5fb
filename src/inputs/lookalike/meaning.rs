//! What was probably meant by text that looks like a token or a variable.

use super::{Lookalike, Syntax};
use crate::hcl::is_traversal;
use crate::iam::{Availability, ConditionKey, Variable};
use crate::inputs::reference::is_terraform_address;
use crate::inputs::token::Token;

/// What was probably meant.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A token.
    Token(Token),
    /// A policy variable: what is between its braces.
    Variable(String),
    /// A reference to an object in the user's Terraform files.
    Reference(String),
    /// The value of an expression that has no equivalent in the inputs.
    Expression,
}

impl Lookalike {
    /// What was probably meant, if that can be told.
    pub(super) fn meaning(&self) -> Option<Meaning> {
        if self.syntax == Syntax::UnbalancedWord {
            return Token::meant(&self.inside).map(Meaning::Token);
        }
        let without_filters = self.inside.split('|').next().unwrap_or_default();
        let inside = without_filters.trim().trim_start_matches(['!', '$']);
        // A variable of this name can have any value.
        let is_other = |token: &Token| self.syntax == Syntax::Address && *token == Token::Identity;
        if let Some(token) = token(inside).filter(|token| !is_other(token)) {
            return Some(Meaning::Token(token));
        }
        if self.syntax == Syntax::Interpolation && Variable::parse(&self.inside).is_some() {
            return Some(Meaning::Expression);
        }
        if let Some(Variable::Key(key)) = Variable::parse(inside) {
            return variable(key, inside).map(Meaning::Variable);
        }
        if let Some(variable) = with_quoted_default(inside) {
            return Some(Meaning::Variable(variable));
        }
        if let Some(name) = inside.strip_prefix("aws.") {
            return Some(Meaning::Variable(format!("aws:{name}")));
        }
        let is_expression = matches!(self.syntax, Syntax::Interpolation | Syntax::Escape | Syntax::Address);
        if !(is_expression && is_traversal(inside)) {
            return None;
        }
        Some(match is_terraform_address(inside) {
            true => Meaning::Reference(inside.to_owned()),
            false => Meaning::Expression,
        })
    }
}

/// The prefix of the keys of identity pools. Those of other partitions make a difference only for keys with such a
/// prefix, which mean a token.
const PRINCIPAL: &str = "cognito-identity.amazonaws.com";

/// What is between the braces of the variable that was meant: the key itself, or the one that users have instead.
fn variable(key: ConditionKey, inside: &str) -> Option<String> {
    match key.availability(PRINCIPAL) {
        Availability::Absent(meant) => meant,
        Availability::Possible | Availability::SameForAllUsers(_) | Availability::Multivalued => {
            Some(inside.to_owned())
        }
    }
}

/// `aws:PrincipalTag/team, 'none'` for `aws:PrincipalTag/team, none`.
fn with_quoted_default(inside: &str) -> Option<String> {
    let (key, default) = inside.split_once(',')?;
    let variable = format!("{key}, '{}'", default.trim().trim_matches(['\'', '"', '`']));
    Variable::parse(&variable).is_some().then_some(variable)
}

/// The token that a name or an expression of another language stands for.
fn token(inside: &str) -> Option<Token> {
    let key = match Variable::parse(inside) {
        Some(Variable::Key(key)) => Some(key),
        Some(Variable::Character) | None => None,
    };
    let is_sub = key.is_some_and(|key| key.prefix == "aws" && key.name == "sub");
    let is_with_dot = inside.starts_with("cognito-identity.") && inside.ends_with(".sub");
    if is_sub || is_with_dot || key.is_some_and(ConditionKey::is_identity_id) {
        return Some(Token::Identity);
    }
    let whole = (!inside.contains('.')).then(|| Token::of_other_name(inside)).flatten();
    whole.filter(|_| key.is_none()).or_else(|| of_terraform(inside)).or_else(|| of_path(inside))
}

/// The tokens that stand for data sources and for the workspace.
fn of_terraform(inside: &str) -> Option<Token> {
    let is_of = |source: &str| inside.starts_with(&format!("data.{source}."));
    match inside {
        "terraform.workspace" => Some(Token::Environment),
        _ if is_of("aws_region") => Some(Token::Region),
        _ if is_of("aws_caller_identity") && inside.ends_with("account_id") => Some(Token::AccountId),
        _ if is_of("aws_partition") && inside.ends_with(".partition") => Some(Token::Partition),
        _ => None,
    }
}

/// Where Terraform, Helm, GitHub Actions and others keep the values that they are given.
const VALUES: [&str; 14] = [
    "var",
    "local",
    "each",
    "Values",
    "values",
    "vars",
    "env",
    "inputs",
    "params",
    "parameters",
    "context",
    "github",
    "self",
    "custom",
];

/// The last word of a path such as `var.region`, `.Values.env` or `context.identity.cognitoIdentityId`.
fn of_path(inside: &str) -> Option<Token> {
    let (first, rest) = inside.trim_start_matches('.').split_once([':', '.'])?;
    let last = rest.rsplit([':', '.']).next()?;
    VALUES.contains(&first).then(|| Token::of_other_name(last)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::lookalike::find;

    #[test]
    fn what_is_meant() {
        let variable = |text: &str| Some(Meaning::Variable(text.to_owned()));
        let reference = |text: &str| Some(Meaning::Reference(text.to_owned()));
        let token = |token| Some(Meaning::Token(token));
        let cases = [
            ("${identity}", token(Token::Identity)),
            ("{{ identity }}", token(Token::Identity)),
            ("{ AWS::Region }", token(Token::Region)),
            ("${AWS::AccountId}", token(Token::AccountId)),
            ("${!sub}", token(Token::Identity)),
            ("$${cognito-identity.amazonaws.com:sub}", token(Token::Identity)),
            ("{cognito-identity.amazonaws.com:sub}", token(Token::Identity)),
            ("&{aws:PrincipalTag/team}", variable("aws:PrincipalTag/team")),
            ("${ aws:PrincipalTag/team }", variable("aws:PrincipalTag/team")),
            ("${aws:PrincipalTag/team, none}", variable("aws:PrincipalTag/team, 'none'")),
            ("${aws:PrincipalTag/team,\"none\"}", variable("aws:PrincipalTag/team, 'none'")),
            ("${var.region}", token(Token::Region)),
            ("${var.bucket}", reference("var.bucket")),
            ("${local.account_id}", token(Token::AccountId)),
            ("${terraform.workspace}", token(Token::Environment)),
            ("${data.aws_region.current.region}", token(Token::Region)),
            ("${data.aws_caller_identity.current.account_id}", token(Token::AccountId)),
            ("${data.aws_partition.current.partition}", token(Token::Partition)),
            ("${aws_s3_bucket.files.arn}", reference("aws_s3_bucket.files.arn")),
            ("${aws_cognito_user_pool.main.name}", reference("aws_cognito_user_pool.main.name")),
            ("{{ .Values.env }}", token(Token::Environment)),
            ("{{ .Values.bucket }}", None),
            ("{{ region | lower }}", token(Token::Region)),
            ("${{ github.repository }}", None),
            ("${{ vars.AWS_REGION }}", token(Token::Region)),
            ("$context.identity.cognitoIdentityId", token(Token::Identity)),
            ("${cognito-identity.amazonaws.com:sub/*", token(Token::Identity)),
            ("${cognito-identity.amazonaws.com.sub}", token(Token::Identity)),
            ("${aws.SourceIp}", variable("aws:SourceIp")),
            ("$cognito-identity.amazonaws.com:sub", token(Token::Identity)),
            ("${path.module}", Some(Meaning::Expression)),
            ("${stageVariables.x}", Some(Meaning::Expression)),
            ("${process.env.B}", Some(Meaning::Expression)),
            ("${each.value}", Some(Meaning::Expression)),
            ("${aws_db_instance.x.password}", Some(Meaning::Expression)),
            ("{var.bucket}", reference("var.bucket")),
            ("module.storage.bucket", reference("module.storage.bucket")),
            ("{identity", token(Token::Identity)),
            ("{idntity/*", token(Token::Identity)),
            ("regoin}-a", token(Token::Region)),
            ("{tenant/*", None),
            ("{aws:sub}", token(Token::Identity)),
            ("{aws:username}", None),
            ("{custom:team}", variable("aws:PrincipalTag/team")),
            ("${x}", None),
            ("${self:custom.bucket}", Some(Meaning::Expression)),
            ("${self:provider.stage}", token(Token::Environment)),
            ("YOUR_ACCOUNT_ID", token(Token::AccountId)),
        ];
        for (source, meaning) in cases {
            assert_eq!(find(source)[0].meaning(), meaning, "{source}");
        }
    }
}
