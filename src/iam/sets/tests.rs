//! The search is compared with the enumeration of all requests over a small alphabet.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::*;
use crate::iam::Pattern;
use crate::iam::language::{Automaton, Budget, Certainty, Colons, Letter, Membership, accepts};

mod answers;
mod gains;
mod random_answers;
mod rules;

/// Pseudo-random numbers of a seed.
struct Numbers(u64);

impl Numbers {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const TEXTS: [&str; 7] = ["", "a", "b", "aa", "ab", "ba", "bb"];

/// A request: an action, a resource and the values of the key `k`, if it has it.
type Request = (String, String, Option<Vec<String>>);

fn requests() -> Vec<Request> {
    let mut values: Vec<Option<Vec<String>>> = vec![None];
    for one in ["", "a", "b"] {
        values.push(Some(vec![one.to_owned()]));
        let more = ["a", "b"].into_iter().filter(|other| *other > one);
        values.extend(more.map(|other| Some(vec![one.to_owned(), other.to_owned()])));
    }
    let mut requests = Vec::new();
    for (action, resource) in TEXTS.iter().flat_map(|action| TEXTS.map(|resource| (action, resource))) {
        let of_values =
            |values: &Option<Vec<String>>| ((*action).to_owned(), resource.to_owned(), values.clone());
        requests.extend(values.iter().map(of_values));
    }
    requests
}

/// The request of a point. A key that the region doesn't limit is absent.
fn request(point: &Point) -> Request {
    let text = |word: &[Letter]| -> String {
        let character = |letter: &Letter| match letter {
            Letter::Character(character) => *character,
            Letter::Symbol(symbol) => panic!("{symbol:?}"),
        };
        word.iter().map(character).collect()
    };
    let values = point.keys.get("k").and_then(|witness| match witness {
        KeyWitness::Absent => None,
        KeyWitness::AnyValue => Some(vec!["a".to_owned()]),
        KeyWitness::Values(values) => {
            let value = |ValueWitness::Text(word): &ValueWitness| text(word);
            Some(values.iter().map(value).collect())
        }
    });
    (text(&point.action), text(&point.resource), values)
}

fn membership(numbers: &mut Numbers) -> Membership {
    let texts = ["*", "a", "b", "a*", "*b", "?", "??", "?b", "ab", ""];
    let patterns: Vec<_> = (0..=numbers.below(2)).map(|_| Pattern::parse(numbers.pick(&texts))).collect();
    Membership {
        automaton: Rc::new(Automaton::of_patterns(&patterns, Colons::Matched)),
        certainty: Certainty::Certain,
        is_inside: numbers.below(4) > 0,
    }
}

fn region(numbers: &mut Numbers) -> Region {
    let mut region = Region::from_iter([
        Constraint::Action(membership(numbers)),
        Constraint::Resource(membership(numbers)),
    ]);
    for _ in 0..numbers.below(3) {
        let test = ValueTest::Text(membership(numbers));
        let present = match numbers.below(6) {
            0 => Presence::Never,
            1 => Presence::Always,
            2 | 3 => Presence::Any(test),
            _ => Presence::All(test),
        };
        region.add(Constraint::Key("k".into(), KeyTest { absent: numbers.below(2) == 0, present }));
    }
    region
}

fn word(text: &str) -> Vec<Letter> {
    text.chars().map(Letter::Character).collect()
}

fn contains(region: &Region, (action, resource, values): &Request) -> bool {
    region.constraints().all(|constraint| match constraint {
        Constraint::Action(membership) => accepts(&[membership], &word(action)),
        Constraint::Resource(membership) => accepts(&[membership], &word(resource)),
        Constraint::Key(_, KeyTest { absent, present }) => match (values, present) {
            (None, _) => absent,
            (Some(_), Presence::Never) => false,
            (Some(_), Presence::Always) => true,
            (Some(values), Presence::Any(test)) => {
                values.iter().any(|value| test.passes(&word(value), Certainty::Certain))
            }
            (Some(values), Presence::All(test)) => {
                values.iter().all(|value| test.passes(&word(value), Certainty::Certain))
            }
        },
    })
}

#[test]
fn a_request_outside_is_found_or_there_is_none() {
    let requests = requests();
    let mut found_some = 0;
    for seed in 0..600 {
        let numbers = &mut Numbers(seed);
        let wanted = region(numbers);
        let others: Vec<Region> = (0..=numbers.below(3)).map(|_| region(numbers)).collect();
        let is_multivalued = numbers.below(2) == 0;
        let multivalued = BTreeSet::from_iter(is_multivalued.then(|| Rc::from("k")));
        let search = Search { multivalued: &multivalued, budget: &Budget::of(1_000_000) };
        let found = search.outside(&wanted, &others).expect("the budget suffices");
        let is_possible =
            |request: &&Request| is_multivalued || request.2.as_ref().is_none_or(|values| values.len() == 1);
        let mut possible = requests.iter().filter(is_possible);
        let expected =
            possible.find(|one| contains(&wanted, one) && !others.iter().any(|other| contains(other, one)));
        match found {
            None => assert_eq!(expected, None, "seed {seed}"),
            Some(part) => {
                found_some += 1;
                let request = request(&search.point(&part).unwrap().expect("a request"));
                let is_outside = !others.iter().any(|other| contains(other, &request));
                assert!(contains(&wanted, &request) && is_outside, "seed {seed}: {request:?}");
            }
        }
    }
    assert!((100..500).contains(&found_some), "{found_some} of 600 were found");
}
