//! `--format json`: an object with all diagnostics and the data of the command.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;
use serde_json::Value;

use crate::lint::Accepted;
use crate::report::access_data::{AnswerEntry, TestEntry};
use crate::report::annotations::{Region, help};
use crate::report::comparison::ComparisonEntry;
use crate::report::fixes::{FixEntry, FixedEntry};
use crate::report::{PermissionsEntry, Report, VerifiedEntry, escape};
use crate::source::{Diagnostic, Sources};

/// The version of the format, which changes with every incompatible change.
const FORMAT_VERSION: u32 = 1;

/// The output of `--format json`.
#[derive(Debug, Serialize, JsonSchema)]
struct Output<'a> {
    /// The version of the format.
    format_version: u32,
    /// Every error, warning and finding.
    diagnostics: Vec<Entry<'a>>,
    /// The number of further errors: only the first hundred are listed.
    #[serde(skip_serializing_if = "is_zero")]
    more_errors: usize,
    #[serde(flatten)]
    data: &'a ReportData,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The data of a command. Keys of other commands are omitted.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct ReportData {
    /// `generate`, `new`, `diff`: all files, and what was or would be done with each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<FileEntry>>,
    /// `check`: whether the workspace matches its inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to_date: Option<bool>,
    /// `check --fix`: what was fixed in the inputs file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Vec<FixedEntry>>,
    /// `check`, `report`: the findings that the inputs accept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Vec<AcceptedEntry>>,
    /// `diff --access`, `report --base`: what changes in each environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Vec<ComparisonEntry>>,
    /// `explain`: who gets each role, and what it may do, for each environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<PermissionsEntry>>,
    /// `can`: the answers, one for each environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Vec<AnswerEntry>>,
    /// `test`, `check`, `report`: the results of the access tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<Vec<TestEntry>>,
    /// `fmt`: the files that were or would be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<Vec<String>>,
    /// `templates list`: the templates and grant kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub templates: Option<Vec<TemplateEntry>>,
    /// `templates export`, `report`: the files that were written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Vec<String>>,
    /// `verify`: what Terraform says about each directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Vec<VerifiedEntry>>,
    /// `rule`: the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<RuleEntry>>,
    /// `schema`: the JSON Schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
}

/// A finding that the inputs accept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AcceptedEntry {
    /// The code, such as S102.
    pub code: &'static str,
    /// The name of its rule, such as classic-flow-enabled.
    pub rule: &'static str,
    /// error, warning or note.
    pub severity: &'static str,
    /// What was found.
    pub message: String,
    /// The place.
    #[serde(flatten)]
    region: Option<RegionEntry>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is accepted, such as 2027-03-01.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl AcceptedEntry {
    /// The entry of an accepted finding in one of the sources.
    pub fn of(accepted: &Accepted, sources: &Sources) -> Self {
        let Accepted { diagnostic, reason, until } = accepted;
        Self {
            code: diagnostic.code.as_str(),
            rule: diagnostic.code.name(),
            severity: diagnostic.severity.as_str(),
            message: diagnostic.message.clone(),
            region: Region::of(diagnostic, sources).map(RegionEntry::from),
            reason: reason.clone(),
            until: until.map(|date| date.to_string()),
        }
    }
}

/// A file of the workspace.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FileEntry {
    /// Its path in the workspace.
    pub path: String,
    /// The action that was or would be taken: create, keep, update, merge, overwrite, edited, deleted, remove,
    /// orphan, foreign or conflict.
    pub action: &'static str,
    /// The change, as a unified diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}

/// A template or a grant kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TemplateEntry {
    /// Its name.
    pub name: String,
    /// Where it comes from: built-in, replaced, extended or added.
    pub origin: &'static str,
}

/// A rule: a code and what it means.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleEntry {
    /// The code, such as E0101.
    pub code: &'static str,
    /// The name of the rule, such as unknown-key.
    pub name: &'static str,
    /// error, warning or note.
    pub severity: &'static str,
    /// Its meaning in one sentence.
    pub summary: String,
    /// Its page in Markdown.
    pub markdown: String,
}

/// A diagnostic.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Diagnostic")]
struct Entry<'a> {
    /// The code, such as E0101.
    code: &'static str,
    /// The name of its rule, such as unknown-key.
    rule: &'static str,
    /// error, warning or note.
    severity: &'static str,
    /// What is wrong, on one line.
    message: &'a str,
    /// A few words about the place, such as a suggestion.
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    /// What is expected, and how to fix it.
    help: Vec<String>,
    /// The place of the error.
    #[serde(flatten)]
    region: Option<RegionEntry>,
    /// Other places that are part of the explanation.
    related: Vec<Related<'a>>,
    /// The edit with which `check --fix` fixes it, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixEntry<'a>>,
}

/// A range of a file. Lines and columns start at 1, columns count characters, and the end is exclusive.
/// Columns are omitted if the range is a whole line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct RegionEntry {
    /// The file, relative to the current directory.
    pub path: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// The last line.
    end_line: usize,
    /// The column after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

/// Another place.
#[derive(Debug, Serialize, JsonSchema)]
struct Related<'a> {
    /// How it is related to the diagnostic.
    message: &'a str,
    #[serde(flatten)]
    region: RegionEntry,
}

impl From<Region> for RegionEntry {
    fn from(region: Region) -> Self {
        let Region { path, line, end_line, columns } = region;
        let (column, end_column) = columns.unzip();
        Self { path, line, column, end_line, end_column }
    }
}

impl<'a> Entry<'a> {
    fn of(diagnostic: &'a Diagnostic, sources: &Sources) -> Self {
        let related = diagnostic
            .related
            .iter()
            .map(|(span, label)| Related { message: label, region: Region::of_span(*span, sources).into() });
        Self {
            code: diagnostic.code.as_str(),
            rule: diagnostic.code.name(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            label: &diagnostic.label,
            help: help(diagnostic),
            region: Region::of(diagnostic, sources).map(RegionEntry::from),
            related: related.collect(),
            fix: FixEntry::of(diagnostic, sources),
        }
    }
}

/// A report as JSON.
pub(super) fn output(report: &Report) -> String {
    let sources = &report.log.sources;
    let output = Output {
        format_version: FORMAT_VERSION,
        diagnostics: report.diagnostics().map(|diagnostic| Entry::of(diagnostic, sources)).collect(),
        more_errors: report.log.more_errors,
        data: &report.data,
    };
    text(&serde_json::to_value(output).expect("a report is plain JSON"))
}

/// The JSON Schema of the output of `--format json`.
pub fn output_schema() -> Value {
    let generator: SchemaGenerator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<Output>().to_value()
}

/// Pretty-printed and escaped JSON, with a newline at the end.
pub fn text(value: &Value) -> String {
    escape::json(&serde_json::to_string_pretty(value).expect("a value is plain JSON")) + "\n"
}
