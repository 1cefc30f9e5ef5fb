//! References in statements: `Resource: { terraform: aws_lambda_function.qa.arn }`.
//!
//! Each becomes a value of the grant's variable, so that environments may refer to different objects. The values are
//! numbered: `resource`, `resource_2`, …

use std::cell::RefCell;
use std::rc::Rc;

use indexmap::IndexMap;

use crate::aws::Identifier;
use crate::iam::{ParseLeaf, Pattern, ReferencePlace, Unknown};
use crate::inputs::decode::{Spanned, decode};
use crate::inputs::{
    Context, Part, References, Resolved, TokenString, TokenValues, ValueOrReference, arn_format_of,
};
use crate::policy::leaf::TokenStrings;
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

/// The description, an example and the kind of the value with this name.
pub(super) fn describe(name: &str) -> (&'static str, &'static str, Option<Identifier>) {
    let kind = if name.starts_with(RESOURCE.name) { RESOURCE } else { CONDITION_VALUE };
    (kind.description, kind.example, kind.identifier)
}

/// Parses the strings and references of statements in the inputs.
pub struct StatementLeaves<'a> {
    strings: TokenStrings<'a>,
    tokens: &'a TokenValues,
    references: &'a References,
    values: RefCell<IndexMap<String, Resolved>>,
}

impl<'a> StatementLeaves<'a> {
    /// Parses strings with `strings`, and references, which are added to `references`, in an environment with these
    /// tokens.
    pub fn new(strings: TokenStrings<'a>, tokens: &'a TokenValues, references: &'a References) -> Self {
        Self { strings, tokens, references, values: RefCell::default() }
    }

    /// The references that were parsed, by the names of their values, and the places of all leaves in order.
    pub fn into_parts(self) -> (IndexMap<String, Resolved>, Rc<[Span]>) {
        (self.values.into_inner(), self.strings.into_places())
    }

    /// The reference that a leaf stands for.
    fn referenced(&self, leaf: &TokenString) -> Option<String> {
        let [Part::Value(name)] = leaf.parts() else { return None };
        match self.values.borrow().get(name)? {
            Resolved::Reference(reference) => Some(reference.clone()),
            Resolved::Known(_) => None,
        }
    }

    /// Adds a value, and returns its name.
    fn add(&self, kind: &ReferencedValue, value: Resolved) -> String {
        let mut values = self.values.borrow_mut();
        let number = 1 + values.keys().filter(|name| name.starts_with(kind.name)).count();
        let name = if number == 1 { kind.name.to_owned() } else { format!("{}_{number}", kind.name) };
        values.insert(name.clone(), value);
        name
    }
}

impl ParseLeaf for StatementLeaves<'_> {
    type Leaf = TokenString;

    fn parse(
        &self,
        text: &str,
        place: Option<ReferencePlace>,
        span: Span,
    ) -> Result<Vec<TokenString>, Diagnostic> {
        let context = if place.is_some() { Context::ReferencePlace } else { Context::Policy };
        self.strings.parse_in(context, text, span)
    }

    fn known<'a>(&self, leaf: &'a TokenString) -> Option<&'a str> {
        self.strings.known(leaf)
    }

    fn pattern(&self, leaf: &TokenString) -> Pattern<Unknown> {
        let format = self.referenced(leaf).and_then(|reference| arn_format_of(&reference));
        format.map_or_else(|| self.strings.pattern(leaf), pattern_of_format)
    }

    fn reference(&self, node: &Node, place: ReferencePlace) -> Option<TokenString> {
        let kind = match place {
            ReferencePlace::Resource => RESOURCE,
            ReferencePlace::ConditionValue => CONDITION_VALUE,
        };
        let diagnostics = self.strings.check.diagnostics;
        self.strings.add_place(node.span);
        let given: Option<Spanned<ValueOrReference>> = decode(node, diagnostics);
        let resolve = |given| self.tokens.resolve(&given, kind.identifier, self.references, diagnostics);
        let value = given.and_then(resolve);
        // An invalid reference was reported.
        let value = value.unwrap_or(Resolved::Reference(String::new()));
        Some(TokenString::from_parts([Part::Value(self.add(&kind, value))]))
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
