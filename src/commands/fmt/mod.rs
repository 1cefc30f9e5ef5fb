//! `poolsmith fmt`: formats Terraform files as `terraform fmt` does.

mod files;
mod write;
mod wrong;

use std::path::Path;

use crate::cli::Fmt;
use crate::commands::fmt::files::{File, wanted};
use crate::commands::fmt::write::{Change, Way, recover, write};
use crate::commands::fmt::wrong::{Wrong, shown};
use crate::disk::{self, ReadBytes};
use crate::hcl;
use crate::parallel;
use crate::project::Written;
use crate::report::{self, Report, ReportData, TextStyle};
use crate::source::Log;

/// The maximum size of a file. Files written by people are much smaller.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Formats files as `terraform fmt` does. Invalid files and symbolic links, which may lead anywhere, are
/// reported and left unchanged.
pub fn run(arguments: &Fmt, is_verbose: bool) -> Report {
    if arguments.paths == [Path::new("-")] {
        return stdin(arguments);
    }
    let is_writing = !arguments.check && !arguments.diff;
    let first = arguments.paths.first().map_or(Path::new("."), |path| path.parent().unwrap_or(path));
    let recovered = if is_writing { recover(first) } else { Vec::new() };
    let (files, diagnostics) = wanted(&arguments.paths);
    let mut log = Log::default().with(recovered).with(diagnostics);
    let mut changes = Vec::new();
    for (file, formatted) in files.iter().zip(parallel::map(&files, formatted)) {
        match formatted {
            Ok(None) => {}
            Ok(Some((before, after))) => changes.push(Change { file, before, after }),
            Err(wrong) => log.diagnostics.extend(wrong.diagnostics(&file.shown(), &mut log.sources)),
        }
    }
    let ways = if is_writing { write(&changes) } else { changes.iter().map(|_| Ok(Way::InPlace)).collect() };
    let (mut text, mut summary, mut changed) = (String::new(), String::new(), Vec::new());
    for (change, way) in changes.iter().zip(ways) {
        let name = shown(&change.file.shown());
        match way {
            Ok(way) => {
                text.push_str(&said(&name, change, arguments.diff));
                if let Way::Renamed(reason) = way
                    && is_verbose
                {
                    summary
                        .push_str(&format!("{} was replaced by a new file: {reason}\n", report::line(&name)));
                }
                changed.push(name);
            }
            Err(error) => {
                let wrong = Wrong::Unwritable(error);
                log.diagnostics.extend(wrong.diagnostics(&change.file.shown(), &mut log.sources));
            }
        }
    }
    Report {
        text,
        text_style: if arguments.diff { TextStyle::Patch } else { TextStyle::Words },
        summary,
        is_no: (arguments.check || arguments.diff) && !changed.is_empty(),
        data: ReportData { formatted: Some(changed), ..ReportData::default() },
        log,
        written: Written::Rest,
        ..Report::default()
    }
}

/// What is said of a file that is formatted: its name, or the changes.
fn said(name: &str, change: &Change, is_diff: bool) -> String {
    if !is_diff {
        return format!("{}\n", report::line(name));
    }
    let [before, after] = [&change.before, &change.after].map(|bytes| String::from_utf8_lossy(bytes));
    report::shown_diff(name, report::unified(name, &before, &after))
}

type BeforeAndAfter = (Vec<u8>, Vec<u8>);

/// The bytes of a file, and the formatted ones; `None` if they are the same.
fn formatted(file: &File) -> Result<Option<BeforeAndAfter>, Wrong> {
    let before = read(disk::read_bytes(&file.directory, &file.path, MAX_BYTES))?;
    match hcl::format_bytes(&before) {
        Ok(after) if after == before => Ok(None),
        Ok(after) => Ok(Some((before, after))),
        Err(errors) => Err(Wrong::NotHcl(before, errors)),
    }
}

fn read(found: std::io::Result<ReadBytes>) -> Result<Vec<u8>, Wrong> {
    match found {
        Ok(ReadBytes::Bytes(bytes)) => Ok(bytes),
        Ok(ReadBytes::TooLarge(size)) => Err(Wrong::TooLarge(size)),
        Err(error) => Err(Wrong::Unreadable(error.to_string())),
    }
}

fn stdin(arguments: &Fmt) -> Report {
    let mut report = Report::default();
    let formatted = read(disk::read_stdin(MAX_BYTES)).and_then(|bytes| {
        let new = hcl::format_bytes(&bytes).map_err(|errors| Wrong::NotHcl(bytes.clone(), errors))?;
        Ok([bytes, new])
    });
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match formatted {
        Ok([old, new]) if arguments.diff => {
            report.text_style = TextStyle::Patch;
            report.text = report::shown_diff("stdin", report::unified("stdin", &text(&old), &text(&new)));
            report.is_no = !report.text.is_empty();
        }
        Ok([old, new]) if arguments.check => report.is_no = old != new,
        Ok([_, new]) => {
            report.text = text(&new);
            report.bytes = Some(new);
        }
        Err(wrong) => {
            report.log.diagnostics = wrong.diagnostics(Path::new("stdin"), &mut report.log.sources);
        }
    }
    report
}
