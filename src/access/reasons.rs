//! Why a question is undecided, in words.

use crate::access::role_policies::RolePolicies;
use crate::iam::sets::{OpenReason, OpenReasons};

/// What to do about a question that takes too long.
const TOO_LONG: &str = "it takes too long to find out: ask about fewer actions or resources, or say which condition keys the request has";

/// Why a question about a role is undecided: there are policies that aren't known, or something else is open.
pub(super) fn reasons(policies: &RolePolicies, open: &OpenReasons) -> Vec<String> {
    match policies.unknown.is_empty() {
        true => open_reasons(open),
        false => policies.unknown.clone(),
    }
}

/// The reasons in words.
pub(super) fn open_reasons(open: &OpenReasons) -> Vec<String> {
    let reason = |reason: &OpenReason| match reason {
        OpenReason::Gap(gap) => format!("{} ({})", gap.reason(), gap.page()),
        OpenReason::Possible(why) => format!("it depends on {why}"),
        OpenReason::TooLong => TOO_LONG.to_owned(),
    };
    match open.is_empty() {
        true => vec!["it depends on values that aren't known before Terraform applies them".to_owned()],
        false => open.iter().map(reason).collect(),
    }
}
