//! `poolsmith fmt`: formats Terraform files as `terraform fmt` does.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::Fmt;
use crate::disk::{self, Directory, Kind, ReadBytes, staging};
use crate::hcl::{self, SyntaxError};
use crate::parallel;
use crate::project::Written;
use crate::report::{self, Report, ReportData, TextStyle};
use crate::source::{Code, Diagnostic, Log, Sources, Span};
use crate::terraform::files;

/// The maximum size of a file. Files written by people are much smaller.
const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// The maximum number of syntax errors reported per file.
const MAX_MISTAKES: usize = 10;

/// Formats files as `terraform fmt` does. Invalid files and symbolic links, which may lead anywhere, are
/// reported and left unchanged.
pub fn run(arguments: &Fmt) -> Report {
    if arguments.paths == [Path::new("-")] {
        return stdin(arguments);
    }
    let (files, diagnostics) = wanted(&arguments.paths);
    let formatted = parallel::map(&files, |file| format(file, arguments));
    let (mut text, mut changed) = (String::new(), Vec::new());
    let mut log = Log::default().with(diagnostics);
    for (file, formatted) in files.iter().zip(formatted) {
        match formatted {
            Ok(Formatted::Same) => {}
            Ok(Formatted::Changed(said)) => {
                text.push_str(&said);
                changed.push(shown(&file.shown()));
            }
            Err(wrong) => log.diagnostics.extend(wrong.diagnostics(&file.shown(), &mut log.sources)),
        }
    }
    Report {
        text,
        text_style: if arguments.diff { TextStyle::Patch } else { TextStyle::Words },
        is_no: (arguments.check || arguments.diff) && !changed.is_empty(),
        data: ReportData { formatted: Some(changed), ..ReportData::default() },
        log,
        written: Written::Rest,
        ..Report::default()
    }
}

/// A file to format, below a directory that was given on the command line.
struct File {
    directory: Arc<Directory>,
    path: PathBuf,
}

impl File {
    fn shown(&self) -> PathBuf {
        self.directory.path().join(&self.path)
    }
}

/// The files to format, and diagnostics about paths that can't be formatted.
fn wanted(paths: &[PathBuf]) -> (Vec<File>, Vec<Diagnostic>) {
    let mut wanted = Files::default();
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here[..] } else { paths } {
        if disk::is_directory(path) {
            wanted.add_tree(path);
        } else {
            wanted.add_file(path);
        }
    }
    if paths.len() > 1 {
        // Format a file once even if several paths lead to it, or threads would write it concurrently.
        let mut seen = HashSet::new();
        wanted.files.retain(|file| seen.insert(disk::canonical(&file.shown()).unwrap_or(file.shown())));
    }
    (wanted.files, wanted.diagnostics)
}

#[derive(Default)]
struct Files {
    files: Vec<File>,
    diagnostics: Vec<Diagnostic>,
}

impl Files {
    fn add_tree(&mut self, path: &Path) {
        let directory = match Directory::open(path) {
            Ok(directory) => Arc::new(directory),
            Err(error) => return self.diagnostics.push(unreadable(path, &error.to_string())),
        };
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for entry in directory.tree(usize::MAX, |path| files::is_ignored(&name(path))) {
            let shown = directory.path().join(&entry.path);
            match entry.kind {
                Err(error) => self.diagnostics.push(unreadable(&shown, &error.to_string())),
                Ok(_) if !files::is_formatted(&name(&entry.path)) => {}
                Ok(Kind::Link) => self.diagnostics.push(skipped(&shown)),
                Ok(_) => self.files.push(File { directory: Arc::clone(&directory), path: entry.path }),
            }
        }
    }

    fn add_file(&mut self, path: &Path) {
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        let directory = match Directory::open(path.parent().unwrap_or(Path::new(""))) {
            Ok(directory) => Arc::new(directory),
            Err(error) => return self.diagnostics.push(unreadable(path, &error.to_string())),
        };
        let file = File { directory, path: name };
        match file.directory.kind(&file.path) {
            Ok(Some(_)) if !files::is_formatted(&path.to_string_lossy()) => self.diagnostics.push(
                Diagnostic::new(Code::Usage, format!("{} is not a Terraform file", path.display()))
                    .help(format!("expected a file that ends in {}", files::FORMATTED.join(", "))),
            ),
            Ok(Some(Kind::Link)) => self.diagnostics.push(skipped(path)),
            _ => self.files.push(file),
        }
    }
}

fn skipped(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::SkippedLink, format!("{} is a symbolic link and was not formatted", shown(path)))
        .help("pass the path of the file it points to, if you want to format it")
}

enum Formatted {
    Same,
    /// The output about it.
    Changed(String),
}

/// Why a file could not be formatted.
enum Wrong {
    Unreadable(String),
    Unwritable(std::io::Error),
    TooLarge(u64),
    NotHcl(Vec<u8>, Vec<SyntaxError>),
}

fn format(file: &File, arguments: &Fmt) -> Result<Formatted, Wrong> {
    let bytes = read(disk::read_bytes(&file.directory, &file.path, MAX_BYTES))?;
    let new = hcl::format_bytes(&bytes).map_err(|errors| Wrong::NotHcl(bytes.clone(), errors))?;
    if bytes == new.as_bytes() {
        return Ok(Formatted::Same);
    }
    let name = shown(&file.shown());
    if arguments.diff {
        let diff = report::unified(&name, &String::from_utf8_lossy(&bytes), &new);
        return Ok(Formatted::Changed(report::shown_diff(&name, diff)));
    }
    if !arguments.check {
        staging::replace(&file.directory, &file.path, new.as_bytes()).map_err(Wrong::Unwritable)?;
    }
    Ok(Formatted::Changed(format!("{}\n", report::line(&name))))
}

fn read(found: std::io::Result<ReadBytes>) -> Result<Vec<u8>, Wrong> {
    match found {
        Ok(ReadBytes::Bytes(bytes)) => Ok(bytes),
        Ok(ReadBytes::TooLarge(size)) => Err(Wrong::TooLarge(size)),
        Err(error) => Err(Wrong::Unreadable(error.to_string())),
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}

fn stdin(arguments: &Fmt) -> Report {
    let mut report = Report::default();
    let formatted = read(disk::read_stdin(MAX_BYTES)).and_then(|bytes| {
        let new = hcl::format_bytes(&bytes).map_err(|errors| Wrong::NotHcl(bytes.clone(), errors))?;
        Ok((String::from_utf8_lossy(&bytes).into_owned(), new))
    });
    match formatted {
        Ok((old, new)) if arguments.diff => {
            report.text_style = TextStyle::Patch;
            report.text = report::shown_diff("stdin", report::unified("stdin", &old, &new));
            report.is_no = !report.text.is_empty();
        }
        Ok((old, new)) if arguments.check => report.is_no = old != new,
        Ok((_, new)) => report.text = new,
        Err(wrong) => {
            report.log.diagnostics = wrong.diagnostics(Path::new("stdin"), &mut report.log.sources);
        }
    }
    report
}

impl Wrong {
    fn diagnostics(self, path: &Path, sources: &mut Sources) -> Vec<Diagnostic> {
        let name = shown(path);
        match self {
            Self::Unreadable(error) => vec![unreadable(path, &error)],
            Self::Unwritable(error) => {
                let message = format!("can't write {name}: {error}");
                vec![Diagnostic::new(Code::Unwritable, message).help("the file is unchanged")]
            }
            Self::TooLarge(size) => {
                let message = format!("{name} has {size} bytes, which is too large for a Terraform file");
                vec![
                    Diagnostic::new(Code::TooLarge, message)
                        .help(format!("expected at most {MAX_BYTES} bytes")),
                ]
            }
            Self::NotHcl(bytes, errors) => {
                // Replacement characters are longer than the invalid bytes, which would shift positions.
                let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
                let file = sources.add_unshown(name, String::from_utf8_lossy(&bytes[..valid]).into_owned());
                let place = |error: &SyntaxError| Span::new(file, error.range.start, error.range.end);
                let diagnostic = |error: &SyntaxError| {
                    Diagnostic::at(place(error), Code::Syntax, format!("not valid HCL: {error}"))
                        .help("the file is unchanged")
                };
                errors.iter().take(MAX_MISTAKES).map(diagnostic).collect()
            }
        }
    }
}

fn unreadable(path: &Path, error: &str) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, format!("can't read {}: {error}", shown(path)))
}
