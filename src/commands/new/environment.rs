//! Adds an environment to a workspace that exists.

use std::path::{Path, PathBuf};

use crate::commands::new::{flags, told};
use crate::inputs::layout::directory_of;
use crate::inputs::read::Language;
use crate::inputs::with_environment;
use crate::project::{Failure, Inputs, Notify, Options, OwnFile, PackSource, Project, Request};
use crate::report::{self, Report, ReportData};
use crate::source::{Code, Diagnostic, FileId};
use crate::starter::{Answers, environment_values, own_files_like};

/// Adds the environments that the flags name, with copies of the user's own files that they need.
///
/// # Errors
/// Flags are missing, an environment exists, or the workspace can't be written.
pub fn add(
    directory: &Path,
    inputs: &Path,
    answers: &Answers,
    templates: Option<PathBuf>,
    notify: &Notify,
) -> Result<Report, Failure> {
    flags::check_environments(answers)?;
    let request = Request {
        pack: templates.map(PackSource::Directory),
        ..Request::of(Inputs::File(inputs.to_owned()), directory.to_owned())
    };
    let before = Project::load(request.clone())?;
    let text = before.log.sources.file(FileId::INPUTS).text.to_string();
    let mut after = text.clone();
    for environment in &answers.environments {
        if before.environments().iter().any(|known| known.key() == environment) {
            let message = format!("{} has the environment `{environment}` already", inputs.display());
            return Err(Diagnostic::new(Code::Usage, message).help("choose another name").into());
        }
        after = with_environment(
            &after,
            language(inputs),
            environment,
            &environment_values(answers, environment),
        )
        .ok_or_else(|| not_edited(inputs, environment))?;
    }
    let edited =
        Request { inputs: Inputs::Edited { path: inputs.to_owned(), text: after.clone() }, ..request };
    let project = Project::load(edited.clone())?;
    let name = inputs.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let first = project.environments().first();
    let application = first.map(|environment| environment.tokens.name.to_string()).unwrap_or_default();
    let mut own_files = vec![OwnFile { path: name, replaces: Some(text), text: after }];
    for environment in &answers.environments {
        let copied = project.own_files_for(environment).into_iter();
        own_files.extend(copied.map(|(from, path, text)| {
            let text = own_files_like(&text, &application, &from, environment);
            OwnFile { path, replaces: None, text }
        }));
    }
    let written: Vec<String> = own_files.iter().map(|file| file.path.clone()).collect();
    let project = Project::load(Request { own_files, ..edited })?;
    let writable = project.render()?.lock(notify)?.plan(&Options::default())?;
    let planned = if writable.planned.is_blocked() { writable.planned } else { writable.commit()? };
    let summary = match planned.is_blocked() {
        true => String::new(),
        false => told::added(directory, answers, &written, &planned),
    };
    let data =
        ReportData { files: Some(report::files(&planned.plan, &planned.files)), ..ReportData::default() };
    Ok(Report { summary, data, log: planned.into_log(), ..Report::default() })
}

fn language(inputs: &Path) -> Language {
    let extension = inputs.extension().and_then(|extension| extension.to_str());
    extension.and_then(Language::of_extension).unwrap_or(Language::Yaml)
}

fn not_edited(inputs: &Path, environment: &str) -> Diagnostic {
    let message =
        format!("can't add the environment `{environment}` to {}: its layout is unusual", inputs.display());
    Diagnostic::new(Code::Usage, message).help(format!(
        "add it under `environments` yourself, and its files to {}, then run `poolsmith generate`",
        directory_of(environment)
    ))
}
