//! Validation of ARNs.

use crate::aws::Partition;
use crate::aws::region::is_region;
use crate::aws::rule::{is, is_word, shown};
use crate::source::{Code, Diagnostic, Span};

/// The number of fields of an ARN: `arn`, partition, service, region, account, resource.
pub const FIELDS: usize = 6;

/// The pattern of the names of all partitions.
pub const ANY_PARTITION: &str = "aws(-[a-z]+)*";

/// A kind of resource that an ARN can identify.
pub struct Kind {
    /// Its description, with an article.
    pub what: &'static str,
    /// An example in the partition `aws`.
    pub example: &'static str,
    /// A regular expression that every accepted ARN matches as a whole; `PARTITION` stands for the partition.
    pub pattern: &'static str,
    /// The service; `None` for any.
    service: Option<&'static str>,
    /// Whether it has a region; `None` if it may have one.
    has_region: Option<bool>,
    resource: fn(&str) -> bool,
    accounts_of_aws: bool,
}

/// A managed policy of an account or of AWS.
pub const POLICY: Kind = Kind {
    what: "the ARN of a managed policy",
    example: "arn:aws:iam::111111111111:policy/boundary",
    pattern: "arn:PARTITION:iam::([0-9]{12}|aws):policy/.+",
    service: Some("iam"),
    has_region: Some(false),
    resource: |resource| resource.strip_prefix("policy/").is_some_and(is_path),
    accounts_of_aws: true,
};

/// A role.
pub const ROLE: Kind = Kind {
    what: "the ARN of a role",
    example: "arn:aws:iam::111111111111:role/deploy",
    pattern: "arn:PARTITION:iam::[0-9]{12}:role/.+",
    service: Some("iam"),
    has_region: Some(false),
    resource: |resource| resource.strip_prefix("role/").is_some_and(is_path),
    accounts_of_aws: false,
};

/// An IAM OIDC provider.
pub const OIDC_PROVIDER: Kind = Kind {
    what: "the ARN of an IAM OIDC provider",
    example: "arn:aws:iam::111111111111:oidc-provider/id.partner.example",
    pattern: "arn:PARTITION:iam::[0-9]{12}:oidc-provider/.+",
    service: Some("iam"),
    has_region: Some(false),
    resource: |resource| resource.strip_prefix("oidc-provider/").is_some_and(is_path),
    accounts_of_aws: false,
};

/// An IAM SAML provider.
pub const SAML_PROVIDER: Kind = Kind {
    what: "the ARN of an IAM SAML provider",
    example: "arn:aws:iam::111111111111:saml-provider/corporate",
    pattern: "arn:PARTITION:iam::[0-9]{12}:saml-provider/.+",
    service: Some("iam"),
    has_region: Some(false),
    resource: |resource| resource.strip_prefix("saml-provider/").is_some_and(is_path),
    accounts_of_aws: false,
};

/// A KMS key. Aliases are rejected because KMS does not resolve them in the `Resource` of a policy.
/// Source: AWS KMS Developer Guide, "Specifying KMS keys in IAM policy statements".
pub const KMS_KEY: Kind = Kind {
    what: "the ARN of a KMS key",
    example: "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    pattern: "arn:PARTITION:kms:[0-9a-z-]+:[0-9]{12}:key/([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|mrk-[0-9A-Fa-f]{32})",
    service: Some("kms"),
    has_region: Some(true),
    resource: |resource| resource.strip_prefix("key/").is_some_and(is_key_id),
    accounts_of_aws: false,
};

/// A resource of any service.
/// Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
pub const RESOURCE: Kind = Kind {
    what: "the ARN of a resource",
    example: "arn:aws:lambda:us-east-1:111111111111:function:example",
    pattern: "arn:PARTITION:[^:]+:[^:]*:[^:]*:.+",
    service: None,
    has_region: None,
    resource: |resource| is(resource, 1..=2048, |c| !c.is_control()),
    accounts_of_aws: true,
};

/// A KMS key or an alias of one, where KMS resolves aliases.
pub const KMS_KEY_OR_ALIAS: Kind = Kind {
    what: "the ARN of a KMS key or alias",
    pattern: "arn:PARTITION:kms:[0-9a-z-]+:[0-9]{12}:(alias/[0-9A-Za-z_/-]{1,250}|key/([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|mrk-[0-9A-Fa-f]{32}))",
    resource: |resource| {
        let is_alias = |name: &str| is(name, 1..=250, |c| is_word(c) || c == '/' || c == '-');
        (KMS_KEY.resource)(resource) || resource.strip_prefix("alias/").is_some_and(is_alias)
    },
    ..KMS_KEY
};

/// Whether a text is the ID of a KMS key: a UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key.
/// Source: AWS KMS Developer Guide, "Key identifiers (KeyId)".
fn is_key_id(id: &str) -> bool {
    let is_hex = |text: &str, length: usize| is(text, length..=length, |c| c.is_ascii_hexdigit());
    let is_uuid = || {
        let groups: Vec<&str> = id.split('-').collect();
        groups.len() == 5 && groups.iter().zip([8, 4, 4, 4, 12]).all(|(group, length)| is_hex(group, length))
    };
    id.strip_prefix("mrk-").map_or_else(is_uuid, |digits| is_hex(digits, 32))
}

/// The account and the name, without its path, in the ARN of a role.
pub fn account_and_name(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':').skip(4);
    let (account, resource) = (parts.next()?, parts.next()?);
    Some((account, resource.strip_prefix("role/")?.rsplit('/').next()?))
}

/// The name of a managed policy of AWS, without its path, in its ARN; `None` for an account's own.
/// Source: AWS Managed Policy Reference: the account in the ARNs of these policies is `aws`.
pub fn name_of_aws_policy(arn: &str) -> Option<&str> {
    let is_of_aws = arn.split(':').nth(4) == Some("aws");
    arn.rsplit('/').next().filter(|_| is_of_aws)
}

/// Whether a text is an IAM path and name. No resource has a wildcard in its name.
fn is_path(text: &str) -> bool {
    is(text, 1..=1024, |c| c.is_ascii_graphic() && c != '*') && !text.starts_with('/') && !text.ends_with('/')
}

impl Kind {
    /// The [pattern](Self::pattern) with the pattern of the partition.
    pub fn pattern_in(&self, partition: &str) -> String {
        self.pattern.replace("PARTITION", partition)
    }

    /// What is accepted, as the rest of the sentence "expected …".
    pub fn accepted(&self, partition: Partition) -> String {
        let example = self.example.replacen("arn:aws:", &format!("arn:{}:", partition.id()), 1);
        format!("an ARN such as {example}")
    }

    /// Checks an ARN, and returns a diagnostic at its place if it is not of this kind.
    pub fn check(&self, arn: &str, partition: Partition, span: Span) -> Option<Diagnostic> {
        let diagnostic =
            || Diagnostic::at(span, Code::BadArn, format!("{} is not {}", shown(arn), self.what));
        let expected = || format!("expected {}", self.accepted(partition));
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", in_partition, service, region, account, resource] = parts[..] else {
            return Some(diagnostic().help(expected()));
        };
        if in_partition != partition.id() {
            return Some(diagnostic().help(format!(
                "this environment is in the partition `{}`: use arn:{{partition}}:… for the environment's partition",
                partition.id()
            )));
        }
        let account_fits = is(account, 12..=12, |c| c.is_ascii_digit())
            || (self.accounts_of_aws && account == "aws")
            || self.service.is_none();
        let region_fits = match self.has_region {
            Some(true) => is_region(region),
            Some(false) => region.is_empty(),
            None => true,
        };
        let fits = self.service.map_or(!service.is_empty(), |known| known == service)
            && region_fits
            && account_fits
            && (self.resource)(resource);
        (!fits).then(|| diagnostic().help(expected()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kms_keys() {
        let accepts = |rest: &str| {
            let arn = format!("arn:aws:kms:{rest}");
            KMS_KEY.check(&arn, Partition::Aws, Span::new(crate::source::FileId(0), 0, 0)).is_none()
        };
        let uuid = "1234abcd-12ab-34cd-56ef-1234567890ab";
        assert!(accepts(&format!("us-east-1:999999999999:key/{uuid}")));
        assert!(accepts("eu-west-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab"));
        for rest in [
            &format!("*:111111111111:key/{uuid}"),
            &format!("us-east-*:111111111111:key/{uuid}"),
            &format!(":111111111111:key/{uuid}"),
            &format!("us-east-1:*:key/{uuid}"),
            &format!("us-east-1:111111111111:key/{uuid}*"),
            "us-east-1:111111111111:key/*",
            "us-east-1:111111111111:key/-",
            "us-east-1:111111111111:key/mrk-",
            "us-east-1:111111111111:alias/notes",
        ] {
            assert!(!accepts(rest), "{rest}");
        }
    }
}
