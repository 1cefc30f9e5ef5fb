//! What protected environments share with others.

use indexmap::IndexMap;

use crate::model::Environment;
use crate::source::Span;
use crate::tree::quoted_list;

/// What a protected environment shares with others.
pub struct Sharing {
    /// What it is, in words.
    pub what: String,
    /// The path in the inputs.
    pub path: String,
    /// The place in the first of the others.
    pub span: Span,
    /// The protected environments, in words.
    pub protected: String,
    /// The others, in words.
    pub others: String,
}

impl Sharing {
    /// A part that may be shared.
    pub fn of(what: impl Into<String>, path: String, span: Span) -> Self {
        Self { what: what.into(), path, span, protected: String::new(), others: String::new() }
    }
}

/// The parts that protected environments have as well as others: those that `parts` identifies by the same text.
pub fn shared(
    environments: &[Environment],
    parts: impl Fn(&Environment) -> Vec<(String, Sharing)>,
) -> Vec<Sharing> {
    let is_mixed = environments.iter().any(|one| one.protect) && !environments.iter().all(|one| one.protect);
    if !is_mixed {
        return Vec::new();
    }
    let mut found: IndexMap<String, Owners> = IndexMap::new();
    for environment in environments {
        for (identity, part) in parts(environment) {
            found.entry(identity).or_default().add(environment, part);
        }
    }
    found.into_values().flat_map(Owners::into_sharing).collect()
}

/// The environments that have a part.
#[derive(Default)]
struct Owners<'a> {
    protected: Vec<&'a str>,
    others: Vec<&'a str>,
    /// The part in others, once for each path.
    parts: Vec<Sharing>,
}

impl<'a> Owners<'a> {
    fn add(&mut self, environment: &'a Environment, part: Sharing) {
        let names = if environment.protect { &mut self.protected } else { &mut self.others };
        if names.last() != Some(&environment.key()) {
            names.push(environment.key());
        }
        if !environment.protect && !self.parts.iter().any(|known| known.path == part.path) {
            self.parts.push(part);
        }
    }

    fn into_sharing(self) -> Vec<Sharing> {
        if self.protected.is_empty() {
            return Vec::new();
        }
        let (protected, others) = (listed(&self.protected), listed(&self.others));
        let sharing = |part| Sharing { protected: protected.clone(), others: others.clone(), ..part };
        self.parts.into_iter().map(sharing).collect()
    }
}

/// Environments in words: the first of them, and how many more there are.
fn listed(names: &[&str]) -> String {
    const MAX_SHOWN: usize = 3;
    let shown = quoted_list(names.iter().take(MAX_SHOWN));
    match names.len() - names.len().min(MAX_SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
