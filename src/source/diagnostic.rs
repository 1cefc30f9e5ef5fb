use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use indexmap::IndexMap;

use super::{Code, Span};

/// One thing that is wrong: what, where, why, and the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong, if that is a place in a file.
    pub place: Option<Place>,
    /// A few words under the caret.
    pub label: String,
    /// What is accepted, and how to get there.
    pub help: Vec<String>,
    /// Lines that explain it, each group under a title.
    pub excerpts: Vec<(String, Vec<String>)>,
    /// Other places that explain this one.
    pub related: Vec<(Span, String)>,
    /// Where the secret is that it refuses: nobody is shown that.
    pub secret: Option<Span>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A range of one of the [`Sources`](super::Sources).
    Span(Span),
    /// A line of a file of which no text is at hand.
    File {
        /// The file, as seen from the current directory.
        path: String,
        /// The line, from 1.
        line: usize,
    },
}

impl Diagnostic {
    /// A diagnostic without a place: an option, a directory.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place: None,
            label: String::new(),
            help: Vec::new(),
            excerpts: Vec::new(),
            related: Vec::new(),
            secret: None,
        }
    }

    /// A diagnostic at a place.
    pub fn at(span: Span, code: Code, message: impl Into<String>) -> Self {
        Self { place: Some(Place::Span(span)), ..Self::new(code, message) }
    }

    /// A diagnostic about a file of which no text is at hand.
    pub fn in_file(path: impl Into<String>, line: usize, code: Code, message: impl Into<String>) -> Self {
        let place = Place::File { path: path.into(), line };
        Self { place: Some(place), ..Self::new(code, message) }
    }

    /// Where it is wrong, if that is a range of one of the sources.
    pub fn span(&self) -> Option<Span> {
        match self.place {
            Some(Place::Span(span)) => Some(span),
            Some(Place::File { .. }) | None => None,
        }
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

    /// Shows lines under a title.
    pub fn excerpt(mut self, title: impl Into<String>, lines: Vec<String>) -> Self {
        self.excerpts.push((title.into(), lines));
        self
    }

    /// Says where a secret is that must not be shown.
    pub fn hides(mut self, secret: Span) -> Self {
        self.secret = Some(secret);
        self
    }

    /// Points at another place that belongs to the diagnostic; at the same one once is enough.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        if self.place != Some(Place::Span(span)) {
            self.related.push((span, label.into()));
        }
        self
    }
}

/// More diagnostics than these are counted and not kept: nobody reads a thousand.
const MAX_KEPT: usize = 100;

/// Everything found wrong so far.
///
/// Checks report here and go on, so that one run tells everything. It is shared by reference, also
/// with code that runs inside a deserializer.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: RefCell<Vec<Diagnostic>>,
    seen: RefCell<HashSet<u64>>,
    more_errors: Cell<usize>,
    secrets: RefCell<Vec<Span>>,
}

impl Diagnostics {
    /// Reports a diagnostic. What environments share is read once for each of them, and said once.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.secrets.borrow_mut().extend(diagnostic.secret);
        if !self.seen.borrow_mut().insert(identity(&diagnostic)) {
            return;
        }
        let mut found = self.found.borrow_mut();
        if found.len() < MAX_KEPT {
            found.push(diagnostic);
        } else if diagnostic.code.is_error() {
            // An error is not to be missed for warnings.
            match found.iter().position(|kept| !kept.code.is_error()) {
                Some(warning) => found[warning] = diagnostic,
                None => self.more_errors.set(self.more_errors.get() + 1),
            }
        }
    }

    /// Reports a diagnostic of a kind that there may be hundreds of thousands of: once enough are kept, it
    /// is only counted.
    pub fn push_one_of_many(&self, code: Code, span: Span, diagnostic: impl FnOnce() -> Diagnostic) {
        let is_full = self.found.borrow().len() >= MAX_KEPT && code.is_error();
        if !is_full {
            return self.push(diagnostic());
        }
        let mut hasher = DefaultHasher::new();
        (code, span).hash(&mut hasher);
        if self.seen.borrow_mut().insert(hasher.finish()) {
            self.more_errors.set(self.more_errors.get() + 1);
        }
    }

    /// Takes over what was found in each environment: once, and with the environments' names unless
    /// it is the same in all of them.
    pub fn absorb(&self, environments: impl IntoIterator<Item = (String, Diagnostics)>) {
        let mut count = 0;
        let mut found: IndexMap<u64, (Diagnostic, Vec<String>)> = IndexMap::new();
        for (environment, diagnostics) in environments {
            count += 1;
            self.secrets.borrow_mut().append(&mut diagnostics.secrets.borrow_mut());
            self.more_errors.set(self.more_errors.get() + diagnostics.more_errors.get());
            for diagnostic in diagnostics.found.into_inner() {
                found
                    .entry(identity(&diagnostic))
                    .or_insert((diagnostic, Vec::new()))
                    .1
                    .push(environment.clone());
            }
        }
        for (diagnostic, environments) in found.into_values() {
            let everywhere = environments.len() == count;
            self.push(if everywhere { diagnostic } else { diagnostic.help(in_environments(&environments)) });
        }
    }

    /// Takes over all that was reported elsewhere.
    pub fn extend(&self, others: Self) {
        self.absorb([(String::new(), others)]);
    }

    /// Where secrets were found.
    pub fn secrets(&self) -> Vec<Span> {
        self.secrets.borrow().clone()
    }

    /// How many errors there are that are not kept.
    pub fn more_errors(&self) -> usize {
        self.more_errors.get()
    }

    /// How many errors there are; warnings don't count.
    pub fn errors(&self) -> usize {
        let kept = self.found.borrow().iter().filter(|diagnostic| diagnostic.code.is_error()).count();
        kept + self.more_errors.get()
    }

    /// All of them, sorted by place; those without a place come first.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by(|one, other| one.place.cmp(&other.place));
        found
    }
}

/// What tells a diagnostic from another.
fn identity(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    (diagnostic.code, &diagnostic.place, &diagnostic.message).hash(&mut hasher);
    hasher.finish()
}

fn in_environments(names: &[String]) -> String {
    const MAX_SHOWN: usize = 5;
    let shown = names.iter().take(MAX_SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len() {
        1 => format!("in the environment {shown}"),
        count if count <= MAX_SHOWN => format!("in the environments {shown}"),
        count => format!("in the environments {shown} and {} more", count - MAX_SHOWN),
    }
}
