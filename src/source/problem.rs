use std::cell::RefCell;
use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Code, Span};

/// One thing that is wrong: what, where, why, and the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// A few words under the caret.
    pub label: String,
    /// What is accepted, and how to get there.
    pub help: Vec<String>,
    /// Other places that explain this one.
    pub related: Vec<(Span, String)>,
}

impl Problem {
    /// A problem without a place: an option, a folder.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
            label: String::new(),
            help: Vec::new(),
            related: Vec::new(),
        }
    }

    /// A problem at a place.
    pub fn at(span: Span, code: Code, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::new(code, message) }
    }

    /// Says something under the caret.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what is accepted, or how to get out of it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Points at another place that belongs to the problem; at the same one once is enough.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        if self.span != Some(span) {
            self.related.push((span, label.into()));
        }
        self
    }
}

/// Everything found wrong so far.
///
/// Checks report here and go on, so that one run tells everything. It is shared by reference, also
/// with code that runs inside a deserializer.
#[derive(Debug, Default)]
pub struct Problems {
    found: RefCell<Vec<Problem>>,
    seen: RefCell<HashSet<(Code, Option<Span>, String)>>,
}

impl Problems {
    /// Reports a problem. What environments share is read once for each of them, and said once.
    pub fn push(&self, problem: Problem) {
        let identity = (problem.code, problem.span, problem.message.clone());
        if self.seen.borrow_mut().insert(identity) {
            self.found.borrow_mut().push(problem);
        }
    }

    /// Takes over what was found in each environment: once, and with the environments' names unless
    /// it is the same in all of them.
    pub fn absorb(&self, environments: impl IntoIterator<Item = (String, Problems)>) {
        let mut count = 0;
        let mut found: IndexMap<_, (Problem, Vec<String>)> = IndexMap::new();
        for (environment, problems) in environments {
            count += 1;
            for problem in problems.found.into_inner() {
                let identity = (problem.code, problem.span, problem.message.clone());
                found.entry(identity).or_insert((problem, Vec::new())).1.push(environment.clone());
            }
        }
        for (problem, environments) in found.into_values() {
            let everywhere = environments.len() == count;
            self.push(if everywhere { problem } else { problem.help(in_environments(&environments)) });
        }
    }

    /// How many errors there are; warnings don't count.
    pub fn errors(&self) -> usize {
        self.found.borrow().iter().filter(|problem| problem.code.is_error()).count()
    }

    /// All of them, sorted by place; those without a place come first.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|problem| problem.span);
        found
    }
}

fn in_environments(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len() {
        1 => format!("in the environment {shown}"),
        count if count <= SHOWN => format!("in the environments {shown}"),
        count => format!("in the environments {shown} and {} more", count - SHOWN),
    }
}
