//! The contexts of templates: the model, and for templates of a pack the same model with other values.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde_json::Value as Schema;
use tera::value::Key;
use tera::{Context, Map, TeraResult, Value};

use crate::hcl::{Expression, Piece};
use crate::model::{EnvironmentView, Model, VALUE, shape};
use crate::render::placeholder;

/// The first number for probe values of environments, so that they differ from those of the model.
const OF_ENVIRONMENTS: u64 = 1_000_000;

static SHAPE: LazyLock<Schema> = LazyLock::new(shape);

/// The contexts that a template is rendered with.
pub struct Contexts {
    /// The model.
    pub actual: Context,
    /// The model with the same structure and other values, for untrusted templates.
    pub probe: Option<Context>,
}

impl Contexts {
    /// The contexts for all templates.
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

    /// Adds the environment of a file.
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

/// A value with all texts that look like placeholders escaped.
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

/// Whether a value needs escaping, which is rare and cheap to check.
fn needs_guard(value: &Value) -> bool {
    let is_bad = placeholder::has_reserved;
    match (value.as_str(), value.as_array(), value.as_map()) {
        (Some(text), ..) => is_bad(text),
        (_, Some(items), _) => items.iter().any(needs_guard),
        (.., Some(map)) => {
            map.iter().any(|(key, value)| key.as_str().is_some_and(is_bad) || needs_guard(value))
        }
        _ => false,
    }
}

/// A list or a map with all its values changed.
fn within(value: &Value, change: &mut dyn FnMut(&Value) -> Value) -> Value {
    if let Some(items) = value.as_array() {
        return Value::from(items.iter().map(change).collect::<Vec<_>>());
    }
    let Some(map) = value.as_map() else { return value.clone() };
    let key = |key: &Key| Key::from(placeholder::guarded(&key.to_string()).into_owned());
    Value::from(map.iter().map(|(name, value)| (key(name), change(value))).collect::<Map>())
}

/// Creates probe values, which reveal nothing about the actual values, such as whether they are empty or
/// equal. They are numbered, so that they are the same for all workspaces with the same structure.
struct ProbeValues {
    number: u64,
}

impl ProbeValues {
    /// A part of the model as it may be in another workspace with the same structure.
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

    /// Another value, with the same booleans and keys but other texts and numbers.
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

    /// A text that is longer than most, to detect templates that count characters.
    fn text(&mut self) -> String {
        format!("a-text-of-which-nothing-is-known-{:x}", self.next())
    }

    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }
}
