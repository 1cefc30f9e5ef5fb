//! What other tools call the keys and words of the inputs: Terraform, CloudFormation, the AWS CDK, SST, Amplify
//! and IAM.

use crate::tree::nearest;

/// What people write, in lowercase without separators, and what it is called here.
const ALIASES: &[(&str, &str)] = &[
    // The top level, and environments.
    ("accountid", "account_id"),
    ("account", "account_id"),
    ("app", "name"),
    ("appname", "name"),
    ("project", "name"),
    ("awsregion", "region"),
    ("deletionprotection", "protect"),
    ("preventdestroy", "protect"),
    ("removalpolicy", "protect"),
    ("envs", "environments"),
    ("stages", "environments"),
    ("workspaces", "environments"),
    ("defaulttags", "tags"),
    ("cognito", "identity_pool"),
    ("cognitoidentitypool", "identity_pool"),
    ("pool", "identity_pool"),
    ("rolemapping", "role_mappings"),
    ("attributesforaccesscontrol", "principal_tags"),
    ("sessiontags", "principal_tags"),
    // The identity pool.
    ("allowclassicflow", "classic_flow"),
    ("basicflow", "classic_flow"),
    ("allowguests", "guest_access"),
    ("allowunauthenticatedidentities", "guest_access"),
    ("allowunauthenticated", "guest_access"),
    ("guests", "guest_access"),
    ("guests", "guest"),
    ("unauthenticatedaccess", "guest_access"),
    ("developerprovidername", "developer_provider"),
    ("developer", "developer_provider"),
    ("developeridentities", "developer_provider"),
    ("identitypoolname", "name"),
    ("poolname", "name"),
    ("cognitoidentityproviders", "user_pools"),
    ("identityproviders", "user_pools"),
    ("authenticationproviders", "user_pools"),
    ("providers", "user_pools"),
    ("cognitouserpools", "user_pools"),
    ("logins", "social"),
    ("socialproviders", "social"),
    ("supportedloginproviders", "social"),
    ("accountsgooglecom", "google"),
    ("graphfacebookcom", "facebook"),
    ("wwwamazoncom", "amazon"),
    ("loginwithamazon", "amazon"),
    ("appleidapplecom", "apple"),
    ("signinwithapple", "apple"),
    ("apitwittercom", "twitter"),
    ("openidconnectproviderarns", "oidc"),
    ("openidconnectproviders", "oidc"),
    ("oidcproviders", "oidc"),
    ("openid", "oidc"),
    ("samlproviderarns", "saml"),
    ("samlproviders", "saml"),
    ("serversidetokencheck", "token_check"),
    ("clientid", "app_client_id"),
    ("appclient", "app_client_id"),
    ("userpoolclientid", "app_client_id"),
    ("providername", "user_pool_id"),
    ("userpool", "user_pool_id"),
    ("poolid", "user_pool_id"),
    // Roles.
    ("authenticatedrole", "authenticated"),
    ("authrole", "authenticated"),
    ("auth", "authenticated"),
    ("authenticatedusers", "authenticated"),
    ("users", "authenticated"),
    ("unauthenticatedrole", "guest"),
    ("unauthenticated", "guest"),
    ("unauth", "guest"),
    ("unauthrole", "guest"),
    ("anonymous", "guest"),
    ("rolename", "name"),
    ("rolearn", "existing_role_arn"),
    ("arn", "existing_role_arn"),
    ("boundary", "permissions_boundary"),
    ("permissionsboundaryarn", "permissions_boundary"),
    ("sessionduration", "max_session_duration"),
    ("durationseconds", "max_session_duration"),
    ("maxduration", "max_session_duration"),
    ("maximumsessionduration", "max_session_duration"),
    ("managedpolicies", "managed_policy_arns"),
    ("policyarns", "managed_policy_arns"),
    ("assumerolepolicy", "trust"),
    ("assumerolepolicydocument", "trust"),
    ("trustpolicy", "trust"),
    ("inlinepolicies", "grants"),
    ("inlinepolicy", "grants"),
    ("permissions", "grants"),
    ("policy", "grants"),
    ("statement", "grants"),
    // Grants and statements.
    ("statement", "statements"),
    ("policydocument", "statements"),
    ("policyfilepath", "policy_file"),
    ("storage", "s3"),
    ("s3bucket", "s3"),
    ("dynamo", "dynamodb"),
    ("dynamodbtable", "dynamodb"),
    ("api", "api_gateway"),
    ("apigw", "api_gateway"),
    ("executeapi", "api_gateway"),
    ("graphql", "appsync"),
    ("lambdafunction", "lambda"),
    ("function", "lambda"),
    ("bucketname", "bucket"),
    ("prefix", "path"),
    ("prefixes", "path"),
    ("resource", "path"),
    ("action", "allow"),
    ("actions", "allow"),
    ("access", "allow"),
    ("permissions", "allow"),
    ("kmskey", "kms_key_arn"),
    ("kmskeyid", "kms_key_arn"),
    ("tablename", "table"),
    ("indexnames", "indexes"),
    ("index", "indexes"),
    ("partitionkeys", "leading_keys"),
    ("partitionkey", "leading_keys"),
    ("hashkey", "leading_keys"),
    ("key", "leading_keys"),
    ("keys", "leading_keys"),
    ("policy", "policy_file"),
    ("policyjson", "policy_file"),
    ("policydocument", "statements"),
    ("apiid", "api_id"),
    ("restapiid", "api_id"),
    ("restapi", "api_id"),
    ("graphqlapiid", "api_id"),
    ("httpmethod", "method"),
    ("methods", "method"),
    ("stagename", "stage"),
    ("functionname", "function"),
    ("functionarn", "function"),
    ("conditions", "Condition"),
    // The words of `allow`.
    ("get", "read"),
    ("getobject", "read"),
    ("getitem", "read"),
    ("query", "read"),
    ("scan", "read"),
    ("download", "read"),
    ("put", "write"),
    ("putobject", "write"),
    ("putitem", "write"),
    ("updateitem", "write"),
    ("create", "write"),
    ("update", "write"),
    ("upload", "write"),
    ("deleteobject", "delete"),
    ("deleteitem", "delete"),
    ("remove", "delete"),
    ("listbucket", "list"),
    ("ls", "list"),
    // Role mappings and principal tags.
    ("mappingrule", "rules"),
    ("mappingrules", "rules"),
    ("matchtype", "match"),
    ("rolearn", "role"),
    ("ambiguousroleresolution", "ambiguous"),
    ("authenticatedrole", "authenticated"),
    ("usedefaults", "defaults"),
    // Terraform.
    ("terraformversion", "required_version"),
    ("providerversion", "aws_provider"),
    ("requiredproviders", "aws_provider"),
];

/// The known word that another tool calls `word`, that is spelled like it but for case and separators, or that is
/// most similar.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let plain = plain(word);
    let find = |is_it: &dyn Fn(&str) -> bool| known.clone().into_iter().find(|known| is_it(known));
    find(&|known| self::plain(known) == plain)
        .or_else(|| find(&|known| ALIASES.iter().any(|alias| *alias == (&*plain, known))))
        .or_else(|| nearest(word, known.clone()))
}

/// A word in lowercase, without separators, wildcards and the service of an action: `s3:Get*` becomes `get`.
fn plain(word: &str) -> String {
    let word = word.rsplit(':').next().unwrap_or(word);
    word.chars().filter(|c| !"_-.* ".contains(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alias_is_understood() {
        for (alias, name) in ALIASES {
            assert_eq!(plain(alias), *alias);
            assert_eq!(meant(alias, ["zzzzzzzz", name]), Some(*name), "{alias}");
            assert_eq!(meant(alias, ["zzzzzzzz"]), None, "{alias}");
        }
    }

    #[test]
    fn separators_case_and_services_do_not_matter() {
        assert_eq!(meant("allowUnauthenticatedIdentities", ["guest_access"]), Some("guest_access"));
        assert_eq!(meant("user-pool-id", ["user_pool_id"]), Some("user_pool_id"));
        assert_eq!(meant("s3:GetObject", ["read", "write"]), Some("read"));
        assert_eq!(meant("StartsWith", ["equals", "starts_with"]), Some("starts_with"));
        assert_eq!(meant("regoin", ["region"]), Some("region"));
    }
}
