//! Access tests, as the inputs have them.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::access::condition_keys;
use crate::access::suite::Scope;
use crate::access::tested_action::tested_action;
use crate::access::tested_resource::tested_resource;
use crate::aws::shown;
use crate::iam::ActionPattern;
use crate::inputs::TokenString;
use crate::inputs::decode::{OneOrMany, Spanned};
use crate::inputs::spec::AccessTest;
use crate::source::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{nearest, one_of};

/// An access test, the same for all environments.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its position among the tests of all files, from 1.
    pub number: usize,
    /// The span of its name, or of the whole test.
    pub span: Span,
    /// The names of the identities.
    pub identities: Vec<(String, Span)>,
    /// What must hold for each of them.
    pub expectation: Expectation,
    /// The actions.
    pub actions: Actions,
    /// The resources, as ARNs with placeholders; empty if the actions apply to none.
    pub resources: Vec<(TokenString, Span)>,
    /// The condition keys of the request, in lowercase, each with one value or several.
    pub present: IndexMap<String, Vec<(TokenString, Span)>>,
    /// The condition keys that the request doesn't have, in lowercase.
    pub absent: Vec<String>,
    /// The environments to which the test is limited; empty if it applies to all.
    pub environments: Vec<String>,
    /// Why the test passes where its answer can't be decided; `None` if it doesn't.
    pub undecided_because: Option<String>,
}

/// Patterns for actions, with their spans.
pub type Actions = Vec<(Arc<ActionPattern>, Span)>;

/// What a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// All requests are allowed.
    Can,
    /// No request is allowed.
    Cannot,
}

impl Test {
    /// The test in messages: its name, or its position.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => shown(name),
            None => format!("test {}", self.number),
        }
    }

    /// Whether the test is not limited to other environments.
    pub fn covers(&self, environment: &str) -> bool {
        self.environments.is_empty() || self.environments.iter().any(|name| name == environment)
    }
}

/// Checks a test. Problems are reported.
pub(super) fn test(
    given: &Spanned<AccessTest>,
    number: usize,
    scope: &Scope,
    diagnostics: &Diagnostics,
) -> Option<Test> {
    let (test, whole) = given.with_span()?;
    let name = test.name.as_ref().and_then(Spanned::with_span);
    let span = name.map_or(whole, |(_, span)| span);
    let actions = actions(test, whole, scope, diagnostics);
    let undecided_because = reason(test, diagnostics);
    let resources = resources(test, scope, diagnostics);
    let identities = test.identities.iter().filter_map(|name| identity(name, scope, diagnostics));
    let identities: Vec<(String, Span)> = identities.collect();
    let environments = list(test.environments.as_ref());
    let environments = environments.filter_map(|name| environment(name, scope, diagnostics)).collect();
    let present = condition_keys::present(test.present.as_ref(), scope, diagnostics);
    let asked = actions.as_ref().map(|(_, actions)| actions.as_slice()).unwrap_or_default();
    let absent = condition_keys::absent(test.absent.as_ref(), &present, asked, scope, diagnostics);
    refuse_empty(test, whole, diagnostics);
    if name.is_some_and(|(name, _)| name.trim().is_empty()) {
        let diagnostic = Diagnostic::at(span, Code::BadAccessTest, "the name of the test is empty");
        diagnostics.push(diagnostic.help("say what the test is about, or remove `name`"));
    }
    let (expectation, actions) = actions?;
    if test.on.is_none() && scope.is_complete {
        require_resource(&actions, diagnostics);
    }
    let name = name.map(|(name, _)| name.clone());
    Some(Test {
        name,
        number,
        span,
        identities,
        expectation,
        actions,
        resources: resources?,
        present,
        absent,
        environments,
        undecided_because,
    })
}

/// The values of a key, if it is given.
pub(super) fn list(given: Option<&OneOrMany<Spanned<String>>>) -> impl Iterator<Item = &Spanned<String>> {
    given.into_iter().flat_map(OneOrMany::iter)
}

/// The expectation and the actions; `None` if there is not exactly one of `can` and `cannot`.
fn actions(
    test: &AccessTest,
    whole: Span,
    scope: &Scope,
    diagnostics: &Diagnostics,
) -> Option<(Expectation, Actions)> {
    let (expectation, given) = match (&test.can, &test.cannot) {
        (Some(can), None) => (Expectation::Can, can),
        (None, Some(cannot)) => (Expectation::Cannot, cannot),
        (None, None) if !scope.is_complete => return None,
        (Some(_), Some(_)) | (None, None) => {
            diagnostics.push(
                Diagnostic::at(
                    whole,
                    Code::NotExactlyOne,
                    "an access test needs exactly one of `can` and `cannot`",
                )
                .help("write two tests for what an identity can do and what it can't"),
            );
            return None;
        }
    };
    let actions = given.iter().filter_map(Spanned::with_span);
    let parsed =
        actions.filter_map(|(text, span)| Some((Arc::new(tested_action(text, span, diagnostics)?), span)));
    Some((expectation, parsed.collect()))
}

/// Why an undecided answer passes.
fn reason(test: &AccessTest, diagnostics: &Diagnostics) -> Option<String> {
    let undecided = test.undecided.as_ref().and_then(Spanned::with_span);
    let reason = test.reason.as_ref().and_then(Spanned::with_span);
    match (undecided, reason) {
        (Some(_), Some((reason, _))) if !reason.trim().is_empty() => return Some(reason.clone()),
        (Some((_, span)), _) if test.reason.as_ref().is_none_or(|reason| reason.get().is_some()) => {
            diagnostics.push(
                Diagnostic::at(span, Code::BadAccessTest, "`undecided: allow` needs a `reason`")
                    .help("say why the test may pass without an answer: `reason: …`"),
            );
        }
        (None, Some((_, span))) if test.undecided.is_none() => diagnostics.push(
            Diagnostic::at(span, Code::BadAccessTest, "`reason` without `undecided: allow`")
                .help("a reason says why a test passes where its answer can't be decided"),
        ),
        (Some(_) | None, _) => {}
    }
    None
}

/// The resources; `None` if one was refused.
fn resources(
    test: &AccessTest,
    scope: &Scope,
    diagnostics: &Diagnostics,
) -> Option<Vec<(TokenString, Span)>> {
    let parse = |given: &Spanned<String>| {
        let (text, span) = given.with_span()?;
        let text = scope.placeholders.parse(text, span, diagnostics)?;
        match tested_resource(&text, span) {
            Ok(resource) => Some((resource, span)),
            Err(refusal) => {
                diagnostics.push(refusal);
                None
            }
        }
    };
    let given: Vec<_> = list(test.on.as_ref()).map(parse).collect();
    given.into_iter().collect()
}

/// A test with an empty list would ask nothing, or, without environments, everything.
fn refuse_empty(test: &AccessTest, whole: Span, diagnostics: &Diagnostics) {
    let lists = [
        ("as", Some(&test.identities)),
        ("can", test.can.as_ref()),
        ("cannot", test.cannot.as_ref()),
        ("on", test.on.as_ref()),
        ("environments", test.environments.as_ref()),
    ];
    for (name, _) in lists.iter().filter(|(_, list)| list.is_some_and(OneOrMany::is_empty)) {
        diagnostics.push(
            Diagnostic::at(whole, Code::BadAccessTest, format!("the list `{name}` of the test is empty"))
                .help("name what the test is about, or remove the key"),
        );
    }
}

/// Without a resource, each action must be one that has none.
fn require_resource(actions: &[(Arc<ActionPattern>, Span)], diagnostics: &Diagnostics) {
    for (action, span) in actions.iter().filter(|(action, _)| !action.has_no_resources()) {
        diagnostics.push(
            Diagnostic::at(
                *span,
                Code::BadAccessTest,
                format!("{} applies to resources, and the test names none", shown(action.as_str())),
            )
            .help("name one, in a test as `on: …`: `s3://BUCKET`, `s3://BUCKET/KEY`, an ARN, or `*` for all resources"),
        );
    }
}

fn identity(given: &Spanned<String>, scope: &Scope, diagnostics: &Diagnostics) -> Option<(String, Span)> {
    let (name, span) = given.with_span()?;
    let is_known = scope.placeholders.identities.contains(&name.as_str());
    let is_near = nearest(name, scope.placeholders.identities.iter().copied()).is_some();
    let may_be_unread = !scope.is_complete && !is_near;
    if !is_known && !may_be_unread {
        let names = scope.identities.keys().map(String::as_str);
        diagnostics.push(unknown("identity", name, span, names));
    }
    scope.identities.contains_key(name).then(|| (name.clone(), span))
}

fn environment(given: &Spanned<String>, scope: &Scope, diagnostics: &Diagnostics) -> Option<String> {
    let (name, span) = given.with_span()?;
    if !scope.environments.contains(&name.as_str()) {
        diagnostics.push(unknown("environment", name, span, scope.environments.iter().copied()));
    }
    Some(name.clone())
}

fn unknown<'a>(what: &str, name: &str, span: Span, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    const MAX_NAMED: usize = 10;
    let known: Vec<&str> = known.collect();
    let diagnostic = Diagnostic::at(span, Code::BadAccessTest, format!("unknown {what} {}", shown(name)));
    let diagnostic = match nearest(name, known.iter().copied()) {
        Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
        None => diagnostic,
    };
    match known.len() {
        0 if what == "identity" => diagnostic.help("add it: `access: { identities: { NAME: { role: … } } }`"),
        1..=MAX_NAMED => diagnostic.help(format!("expected {}", one_of(known))),
        _ => diagnostic,
    }
}
