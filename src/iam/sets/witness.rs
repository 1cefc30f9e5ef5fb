//! Requests that show an answer, confirmed by the evaluator.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::cases::{Case, is_of_key};
use super::key::{KeyTest, KeyWitness, Presence};
use super::policies::{SymbolValues, filled, symbol_of};
use super::question::Question;
use super::region::{Constraint, Region};
use super::search::{Point, Search};
use super::value::{ValueTest, ValueWitness};
use crate::iam::catalogue;
use crate::iam::evaluate::{Context, Request};
use crate::iam::language::{Automaton, Certainty, Colons, Membership, Symbol, SymbolKind, is_uuid, text};
use crate::iam::{Pattern, usual_value};

/// A request that the evaluator has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The request.
    pub request: Request,
    /// The texts in it that stand for symbols.
    pub values: SymbolValues,
}

/// The search for requests that show an answer.
pub(super) struct Witnesses<'a> {
    pub question: &'a Question,
    /// The texts of the policies.
    pub texts: &'a [String],
    pub search: &'a Search<'a>,
}

/// More values for the symbols of a request are not tried.
const MAX_TRIED: usize = 64;

impl Witnesses<'_> {
    /// Requests of a region, the usual ones first.
    pub fn of(&self, region: &Region, case: &Case) -> impl Iterator<Item = Witness> {
        let points = self.preferences(region).into_iter().filter_map(|preferred| {
            let region = region.intersection(&Region::from_iter(preferred));
            self.search.point(&region).ok().flatten()
        });
        points.flat_map(|point| self.requests(&point, case)).filter(|Witness { request, .. }| {
            self.question.has_symbols() || self.question.contains(&request.resource)
        })
    }

    /// What the requests of a region have, if possible: what matters least is given up first.
    fn preferences(&self, region: &Region) -> Vec<Vec<Constraint>> {
        let usual = Constraint::Resource(self.question.usual_resources.clone());
        let ordinary = Constraint::Resource(ordinary_resources());
        // Whether an empty value counts as a value is open.
        let values: Vec<Constraint> =
            region.keys.keys().map(|key| Constraint::Key(Rc::clone(key), not_empty())).collect();
        let resources = [vec![usual, ordinary.clone()], vec![ordinary], Vec::new()];
        let with_values = resources.iter().map(|resource| [resource.as_slice(), &values].concat());
        with_values.chain(resources.iter().filter(|_| !values.is_empty()).cloned()).collect()
    }

    /// The requests of a point, with values for its symbols.
    fn requests(&self, point: &Point, case: &Case) -> Vec<Witness> {
        let mut context: Vec<(String, Vec<String>)> = Vec::new();
        for (key, binding) in case.bindings.iter() {
            context.push((key.to_owned(), binding.values().iter().map(|value| text(value)).collect()));
        }
        context.extend(point.keys.iter().map(|(key, witness)| (key.to_string(), values_of(key, witness))));
        let (action, resource) = (canonical(&text(&point.action)), text(&point.resource));
        let assignments = self.assignments(&resource, &context);
        let request = |values: SymbolValues| {
            let context = context.iter().map(|(key, texts)| {
                (key, texts.iter().map(|text| filled(text, &values)).collect::<Vec<_>>())
            });
            let context = Context::from_iter(context.collect::<Vec<_>>());
            let request = Request { action: action.clone(), resource: filled(&resource, &values), context };
            Witness { request, values }
        };
        assignments.into_iter().map(request).collect()
    }

    /// Values for all symbols: ordinary ones first, then those that policies name.
    fn assignments(&self, resource: &str, context: &[(String, Vec<String>)]) -> Vec<SymbolValues> {
        let texts = context.iter().flat_map(|(_, values)| values).map(String::as_str).chain([resource]);
        let mut symbols: BTreeSet<Symbol> = texts.flat_map(str::chars).filter_map(symbol_of).collect();
        symbols.extend(self.texts.iter().flat_map(|text| text.chars()).filter_map(symbol_of));
        let mut assignments = vec![SymbolValues::new()];
        for symbol in symbols {
            let candidates = self.candidates(symbol, resource);
            let extended = candidates.iter().flat_map(|candidate| {
                assignments.iter().map(move |values| {
                    let mut values = values.clone();
                    values.insert(symbol, candidate.clone());
                    values
                })
            });
            assignments = extended.take(MAX_TRIED).collect();
        }
        assignments.retain(are_distinct);
        assignments
    }

    fn candidates(&self, symbol: Symbol, resource: &str) -> Vec<String> {
        let texts = || self.texts.iter().map(String::as_str).chain([resource, &self.question.resource]);
        match symbol.kind {
            SymbolKind::Uuid => {
                let ordinary =
                    format!("{:08x}-0000-4000-8000-000000000000", 0xa000_0000 + u32::from(symbol.id));
                let named = texts().flat_map(uuids);
                std::iter::once(ordinary).chain(named).collect()
            }
            // What a reference is can't be chosen.
            SymbolKind::Name | SymbolKind::Text if !is_of_key(symbol) => vec![ordinary_text(symbol, texts())],
            SymbolKind::Name | SymbolKind::Text => {
                let named: BTreeSet<&str> = texts()
                    .flat_map(|text| text.split(['/', ':']))
                    .filter(|part| !part.is_empty() && is_plain(part))
                    .collect();
                std::iter::once(ordinary_text(symbol, texts()))
                    .chain(named.into_iter().map(str::to_owned))
                    .collect()
            }
        }
    }
}

/// A key without empty values.
fn not_empty() -> KeyTest {
    let automaton = Rc::new(Automaton::of_patterns([&Pattern::parse("?*")], Colons::Matched));
    let text = Membership { automaton, certainty: Certainty::Certain, is_inside: true };
    KeyTest { absent: true, present: Presence::All(ValueTest::Text(text)) }
}

/// Resources without empty segments, and without names that end with a hyphen.
fn ordinary_resources() -> Membership {
    let patterns = ["*//*", "*/", "*-/*", "*-"].map(Pattern::parse);
    let automaton = Rc::new(Automaton::of_patterns(&patterns, Colons::Matched));
    Membership { automaton, certainty: Certainty::Certain, is_inside: false }
}

fn values_of(key: &str, witness: &KeyWitness) -> Vec<String> {
    match witness {
        KeyWitness::Absent => Vec::new(),
        KeyWitness::AnyValue => vec![usual_value(key).to_owned()],
        KeyWitness::Values(values) => values.iter().map(|ValueWitness::Text(value)| text(value)).collect(),
    }
}

/// A text that nobody uses. A reference that a resource begins with is an ARN.
fn ordinary_text<'a>(symbol: Symbol, mut texts: impl Iterator<Item = &'a str>) -> String {
    let name = format!("x{}", symbol.id);
    match texts.any(|text| text.starts_with(symbol.character())) {
        true => format!("arn:aws:{name}:us-east-1:111111111111:{name}"),
        false => name,
    }
}

fn is_plain(text: &str) -> bool {
    !text.contains(['*', '?', '$']) && text.chars().all(|character| symbol_of(character).is_none())
}

/// The UUIDs in a text.
fn uuids(text: &str) -> Vec<String> {
    let parts = text.split(|character: char| !character.is_ascii_hexdigit() && character != '-');
    parts.filter(|part| is_uuid(part)).map(str::to_owned).collect()
}

/// The identity IDs of different identities differ.
fn are_distinct(values: &SymbolValues) -> bool {
    let uuids: Vec<&String> =
        values.iter().filter(|(symbol, _)| symbol.kind == SymbolKind::Uuid).map(|(_, value)| value).collect();
    uuids.iter().collect::<BTreeSet<_>>().len() == uuids.len()
}

/// The action as the catalogue writes it.
fn canonical(action: &str) -> String {
    let known = action.split_once(':').and_then(|(prefix, name)| {
        let service = catalogue::service(prefix)?;
        Some(format!("{}:{}", service.prefix, service.action(name)?.name))
    });
    known.unwrap_or_else(|| action.to_owned())
}
