use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::cli::Fmt;
use crate::commands::Outcome;
use crate::disk::{self, ReadBytes, staging, walk};
use crate::hcl::{self, SyntaxError};
use crate::parallel;
use crate::report;
use crate::source::{Code, Problem, Sources, Span};
use crate::terraform::files;

/// More than this many bytes is no file that people write.
const LARGEST: u64 = 32 * 1024 * 1024;
/// So many mistakes of a file are told.
const TOLD: usize = 10;

/// Formats files as `terraform fmt` does. One that is not HCL is told and left as it is.
pub fn run(arguments: &Fmt) -> Outcome {
    if arguments.paths == [Path::new("-")] {
        return stdin(arguments);
    }
    let (files, mut problems) = wanted(&arguments.paths);
    let formatted = parallel::map(&files, |path| format(path, arguments));
    let mut outcome = Outcome { goes_on: true, ..Outcome::default() };
    for (path, formatted) in files.iter().zip(formatted) {
        match formatted {
            Ok(Formatted::Same) => {}
            Ok(Formatted::Changed(said)) => {
                outcome.data.push_str(&said);
                outcome.is_no |= arguments.check || arguments.diff;
            }
            Err(wrong) => problems.extend(wrong.problems(path, &mut outcome.sources)),
        }
    }
    Outcome { problems, ..outcome }
}

/// The files that paths stand for, and paths that stand for none.
fn wanted(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let (mut plain, mut others) = (Vec::new(), Vec::new());
    let mut problems = Vec::new();
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here[..] } else { paths } {
        if walk::is_folder(path) {
            let walked = walk::files(path, files::is_ignored, files::is_formatted);
            plain.extend(walked.files);
            others.extend(walked.links);
            problems.extend(walked.failed.iter().map(|(path, error)| unreadable(path, &error.to_string())));
        } else if disk::exists(path) && !files::is_formatted(&path.to_string_lossy()) {
            problems.push(
                Problem::new(Code::Usage, format!("{} is not a file of Terraform", path.display()))
                    .help(format!("files that end in {} are formatted", files::FORMATTED.join(", "))),
            );
        } else {
            others.push(path.clone());
        }
    }
    (each_once(plain, others), problems)
}

/// A file that several paths lead to is written once, whatever the cores do: by the path that is none
/// of the others, links first, as Terraform names them.
fn each_once(plain: Vec<PathBuf>, mut others: Vec<PathBuf>) -> Vec<PathBuf> {
    if others.is_empty() {
        return plain;
    }
    let mut seen = HashSet::new();
    others.retain(|path| seen.insert(walk::real(path)));
    let plain = plain.into_iter().filter(|path| !seen.contains(&walk::real(path)));
    let mut all: Vec<PathBuf> = plain.chain(others.iter().cloned()).collect();
    all.sort();
    all
}

enum Formatted {
    Same,
    /// What to say of it on stdout.
    Changed(String),
}

/// Why a file could not be formatted.
enum Wrong {
    Unreadable(String),
    Unwritable(std::io::Error),
    TooLarge(u64),
    NotHcl(Vec<u8>, Vec<SyntaxError>),
}

fn format(path: &Path, arguments: &Fmt) -> Result<Formatted, Wrong> {
    let bytes = read(disk::read_bytes(path, LARGEST))?;
    let new = hcl::format_bytes(&bytes).map_err(|errors| Wrong::NotHcl(bytes.clone(), errors))?;
    if bytes == new.as_bytes() {
        return Ok(Formatted::Same);
    }
    let name = shown(path);
    if arguments.diff {
        return Ok(Formatted::Changed(report::unified(&name, &String::from_utf8_lossy(&bytes), &new)));
    }
    if !arguments.check {
        // A link stays one: what it leads to is replaced.
        let target = if walk::is_link(path) { walk::real(path) } else { path.to_path_buf() };
        staging::replace(&target, &new).map_err(|(_, error)| Wrong::Unwritable(error))?;
    }
    Ok(Formatted::Changed(name + "\n"))
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

fn stdin(arguments: &Fmt) -> Outcome {
    let mut outcome = Outcome::default();
    let formatted = read(disk::read_stdin(LARGEST)).and_then(|bytes| {
        let new = hcl::format_bytes(&bytes).map_err(|errors| Wrong::NotHcl(bytes.clone(), errors))?;
        Ok((String::from_utf8_lossy(&bytes).into_owned(), new))
    });
    match formatted {
        Ok((old, new)) if arguments.diff => outcome.data = report::unified("stdin", &old, &new),
        Ok((old, new)) if arguments.check => outcome.is_no = old != new,
        Ok((_, new)) => outcome.data = new,
        Err(wrong) => outcome.problems = wrong.problems(Path::new("stdin"), &mut outcome.sources),
    }
    outcome.is_no |= arguments.diff && !outcome.data.is_empty();
    outcome
}

impl Wrong {
    fn problems(self, path: &Path, sources: &mut Sources) -> Vec<Problem> {
        let name = shown(path);
        match self {
            Self::Unreadable(error) => vec![unreadable(path, &error)],
            Self::Unwritable(error) => {
                let message = format!("can't write {name}: {error}");
                vec![Problem::new(Code::Unwritable, message).help("it is left as it was")]
            }
            Self::TooLarge(size) => {
                let message = format!("{name} has {size} bytes: too large for a file of Terraform");
                vec![Problem::new(Code::TooLarge, message).help(format!("at the most {LARGEST} bytes"))]
            }
            Self::NotHcl(bytes, errors) => {
                // What is not UTF-8 is shown as marks that are longer than what they stand for.
                let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
                let file = sources.add(name, String::from_utf8_lossy(&bytes[..valid]).into_owned());
                let place = |error: &SyntaxError| Span::new(file, error.range.start, error.range.end);
                let problem = |error: &SyntaxError| {
                    Problem::at(place(error), Code::Syntax, format!("not HCL: {error}"))
                        .help("the file is left as it was")
                };
                errors.iter().take(TOLD).map(problem).collect()
            }
        }
    }
}

fn unreadable(path: &Path, error: &str) -> Problem {
    Problem::new(Code::Unreadable, format!("can't read {}: {error}", shown(path)))
}
