//! What templates are given: the model, and for a pack's templates the same model with other values.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde_json::Value as Schema;
use tera::value::Key;
use tera::{Context, Map, TeraResult, Value};

use crate::hcl::{Expression, Piece};
use crate::model::{EnvironmentView, Model, VALUE, shape};
use crate::render::placeholder;

/// The values of an environment are other ones than those of the model.
const OF_ENVIRONMENTS: u64 = 1_000_000;

static SHAPE: LazyLock<Schema> = LazyLock::new(shape);

/// What a template is rendered with.
pub struct Contexts {
    /// The model.
    pub actual: Context,
    /// The model with the same structure and other values, where templates are not to be trusted.
    pub probe: Option<Context>,
}

impl Contexts {
    /// What all templates are given.
    ///
    /// # Errors
    /// None that a model can cause.
    pub fn of(model: &Model, is_trusted: bool) -> TeraResult<Self> {
        let mut probes = ProbeValues { number: 0 };
        let mut contexts = Self { actual: Context::new(), probe: (!is_trusted).then(Context::new) };
        let fields = Value::try_from_serializable(model)?;
        for (name, value) in fields.as_map().into_iter().flatten() {
            contexts.insert(&name.to_string(), value, &mut probes);
        }
        Ok(contexts)
    }

    /// The same with the environment that a file is for.
    ///
    /// # Errors
    /// None that a model can cause.
    pub fn with(&self, environment: &EnvironmentView) -> TeraResult<Self> {
        let mut contexts = Self { actual: self.actual.clone(), probe: self.probe.clone() };
        let mut probes = ProbeValues { number: OF_ENVIRONMENTS };
        contexts.insert("environment", &Value::try_from_serializable(environment)?, &mut probes);
        Ok(contexts)
    }

    fn insert(&mut self, name: &str, value: &Value, probes: &mut ProbeValues) {
        self.actual.insert_value(name.to_owned(), guarded(value));
        if let Some(context) = &mut self.probe {
            context.insert_value(name.to_owned(), probes.model(value, &SHAPE["properties"][name]));
        }
    }
}

/// A value in which no text looks like a placeholder.
fn guarded(value: &Value) -> Value {
    if !needs_guard(value) {
        return value.clone();
    }
    match value.as_str() {
        Some(text) => match placeholder::guarded(text) {
            Cow::Borrowed(_) => value.clone(),
            Cow::Owned(guarded) => Value::from(guarded),
        },
        None => within(value, &mut guarded),
    }
}

/// Hardly any does, so that it pays to look first.
fn needs_guard(value: &Value) -> bool {
    let is_bad = |text: &str| text.contains(placeholder::is_reserved);
    match (value.as_str(), value.as_array(), value.as_map()) {
        (Some(text), ..) => is_bad(text),
        (_, Some(items), _) => items.iter().any(needs_guard),
        (.., Some(map)) => {
            map.iter().any(|(key, value)| key.as_str().is_some_and(is_bad) || needs_guard(value))
        }
        _ => false,
    }
}

/// A value with something else in the place of each value that it holds.
fn within(value: &Value, change: &mut dyn FnMut(&Value) -> Value) -> Value {
    if let Some(items) = value.as_array() {
        return Value::from(items.iter().map(change).collect::<Vec<_>>());
    }
    let Some(map) = value.as_map() else { return value.clone() };
    let key = |key: &Key| Key::from(placeholder::guarded(&key.to_string()).into_owned());
    Value::from(map.iter().map(|(name, value)| (key(name), change(value))).collect::<Map>())
}

/// Makes other values, of which nothing is known: not whether they are empty, nor whether two are the
/// same. They are numbered, so that they are the same for all workspaces of one structure.
struct ProbeValues {
    number: u64,
}

impl ProbeValues {
    /// What a part of the model may hold in another workspace of the same structure.
    fn model(&mut self, value: &Value, schema: &Schema) -> Value {
        if schema[VALUE] == true {
            return self.value(value);
        }
        if let Some(name) = schema["$ref"].as_str() {
            let named = SHAPE.pointer(name.trim_start_matches('#'));
            return self.model(value, named.unwrap_or(&Schema::Null));
        }
        if let Some(choice) = schema["anyOf"].as_array() {
            let given = choice.iter().find(|one| one["type"] != "null");
            return self.model(value, given.unwrap_or(&Schema::Null));
        }
        if let Some(items) = value.as_array() {
            return Value::from(
                items.iter().map(|item| self.model(item, &schema["items"])).collect::<Vec<_>>(),
            );
        }
        let Some(map) = value.as_map() else { return guarded(value) };
        let field = |(key, value): (&Key<'static>, &Value)| {
            (key.clone(), self.model(value, &schema["properties"][key.to_string()]))
        };
        Value::from(map.iter().map(field).collect::<Map>())
    }

    /// Another value: the same switches and keys, but none of the texts and numbers.
    fn value(&mut self, value: &Value) -> Value {
        if value.is_string() {
            return Value::from(self.text());
        }
        match value.as_bytes().and_then(Expression::from_bytes) {
            Some(expression) => Value::from_serializable(&self.expression(expression)),
            None => within(value, &mut |inside| self.value(inside)),
        }
    }

    fn expression(&mut self, expression: Expression) -> Expression {
        match expression {
            Expression::Template(pieces) => {
                let pieces = pieces.into_iter().map(|piece| match piece {
                    Piece::Literal(_) => Piece::Literal(self.text()),
                    reference @ Piece::Reference(_) => reference,
                });
                Expression::Template(pieces.collect())
            }
            Expression::Number(_) => Expression::Number(self.next().to_string()),
            other => other,
        }
    }

    /// Longer than most texts are, so that a template that counts is found out.
    fn text(&mut self) -> String {
        format!("a-text-of-which-nothing-is-known-{:x}", self.next())
    }

    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}
