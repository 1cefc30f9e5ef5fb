//! The rules, one in each file. Each says in its page why it exists.

mod ambiguous_as_authenticated;
mod classic_flow_enabled;
mod classic_flow_reaches_role;
mod loose_role_rule;
mod role_from_writable_claim;
mod role_in_another_account;
mod role_of_others;
mod token_check_off;

use crate::lint::Rule;

/// All rules, by code.
pub const RULES: [Rule; 8] = [
    classic_flow_reaches_role::RULE,
    classic_flow_enabled::RULE,
    role_from_writable_claim::RULE,
    loose_role_rule::RULE,
    ambiguous_as_authenticated::RULE,
    token_check_off::RULE,
    role_of_others::RULE,
    role_in_another_account::RULE,
];
