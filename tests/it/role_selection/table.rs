//! The table: for logins, claims and mappings, the roles that an identity can get and the one that AWS picks.

use std::collections::BTreeSet;

use super::{named, obtainable, picked, roles_of};

/// A role that the inputs don't declare.
const ELSEWHERE: &str = "arn:aws:iam::111111111111:role/elsewhere";
/// The role `admins`, as a token names it.
const ADMINS: &str = "arn:aws:iam::111111111111:role/notes-dev-admins";

/// Compares rows: an identity, the roles that it can get, separated by spaces, and the one that AWS picks.
fn compare(more: &str, rows: &[(&str, &str, &str)]) {
    for (identity, can_get, picks) in rows {
        let roles = roles_of(more, identity);
        let expected: BTreeSet<&str> = can_get.split_whitespace().collect();
        assert_eq!((obtainable(&roles), picked(&roles)), (expected, *picks), "{more}{identity}\n{roles:#?}");
        assert!(!roles.because.is_empty(), "{identity}");
    }
}

const RULES: &str = "role_mappings:
  main:
    type: rules
    rules:
      - { claim: department, match: equals, value: it, role: admins }
      - { claim: department, match: starts_with, value: i, role: staff }
      - { claim: level, match: not_equal, value: trainee, role: staff }
      - { claim: projects, match: contains, value: audit, role: partners }
";

#[test]
fn rules_are_evaluated_in_order_and_any_that_matches_can_be_chosen() {
    compare(
        RULES,
        &[
            // Two rules match: the first is used, and `CustomRoleArn` overrides the order.
            ("{ provider: main, claims: { department: it } }", "admins staff", "admins"),
            ("{ provider: main, claims: { department: iron } }", "staff", "staff"),
            // Claims are compared as they are.
            ("{ provider: main, claims: { department: IT } }", "", "nothing"),
            ("{ provider: main, claims: { department: bit } }", "", "nothing"),
            // `NotEqual` is not evaluated where the claim doesn't exist.
            ("{ provider: main }", "", "nothing"),
            ("{ provider: main, claims: { level: trainee } }", "", "nothing"),
            ("{ provider: main, claims: { level: senior } }", "staff", "staff"),
            ("{ provider: main, claims: { level: \"\" } }", "staff", "staff"),
            ("{ provider: main, claims: { level: trainees } }", "staff", "staff"),
            ("{ provider: main, claims: { projects: internal-audit } }", "partners", "partners"),
            ("{ provider: main, claims: { projects: [sales, audit] } }", "partners", "partners"),
            ("{ provider: main, claims: { projects: [sales, support] } }", "", "nothing"),
            ("{ provider: main, claims: { department: it, level: senior } }", "admins staff", "admins"),
            (
                "{ provider: main, claims: { department: it, projects: audit } }",
                "admins staff partners",
                "admins",
            ),
            // A list is compared in a way that the page doesn't describe.
            ("{ provider: main, claims: { department: [it, hr] } }", "admins staff", "undecided"),
            ("{ provider: main, claims: { department: [it] } }", "admins staff", "admins"),
            ("{ provider: main, claims: { level: [trainee, senior] } }", "staff", "undecided"),
            ("{ provider: main, claims: { level: [senior, lead] } }", "staff", "staff"),
        ],
    );
}

#[test]
fn the_resolution_applies_where_no_rule_matches() {
    let more = &format!("{RULES}    ambiguous: authenticated\n");
    compare(
        more,
        &[
            ("{ provider: main }", "authenticated", "authenticated"),
            ("{ provider: main, claims: { level: trainee } }", "authenticated", "authenticated"),
            ("{ provider: main, claims: { department: it } }", "admins staff", "admins"),
            // Nobody knows whether the rule matches.
            ("{ provider: main, claims: { level: [trainee, senior] } }", "staff authenticated", "undecided"),
            // A login without a mapping, and other claims.
            ("{ provider: google, claims: { department: it } }", "authenticated", "authenticated"),
        ],
    );
}

#[test]
fn groups_are_a_list_and_every_token_has_some_claims() {
    let groups = "role_mappings:
  main:
    type: rules
    rules:
      - { claim: \"cognito:groups\", match: equals, value: admins, role: admins }
      - { claim: \"cognito:groups\", match: contains, value: staff, role: staff }
";
    compare(
        groups,
        &[
            ("{ provider: main, claims: { \"cognito:groups\": admins } }", "admins", "undecided"),
            ("{ provider: main, claims: { \"cognito:groups\": [staff] } }", "staff", "staff"),
            (
                "{ provider: main, claims: { \"cognito:groups\": [admins, staff] } }",
                "admins staff",
                "undecided",
            ),
            ("{ provider: main, claims: { \"cognito:groups\": [] } }", "", "nothing"),
        ],
    );
    let every = "role_mappings:
  main:
    type: rules
    rules:
      - { claim: aud, match: equals, value: 3n4b5urk1ft4fl3mg5e62d9ado, role: admins }
      - { claim: sub, match: not_equal, value: nobody, role: staff }
  facebook:
    type: rules
    rules: [{ claim: iss, match: equals, value: graph.facebook.com, role: staff }]
  corporate:
    type: rules
    rules: [{ claim: sub, match: not_equal, value: nobody, role: staff }]
";
    compare(
        every,
        &[
            ("{ provider: main }", "admins staff", "admins"),
            ("{ provider: main, claims: { aud: other } }", "staff", "undecided"),
            ("{ provider: main, claims: { aud: other, sub: somebody } }", "staff", "staff"),
            ("{ provider: facebook }", "staff", "staff"),
            // No claim is in every SAML assertion.
            ("{ provider: corporate }", "", "nothing"),
        ],
    );
}

#[test]
fn a_token_names_roles_and_may_prefer_one() {
    let more =
        "role_mappings:\n  main: { type: token }\n  partner: { type: token, ambiguous: authenticated }\n";
    compare(
        more,
        &[
            (
                "{ provider: main, claims: { \"cognito:roles\": [admins, staff], \"cognito:preferred_role\": staff } }",
                "admins staff",
                "staff",
            ),
            // One string, separated by commas.
            (
                "{ provider: main, claims: { \"cognito:roles\": \"admins, staff\" } }",
                "admins staff",
                "nothing",
            ),
            ("{ provider: main, claims: { \"cognito:roles\": admins } }", "admins", "admins"),
            ("{ provider: main, claims: { \"cognito:preferred_role\": admins } }", "admins", "admins"),
            ("{ provider: main }", "", "nothing"),
            // The ARNs of a role that is declared, and of one that isn't.
            (
                &format!("{{ provider: main, claims: {{ \"cognito:roles\": \"{ADMINS}\" }} }}"),
                "admins",
                "admins",
            ),
            (
                &format!("{{ provider: main, claims: {{ \"cognito:roles\": [\"{ELSEWHERE}\", staff] }} }}"),
                &format!("{ELSEWHERE} staff"),
                "nothing",
            ),
            (
                "{ provider: main, claims: { \"cognito:roles\": \"arn:{partition}:iam::{account_id}:role/{name}-{environment}-staff\" } }",
                "staff",
                "staff",
            ),
            ("{ provider: main, claims: { \"cognito:roles\": partners } }", "partners", "partners"),
            // Claims that only rules read.
            ("{ provider: main, claims: { department: it } }", "", "nothing"),
            ("{ provider: partner }", "authenticated", "authenticated"),
            (
                "{ provider: partner, claims: { \"cognito:roles\": [admins, staff] } }",
                "admins staff authenticated",
                "authenticated",
            ),
            // AWS's pages differ.
            (
                "{ provider: partner, claims: { \"cognito:roles\": admins } }",
                "admins authenticated",
                "undecided",
            ),
            (
                "{ provider: partner, claims: { \"cognito:roles\": [admins], \"cognito:preferred_role\": admins } }",
                "admins",
                "admins",
            ),
        ],
    );
}

#[test]
fn without_a_mapping_signed_in_users_have_their_role() {
    let mapped = "role_mappings: { main: { type: token } }\n";
    compare(
        mapped,
        &[
            ("{ provider: google }", "authenticated", "authenticated"),
            ("{ provider: developer_provider }", "authenticated", "authenticated"),
            ("{ provider: [google, corporate] }", "authenticated", "authenticated"),
            // One of the logins leads to nothing: AWS doesn't say which mapping it uses.
            ("{ provider: [google, main] }", "authenticated", "undecided"),
            (
                "{ provider: [google, main], claims: { \"cognito:roles\": [admins, staff] } }",
                "authenticated admins staff",
                "undecided",
            ),
            ("{ role: admins }", "admins", "admins"),
        ],
    );
}

#[test]
fn the_trust_of_a_role_decides_last() {
    let narrowed = "roles:
  authenticated: { trust: { providers: [google] } }
  admins: { trust: { providers: [main] } }
  staff: { trust: { providers: [google, developer_provider] } }
role_mappings:
  main: { type: token }
";
    compare(
        narrowed,
        &[
            ("{ provider: google }", "authenticated", "authenticated"),
            ("{ provider: corporate }", "", "nothing"),
            ("{ provider: main, claims: { \"cognito:roles\": [admins, staff] } }", "admins", "nothing"),
            ("{ provider: main, claims: { \"cognito:preferred_role\": staff } }", "", "nothing"),
            // With both logins, `amr` names both providers.
            (
                "{ provider: [main, google], claims: { \"cognito:preferred_role\": staff } }",
                "authenticated staff",
                "undecided",
            ),
        ],
    );
}

#[test]
fn in_the_classic_flow_the_caller_chooses() {
    let classic = "identity_pool:
  classic_flow: true
  guest_access: true
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
  social: { google: \"1234\" }
roles:
  authenticated: {}
  guest: {}
  admins: { trust: { providers: [main] } }
  partners: { existing_role_arn: \"arn:aws:iam::111111111111:role/partners\" }
";
    compare(
        classic,
        &[
            ("{ provider: main }", "authenticated admins partners", "authenticated"),
            // The trust of a role that exists already isn't known.
            ("{ provider: google }", "authenticated partners", "authenticated"),
            ("{ role: guest }", "guest", "guest"),
        ],
    );
    let roles = roles_of(classic, "{ provider: google }");
    let is_known =
        |name: &str| roles.obtainable.iter().find(|role| named(&role.role) == name).unwrap().is_certain;
    assert!(is_known("authenticated") && !is_known("partners"));
}
