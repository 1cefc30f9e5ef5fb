//! Actions with which a user of an application could get other permissions than those of their role.

/// What an action is needed for, if it leads to other permissions or other users' data. `writes` says whether AWS classifies
/// it as changing something or who has access.
///
/// Source: Service Authorization Reference, the pages of the services; IAM User Guide, "Grant a user permissions to pass a
/// role to an AWS service" and "Methods to assume a role".
pub fn administration(service: &str, action: &str, writes: bool) -> Option<&'static str> {
    let is_in = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(action));
    match service {
        "iam" if is_in(&["PassRole"]) => {
            Some("hands a role to a service, which then acts with its permissions")
        }
        "iam" if writes => Some("changes users, roles or policies of IAM"),
        "sts" if is_in(&["AssumeRole", "AssumeRoot"]) => Some("gives the permissions of another role"),
        "cognito-identity" if is_in(&[DEVELOPER_TOKEN]) => {
            Some("signs in as any user of a developer provider")
        }
        "cognito-identity" if writes && !is_in(&OF_IDENTITIES) => Some("administers identity pools"),
        "cognito-idp" if writes && !is_in(&OF_USERS) => Some("administers user pools"),
        "organizations" | "account" | "sso" | "identitystore" if writes => {
            Some("administers accounts or who can sign in to them")
        }
        _ => None,
    }
}

/// The services that [`administration`] knows, without AWS IAM Identity Center and others that only administrators use.
pub const SERVICES: [&str; 8] =
    ["iam", "sts", "cognito-identity", "cognito-idp", "organizations", "account", "sso", "identitystore"];

const DEVELOPER_TOKEN: &str = "GetOpenIdTokenForDeveloperIdentity";

/// The operations that an application calls for its user.
/// Source: Amazon Cognito Developer Guide, "Identity pools authentication flow".
const OF_IDENTITIES: [&str; 2] = ["GetId", "UnlinkIdentity"];

/// The operations that an application calls with its user's token, or before anybody signs in.
/// Source: Amazon Cognito Developer Guide, "Understanding API, OIDC, and managed login pages authentication", public and
/// token-authorized operations.
const OF_USERS: [&str; 24] = [
    "AssociateSoftwareToken",
    "ChangePassword",
    "ConfirmDevice",
    "ConfirmForgotPassword",
    "ConfirmSignUp",
    "DeleteUser",
    "DeleteUserAttributes",
    "ForgetDevice",
    "ForgotPassword",
    "GetTokensFromRefreshToken",
    "GlobalSignOut",
    "InitiateAuth",
    "ResendConfirmationCode",
    "RespondToAuthChallenge",
    "RevokeToken",
    "SetUserMFAPreference",
    "SetUserSettings",
    "SignUp",
    "UpdateAuthEventFeedback",
    "UpdateDeviceStatus",
    "UpdateUserAttributes",
    "VerifySoftwareToken",
    "VerifyUserAttribute",
    "GetUserAttributeVerificationCode",
];

/// The services in the policies that the Amazon Cognito console proposed for identity pools: Amazon Mobile Analytics has been
/// discontinued, and Amazon Cognito Sync takes no new customers.
/// Source: Amazon Cognito Developer Guide, "Amazon Cognito Sync"; AWS Mobile Blog, the end of Amazon Mobile Analytics.
pub const CONSOLE_POLICY_SERVICES: [&str; 2] = ["cognito-sync", "mobileanalytics"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_administers_and_what_users_do_for_themselves() {
        for (service, action) in [
            ("iam", "PassRole"),
            ("iam", "CreateUser"),
            ("sts", "assumerole"),
            ("cognito-identity", "GetOpenIdTokenForDeveloperIdentity"),
            ("cognito-identity", "SetIdentityPoolRoles"),
            ("cognito-idp", "AdminSetUserPassword"),
        ] {
            assert!(administration(service, action, true).is_some(), "{service}:{action}");
        }
        for (service, action) in [
            ("cognito-identity", "GetId"),
            ("cognito-idp", "ChangePassword"),
            ("s3", "PutObject"),
            ("sts", "TagSession"),
        ] {
            assert_eq!(administration(service, action, true), None, "{service}:{action}");
        }
        assert_eq!(administration("iam", "GetRole", false), None);
    }
}
