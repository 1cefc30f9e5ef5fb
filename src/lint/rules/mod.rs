//! The rules, one in each file. Each says in its page why it exists.

mod administrator_policy;
mod ambiguous_as_authenticated;
mod boundless_boundary;
mod changes_access;
mod classic_flow_enabled;
mod classic_flow_reaches_role;
mod console_leftover;
mod customized_policy;
mod every_resource;
mod file_in_module;
mod for_all_values_condition;
mod guest_deletes;
mod guest_lists;
mod guest_reads_table;
mod guest_writes;
mod identity_limit_bypassed;
mod identity_without_slash;
mod if_exists_condition;
mod inverted_allow;
mod loose_role_rule;
mod negated_condition;
mod privilege_escalation;
mod role_from_writable_claim;
mod role_in_another_account;
mod role_of_others;
mod shared_data;
mod shared_user_pool;
mod token_check_off;
mod unlimited_listing;
mod unrestricted;
mod vacuous_access_test;
mod variable_as_text;
mod whole_service;

use crate::lint::Rule;

/// All rules, by code.
pub const RULES: [Rule; 33] = [
    classic_flow_reaches_role::RULE,
    classic_flow_enabled::RULE,
    role_from_writable_claim::RULE,
    loose_role_rule::RULE,
    ambiguous_as_authenticated::RULE,
    token_check_off::RULE,
    role_of_others::RULE,
    role_in_another_account::RULE,
    guest_writes::RULE,
    guest_deletes::RULE,
    guest_lists::RULE,
    guest_reads_table::RULE,
    unrestricted::RULE,
    whole_service::RULE,
    inverted_allow::RULE,
    privilege_escalation::RULE,
    administrator_policy::RULE,
    console_leftover::RULE,
    changes_access::RULE,
    every_resource::RULE,
    boundless_boundary::RULE,
    identity_without_slash::RULE,
    unlimited_listing::RULE,
    negated_condition::RULE,
    if_exists_condition::RULE,
    for_all_values_condition::RULE,
    variable_as_text::RULE,
    identity_limit_bypassed::RULE,
    shared_user_pool::RULE,
    shared_data::RULE,
    customized_policy::RULE,
    file_in_module::RULE,
    vacuous_access_test::RULE,
];
