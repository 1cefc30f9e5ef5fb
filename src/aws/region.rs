//! Regions and partitions.

use std::fmt;

use crate::aws::rule::{Refusal, Rule, shown};
use crate::source::Code;

/// A part of AWS with its own accounts, ARNs and host names.
///
/// Source: AWS General Reference, "Amazon Resource Names".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Partition {
    /// The commercial regions.
    Aws,
    /// AWS GovCloud (US).
    AwsUsGov,
    /// The China regions.
    AwsCn,
}

impl Partition {
    /// The partition that a region is in by its name.
    fn of_region(region: &str) -> Self {
        if region.starts_with("us-gov-") {
            Self::AwsUsGov
        } else if region.starts_with("cn-") {
            Self::AwsCn
        } else {
            Self::Aws
        }
    }

    /// All partitions.
    pub const ALL: [Self; 3] = [Self::Aws, Self::AwsUsGov, Self::AwsCn];

    /// Its oldest region.
    fn region(self) -> &'static str {
        match self {
            Self::Aws => "us-east-1",
            Self::AwsUsGov => "us-gov-west-1",
            Self::AwsCn => "cn-north-1",
        }
    }

    /// Its name in ARNs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsCn => "aws-cn",
        }
    }

    /// The suffix of its host names.
    pub fn dns_suffix(self) -> &'static str {
        match self {
            Self::AwsCn => "amazonaws.com.cn",
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
        }
    }
}

/// The partitions that are not supported, each with the start of its regions' names.
///
/// Source: botocore 1.44.8 (November 2026), `partitions.json`.
const UNSUPPORTED_PARTITIONS: [(&str, &str); 5] = [
    ("aws-eusc", "eusc-"),
    ("aws-iso", "us-iso-"),
    ("aws-iso-b", "us-isob-"),
    ("aws-iso-e", "eu-isoe-"),
    ("aws-iso-f", "us-isof-"),
];

fn unsupported_partition(region: &str) -> Option<&'static str> {
    let found = UNSUPPORTED_PARTITIONS.iter().find(|(_, start)| region.starts_with(start));
    found.map(|(partition, _)| *partition)
}

/// The China region without identity pools.
///
/// Source: Amazon Cognito page of the China regions; botocore 1.44.8 (November 2026), `endpoints.json`.
const WITHOUT_IDENTITY_POOLS: &str = "cn-northwest-1";

/// A region of a supported partition, such as us-east-1. Where it is not known whether the region has identity
/// pools, it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(String);

impl Region {
    /// Checks a region.
    ///
    /// # Errors
    /// The text is not a region, or not one in which poolsmith can create an identity pool.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        REGION.check(text)?;
        if let Some(partition) = unsupported_partition(text) {
            return Err(Refusal::new(
                Code::BadRegion,
                format!(
                    "{} is in the partition `{partition}`, which poolsmith does not support",
                    shown(text)
                ),
                "expected a region in the partition `aws`, `aws-us-gov` or `aws-cn`",
            ));
        }
        if text == WITHOUT_IDENTITY_POOLS {
            return Err(Refusal::new(
                Code::BadRegion,
                format!("{} has no Amazon Cognito identity pools", shown(text)),
                "use cn-north-1, the only China region that has them",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its partition.
    pub fn partition(&self) -> Partition {
        Partition::of_region(&self.0)
    }

    /// A region to use instead of an invalid one, in the partition that its name suggests; `None` if that is not
    /// supported.
    pub fn similar_to(text: &str) -> Option<Self> {
        let supported = unsupported_partition(text).is_none();
        supported.then(|| Self(Partition::of_region(text).region().to_owned()))
    }

    /// The principal of identity pools in the region, which the trust policies of their roles name.
    ///
    /// Source: Amazon Cognito Developer Guide, "Role trust and permissions"; AWS GovCloud (US) User Guide,
    /// "Amazon Cognito"; Amazon Cognito Developer Guide of the China regions, "Role-based access control".
    pub fn identity_principal(&self) -> &'static str {
        match self.partition() {
            Partition::Aws => "cognito-identity.amazonaws.com",
            Partition::AwsUsGov if self.is_gov_east() => "cognito-identity.us-gov-east-1.amazonaws.com",
            Partition::AwsUsGov => "cognito-identity-us-gov.amazonaws.com",
            Partition::AwsCn => "cognito-identity.cn-north-1.amazonaws.com.cn",
        }
    }

    /// The prefix of the condition keys and policy variables of identity pools in the region: that of `PREFIX:aud`
    /// and `${PREFIX:sub}`. Source: see [`identity_principal`](Self::identity_principal).
    pub fn identity_key_prefix(&self) -> &'static str {
        match self.partition() {
            Partition::Aws | Partition::AwsUsGov => self.identity_principal(),
            Partition::AwsCn => "cognito-identity.amazonaws.com.cn",
        }
    }

    /// Whether it is AWS GovCloud (US-East), which has rules of its own.
    pub fn is_gov_east(&self) -> bool {
        self.0 == "us-gov-east-1"
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A region code. The rule checks the naming scheme instead of a list, because AWS adds regions every
/// year.
pub const REGION: Rule = Rule {
    what: "an AWS region",
    accepted: "a region code such as us-east-1, eu-central-1 or ap-southeast-2",
    code: Code::BadRegion,
    pattern: "[a-z]{2,4}(-[a-z]+)+-[0-9]+",
    test: is_region,
};

/// Whether a text follows the naming scheme of AWS regions.
pub fn is_region(text: &str) -> bool {
    const AREAS: [&str; 16] = [
        "us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "us-gov", "cn", "eusc-de", "us-iso", "us-isob",
        "eu-isoe", "us-isof",
    ];
    const DIRECTIONS: [&str; 9] =
        ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];
    let Some((area_and_direction, number)) = text.rsplit_once('-') else { return false };
    let Some((area, direction)) = area_and_direction.rsplit_once('-') else { return false };
    let is_number = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit() && byte != b'0');
    AREAS.contains(&area) && DIRECTIONS.contains(&direction) && is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions() {
        for region in
            ["us-east-1", "ap-southeast-7", "il-central-1", "mx-central-1", "us-gov-east-1", "cn-north-1"]
        {
            assert!(Region::parse(region).is_ok(), "{region}");
        }
        for text in [
            "",
            "us",
            "us-esat-1",
            "us-east",
            "us-east-0",
            "us-east-10",
            "US-EAST-1",
            "us-east-1a",
            "xx-east-1",
        ] {
            assert!(!is_region(text), "{text}");
        }
    }

    #[test]
    fn regions_without_identity_pools_or_support() {
        let partitions =
            ["eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"];
        for region in partitions.into_iter().chain([WITHOUT_IDENTITY_POOLS]) {
            assert!(is_region(region) && Region::parse(region).is_err(), "{region}");
        }
        assert_eq!(Region::similar_to("eusc-de-east-1"), None);
        assert_eq!(Region::similar_to(WITHOUT_IDENTITY_POOLS), Region::parse("cn-north-1").ok());
    }

    #[test]
    fn the_principal_is_not_the_prefix_everywhere() {
        let of = |region| {
            let region = Region::parse(region).unwrap();
            (region.identity_principal(), region.identity_key_prefix())
        };
        assert_eq!(of("eu-west-1"), ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com"));
        let china = ("cognito-identity.cn-north-1.amazonaws.com.cn", "cognito-identity.amazonaws.com.cn");
        assert_eq!(of("cn-north-1"), china);
        let east = "cognito-identity.us-gov-east-1.amazonaws.com";
        assert_eq!(of("us-gov-east-1"), (east, east));
    }
}
