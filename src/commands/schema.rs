use crate::commands::Outcome;
use crate::inputs::schema::schema;
use crate::policy::{Kinds, schemas};

/// Prints the JSON Schema of the inputs file.
pub fn run() -> Outcome {
    let text =
        serde_json::to_string_pretty(&schema(schemas(&Kinds::built_in()))).expect("a schema is plain JSON");
    Outcome { data: text + "\n", ..Outcome::default() }
}
