//! Who gets which role: a second reading of AWS's page, independent of `src/access`.
//!
//! Amazon Cognito Developer Guide, "Using role-based access control". The table states for logins, claims and mappings
//! which roles an identity can get, and which one AWS picks. The random cases ask AWS, as the page describes it, for
//! credentials without `CustomRoleArn` and with each role: what it gives is what an identity can get.

use std::collections::BTreeSet;

use poolsmith::access::{Asked, Picked, RoleReference, Roles};
use poolsmith::project::{Project, Request};

use crate::support::{Random, from_environment};

/// A role that the inputs don't declare.
const ELSEWHERE: &str = "arn:aws:iam::111111111111:role/elsewhere";
/// The role `admins`, as a token names it.
const ADMINS: &str = "arn:aws:iam::111111111111:role/notes-dev-admins";

/// The inputs with an identity, and one test about it.
fn inputs(more: &str, identity: &str) -> String {
    let pool = match more.contains("identity_pool:") {
        true => "",
        false => {
            "identity_pool:
  user_pools: { main: { user_pool_id: us-east-1_Ab12Cd34E, app_client_id: 3n4b5urk1ft4fl3mg5e62d9ado } }
  oidc: { partner: \"arn:aws:iam::111111111111:oidc-provider/id.partner.example\" }
  saml: { corporate: \"arn:aws:iam::111111111111:saml-provider/corporate\" }
  social: { google: \"1234\", facebook: \"5678\" }
  developer_provider: login.notes
"
        }
    };
    let roles = match more.contains("roles:\n") {
        true => "",
        false => {
            "roles: { authenticated: {}, admins: {}, staff: {}, partners: { existing_role_arn: \"arn:aws:iam::111111111111:role/partners\" } }\n"
        }
    };
    format!(
        "name: notes\n{pool}{roles}{more}
access:
  identities: {{ who: {identity} }}
  tests: [{{ as: who, cannot: \"*\", on: \"*\" }}]
environments: {{ dev: {{ region: us-east-1, account_id: \"111111111111\" }} }}\n"
    )
}

/// The roles of the identity.
fn roles_of(more: &str, identity: &str) -> Roles {
    let inputs = inputs(more, identity);
    let project = Project::load(Request::memory("poolsmith.yaml", &*inputs));
    let project = project.unwrap_or_else(|failure| panic!("{inputs}{:#?}", failure.log.diagnostics));
    let asked: &[Asked] = &project.access().asked;
    asked[0].questions[0].caller.roles.clone()
}

fn named(role: &RoleReference) -> &str {
    match role {
        RoleReference::Declared(key) => key,
        RoleReference::Undeclared(arn) => arn,
    }
}

fn picked(roles: &Roles) -> &str {
    match &roles.picked {
        Picked::Role(role) => named(role),
        Picked::Nothing => "nothing",
        Picked::Undecided => "undecided",
    }
}

fn obtainable(roles: &Roles) -> BTreeSet<&str> {
    roles.obtainable.iter().map(|obtainable| named(&obtainable.role)).collect()
}

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
        |name: &str| roles.obtainable.iter().find(|role| named(&role.role) == name).unwrap().is_trust_known;
    assert!(is_known("authenticated") && !is_known("partners"));
}

/// A random role mapping and a random token of one provider.
#[derive(Debug)]
struct Case {
    rules: Vec<[&'static str; 4]>,
    is_by_token: bool,
    is_authenticated: bool,
    claims: Vec<(&'static str, Vec<&'static str>)>,
}

const ROLES: [&str; 4] = ["authenticated", "admins", "staff", "partners"];

impl Case {
    fn random(random: &mut Random) -> Self {
        const CLAIMS: [&str; 2] = ["department", "level"];
        const VALUES: [&str; 6] = ["a", "b", "ab", "ba", "aba", "abc"];
        const MATCHES: [&str; 4] = ["equals", "not_equal", "contains", "starts_with"];
        let is_by_token = random.once_in(3);
        let rules =
            (0..random.between(1..=5)).map(|_| random_rule(random, &CLAIMS, &VALUES, &MATCHES)).collect();
        let mut claims: Vec<(&str, Vec<&str>)> = Vec::new();
        for claim in CLAIMS.into_iter().filter(|_| !is_by_token) {
            if random.chance(70) {
                claims.push((claim, vec![random.pick(&VALUES)]));
            }
        }
        if is_by_token && random.chance(80) {
            claims.push(("cognito:roles", random.some(&ROLES)));
        }
        if is_by_token && random.chance(50) {
            claims.push(("cognito:preferred_role", vec![random.pick(&ROLES)]));
        }
        Self { rules, is_by_token, is_authenticated: random.chance(50), claims }
    }

    fn mapping(&self) -> String {
        let ambiguous = if self.is_authenticated { "authenticated" } else { "deny" };
        if self.is_by_token {
            return format!("role_mappings: {{ main: {{ type: token, ambiguous: {ambiguous} }} }}\n");
        }
        let rule = |[claim, matches, value, role]: &[&str; 4]| {
            format!("{{ claim: {claim}, match: {matches}, value: {value}, role: {role} }}")
        };
        let rules: Vec<String> = self.rules.iter().map(rule).collect();
        let rules = rules.join(", ");
        format!("role_mappings: {{ main: {{ type: rules, ambiguous: {ambiguous}, rules: [{rules}] }} }}\n")
    }

    fn identity(&self) -> String {
        let claims = self.claims.iter().map(|(name, values)| format!("\"{name}\": [{}]", values.join(", ")));
        let claims: Vec<String> = claims.collect();
        format!("{{ provider: main, claims: {{ {} }} }}", claims.join(", "))
    }

    fn roles(&self) -> Roles {
        roles_of(&self.mapping(), &self.identity())
    }

    fn claim(&self, name: &str) -> &[&'static str] {
        self.claims.iter().find(|(claim, _)| *claim == name).map_or(&[], |(_, values)| values)
    }

    /// What AWS gives, with this `CustomRoleArn` or without one.
    fn credentials(&self, custom: Option<&str>) -> Option<&'static str> {
        let resolution = self.is_authenticated.then_some("authenticated");
        if self.is_by_token {
            let (roles, preferred) =
                (self.claim("cognito:roles"), self.claim("cognito:preferred_role").first());
            return match custom {
                Some(custom) => roles.iter().find(|role| **role == custom).copied(),
                // A user pool prefers the only role.
                None => preferred.or(roles.first().filter(|_| roles.len() == 1)).copied().or(resolution),
            };
        }
        let matching = self.rules.iter().filter(|[claim, matches, value, _]| match self.claim(claim) {
            [] => false,
            [given, ..] => match *matches {
                "equals" => given == value,
                "not_equal" => given != value,
                "contains" => given.contains(value),
                _ => given.starts_with(value),
            },
        });
        let mut roles = matching.map(|[_, _, _, role]| *role);
        match custom {
            Some(custom) => roles.find(|role| *role == custom),
            None => roles.next().or(resolution),
        }
    }
}

fn random_rule(
    random: &mut Random,
    claims: &[&'static str],
    values: &[&'static str],
    matches: &[&'static str],
) -> [&'static str; 4] {
    [random.pick(claims), random.pick(matches), random.pick(values), random.pick(&ROLES)]
}

#[test]
fn an_identity_can_get_what_aws_gives_for_any_custom_role() {
    let first = from_environment("POOLSMITH_SEED", 1) as u64;
    for seed in first..first + from_environment("POOLSMITH_CASES", 150) as u64 {
        let case = Case::random(&mut Random::new(seed));
        let roles = case.roles();
        let given = case.credentials(None);
        assert_eq!(picked(&roles), given.unwrap_or("nothing"), "{seed}: {case:#?}");
        let chosen = ROLES.into_iter().filter_map(|role| case.credentials(Some(role)));
        let given: BTreeSet<&str> = chosen.chain(given).collect();
        let mut can_get = obtainable(&roles);
        let is_preferred = case.is_by_token && case.claim("cognito:preferred_role").is_empty();
        if is_preferred && case.claim("cognito:roles").len() == 1 && !given.contains("authenticated") {
            can_get.remove("authenticated"); // the token may come without what user pools add
        }
        assert_eq!(can_get, given, "{seed}: {case:#?}");
    }
}

#[test]
fn another_rule_at_the_end_takes_no_role_away() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let mut case = Case { is_by_token: false, ..Case::random(&mut random) };
        let before = case.roles();
        let rule = random_rule(&mut random, &["department"], &["a", "b"], &["equals", "contains"]);
        case.rules.push(rule);
        let after = case.roles();
        let mut lost = obtainable(&before);
        lost.retain(|role| !obtainable(&after).contains(role));
        // That of those whom no rule matches is lost where the new rule does.
        let is_of_resolution = case.is_authenticated && before.because.contains("no rule matches");
        assert!(lost.is_empty() || is_of_resolution && lost == BTreeSet::from(["authenticated"]), "{seed}");
        match &before.picked {
            Picked::Role(role) if !is_of_resolution => assert_eq!(after.picked, Picked::Role(role.clone())),
            Picked::Role(_) | Picked::Nothing | Picked::Undecided => {}
        }
        for roles in [before, after] {
            let is_obtainable =
                |role: &RoleReference| roles.obtainable.iter().any(|known| known.role == *role);
            assert!(!matches!(&roles.picked, Picked::Role(role) if !is_obtainable(role)), "{seed}");
        }
    }
}
