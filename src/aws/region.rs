//! Regions and partitions.

use crate::aws::rule::{Rule, accepted_text};
use crate::source::Code;

/// A part of AWS with its own accounts, ARNs and host names.
///
/// Source: AWS General Reference, "Amazon Resource Names"; for the principals: AWS GovCloud (US)
/// User Guide, "Amazon Cognito", and the Amazon Cognito page of the China regions.
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

accepted_text! {
    /// A region, such as us-east-1.
    Region, REGION
}

impl Region {
    /// Its partition.
    pub fn partition(&self) -> Partition {
        Partition::of_region(&self.0)
    }

    /// A region to use instead of an invalid one, in the partition that its name suggests.
    pub fn similar_to(text: &str) -> Self {
        Self(Partition::of_region(text).region().to_owned())
    }

    /// The service principal of identity pools in the region, which is also the prefix of their condition keys and
    /// policy variables. Source: see [`Partition`].
    pub fn identity_principal(&self) -> &'static str {
        match self.partition() {
            Partition::Aws => "cognito-identity.amazonaws.com",
            Partition::AwsUsGov if self.is_gov_east() => "cognito-identity.us-gov-east-1.amazonaws.com",
            Partition::AwsUsGov => "cognito-identity-us-gov.amazonaws.com",
            Partition::AwsCn => "cognito-identity.cn-north-1.amazonaws.com.cn",
        }
    }

    /// Whether it is AWS GovCloud (US-East), which has rules of its own.
    pub fn is_gov_east(&self) -> bool {
        self.0 == "us-gov-east-1"
    }
}

/// A region code. The rule checks the naming scheme instead of a list, because AWS adds regions every
/// year.
pub const REGION: Rule = Rule {
    what: "an AWS region",
    accepted: "a region code such as us-east-1, eu-central-1 or ap-southeast-2",
    code: Code::BadRegion,
    test: is_region,
};

/// Whether a text follows the naming scheme of AWS regions.
pub fn is_region(text: &str) -> bool {
    const AREAS: [&str; 11] = ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "us-gov", "cn"];
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
            assert!(is_region(region), "{region}");
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
}
