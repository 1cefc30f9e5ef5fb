//! References in statements: `Resource: { terraform: aws_lambda_function.qa.arn }`.
//!
//! Each becomes a value of the grant's variable, so that environments may refer to different objects. The values are
//! numbered: `resource`, `resource_2`, …

use std::cell::RefCell;

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::iam::{ParseLeaf, Pattern, ReferencePlace, Unknown};
use crate::inputs::decode::{Spanned, decode};
use crate::inputs::{Part, Resolved, TokenString, TokenValues, ValueOrReference};
use crate::policy::document::Document;
use crate::policy::leaf::{PlacedString, TokenStrings};
use crate::source::{Diagnostic, Span};
use crate::tree::Node;

/// What a reference in a statement stands for.
struct ReferencedValue {
    /// The name of its value in the grant's variable.
    name: &'static str,
    /// A description of the value, as a sentence.
    description: &'static str,
    /// A valid value, for tests; may contain `{partition}`.
    example: &'static str,
    /// What it must identify.
    identifier: Option<Identifier>,
}

const RESOURCE: ReferencedValue = ReferencedValue {
    name: "resource",
    description: "ARN of a resource of the statements.",
    example: "arn:{partition}:lambda:us-east-1:111111111111:function:example",
    identifier: Some(Identifier::ResourceArn),
};

const CONDITION_VALUE: ReferencedValue = ReferencedValue {
    name: "value",
    description: "Value of a condition.",
    example: "example",
    identifier: None,
};

impl ReferencedValue {
    fn at(place: ReferencePlace) -> &'static Self {
        match place {
            ReferencePlace::Resource => &RESOURCE,
            ReferencePlace::ConditionValue => &CONDITION_VALUE,
        }
    }
}

/// The description, an example and the kind of a value of a document of statements.
pub(super) fn describe(
    value: &Part,
    document: &Document,
) -> (&'static str, &'static str, Option<Identifier>) {
    let mut resources = document.statements.iter().flat_map(|statement| statement.resources.patterns());
    let is_resource = resources.any(|resource| resource.parts().contains(value));
    let place = if is_resource { ReferencePlace::Resource } else { ReferencePlace::ConditionValue };
    let ReferencedValue { description, example, identifier, .. } = ReferencedValue::at(place);
    (description, example, *identifier)
}

/// Parses the strings and references of statements in the inputs.
pub struct StringsAndReferences<'a> {
    strings: TokenStrings<'a>,
    tokens: &'a TokenValues,
    references: RefCell<IndexMap<String, (ReferencePlace, Resolved)>>,
}

impl<'a> StringsAndReferences<'a> {
    /// Parses strings with `strings`, and references in an environment with these tokens.
    pub fn new(strings: TokenStrings<'a>, tokens: &'a TokenValues) -> Self {
        Self { strings, tokens, references: RefCell::default() }
    }

    /// The references that were parsed, by the names of their values.
    pub fn into_references(self) -> IndexMap<String, Resolved> {
        let references = self.references.into_inner().into_iter();
        references.map(|(name, (_, value))| (name, value)).collect()
    }

    /// Adds a value, and returns its name.
    fn add(&self, place: ReferencePlace, value: Resolved) -> String {
        let mut references = self.references.borrow_mut();
        let name = ReferencedValue::at(place).name;
        let name = match references.values().filter(|(other, _)| *other == place).count() {
            0 => name.to_owned(),
            others => format!("{name}_{}", others + 1),
        };
        references.insert(name.clone(), (place, value));
        name
    }
}

impl ParseLeaf for StringsAndReferences<'_> {
    type Leaf = PlacedString;

    fn parse(&self, text: &str, span: Span) -> Result<Vec<PlacedString>, Diagnostic> {
        self.strings.parse(text, span)
    }

    fn known<'a>(&self, leaf: &'a PlacedString) -> Option<&'a str> {
        self.strings.known(leaf)
    }

    fn pattern(&self, leaf: &PlacedString) -> Pattern<Unknown> {
        self.strings.pattern(leaf)
    }

    fn reference(&self, node: &Node, place: ReferencePlace) -> Option<PlacedString> {
        let diagnostics = self.strings.check.diagnostics;
        let given: Option<Spanned<ValueOrReference>> = decode(node, diagnostics);
        let value = given.and_then(|given| {
            self.tokens.resolve(&given, ReferencedValue::at(place).identifier, diagnostics)
        });
        // An invalid reference was reported.
        let value = value.unwrap_or(Resolved::Reference(String::new()));
        let text = TokenString::from_parts([Part::Value(self.add(place, value))]);
        Some(PlacedString { text, span: node.span })
    }
}

/// A string as the inputs would contain it, with references as they were written.
pub(super) fn written(text: &TokenString, references: &IndexMap<String, Resolved>) -> String {
    let part = |part: &Part| match part {
        Part::Value(name) => match references.get(name) {
            Some(Resolved::Reference(text) | Resolved::Known(text)) => Part::Literal(text.clone()),
            None => part.clone(),
        },
        Part::Token(_) | Part::Literal(_) => part.clone(),
    };
    TokenString::from_parts(text.parts().iter().map(part)).source()
}
