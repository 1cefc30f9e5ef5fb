//! `poolsmith report`: access, tests and findings on a page.

use std::io::Write;
use std::path::Path;

use crate::cli;
use crate::commands::request;
use crate::disk::staging;
use crate::disk::{Access, Directory};
use crate::lint::Findings;
use crate::project::{Failure, Options, Planned, Project, unwritable};
use crate::report::{self, AcceptedEntry, ComparisonEntry, Contents, Report, ReportData, TestEntry, Verdict};
use crate::source::{Code, Diagnostic};

/// Writes the report to an HTML file, or returns it as Markdown. What it reports does not affect the exit code.
///
/// # Errors
/// The workspace can't be rendered or compared, or the file can't be written.
pub fn run(arguments: &cli::Report) -> Result<Report, Failure> {
    let file = arguments.html.as_deref();
    file.map_or(Ok(()), check_name)?;
    let request = request::of(&arguments.place)?;
    let base = request::base(&arguments.base);
    let old = base.as_ref().map(|base| base.load(&request)).transpose()?.flatten();
    let mut project = Project::load(request)?;
    let comparisons = base.is_some().then(|| project.compare_access(old.as_ref()));
    let results = project.test_access();
    let mut contents = Contents::of(&project, &results);
    if let (Some(base), Some(comparisons)) = (&base, &comparisons) {
        contents = contents.with_changes(base, old.as_ref(), comparisons, &project.log.sources);
    }
    let suite = &project.access().suite;
    let tests = TestEntry::all(suite, &results, &project.log.sources);
    let failing = report::test_findings(suite, &results);
    let Planned { findings, log, .. } = project.render()?.plan(&Options::default())?;
    let contents = contents.with_findings(&findings, &log.sources);
    let Findings { found, accepted } = findings;
    let data = ReportData {
        accepted: Some(accepted.iter().map(|accepted| AcceptedEntry::of(accepted, &log.sources)).collect()),
        tests: Some(tests),
        access: comparisons.as_ref().map(ComparisonEntry::all),
        written: file.map(|file| vec![file.display().to_string()]),
        ..ReportData::default()
    };
    Ok(Report {
        text: file.map_or_else(|| Ok(report::markdown(&contents)), |file| write_page(file, &contents))?,
        summary: format!("{}\n", report::line(&Verdict::of(&contents).sentence)),
        data,
        findings: found.into_iter().chain(failing).collect(),
        is_informational: true,
        accepted,
        log: log.without_warnings(),
        ..Report::default()
    })
}

/// Writes the page, and returns its name.
fn write_page(file: &Path, contents: &Contents) -> Result<String, Diagnostic> {
    write(file, &report::html(contents))?;
    Ok(format!("{}\n", report::line(&file.to_string_lossy())))
}

/// Only an HTML file may be replaced, so that a slip doesn't cost another file.
fn check_name(file: &Path) -> Result<(), Diagnostic> {
    let extension = file.extension().and_then(|extension| extension.to_str());
    if extension.is_some_and(|extension| ["html", "htm"].contains(&extension)) {
        return Ok(());
    }
    let message = format!("`--html {}` does not name an HTML file", file.display());
    Err(Diagnostic::new(Code::Usage, message).help("expected a name that ends in .html, such as access.html"))
}

/// Writes a file that a flag names. A link in its place is replaced, not followed.
fn write(file: &Path, html: &str) -> Result<(), Diagnostic> {
    let parent = file.parent().unwrap_or(Path::new(""));
    let name = Path::new(file.file_name().unwrap_or_default());
    let written = Directory::open(parent).and_then(|directory| match directory.exists(name) {
        true => staging::replace(&directory, name, html.as_bytes()),
        false => directory.create_file(name, Access::Default)?.write_all(html.as_bytes()),
    });
    written.map_err(|error| unwritable(file, &error))
}
