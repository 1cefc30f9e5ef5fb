//! References in statements: `Resource: { terraform: aws_lambda_function.qa.arn }`.
//!
//! Each becomes a value of the grant's variable, so that environments may refer to different objects. The values are
//! numbered: `resource`, `resource_2`, …

use std::cell::RefCell;

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::iam::{ParseLeaf, Pattern, ReferencePlace, Unknown};
use crate::inputs::decode::{Spanned, decode};
use crate::inputs::{
    Context, Part, References, Resolved, TokenString, TokenValues, ValueOrReference, arn_format_of,
};
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
    references: &'a References,
    values: RefCell<IndexMap<String, (ReferencePlace, Resolved)>>,
}

impl<'a> StringsAndReferences<'a> {
    /// Parses strings with `strings`, and references, which are added to `references`, in an environment with these
    /// tokens.
    pub fn new(strings: TokenStrings<'a>, tokens: &'a TokenValues, references: &'a References) -> Self {
        Self { strings, tokens, references, values: RefCell::default() }
    }

    /// The references that were parsed, by the names of their values.
    pub fn into_references(self) -> IndexMap<String, Resolved> {
        self.values.into_inner().into_iter().map(|(name, (_, value))| (name, value)).collect()
    }

    /// The reference that a string stands for.
    fn referenced(&self, text: &TokenString) -> Option<String> {
        let [Part::Value(name)] = text.parts() else { return None };
        match self.values.borrow().get(name)? {
            (_, Resolved::Reference(reference)) => Some(reference.clone()),
            (_, Resolved::Known(_)) => None,
        }
    }

    /// Adds a value, and returns its name.
    fn add(&self, place: ReferencePlace, value: Resolved) -> String {
        let mut values = self.values.borrow_mut();
        let name = ReferencedValue::at(place).name;
        let name = match values.values().filter(|(other, _)| *other == place).count() {
            0 => name.to_owned(),
            others => format!("{name}_{}", others + 1),
        };
        values.insert(name.clone(), (place, value));
        name
    }
}

impl ParseLeaf for StringsAndReferences<'_> {
    type Leaf = PlacedString;

    fn parse(
        &self,
        text: &str,
        place: Option<ReferencePlace>,
        span: Span,
    ) -> Result<Vec<PlacedString>, Diagnostic> {
        let context = if place.is_some() { Context::ReferencePlace } else { Context::Policy };
        self.strings.parse_in(context, text, span)
    }

    fn known<'a>(&self, leaf: &'a PlacedString) -> Option<&'a str> {
        self.strings.known(leaf)
    }

    fn pattern(&self, leaf: &PlacedString) -> Pattern<Unknown> {
        let format = self.referenced(&leaf.text).and_then(|reference| arn_format_of(&reference));
        format.map_or_else(|| self.strings.pattern(leaf), pattern_of_format)
    }

    fn reference(&self, node: &Node, place: ReferencePlace) -> Option<PlacedString> {
        let diagnostics = self.strings.check.diagnostics;
        let given: Option<Spanned<ValueOrReference>> = decode(node, diagnostics);
        let identifier = ReferencedValue::at(place).identifier;
        let resolve = |given| self.tokens.resolve(&given, identifier, self.references, diagnostics);
        let value = given.and_then(resolve);
        // An invalid reference was reported.
        let value = value.unwrap_or(Resolved::Reference(String::new()));
        let text = TokenString::from_parts([Part::Value(self.add(place, value))]);
        Some(PlacedString { text, span: node.span })
    }
}

/// A pattern with an unknown field for each `*` of a format.
fn pattern_of_format(format: &str) -> Pattern<Unknown> {
    let mut pattern = Pattern::default();
    for (index, text) in format.split('*').enumerate() {
        if index > 0 {
            pattern.push_symbol(Unknown::Field);
        }
        pattern.push_text(text);
    }
    pattern
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
