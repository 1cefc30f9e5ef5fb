//! The question of `poolsmith can`.

use std::ops::Range;

use indexmap::IndexSet;

use crate::access::Section;
use crate::aws::shown;
use crate::inputs::access_file;
use crate::inputs::keys::IDENTITY;
use crate::model::Environment;
use crate::source::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::tree::{Entry, Map, Node, Value, nearest, one_of};

/// A question that isn't in the inputs.
#[derive(Clone, Debug)]
pub struct GivenQuestion {
    /// The name of an identity, or the key of a role.
    pub who: String,
    /// The action.
    pub action: String,
    /// The resource, unless the action applies to none.
    pub resource: Option<String>,
    /// The condition keys of the request, each with one value or several.
    pub present: Vec<(String, String)>,
    /// The condition keys that the request doesn't have.
    pub absent: Vec<String>,
}

impl GivenQuestion {
    /// The question as a test. `None` if neither an identity nor a role has this name, which is reported.
    pub(super) fn section(
        &self,
        sections: &[Section],
        environments: &[Environment],
        sources: &mut Sources,
        diagnostics: &Diagnostics,
    ) -> Option<Section> {
        let has_identity = |name: &str| sections.iter().any(|section| section.has_identity(name));
        let is_role = !has_identity(&self.who);
        if is_role && !environments.iter().any(|environment| environment.roles.contains_key(&self.who)) {
            diagnostics.push(self.unknown_who(sections, environments));
            return None;
        }
        // The key of a role may be no name of an identity, such as `other`.
        let names = [self.who.clone(), format!("{}_role", self.who), "caller".to_owned()];
        let is_free = |name: &&String| IDENTITY.check(name).is_ok() && !has_identity(name);
        let identity = if is_role { names.iter().find(is_free)? } else { &self.who };
        let line = CommandLine::of(self);
        let file = sources.add("the question".to_owned(), line.text.as_str());
        let root = line.test(identity, is_role, file);
        Some(Section::of_file(access_file(&root, diagnostics)))
    }

    fn unknown_who(&self, sections: &[Section], environments: &[Environment]) -> Diagnostic {
        let identities = sections.iter().flat_map(Section::identity_names);
        let roles = environments.iter().flat_map(|environment| environment.roles.keys().map(String::as_str));
        let known: IndexSet<&str> = identities.chain(roles).collect();
        let message = format!("no identity or role is called {}", shown(&self.who));
        let message = match nearest(&self.who, known.iter().copied()) {
            Some(meant) => format!("{message}, did you mean {}?", shown(meant)),
            None => message,
        };
        Diagnostic::new(Code::BadIdentity, message).help(format!("expected {}", one_of(known)))
    }
}

/// The command, and its arguments.
struct CommandLine<'a> {
    text: String,
    who: Argument<'a>,
    action: Argument<'a>,
    resource: Option<Argument<'a>>,
    /// Each key with its value.
    present: Vec<(Argument<'a>, Argument<'a>)>,
    absent: Vec<Argument<'a>>,
}

/// An argument, and its place in the command.
struct Argument<'a> {
    text: &'a str,
    range: Range<usize>,
}

impl Argument<'_> {
    fn span(&self, file: FileId) -> Span {
        Span::new(file, self.range.start, self.range.end)
    }

    /// A text at the place of the argument.
    fn node(&self, text: &str, file: FileId) -> Node {
        Node { value: Value::String(text.to_owned()), span: self.span(file) }
    }
}

impl<'a> CommandLine<'a> {
    fn of(question: &'a GivenQuestion) -> Self {
        let mut text = "poolsmith can".to_owned();
        let mut add = |before: &str, argument: &'a str| {
            text.push_str(before);
            let start = text.len();
            text.push_str(argument);
            Argument { text: argument, range: start..text.len() }
        };
        let (who, action) = (add(" ", &question.who), add(" ", &question.action));
        let resource = question.resource.as_ref().map(|resource| add(" ", resource));
        let present = question.present.iter();
        let present = present.map(|(key, value)| (add(" --with ", key), add("=", value))).collect();
        let absent = question.absent.iter().map(|key| add(" --without ", key)).collect();
        Self { who, action, resource, present, absent, text }
    }

    /// A file with the question as a test of an identity, which has the role `who` if that is a role.
    fn test(&self, identity: &str, is_role: bool, file: FileId) -> Node {
        let whole = Span::new(file, 0, self.text.len());
        let of_map = |entries: Map| Node { value: Value::Map(entries), span: whole };
        let of_list = |nodes: Vec<Node>| Node { value: Value::List(nodes), span: whole };
        let of_argument = |argument: &Argument| argument.node(argument.text, file);
        let entry = |name: &str, node: Node| (name.to_owned(), Entry { key: node.span, node });
        let absent: Vec<Node> = self.absent.iter().map(of_argument).collect();
        let present = self.conditions(file);
        let test = [entry("as", self.who.node(identity, file)), entry("can", of_argument(&self.action))]
            .into_iter()
            .chain(self.resource.iter().map(|resource| entry("on", of_argument(resource))))
            .chain((!present.is_empty()).then(|| entry("with", of_map(present))))
            .chain((!absent.is_empty()).then(|| entry("without", of_list(absent))));
        let tests = entry("tests", of_list(vec![of_map(test.collect())]));
        let identities = is_role.then(|| {
            let role = of_map(Map::from([entry("role", of_argument(&self.who))]));
            let identity = (identity.to_owned(), Entry { key: self.who.span(file), node: role });
            entry("identities", of_map(Map::from([identity])))
        });
        of_map([tests].into_iter().chain(identities).collect())
    }

    /// The condition keys of the request, each with its values.
    fn conditions(&self, file: FileId) -> Map {
        let mut conditions = Map::new();
        for (key, value) in &self.present {
            let span = key.span(file);
            let none = || Entry { key: span, node: Node { value: Value::List(Vec::new()), span } };
            let values = conditions.entry(key.text.to_owned()).or_insert_with(none);
            if let Value::List(values) = &mut values.node.value {
                values.push(value.node(value.text, file));
            }
        }
        conditions
    }
}
