//! The identities and access tests of the inputs and of the files that they name.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::access::identity::{Identity, identity};
use crate::access::placeholders::Placeholders;
use crate::access::test::{Test, test};
use crate::aws::shown;
use crate::inputs::decode::{Spanned, SpannedMap};
use crate::inputs::keys;
use crate::inputs::spec::{self, Access, AccessFile};
use crate::source::{Code, Diagnostic, Diagnostics, Span};

/// The identities and tests of one file.
#[derive(Debug, Default)]
pub struct Section {
    identities: SpannedMap<spec::Identity>,
    tests: Vec<Spanned<spec::AccessTest>>,
}

impl Section {
    /// Those of the inputs file.
    pub fn of_inputs(access: Access) -> Self {
        Self::of(access.identities, access.tests)
    }

    /// Whether it has an identity of this name.
    pub fn has_identity(&self, name: &str) -> bool {
        self.identities.iter().any(|(key, _)| key.text == name)
    }

    /// The names of the identities.
    pub fn identity_names(&self) -> impl Iterator<Item = &str> {
        self.identities.iter().map(|(key, _)| key.text.as_str())
    }

    /// Those of a file that the inputs name.
    pub fn of_file(file: AccessFile) -> Self {
        Self::of(file.identities, file.tests)
    }

    fn of(
        identities: Option<SpannedMap<spec::Identity>>,
        tests: Option<Vec<Spanned<spec::AccessTest>>>,
    ) -> Self {
        Self { identities: identities.unwrap_or_default(), tests: tests.unwrap_or_default() }
    }
}

/// The identities and access tests, the same for all environments.
#[derive(Debug, Default)]
pub struct Suite {
    /// The identities, by name.
    pub identities: IndexMap<String, Identity>,
    /// The tests, in order: those of the inputs file first.
    pub tests: Vec<Test>,
}

/// What the tests of a suite can refer to.
pub(super) struct Scope<'a> {
    pub identities: &'a IndexMap<String, Identity>,
    pub environments: &'a [&'a str],
    /// The prefix of the condition keys of identity pools.
    pub key_prefix: &'a str,
    pub placeholders: Placeholders<'a>,
    /// Whether all parts of the suite could be read.
    pub is_complete: bool,
}

/// Checks the identities and tests of all files. `key_prefix` is the prefix of the condition keys of identity pools in the
/// partition of the environments. If a part can't be read, which was reported, they are not complete: then what seems to be
/// missing may be there.
pub fn suite(
    sections: &[Section],
    environments: &[&str],
    key_prefix: &str,
    is_complete: bool,
    diagnostics: &Diagnostics,
) -> Suite {
    let mut identities: IndexMap<String, Identity> = IndexMap::new();
    for (key, given) in sections.iter().flat_map(|section| section.identities.iter()) {
        if let Err(refusal) = keys::IDENTITY.check(&key.text) {
            diagnostics.push(refusal.at(key.span));
        }
        if let Some(first) = identities.get(&key.text) {
            diagnostics.push(twice(Code::BadIdentity, "identity", &key.text, key.span, first.span));
        } else if let Some(identity) = identity(key, given, is_complete, diagnostics) {
            identities.insert(key.text.clone(), identity);
        }
    }
    let names = sections.iter().flat_map(|section| section.identities.iter()).map(name);
    let (names, refused): (Vec<&str>, Vec<&str>) = names.partition(|name| keys::IDENTITY.check(name).is_ok());
    let is_complete = is_complete && refused.is_empty();
    let placeholders = Placeholders { identities: &names };
    let scope = Scope { identities: &identities, environments, key_prefix, placeholders, is_complete };
    let given = sections.iter().flat_map(|section| &section.tests);
    let tests = given.zip(1..).filter_map(|(given, number)| test(given, number, &scope, diagnostics));
    let tests: Vec<Test> = tests.collect();
    refuse_same_names(&tests, diagnostics);
    Suite { identities, tests }
}

fn name<'a>((key, _): (&'a crate::inputs::decode::Key, &spec::Identity)) -> &'a str {
    &key.text
}

fn refuse_same_names(tests: &[Test], diagnostics: &Diagnostics) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for test in tests {
        let Some(name) = &test.name else { continue };
        if let Some(first) = seen.insert(name, test.span) {
            diagnostics.push(twice(Code::BadAccessTest, "access test", name, test.span, first));
        }
    }
}

fn twice(code: Code, what: &str, name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::at(span, code, format!("there is another {what} called {}", shown(name)))
        .related(first, "the first")
        .help("give each a name of its own, in all files together")
}
