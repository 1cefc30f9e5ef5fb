//! Policy variables: their syntax, and whether a request of a Cognito user can have them.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags".

use crate::aws::condition_keys::{
    ABSENT_GLOBAL_KEYS, ABSENT_SERVICE_KEYS, AMR, AUD, GLOBAL_KEYS, IDENTITY_POOL_KEYS, KEYS_WITH_TAG,
    MULTIVALUED, SAME_FOR_ALL_USERS, SERVICE_PREFIXES,
};
use crate::iam::catalogue;
use crate::iam::check::has;
use crate::iam::similar_key::{AWS, meant_of_global, meant_of_identity};
use crate::tree::nearest;

/// What is between `${` and `}` of a policy variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable<'a> {
    /// `${*}`, `${?}` or `${$}`: the character itself.
    Character,
    /// The value of a condition key, such as `aws:PrincipalTag/team`.
    Key(ConditionKey<'a>),
}

/// A condition key: a prefix, a colon and a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey<'a> {
    /// The service, `aws`, or the identity provider.
    pub prefix: &'a str,
    /// The rest, such as `PrincipalTag/team`.
    pub name: &'a str,
}

/// Whether a policy variable has a value in requests of Cognito users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// A request can have the key.
    Possible,
    /// The value is the same for all users of what is named.
    SameForAllUsers(&'static str),
    /// The key has several values, so that it can't be a variable.
    Multivalued,
    /// No request has the key, or none that is known; with the key that was probably meant.
    Absent(Option<String>),
}

impl<'a> Variable<'a> {
    /// Parses what is between `${` and `}`; `None` if it can't be a policy variable.
    pub fn parse(inside: &'a str) -> Option<Self> {
        if ["*", "?", "$"].contains(&inside) {
            return Some(Self::Character);
        }
        let key = match inside.split_once(',') {
            Some((key, default)) => is_default(default).then_some(key)?,
            None => inside,
        };
        ConditionKey::parse(key).map(Self::Key)
    }
}

/// `'none'` after the comma.
fn is_default(text: &str) -> bool {
    let quoted = text.trim().strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    quoted.is_some_and(|text| !text.contains('\''))
}

impl<'a> ConditionKey<'a> {
    /// Parses a condition key; `None` if it can't be one.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (prefix, name) = text.split_once(':')?;
        let (base, tag) = name.split_once('/').unwrap_or((name, "x"));
        let is_prefix = !prefix.is_empty()
            && prefix.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c))
            && !prefix.starts_with('.');
        let is_base = base.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && base.chars().all(|c| c.is_ascii_alphanumeric() || "._-:".contains(c));
        let is_tag = !tag.is_empty()
            && tag.trim() == tag
            && tag.chars().all(|c| c.is_alphanumeric() || " _.:/=+-@".contains(c));
        (is_prefix && is_base && is_tag).then_some(Self { prefix, name })
    }

    /// Whether it is the identity ID: the key `sub` of identity pools, in any partition.
    pub fn is_identity_id(self) -> bool {
        is_of_identity_pools(self.prefix) && self.name.eq_ignore_ascii_case("sub")
    }

    /// Whether it is a key of identity pools, in any partition.
    pub(super) fn is_of_identity_pools(self) -> bool {
        is_of_identity_pools(self.prefix)
    }

    /// Whether it is the identity ID in the partition whose identity pools have this service principal.
    pub fn is_identity_id_of(self, principal: &str) -> bool {
        self.is_identity_id() && self.prefix.eq_ignore_ascii_case(principal)
    }

    /// Whether a request of a user can have the key. `principal` is the service principal of identity pools.
    pub fn availability(self, principal: &str) -> Availability {
        if is_own(self.prefix, principal) {
            return self.of_identity(principal);
        }
        if is_of_identity_pools(self.prefix) || nearest(self.prefix, [principal]).is_some() {
            return Availability::Absent(meant_of_identity(self.name, principal));
        }
        if self.prefix.eq_ignore_ascii_case(AWS) {
            return self.global();
        }
        let prefix = self.prefix.to_ascii_lowercase();
        let is_absent = |key: &str| key.eq_ignore_ascii_case(&format!("{prefix}:{}", self.name));
        if ABSENT_SERVICE_KEYS.iter().any(|key| is_absent(key)) {
            return Availability::Absent(None);
        }
        if let Some(service) = catalogue::service(&prefix).filter(|service| !service.keys.is_empty()) {
            // Keys such as `iot:ClientId` exist only in the policies of the service itself.
            return match has(&service.keys, &format!("{prefix}:{}", self.name)) {
                true => Availability::Possible,
                false => Availability::Absent(None),
            };
        }
        match SERVICE_PREFIXES.split(' ').any(|service| service == prefix) {
            true => Availability::Possible,
            false => Availability::Absent(self.meant_of_unknown_prefix(&prefix)),
        }
    }

    fn of_identity(self, principal: &str) -> Availability {
        match IDENTITY_POOL_KEYS.iter().find(|name| name.eq_ignore_ascii_case(self.name)) {
            Some(&AMR) => Availability::Multivalued,
            Some(&AUD) => Availability::SameForAllUsers("identity pool"),
            Some(_) => Availability::Possible,
            None => Availability::Absent(meant_of_identity(self.name, principal)),
        }
    }

    fn global(self) -> Availability {
        let (base, tag) = self.base_and_tag();
        let is_in = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(base));
        let is_tagged = is_in(&KEYS_WITH_TAG) && self.name.as_bytes().get(base.len()) == Some(&b'/');
        match tag {
            Some(_) if is_tagged => Availability::Possible,
            None if is_in(&MULTIVALUED) => Availability::Multivalued,
            None if is_in(&SAME_FOR_ALL_USERS) => Availability::SameForAllUsers("role"),
            None if is_in(&ABSENT_GLOBAL_KEYS) => Availability::Absent(None),
            None if is_in(&GLOBAL_KEYS) && !is_in(&KEYS_WITH_TAG) => Availability::Possible,
            _ => Availability::Absent(meant_of_global(base, tag)),
        }
    }

    /// The name before and after the first `/`, `:` or `.`.
    fn base_and_tag(self) -> (&'a str, Option<&'a str>) {
        match self.name.split_once(['/', ':', '.']) {
            Some((base, tag)) => (base, Some(tag)),
            None => (self.name, None),
        }
    }

    /// A user pool's attribute is meant as a principal tag, and `amazon:userid` as `aws:userid`.
    fn meant_of_unknown_prefix(self, prefix: &str) -> Option<String> {
        if ["custom", "principaltag"].contains(&prefix) {
            return Some(format!("{AWS}:PrincipalTag/{}", self.name));
        }
        if prefix == "amazon" || nearest(prefix, [AWS]).is_some() {
            let (base, tag) = self.base_and_tag();
            return meant_of_global(base, tag);
        }
        let service = nearest(prefix, SERVICE_PREFIXES.split(' ').filter(|service| service.len() > 3))?;
        Some(format!("{service}:{}", self.name))
    }
}

/// Whether the prefix is that of the partition's identity pools. In the China regions, AWS documents two.
fn is_own(prefix: &str, principal: &str) -> bool {
    let is_chinese = |text: &str| is_of_identity_pools(text) && text.ends_with(".cn");
    prefix.eq_ignore_ascii_case(principal) || (is_chinese(principal) && is_chinese(prefix))
}

fn is_of_identity_pools(prefix: &str) -> bool {
    let prefix = prefix.to_ascii_lowercase();
    prefix.starts_with("cognito-identity") && prefix.contains(".amazon")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINCIPAL: &str = "cognito-identity.amazonaws.com";

    fn availability(inside: &str, principal: &str) -> Availability {
        match Variable::parse(inside) {
            Some(Variable::Key(key)) => key.availability(principal),
            other => panic!("{inside}: {other:?}"),
        }
    }

    #[test]
    fn syntax() {
        for inside in [
            "*",
            "?",
            "$",
            "aws:userid",
            "aws:PrincipalTag/cost center",
            "aws:PrincipalTag/team, 'none'",
            "aws:PrincipalTag/team,''",
            "token.actions.githubusercontent.com/acme:sub",
        ] {
            assert!(Variable::parse(inside).is_some(), "{inside}");
        }
        for inside in [
            "",
            "**",
            "identity",
            "var.bucket",
            "aws_s3_bucket.files.arn",
            "AWS::Region",
            " aws:userid",
            "aws:userid ",
            "aws:PrincipalTag/",
            "aws:userid/*",
            "aws:userid{identity",
            "aws:PrincipalTag/team, none",
            "aws:PrincipalTag/team, 'a' 'b'",
            "data.x[\"a:b\"]",
            "a ? b : c",
        ] {
            assert_eq!(Variable::parse(inside), None, "{inside}");
        }
    }

    #[test]
    fn what_requests_can_have() {
        for inside in [
            "cognito-identity.amazonaws.com:sub",
            "cognito-identity.amazonaws.com:SUB",
            "aws:PrincipalTag/team",
            "AWS:principaltag/Team, 'none'",
            "aws:SourceIp",
            "aws:currenttime",
            "s3:prefix",
            "iot:ClientMode",
            "dynamodb:Select",
        ] {
            assert_eq!(availability(inside, PRINCIPAL), Availability::Possible, "{inside}");
        }
        for (inside, of) in [
            ("aws:userid", "role"),
            ("aws:FederatedProvider", "role"),
            ("cognito-identity.amazonaws.com:AUD", "identity pool"),
        ] {
            assert_eq!(availability(inside, PRINCIPAL), Availability::SameForAllUsers(of), "{inside}");
        }
        assert_eq!(availability("aws:TagKeys", PRINCIPAL), Availability::Multivalued);
        assert_eq!(availability("cognito-identity.amazonaws.com:amr", PRINCIPAL), Availability::Multivalued);
        for (prefix, principal) in [
            ("cognito-identity-us-gov.amazonaws.com", "cognito-identity-us-gov.amazonaws.com"),
            ("cognito-identity.amazonaws.com.cn", "cognito-identity.cn-north-1.amazonaws.com.cn"),
        ] {
            assert_eq!(availability(&format!("{prefix}:sub"), principal), Availability::Possible, "{prefix}");
        }
    }

    #[test]
    fn what_no_request_has_and_what_is_meant() {
        let cases = [
            ("cognito-identity.amazon.com:sub", Some("cognito-identity.amazonaws.com:sub")),
            ("cognito-identity-us-gov.amazonaws.com:sub", Some("cognito-identity.amazonaws.com:sub")),
            ("cognito-identiy.amazonaws.com:sub", Some("cognito-identity.amazonaws.com:sub")),
            ("cognito-identity.amazonaws.com:subs", Some("cognito-identity.amazonaws.com:sub")),
            ("cognito-identity.amazonaws.com:email", None),
            ("cognito-idp.us-east-1.amazonaws.com:sub", None),
            ("www.amazon.com:user_id", None),
            ("accounts.google.com:sub", None),
            ("graph.facebook.com:id", None),
            ("saml:sub", None),
            ("aws:username", None),
            ("aws:SourceIdentity", None),
            ("lambda:SourceFunctionArn", None),
            ("custom:tenant", Some("aws:PrincipalTag/tenant")),
            ("aws:PrincipalTags/team", Some("aws:PrincipalTag/team")),
            ("aws:principal_tag/team", Some("aws:PrincipalTag/team")),
            ("aws:PrincipalTag:team", Some("aws:PrincipalTag/team")),
            ("aws:PrincipalTag", Some("aws:PrincipalTag/TAG")),
            ("aws:SourceIP4", Some("aws:SourceIp")),
            ("aws:userId/x", None),
            ("aws:Nothing", None),
            ("amazon:SourceIp", Some("aws:SourceIp")),
            ("dynamobd:Select", Some("dynamodb:Select")),
            ("dynamodb:LeadingKey", None),
            ("iot:ClientId", None),
            ("iot:Connection.Thing.ThingName", None),
            ("s3:username", None),
            ("tenant:id", None),
        ];
        for (inside, meant) in cases {
            let expected = Availability::Absent(meant.map(str::to_owned));
            assert_eq!(availability(inside, PRINCIPAL), expected, "{inside}");
        }
    }
}
