use std::path::Path;

use crate::commands::{Outcome, beside, pack};
use crate::inputs::schema::schema;
use crate::policy::schemas;
use crate::report;
use crate::source::{Diagnostics, Sources};

/// Prints the JSON Schema of the inputs file.
pub fn run(templates: Option<&Path>) -> Outcome {
    let (mut sources, diagnostics) = (Sources::default(), Diagnostics::default());
    let named = beside::pack_here(templates, &diagnostics);
    let (_, kinds) = pack::load(named.as_ref(), &mut sources, &diagnostics);
    let text = serde_json::to_string_pretty(&schema(schemas(&kinds))).expect("a schema is plain JSON");
    Outcome {
        data: report::safe_json(&text) + "\n",
        diagnostics: diagnostics.into_sorted(),
        sources,
        ..Outcome::default()
    }
}
