//! Diagnostics, and a collection that checks report to.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use indexmap::IndexMap;

use super::repeated::Repeated;
use super::{Code, Fix, Severity, Span};

/// An error, a warning or a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The error code.
    pub code: Code,
    /// The severity: that of the code, unless the command reports it as another.
    pub severity: Severity,
    /// What is wrong, on one line.
    pub message: String,
    /// The place in a file, if there is one.
    pub place: Option<Place>,
    /// A short text under the caret.
    pub label: String,
    /// What is expected, and how to fix it.
    pub help: Vec<String>,
    /// An edit that fixes it, if one certainly does.
    pub fix: Option<Fix>,
    /// Excerpts that explain it: a title, and lines.
    pub excerpts: Vec<(String, Vec<String>)>,
    /// Other places that are part of the explanation.
    pub related: Vec<(Span, String)>,
    /// The place of a secret, which must not be shown.
    pub secret: Option<Span>,
    /// Whether it is about a value, which the same place of the inputs gives to several environments.
    pub is_of_value: bool,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A range of one of the [`Sources`](super::Sources).
    Span(Span),
    /// A line of a file whose text is not available.
    File {
        /// The file, relative to the current directory.
        path: String,
        /// The line, from 1.
        line: usize,
    },
}

impl Diagnostic {
    /// A diagnostic without a place, for example about an option.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place: None,
            label: String::new(),
            help: Vec::new(),
            fix: None,
            excerpts: Vec::new(),
            related: Vec::new(),
            secret: None,
            is_of_value: false,
        }
    }

    /// A diagnostic at a place.
    pub fn at(span: Span, code: Code, message: impl Into<String>) -> Self {
        Self { place: Some(Place::Span(span)), ..Self::new(code, message) }
    }

    /// A diagnostic about a file whose text is not available.
    pub fn in_file(path: impl Into<String>, line: usize, code: Code, message: impl Into<String>) -> Self {
        let place = Place::File { path: path.into(), line };
        Self { place: Some(place), ..Self::new(code, message) }
    }

    /// The span, if the place is in one of the sources.
    pub fn span(&self) -> Option<Span> {
        match self.place {
            Some(Place::Span(span)) => Some(span),
            Some(Place::File { .. }) | None => None,
        }
    }

    /// Reports it with another severity than that of its code.
    pub fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// Sets the text under the caret.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a help text: what is expected, or how to fix it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Sets the edit that fixes it.
    pub fn fixed_by(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Adds an excerpt.
    pub fn excerpt(mut self, title: impl Into<String>, lines: Vec<String>) -> Self {
        self.excerpts.push((title.into(), lines));
        self
    }

    /// Marks a secret that must not be shown.
    pub fn hides(mut self, secret: Span) -> Self {
        self.secret = Some(secret);
        self
    }

    /// Marks it as one about the value that a place has in an environment. The environments' values can differ, but the
    /// mistake is the same.
    pub fn of_value(mut self) -> Self {
        self.is_of_value = true;
        self
    }

    /// Adds another place that is part of the explanation, unless it is the place of the diagnostic.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        if self.place != Some(Place::Span(span)) {
            self.related.push((span, label.into()));
        }
        self
    }
}

/// The maximum number of diagnostics to keep. Further ones are only counted.
const MAX_KEPT: usize = 100;

/// A collection of diagnostics.
///
/// Checks add diagnostics and continue, so that one run reports all of them. The collection is shared by
/// reference, including with code that runs inside a deserializer.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: RefCell<Vec<Diagnostic>>,
    seen: RefCell<HashSet<u64>>,
    more_errors: Cell<usize>,
    secrets: RefCell<Vec<Span>>,
}

impl Diagnostics {
    /// Adds a diagnostic, unless it was added before: settings that environments share are checked once
    /// per environment.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.secrets.borrow_mut().extend(diagnostic.secret);
        if !self.seen.borrow_mut().insert(identity(&diagnostic)) {
            return;
        }
        let mut found = self.found.borrow_mut();
        if found.len() < MAX_KEPT {
            found.push(diagnostic);
        } else if diagnostic.code.is_error() {
            // Errors take precedence over warnings.
            match found.iter().position(|kept| !kept.code.is_error()) {
                Some(warning) => found[warning] = diagnostic,
                None => self.more_errors.set(self.more_errors.get() + 1),
            }
        }
    }

    /// Adds a diagnostic of which there may be hundreds of thousands. If there are enough already, it is
    /// counted without being created.
    pub fn push_one_of_many(&self, code: Code, span: Span, diagnostic: impl FnOnce() -> Diagnostic) {
        if !(self.is_full() && code.is_error()) {
            return self.push(diagnostic());
        }
        let mut hasher = DefaultHasher::new();
        (code, span).hash(&mut hasher);
        if self.seen.borrow_mut().insert(hasher.finish()) {
            self.more_errors.set(self.more_errors.get() + 1);
        }
    }

    /// Whether there are so many diagnostics that further warnings are dropped.
    pub fn is_full(&self) -> bool {
        self.found.borrow().len() >= MAX_KEPT
    }

    /// Adds the diagnostics of all environments without duplicates. Diagnostics that are not the same in
    /// all environments name theirs, and so do those that show the value of one.
    pub fn absorb(&self, environments: impl IntoIterator<Item = (String, Diagnostics)>) {
        let mut count = 0;
        let mut found: IndexMap<u64, Repeated> = IndexMap::new();
        for (environment, diagnostics) in environments {
            count += 1;
            self.secrets.borrow_mut().append(&mut diagnostics.secrets.borrow_mut());
            self.more_errors.set(self.more_errors.get() + diagnostics.more_errors.get());
            for diagnostic in diagnostics.found.into_inner() {
                let message = diagnostic.message.clone();
                let entry = found.entry(identity(&diagnostic));
                let repeated = entry.or_insert_with(|| Repeated::of(diagnostic));
                repeated.is_the_same &= repeated.diagnostic.message == message;
                repeated.environments.push(environment.clone());
            }
        }
        found.into_values().for_each(|repeated| self.push(repeated.into_diagnostic(count)));
    }

    /// Adds all diagnostics of another collection.
    pub fn extend(&self, others: Self) {
        self.absorb([(String::new(), others)]);
    }

    /// The places of secrets.
    pub fn secrets(&self) -> Vec<Span> {
        self.secrets.borrow().clone()
    }

    /// The number of errors that were only counted.
    pub fn more_errors(&self) -> usize {
        self.more_errors.get()
    }

    /// The number of errors, without warnings.
    pub fn errors(&self) -> usize {
        let kept = self.found.borrow().iter().filter(|diagnostic| diagnostic.code.is_error()).count();
        kept + self.more_errors.get()
    }

    /// All diagnostics sorted by place, those without a place first. Warnings about what is missing are dropped if there
    /// are errors: what was refused may be it.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let has_errors = self.errors() > 0;
        let mut found = self.found.into_inner();
        found.retain(|diagnostic| !(has_errors && diagnostic.code.is_about_absence()));
        let mut found = without_warnings_at_errors(found);
        found.sort_by(|one, other| one.place.cmp(&other.place));
        found
    }
}

/// Drops the warnings at the place of an error: what is refused has to change anyway. A warning about literal text is
/// kept as help for the error, which the text causes.
fn without_warnings_at_errors(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut kept, warnings): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|diagnostic| diagnostic.severity == Severity::Error);
    let errors = kept.len();
    for warning in warnings {
        let at =
            kept[..errors].iter().position(|error| error.place == warning.place && error.place.is_some());
        match (at, warning.code) {
            (Some(error), Code::LiteralText) => {
                kept[error].help.extend([vec![warning.message], warning.help].concat())
            }
            (Some(_), _) => {}
            (None, _) => kept.push(warning),
        }
    }
    kept
}

/// Identifies a diagnostic. Of a value, the place alone: the message shows what it is in one environment.
fn identity(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    let message = (!diagnostic.is_of_value).then_some(&diagnostic.message);
    (diagnostic.code, &diagnostic.place, message).hash(&mut hasher);
    hasher.finish()
}
