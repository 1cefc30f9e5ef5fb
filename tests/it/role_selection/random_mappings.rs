//! Random role mappings and tokens, compared with what AWS gives for each request.

use std::collections::BTreeSet;

use poolsmith::access::{PickedRole, RoleReference, Roles};

use super::{obtainable, picked, roles_of};
use crate::support::{Random, from_environment};

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
            PickedRole::Role(role) if !is_of_resolution => {
                assert_eq!(after.picked, PickedRole::Role(role.clone()))
            }
            PickedRole::Role(_) | PickedRole::Nothing | PickedRole::Undecided => {}
        }
        for roles in [before, after] {
            let is_obtainable =
                |role: &RoleReference| roles.obtainable.iter().any(|known| known.role == *role);
            assert!(!matches!(&roles.picked, PickedRole::Role(role) if !is_obtainable(role)), "{seed}");
        }
    }
}
