//! What a Terraform file declares, and what a reference therefore refers to.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::hcl::{Step, TopLevelBlock, Traversal, top_level_blocks};
use crate::terraform::files::is_ignored;

/// An object that a file of a root module declares.
///
/// Source: Terraform, "References to Named Values".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Declared {
    /// A resource, by its type and name.
    Resource(String, String),
    /// A data source, by its type and name.
    Data(String, String),
    /// An input variable.
    Variable(String),
    /// A local value.
    Local(String),
    /// The call of a module.
    Module(String),
}

impl Declared {
    /// The object that a reference refers to; `None` if nobody declares it, as with `path.module`.
    pub fn of(reference: &Traversal) -> Option<Self> {
        match (reference.root, &reference.steps[..]) {
            ("path" | "terraform" | "each" | "self" | "count", _) => None,
            ("var", [Step::Attribute(name), ..]) => Some(Self::Variable((*name).to_owned())),
            ("local", [Step::Attribute(name), ..]) => Some(Self::Local((*name).to_owned())),
            ("module", [Step::Attribute(name), ..]) => Some(Self::Module((*name).to_owned())),
            ("data", [Step::Attribute(kind), Step::Attribute(name), ..]) => {
                Some(Self::Data((*kind).to_owned(), (*name).to_owned()))
            }
            ("data" | "ephemeral", _) => None,
            (kind, [Step::Attribute(name), ..]) => Some(Self::Resource(kind.to_owned(), (*name).to_owned())),
            _ => None,
        }
    }

    /// The sort of object, as Terraform names it.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Resource(..) => "resource",
            Self::Data(..) => "data source",
            Self::Variable(_) => "variable",
            Self::Local(_) => "local value",
            Self::Module(_) => "module",
        }
    }

    fn in_block(kind: &str, labels: &[&str], attributes: &[&str]) -> Vec<Self> {
        match (kind, labels) {
            ("resource", [kind, name]) => vec![Self::Resource((*kind).to_owned(), (*name).to_owned())],
            ("data", [kind, name]) => vec![Self::Data((*kind).to_owned(), (*name).to_owned())],
            ("variable", [name]) => vec![Self::Variable((*name).to_owned())],
            ("module", [name]) => vec![Self::Module((*name).to_owned())],
            ("locals", []) => attributes.iter().map(|name| Self::Local((*name).to_owned())).collect(),
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Declared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource(kind, name) => write!(formatter, "{kind}.{name}"),
            Self::Data(kind, name) => write!(formatter, "data.{kind}.{name}"),
            Self::Variable(name) => write!(formatter, "var.{name}"),
            Self::Local(name) => write!(formatter, "local.{name}"),
            Self::Module(name) => write!(formatter, "module.{name}"),
        }
    }
}

/// The language of the files of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Terraform's own.
    Native,
    /// JSON.
    Json,
}

impl Syntax {
    /// The language of a file with this name; `None` if neither Terraform nor OpenTofu reads it as a part of a
    /// module.
    pub fn of(name: &str) -> Option<Self> {
        let ends_with = |ends: [&str; 2]| ends.iter().any(|end| name.ends_with(end));
        match is_ignored(name) {
            true => None,
            false if ends_with([".tf", ".tofu"]) => Some(Self::Native),
            false if ends_with([".tf.json", ".tofu.json"]) => Some(Self::Json),
            false => None,
        }
    }
}

/// What a file declares; `None` if Terraform can't parse it.
pub fn declarations(syntax: Syntax, source: &str) -> Option<BTreeSet<Declared>> {
    match syntax {
        Syntax::Native => {
            let blocks = top_level_blocks(source).ok()?;
            let declared = |TopLevelBlock { kind, labels, attributes }: &TopLevelBlock| {
                Declared::in_block(kind, labels, attributes)
            };
            Some(blocks.iter().flat_map(declared).collect())
        }
        Syntax::Json => Some(of_json(&serde_json::from_str(source).ok()?)),
    }
}

/// Source: Terraform, "JSON Configuration Syntax": the labels of a block are nested keys, and at each level there may
/// be one object or a list of them.
fn of_json(file: &Value) -> BTreeSet<Declared> {
    let mut declared = BTreeSet::new();
    for (kind, of_kind) in entries(file) {
        for (first, inside) in entries(of_kind) {
            declared.extend(match kind {
                "resource" | "data" => entries(inside)
                    .flat_map(|(name, _)| Declared::in_block(kind, &[first, name], &[]))
                    .collect(),
                "locals" => Declared::in_block(kind, &[], &[first]),
                _ => Declared::in_block(kind, &[first], &[]),
            });
        }
    }
    declared
}

/// The entries of an object, or of each object in a list.
fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let objects = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    objects.iter().filter_map(Value::as_object).flatten().map(|(key, value)| (key.as_str(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(syntax: Syntax, source: &str) -> Vec<String> {
        let declared = declarations(syntax, source).unwrap_or_default();
        declared.iter().map(Declared::to_string).collect()
    }

    #[test]
    fn both_languages_declare_the_same() {
        let native = "resource \"a\" \"b\" {}\ndata \"a\" \"b\" {}\nvariable \"v\" {}\nlocals {\n  x = 1\n  y = 2\n}\nmodule \"m\" {\n  source = \"./m\"\n}\noutput \"o\" {\n  value = 1\n}\nterraform {}\n";
        let json = r#"{ "resource": [{ "a": { "b": {} } }], "data": { "a": [{ "b": {} }] }, "variable": { "v": {} },
            "locals": [{ "x": 1 }, { "y": 2 }], "module": { "m": { "source": "./m" } }, "output": { "o": { "value": 1 } } }"#;
        let expected = ["a.b", "data.a.b", "var.v", "local.x", "local.y", "module.m"];
        assert_eq!(names(Syntax::Native, native), expected);
        assert_eq!(names(Syntax::Json, json), expected);
        assert_eq!(declarations(Syntax::Native, "resource {"), None);
        assert_eq!(declarations(Syntax::Json, "{"), None);
    }

    #[test]
    fn a_reference_refers_to_what_is_declared() {
        let referred =
            |text| Declared::of(&Traversal::parse(text).unwrap()).map(|declared| declared.to_string());
        for (reference, declared) in [
            ("aws_s3_bucket.files[\"a\"].bucket", "aws_s3_bucket.files"),
            ("data.terraform_remote_state.users.outputs.id", "data.terraform_remote_state.users"),
            ("module.storage[0].bucket", "module.storage"),
            ("local.buckets[\"files\"]", "local.buckets"),
            ("var.bucket", "var.bucket"),
        ] {
            assert_eq!(referred(reference).as_deref(), Some(declared));
        }
        assert_eq!(referred("terraform.workspace"), None);
        assert_eq!(referred("path.module"), None);
    }

    #[test]
    fn only_files_of_a_module_declare() {
        for (name, syntax) in [
            ("own.tf", Some(Syntax::Native)),
            ("own.tf.json", Some(Syntax::Json)),
            ("own.tofu", Some(Syntax::Native)),
            ("own.tfvars", None),
            ("own.tftest.hcl", None),
            (".own.tf", None),
            ("own.tf~", None),
        ] {
            assert_eq!(Syntax::of(name), syntax, "{name}");
        }
    }
}
