//! `poolsmith schema`: prints JSON Schemas.

use std::path::Path;

use crate::cli::SchemaOf;
use crate::inputs::schema::schema;
use crate::policy::schemas;
use crate::project::{given_pack, load_pack, pack_here};
use crate::report::{self, Report, ReportData};
use crate::source::{Diagnostics, Log, Sources};

/// The text of the JSON Schema of the inputs file, with the grant kinds of a template pack. Errors in the pack are left to the
/// command that uses it.
pub fn of_inputs(pack: Option<&Path>) -> String {
    let diagnostics = Diagnostics::default();
    let pack = pack.and_then(|path| given_pack(path, &diagnostics));
    let (_, kinds) = load_pack(pack.as_ref(), &mut Sources::default(), &diagnostics);
    report::json_text(&schema(schemas(&kinds)))
}

/// Prints the JSON Schema of the inputs file, or of the output of `--format json`.
pub fn run(of: SchemaOf, templates: Option<&Path>) -> Report {
    let (mut sources, diagnostics) = (Sources::default(), Diagnostics::default());
    let schema = match of {
        SchemaOf::Inputs => {
            let pack = pack_here(templates, &diagnostics);
            let (_, kinds) = load_pack(pack.as_ref(), &mut sources, &diagnostics);
            serde_json::to_value(schema(schemas(&kinds))).expect("a schema is plain JSON")
        }
        SchemaOf::Output => report::output_schema(),
    };
    Report {
        text: report::json_text(&schema),
        data: ReportData { schema: Some(schema), ..ReportData::default() },
        log: Log { diagnostics: diagnostics.into_sorted(), sources, ..Log::default() },
        ..Report::default()
    }
}
