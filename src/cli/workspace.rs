//! The options that select a workspace, before the command or after it.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{Command, Templates};

/// The options that select a workspace.
#[derive(Debug, Default, Args)]
pub struct WorkspaceArgs {
    /// The workspace directory [default: the current directory, or the nearest above it that has an inputs file].
    #[arg(short = 'C', value_name = "DIR")]
    pub directory: Option<PathBuf>,

    /// The inputs file, or `-` for standard input [default: poolsmith.{yaml,yml,json,toml} in the workspace].
    #[arg(short = 'f', value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// The directory to generate the workspace in [default: the workspace directory].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// The template pack to use instead of the one that the inputs name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,

    /// A directory outside the repository in which the inputs may refer to policy files and a template
    /// pack; can be repeated.
    #[arg(long, value_name = "DIR")]
    pub allow_read: Vec<PathBuf>,

    /// Process only this environment's directory; can be repeated.
    #[arg(long = "environment", value_name = "NAME")]
    pub environments: Vec<String>,
}

impl WorkspaceArgs {
    /// Adds options that were given before the command; those after it take precedence.
    fn add(&mut self, before: Self) {
        let Self { directory, file, out, templates, allow_read, environments } = before;
        self.directory = self.directory.take().or(directory);
        self.file = self.file.take().or(file);
        self.out = self.out.take().or(out);
        self.templates = self.templates.take().or(templates);
        self.allow_read.splice(0..0, allow_read);
        self.environments.splice(0..0, environments);
    }

    /// The first flag that is given.
    fn first_flag(&self) -> Option<&'static str> {
        let given = [
            ("-C", self.directory.is_some()),
            ("-f", self.file.is_some()),
            ("--out", self.out.is_some()),
            ("--templates", self.templates.is_some()),
            ("--allow-read", !self.allow_read.is_empty()),
            ("--environment", !self.environments.is_empty()),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(flag, _)| flag)
    }
}

impl Command {
    /// Takes the options that were given before the command.
    ///
    /// # Errors
    /// The flag of one that the command does not have.
    pub(super) fn take(&mut self, mut before: WorkspaceArgs) -> Result<(), &'static str> {
        match self {
            Self::Generate(generate) => generate.place.add(before),
            Self::Check(check) => check.place.add(before),
            Self::Diff(diff) => diff.place.add(before),
            Self::Explain(explain) => explain.place.add(before),
            Self::Can(can) => can.place.add(before),
            Self::Test(test) => test.place.add(before),
            Self::Report(report) => report.place.add(before),
            Self::Verify(verify) => verify.place.add(before),
            Self::New(new) => {
                if let Some(base) = before.directory.take() {
                    new.directory = Some(new.directory.take().map_or(base.clone(), |own| base.join(own)));
                }
                new.environments.splice(0..0, before.environments.drain(..));
                new.templates = new.templates.take().or(before.templates.take());
                return before.first_flag().map_or(Ok(()), Err);
            }
            Self::Schema { templates, .. } | Self::Templates(Templates::List { templates }) => {
                *templates = templates.take().or(before.templates.take());
                return before.first_flag().map_or(Ok(()), Err);
            }
            Self::Fmt(_)
            | Self::Rule { .. }
            | Self::Templates(Templates::Export { .. } | Templates::Check { .. })
            | Self::Completions { .. }
            | Self::Man { .. } => return before.first_flag().map_or(Ok(()), Err),
        }
        Ok(())
    }
}
