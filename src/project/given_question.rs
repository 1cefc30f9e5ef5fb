//! The question of `poolsmith can`.

use indexmap::{IndexMap, IndexSet};

use crate::access::Section;
use crate::aws::shown;
use crate::inputs::access_file;
use crate::inputs::keys::IDENTITY;
use crate::inputs::read::{Language, read};
use crate::model::Environment;
use crate::source::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::{nearest, one_of};

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
        if has_identity(&self.who) {
            return Some(self.of_identity(&self.who, serde_json::json!({}), sources, diagnostics));
        }
        if !environments.iter().any(|environment| environment.roles.contains_key(&self.who)) {
            diagnostics.push(self.unknown_who(sections, environments));
            return None;
        }
        // The key of a role may be no name of an identity, such as `other`.
        let names = [self.who.clone(), format!("{}_role", self.who), "caller".to_owned()];
        let name = names.iter().find(|name| IDENTITY.check(name).is_ok() && !has_identity(name))?;
        let identities = serde_json::json!({ name.as_str(): { "role": self.who } });
        Some(self.of_identity(name, identities, sources, diagnostics))
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

    fn of_identity(
        &self,
        name: &str,
        identities: serde_json::Value,
        sources: &mut Sources,
        diagnostics: &Diagnostics,
    ) -> Section {
        let mut test = serde_json::json!({ "as": name, "can": self.action });
        if let Some(resource) = &self.resource {
            test["on"] = serde_json::json!(resource);
        }
        let mut present: IndexMap<&String, Vec<&String>> = IndexMap::new();
        self.present.iter().for_each(|(key, value)| present.entry(key).or_default().push(value));
        if !present.is_empty() {
            test["with"] = serde_json::json!(present);
        }
        if !self.absent.is_empty() {
            test["without"] = serde_json::json!(self.absent);
        }
        let file = serde_json::json!({ "tests": [test], "identities": identities });
        let text = file.to_string();
        let source = sources.add("(the question)".to_owned(), text.as_str());
        match read(&text, source, Language::Json, diagnostics) {
            Some(root) => Section::of_file(access_file(&root, diagnostics)),
            None => Section::default(),
        }
    }
}
