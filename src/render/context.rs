//! What templates are given: the model, and for a pack's templates the same model with other values.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::LazyLock;

use serde_json::Value as Schema;
use tera::{Context, Map, TeraResult, Value};

use crate::hcl::{Expression, Piece};
use crate::model::{EnvironmentView, Model, VALUE, shape};
use crate::render::placeholder;

/// The texts of an environment are other ones than those of the model.
const OF_ENVIRONMENTS: u64 = 1 << 32;

static SHAPE: LazyLock<Schema> = LazyLock::new(shape);

thread_local! {
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// What a template is rendered with.
pub struct Contexts {
    /// The model.
    pub known: Context,
    /// The model with the same structure and other values, where templates are not to be trusted.
    pub unknown: Option<Context>,
}

impl Contexts {
    /// What all templates are given.
    ///
    /// # Errors
    /// None that a model can cause.
    pub fn of(model: &Model, is_trusted: bool) -> TeraResult<Self> {
        NUMBER.set(0);
        let mut contexts = Self { known: Context::new(), unknown: (!is_trusted).then(Context::new) };
        let fields = Value::try_from_serializable(model)?;
        for (name, value) in fields.as_map().into_iter().flatten() {
            contexts.insert(&name.to_string(), value);
        }
        Ok(contexts)
    }

    /// The same with the environment that a file is for.
    ///
    /// # Errors
    /// None that a model can cause.
    pub fn with(&self, environment: &EnvironmentView) -> TeraResult<Self> {
        let mut contexts = Self { known: self.known.clone(), unknown: self.unknown.clone() };
        NUMBER.set(OF_ENVIRONMENTS);
        contexts.insert("environment", &Value::try_from_serializable(environment)?);
        Ok(contexts)
    }

    fn insert(&mut self, name: &str, value: &Value) {
        self.known.insert_value(name.to_owned(), guarded(value));
        if let Some(context) = &mut self.unknown {
            context.insert_value(name.to_owned(), unknown(value, &SHAPE["properties"][name]));
        }
    }
}

/// A value in which no text looks like a placeholder.
fn guarded(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => match placeholder::guarded(text) {
            Cow::Borrowed(_) => value.clone(),
            Cow::Owned(guarded) => Value::from(guarded),
        },
        None => within(value, guarded, &guarded_key),
    }
}

fn guarded_key(key: &str) -> String {
    placeholder::guarded(key).into_owned()
}

/// A value of the model with what it may hold in another workspace of the same structure.
fn unknown(value: &Value, schema: &Schema) -> Value {
    if schema[VALUE] == true {
        return other(value);
    }
    if let Some(name) = schema["$ref"].as_str() {
        return unknown(value, SHAPE.pointer(name.trim_start_matches('#')).unwrap_or(&Schema::Null));
    }
    if let Some(choice) = schema["anyOf"].as_array() {
        let given = choice.iter().find(|one| one["type"] != "null");
        return unknown(value, given.unwrap_or(&Schema::Null));
    }
    if let Some(items) = value.as_array() {
        return Value::from(items.iter().map(|item| unknown(item, &schema["items"])).collect::<Vec<_>>());
    }
    let Some(map) = value.as_map() else { return guarded(value) };
    let field = |(key, value): (&tera::value::Key<'static>, &Value)| {
        (key.clone(), unknown(value, &schema["properties"][key.to_string()]))
    };
    Value::from(map.iter().map(field).collect::<Map>())
}

/// Another value: the same switches and keys, but none of the texts.
fn other(value: &Value) -> Value {
    if value.is_string() {
        return Value::from(other_text());
    }
    if let Some(expression) = value.as_bytes().and_then(Expression::from_bytes) {
        return Value::from_serializable(&other_expression(expression));
    }
    within(value, other, &guarded_key)
}

fn other_expression(expression: Expression) -> Expression {
    let other = |piece| match piece {
        Piece::Literal(_) => Piece::Literal(other_text()),
        reference @ Piece::Reference(_) => reference,
    };
    match expression {
        Expression::Template(pieces) => Expression::Template(pieces.into_iter().map(other).collect()),
        other => other,
    }
}

/// A text of which nothing is known: not whether it is empty, nor whether it is the same as another.
fn other_text() -> String {
    NUMBER.set(NUMBER.get() + 1);
    format!("u{:04x}", NUMBER.get())
}

fn within(value: &Value, change: fn(&Value) -> Value, key: &dyn Fn(&str) -> String) -> Value {
    if let Some(items) = value.as_array() {
        return Value::from(items.iter().map(change).collect::<Vec<_>>());
    }
    let Some(map) = value.as_map() else { return value.clone() };
    let entries = map.iter().map(|(name, value)| (key(&name.to_string()).into(), change(value)));
    Value::from(entries.collect::<Map>())
}
