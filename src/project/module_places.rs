//! Where the statements of grants are in the generated module `policy`.

use std::collections::HashMap;
use std::sync::Arc;

use crate::access::{Content, Example, Origin, Permissions, PolicyOrigin, RoleReference};
use crate::disk::{Directory, DiskEntry};
use crate::hcl::lexer::{TokenKind, tokens, words};
use crate::hcl::{Expression, ParsedFile, Value};
use crate::iam::element::STATEMENT;
use crate::model::GrantView;
use crate::project::Project;
use crate::project::record::read_record;
use crate::render;
use crate::source::{FileId, Sources, Span};
use crate::workspace::in_workspace;

/// The file of the module that has the policy document of each grant.
const FILE: &str = "modules/policy/main.tf";

/// The template of that file.
const TEMPLATE: &str = "modules/policy/main.tf.tera";

/// The attribute of a policy's resource that has the document.
const DOCUMENT: &str = "policy";

/// The function that encodes the document.
const ENCODE: &str = "jsonencode";

/// The maximum size of the file that is read, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The places of the statements of grants in the generated module. A statement that the module doesn't have as it is
/// generated, because somebody changed it or a template writes it in another way, has none.
#[derive(Clone, Debug, Default)]
pub struct ModulePlaces {
    /// By the keys of the role and the grant, in the order of the statements.
    of_grants: HashMap<(String, String), Vec<Option<Span>>>,
}

/// The module's file in the workspace.
struct FileInWorkspace {
    /// Its text, if it exists.
    text: Option<String>,
    /// Whether `generate` replaces it with what it renders: nobody changed or deleted it.
    is_generated: bool,
}

impl Project {
    /// The places of the statements of all grants in the generated module: where the file in the workspace has them, or else where
    /// `generate` will write them. Adds the file to the sources.
    pub fn module_places(&mut self) -> ModulePlaces {
        let model = Arc::clone(&self.loaded.model);
        let grants = &model.policy.grants;
        let name = in_workspace(&self.request.root, FILE);
        let mut places = ModulePlaces::default();
        let FileInWorkspace { text, is_generated } = self.policy_file();
        if let Some(text) = text {
            places.add(grants, &name, &text, &mut self.log.sources);
        }
        if is_generated && !places.are_complete(grants) {
            let rendered = render::render_shared(TEMPLATE, &model, &self.loaded.templates);
            rendered.iter().for_each(|text| places.add(grants, &name, text, &mut self.log.sources));
        }
        places
    }

    /// Adds the places in the generated module to the statements about requests, if there are any.
    pub(super) fn add_module_places<'a>(&mut self, examples: impl Iterator<Item = &'a mut Example>) {
        let mut examples = examples.filter(|example| matches!(example, Example::Request { .. })).peekable();
        if examples.peek().is_some() {
            let places = self.module_places();
            examples.for_each(|example| places.add_to_example(example));
        }
    }

    fn policy_file(&self) -> FileInWorkspace {
        let workspace = Directory::open_if_exists(&self.request.root).ok().flatten();
        let record = workspace.as_ref().and_then(|workspace| read_record(workspace).ok()).unwrap_or_default();
        match workspace.map_or(Ok(DiskEntry::Missing), |workspace| workspace.entry(FILE, MAX_BYTES)) {
            Ok(DiskEntry::Missing) => {
                FileInWorkspace { text: None, is_generated: !record.is_generated(FILE) }
            }
            Ok(DiskEntry::File(bytes)) => {
                let is_generated = record.is_unchanged(FILE, &bytes);
                FileInWorkspace { text: String::from_utf8(bytes).ok(), is_generated }
            }
            Ok(DiskEntry::Link(_) | DiskEntry::Other) | Err(_) => {
                FileInWorkspace { text: None, is_generated: false }
            }
        }
    }
}

impl ModulePlaces {
    /// The place of a statement of a grant, by its position from 0.
    fn get(&self, role: &str, grant: &str, statement: usize) -> Option<Span> {
        let of_grant = self.of_grants.get(&(role.to_owned(), grant.to_owned()))?;
        of_grant.get(statement).copied().flatten()
    }

    /// Adds the places to the statements of a role's grants.
    pub fn add_to_permissions(&self, permissions: &mut Permissions) {
        for policy in &mut permissions.policies {
            let (Origin::Grant(grant), Content::Statements(statements)) =
                (&policy.origin, &mut policy.content)
            else {
                continue;
            };
            for (index, statement) in statements.iter_mut().enumerate() {
                statement.module_place = self.get(&permissions.role.role, grant, index);
            }
        }
    }

    fn add_to_example(&self, example: &mut Example) {
        let Example::Request { role: RoleReference::Declared(role), statements, .. } = example else {
            return;
        };
        for statement in statements {
            if let PolicyOrigin::Role(Origin::Grant(grant)) = &statement.origin {
                statement.module_place = self.get(role, grant, statement.index);
            }
        }
    }

    fn are_complete(&self, grants: &[GrantView]) -> bool {
        grants.iter().all(|grant| {
            let of_grant = self.of_grants.get(&(grant.role.clone(), grant.key.clone()));
            of_grant.is_some_and(|places| places.iter().all(Option::is_some))
        })
    }

    /// Adds the places of the statements that the text of the file has, and that have none yet.
    fn add(&mut self, grants: &[GrantView], name: &str, text: &str, sources: &mut Sources) {
        let Ok(parsed) = ParsedFile::parse(text) else { return };
        let documents = documents(&parsed);
        let file = sources.add(name, text);
        for grant in grants {
            let Some(document) = documents.get(&(grant.resource, &*grant.address)) else { continue };
            let found = places(&grant.document, *document, file);
            let of_grant = self.of_grants.entry((grant.role.clone(), grant.key.clone())).or_default();
            of_grant.resize(found.len(), None);
            of_grant.iter_mut().zip(found).for_each(|(known, found)| *known = known.or(found));
        }
    }
}

/// The policy documents of a file, by the type and the name of their resource.
fn documents<'f>(parsed: &'f ParsedFile) -> HashMap<(&'f str, &'f str), Value<'f>> {
    let documents = parsed.attributes(DOCUMENT).filter_map(|(block, value)| match block.labels[..] {
        [kind, name] if block.kind == "resource" => Some(((kind, name), value.argument(ENCODE)?)),
        _ => None,
    });
    documents.collect()
}

/// The place of each statement of a document: that of its first element. A statement that was moved is found as well.
fn places(document: &Expression, written: Value, file: FileId) -> Vec<Option<Span>> {
    let written = written.entry(STATEMENT);
    let written = written.map(|one| one.items().unwrap_or_else(|| vec![one])).unwrap_or_default();
    let words_of_written: Vec<Vec<(TokenKind, &str)>> = written.iter().map(|one| one.words()).collect();
    let place = |(index, statement): (usize, &Expression)| {
        let text = statement.to_string();
        let expected: Vec<(TokenKind, &str)> = words(&tokens(&text), &text).collect();
        let is_there = words_of_written.get(index) == Some(&expected);
        let at =
            is_there.then_some(index).or_else(|| words_of_written.iter().position(|one| *one == expected))?;
        let range = written[at].entries()?.first()?.range();
        Some(Span::new(file, range.start, range.end))
    };
    statements(document).iter().enumerate().map(place).collect()
}

/// The statements of a policy document.
fn statements(document: &Expression) -> &[Expression] {
    use Expression::{Bool, List, Null, Number, Object, Template};
    let statement = match document {
        Object(entries) => entries.iter().find(|(key, _)| key == STATEMENT).map(|(_, value)| value),
        Null | Bool(_) | Number(_) | Template(_) | List(_) => None,
    };
    match statement {
        Some(List(statements)) => statements,
        Some(only) => std::slice::from_ref(only),
        None => &[],
    }
}
