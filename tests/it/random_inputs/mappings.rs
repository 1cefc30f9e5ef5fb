//! Random role mappings and principal tags.

use serde_json::{Value, json};

use crate::random_inputs::draft::{Draft, Presence};
use crate::random_inputs::providers::Provider;
use crate::random_inputs::roles::Role;

pub fn role_mappings(draft: &mut Draft, providers: &[Provider], roles: &[Role]) {
    for provider in providers {
        if draft.random.chance(50) {
            let within: Presence = provider
                .presence
                .iter()
                .zip(&draft.classic_flow)
                .zip(&roles[0].presence)
                .map(|((there, classic), authenticated)| *there && !classic && *authenticated)
                .collect();
            role_mapping(draft, provider, &within, roles);
        }
    }
}

fn role_mapping(draft: &mut Draft, provider: &Provider, within: &[bool], roles: &[Role]) {
    if draft.random.chance(35) {
        let presence = draft.presence(within);
        if presence.contains(&true) {
            draft.on("mapping: token");
        }
        draft.put(&["role_mappings", &provider.key], &presence, &json!({ "type": "token" }));
        return ambiguous(draft, &provider.key, &presence);
    }
    let count = if draft.random.chance(5) { 25 } else { draft.random.between(1..=4) };
    let chosen: Vec<usize> = (0..count).map(|_| draft.random.below(roles.len())).collect();
    let all_there = |index: usize| within[index] && chosen.iter().all(|role| roles[*role].presence[index]);
    let within: Presence = (0..within.len()).map(all_there).collect();
    let presence = draft.presence(&within);
    if !presence.contains(&true) {
        return;
    }
    draft.on("mapping: rules");
    let keys: Vec<&str> = chosen.iter().map(|role| roles[*role].key.as_str()).collect();
    let structure: Vec<(&str, &str, &str)> =
        keys.iter().map(|role| (draft.claim(), match_type(draft), *role)).collect();
    let rules = |draft: &mut Draft| -> Value {
        let rule = |(claim, match_type, role): &(&str, &str, &str)| json!({ "claim": claim, "match": match_type, "value": draft.rule_value(), "role": role });
        structure.iter().map(rule).collect()
    };
    draft.put(&["role_mappings", &provider.key, "type"], &presence, &json!("rules"));
    draft.vary(&["role_mappings", &provider.key, "rules"], &presence, rules);
    ambiguous(draft, &provider.key, &presence);
}

fn match_type(draft: &mut Draft) -> &'static str {
    let (word, feature) = draft.random.pick(&[
        ("equals", "match: equals"),
        ("not_equal", "match: not_equal"),
        ("contains", "match: contains"),
        ("starts_with", "match: starts_with"),
    ]);
    draft.on(feature);
    word
}

fn ambiguous(draft: &mut Draft, provider: &str, presence: &[bool]) {
    if draft.random.chance(50) && presence.contains(&true) {
        draft.on("ambiguous");
        let word = draft.random.pick(&["deny", "authenticated"]);
        draft.put(&["role_mappings", provider, "ambiguous"], presence, &json!(word));
    }
}

pub fn principal_tags(draft: &mut Draft, providers: &[Provider]) {
    for provider in providers {
        if !draft.random.chance(30) {
            continue;
        }
        let presence = draft.presence(&provider.presence);
        let tags = if draft.random.chance(35) {
            draft.on("principal tags: defaults");
            json!({ "defaults": true })
        } else {
            draft.on("principal tags: custom");
            let (first, second) = (draft.tag_claim(), draft.tag_claim());
            json!({ "tags": { "department": first, "a b:/=+-@.é": second, "for": "sub" } })
        };
        draft.put(&["principal_tags", &provider.key], &presence, &tags);
    }
}
