//! `poolsmith new`: creates a workspace, or adds an environment to one.

mod environment;
mod flags;
mod questions;
mod told;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use crate::cli::New;
use crate::commands::schema;
use crate::disk;
use crate::inputs::keys::Name;
use crate::project::{Failure, Inputs, Notify, Options, OwnFile, PackSource, Planned, Project, Request};
use crate::prompt::{Plain, Prompt, Terminal};
use crate::report::{self, Report, ReportData};
use crate::source::{Code, Diagnostic, Log};
use crate::starter::{Answers, CommandLine, InputsText, SCHEMA_FILE, inputs, own_files};

const INPUTS_FILE: &str = "poolsmith.yaml";

/// The generated files that a directory may have of its own, and keep.
const KEPT: [&str; 2] = ["README.md", ".gitignore"];

/// Creates a workspace from flags or, on a terminal, from questions. In a workspace that exists, adds an environment.
///
/// # Errors
/// Answers are missing or wrong, a file exists already, or the workspace can't be written.
pub fn run(arguments: &New, is_asking_forbidden: bool, notify: &Notify) -> Result<Report, Failure> {
    let directory = arguments.directory.clone().unwrap_or_else(|| PathBuf::from("."));
    let mut answers = arguments.answers();
    if let Some(existing) = existing_inputs(&directory) {
        return match arguments.environments.is_empty() {
            true => Err(already_exists(&existing).into()),
            false => environment::add(&directory, &existing, &answers, arguments.templates.clone(), notify),
        };
    }
    let is_asked = !is_asking_forbidden && flags::check(&completed(&answers, &directory)).is_err();
    let prompt = if is_asked { prompt(arguments.plain).map_err(|error| no_questions(&error))? } else { None };
    let is_asked = prompt.is_some();
    match prompt {
        Some(mut prompt) => {
            let name = name_of(&directory);
            questions::ask(&mut answers, name.as_deref(), &mut *prompt)
                .map_err(|error| no_questions(&error))?;
        }
        None => answers = completed(&answers, &directory),
    }
    flags::check(&answers)?;
    let new = NewWorkspace::of(&directory, &answers);
    let (planned, access) = new.write(arguments.templates.clone(), notify)?;
    Ok(report(&new, planned, &access, is_asked))
}

/// The answers with the values that flags may leave out.
fn completed(answers: &Answers, directory: &Path) -> Answers {
    let mut answers = answers.clone();
    if answers.name.is_empty() {
        answers.name = name_of(directory).unwrap_or_default();
    }
    if answers.environments.is_empty() {
        answers.environments = vec!["dev".to_owned()];
    }
    answers
}

/// The questions, if there is somebody to answer them.
fn prompt(is_plain: bool) -> io::Result<Option<Box<dyn Prompt>>> {
    let plain = || Plain::new(io::stdin().lock(), io::stderr());
    let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    Ok(match (is_plain, is_terminal, is_dumb) {
        (true, ..) | (false, true, true) => Some(Box::new(plain())),
        (false, true, false) => Some(Box::new(Terminal::open()?)),
        (false, false, _) => None,
    })
}

fn no_questions(error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::Usage, format!("can't ask: {error}"))
        .help("nothing was written: give the answers as flags, which `poolsmith new --help` lists")
}

fn existing_inputs(directory: &Path) -> Option<PathBuf> {
    match Inputs::find(directory, None) {
        Ok(Inputs::File(path)) => disk::exists(&path).then_some(path),
        Ok(_) | Err(_) => None,
    }
}

fn already_exists(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::NotOurs, format!("{} already exists", path.display()))
        .help("edit it and run `poolsmith generate`, or choose another directory")
        .help("`poolsmith new --environment NAME --region REGION` adds an environment to it")
}

/// The name of the directory, as the name of an application.
fn name_of(directory: &Path) -> Option<String> {
    let directory = std::path::absolute(directory).ok()?;
    let name = directory.components().next_back()?.as_os_str().to_string_lossy().to_lowercase();
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = name.trim_matches(|c: char| c == '-' || c.is_ascii_digit());
    Name::parse(name).is_ok().then(|| name.to_owned())
}

/// A workspace that is about to be written.
struct NewWorkspace<'a> {
    directory: &'a Path,
    answers: &'a Answers,
    inputs: InputsText,
    own_files: Vec<(String, String)>,
    /// The files that the directory had before, and keeps.
    kept: Vec<&'static str>,
    command: CommandLine,
}

impl<'a> NewWorkspace<'a> {
    fn of(directory: &'a Path, answers: &'a Answers) -> Self {
        let kept: Vec<&str> = KEPT.into_iter().filter(|name| disk::exists(&directory.join(name))).collect();
        Self {
            directory,
            answers,
            inputs: inputs(answers, &kept),
            own_files: own_files(answers),
            kept,
            command: CommandLine::of(&directory.display().to_string(), answers),
        }
    }

    fn request(&self, templates: Option<PathBuf>) -> Request {
        let path = self.directory.join(INPUTS_FILE);
        let text = self.inputs.text.clone();
        let schema = schema::of_inputs(templates.as_deref());
        let own = [(INPUTS_FILE.to_owned(), text.clone()), (SCHEMA_FILE.to_owned(), schema)];
        let own = own.into_iter().chain(self.own_files.iter().cloned());
        Request {
            pack: templates.map(PackSource::Directory),
            own_files: own.map(|(path, text)| OwnFile { path, replaces: None, text }).collect(),
            ..Request::of(Inputs::New { path, text }, self.directory.to_path_buf())
        }
    }

    /// Writes all files or none, and tells what users may do in the first environment.
    fn write(&self, templates: Option<PathBuf>, notify: &Notify) -> Result<(Planned, String), Failure> {
        let taken = self.own_files.iter().find(|(path, _)| disk::exists(&self.directory.join(path)));
        if let Some((path, _)) = taken {
            return Err(Diagnostic::new(Code::NotOurs, format!("{path} already exists"))
                .help("move it, or choose another directory")
                .into());
        }
        let project = Project::load(self.request(templates)).map_err(|failure| self.at_flags(failure))?;
        let access = told::access(&project);
        let writable = project.render().map_err(|failure| self.at_flags(failure))?.lock(notify)?;
        let writable = writable.plan(&Options::default())?;
        let planned = if writable.planned.is_blocked() { writable.planned } else { writable.commit()? };
        Ok((planned, access))
    }

    /// Errors in the inputs file, which was not written, at the flags that they are about.
    fn at_flags(&self, failure: Failure) -> Failure {
        flags::placed(failure, &self.inputs, &self.command, self.answers)
    }
}

fn report(new: &NewWorkspace, planned: Planned, access: &str, is_asked: bool) -> Report {
    let summary = match planned.is_blocked() {
        true => String::new(),
        false => told::summary(new, &planned, access, is_asked),
    };
    let data =
        ReportData { files: Some(report::files(&planned.plan, &planned.files)), ..ReportData::default() };
    Report { summary, data, log: in_the_way(planned.into_log()), ..Report::default() }
}

/// What is in the way of a generated file has another cure than for `generate`.
fn in_the_way(mut log: Log) -> Log {
    for diagnostic in log.diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == Code::NotOurs) {
        diagnostic.help = vec!["move it, or choose another directory: `poolsmith new DIR`".to_owned()];
    }
    log
}
