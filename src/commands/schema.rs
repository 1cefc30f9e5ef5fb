use std::path::Path;

use crate::commands::{Outcome, beside, pack};
use crate::inputs::schema::schema;
use crate::policy::schemas;
use crate::report;
use crate::source::{Problems, Sources};

/// Prints the JSON Schema of the inputs file.
pub fn run(templates: Option<&Path>) -> Outcome {
    let (mut sources, problems) = (Sources::default(), Problems::default());
    let named = beside::pack_here(templates, &problems);
    let (_, kinds) = pack::load(named.as_ref(), &mut sources, &problems);
    let text = serde_json::to_string_pretty(&schema(schemas(&kinds))).expect("a schema is plain JSON");
    Outcome {
        data: report::safe_json(&text) + "\n",
        problems: problems.into_sorted(),
        sources,
        ..Outcome::default()
    }
}
