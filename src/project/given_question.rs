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
        let identity = match has_identity(&self.who) {
            true => Some(self.who.clone()),
            false if environments.iter().any(|environment| environment.roles.contains_key(&self.who)) => {
                // The key of a role may be no name of an identity, such as `other`.
                let names = [self.who.clone(), format!("{}_role", self.who), "caller".to_owned()];
                names.into_iter().find(|name| IDENTITY.check(name).is_ok() && !has_identity(name))
            }
            false => {
                diagnostics.push(self.unknown_who(sections, environments));
                return None;
            }
        };
        let identity = identity?;
        let line = CommandLine::of(self);
        let file = sources.add("the question".to_owned(), line.text.as_str());
        let root = line.test(&identity, self, file, !has_identity(&identity));
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

/// The command, and the places of its arguments.
struct CommandLine {
    text: String,
    who: Range<usize>,
    action: Range<usize>,
    resource: Range<usize>,
    /// Of each key and its value.
    present: Vec<(Range<usize>, Range<usize>)>,
    absent: Vec<Range<usize>>,
}

impl CommandLine {
    fn of(question: &GivenQuestion) -> Self {
        let mut text = "poolsmith can".to_owned();
        let mut add = |before: &str, argument: &str| {
            text.push_str(before);
            let start = text.len();
            text.push_str(argument);
            start..text.len()
        };
        let (who, action) = (add(" ", &question.who), add(" ", &question.action));
        let resource = question.resource.as_ref().map_or(0..0, |resource| add(" ", resource));
        let present = question.present.iter();
        let present = present.map(|(key, value)| (add(" --with ", key), add("=", value))).collect();
        let absent = question.absent.iter().map(|key| add(" --without ", key)).collect();
        Self { who, action, resource, present, absent, text }
    }

    /// A file with the question as a test, and with the identity if `is_role`.
    fn test(&self, identity: &str, question: &GivenQuestion, file: FileId, is_role: bool) -> Node {
        let at = |range: &Range<usize>| Span::new(file, range.start, range.end);
        let text = |text: &str, range: &Range<usize>| Node {
            value: Value::String(text.to_owned()),
            span: at(range),
        };
        let whole = at(&(0..self.text.len()));
        let entry = |name: &str, node: Node| (name.to_owned(), Entry { key: node.span, node });
        let of_map = |entries: Map| Node { value: Value::Map(entries), span: whole };
        let of_list = |nodes: Vec<Node>| Node { value: Value::List(nodes), span: whole };
        let mut present = Map::new();
        for ((key, value), (of_key, of_value)) in question.present.iter().zip(&self.present) {
            let values =
                present.entry(key.clone()).or_insert(Entry { key: at(of_key), node: of_list(Vec::new()) });
            if let Value::List(values) = &mut values.node.value {
                values.push(text(value, of_value));
            }
        }
        let absent = question.absent.iter().zip(&self.absent).map(|(key, range)| text(key, range));
        let resource = question.resource.as_ref().map(|resource| entry("on", text(resource, &self.resource)));
        let test =
            [entry("as", text(identity, &self.who)), entry("can", text(&question.action, &self.action))]
                .into_iter()
                .chain(resource)
                .chain((!present.is_empty()).then(|| entry("with", of_map(present))))
                .chain((!question.absent.is_empty()).then(|| entry("without", of_list(absent.collect()))));
        let test = of_map(test.collect());
        let role = || of_map(Map::from([entry("role", text(&question.who, &self.who))]));
        let identities = is_role.then(|| {
            let identity = (identity.to_owned(), Entry { key: at(&self.who), node: role() });
            entry("identities", of_map(Map::from([identity])))
        });
        of_map([entry("tests", of_list(vec![test]))].into_iter().chain(identities).collect())
    }
}
