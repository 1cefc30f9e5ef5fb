//! Terraform or OpenTofu: where it is, and how it is run.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::terraform::Version;
use crate::verify::running;

/// The names of the programs, in the order in which they are looked for.
const NAMES: [&str; 2] = ["terraform", "tofu"];

/// Variables that would make Terraform use another directory, workspace or arguments than those of the copy.
///
/// Source: Terraform, "Environment Variables".
const REMOVED: [&str; 3] = ["TF_DATA_DIR", "TF_WORKSPACE", "TF_CLI_ARGS"];

/// Credentials, without which nothing but a plan runs: a test that mocks no provider can't change an account.
///
/// Source: AWS SDKs and Tools Reference Guide, "Environment variables"; the documentation of hashicorp/aws.
const CREDENTIALS: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
];

/// Terraform or OpenTofu.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
    /// The name and the version, such as `Terraform v1.11.4`.
    pub title: String,
    /// The version.
    pub version: Version,
}

/// Why there is no program.
#[derive(Debug)]
pub enum ProgramError {
    /// Neither is on the `PATH`.
    NotFound,
    /// The one that is named, or found, can't be run or tells no version.
    NotUsable(PathBuf, String),
}

impl fmt::Display for ProgramError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => formatter.write_str("there is neither `terraform` nor `tofu` on the PATH"),
            Self::NotUsable(path, why) => write!(formatter, "{} can't be used: {why}", path.display()),
        }
    }
}

impl Program {
    /// The program that is given, or else Terraform or OpenTofu on the `PATH`.
    ///
    /// # Errors
    /// There is none, or it tells no version.
    pub fn find(given: Option<&Path>) -> Result<Self, ProgramError> {
        match given {
            Some(path) => {
                Self::at(path.to_owned()).map_err(|why| ProgramError::NotUsable(path.to_owned(), why))
            }
            None => {
                let path =
                    NAMES.iter().find_map(|name| which::which(name).ok()).ok_or(ProgramError::NotFound)?;
                Self::at(path.clone()).map_err(|why| ProgramError::NotUsable(path, why))
            }
        }
    }

    fn at(path: PathBuf) -> Result<Self, String> {
        let output = command(&path).arg("version").output().map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let title = text.lines().find(|line| line.contains(" v")).unwrap_or_default().trim().to_owned();
        let version = title.rsplit(" v").next().and_then(Version::parse);
        match version {
            Some(version) if output.status.success() => Ok(Self { path, title, version }),
            _ => Err("`version` tells no version of Terraform or OpenTofu".to_owned()),
        }
    }

    /// Runs a command in a directory, without a terminal. Plugins are kept in the cache unless the user has one.
    ///
    /// # Errors
    /// The program can't be run.
    pub fn run(
        &self,
        directory: &Path,
        plugins: &Path,
        has_credentials: bool,
        arguments: &[&str],
    ) -> io::Result<Output> {
        let mut command = command(&self.path);
        command.args(arguments).current_dir(directory);
        if std::env::var_os("TF_PLUGIN_CACHE_DIR").is_none() {
            // The lock file of the copy is thrown away, so it may lack the hashes that the cache doesn't know.
            command
                .env("TF_PLUGIN_CACHE_DIR", plugins)
                .env("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "1");
        }
        if !has_credentials {
            CREDENTIALS.iter().for_each(|name| {
                command.env_remove(name);
            });
            command.env("AWS_EC2_METADATA_DISABLED", "true");
        }
        running::output(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
    }
}

fn command(path: &Path) -> Command {
    let mut command = Command::new(path);
    command.stdin(Stdio::null()).envs([
        ("TF_IN_AUTOMATION", "1"),
        ("TF_INPUT", "0"),
        ("CHECKPOINT_DISABLE", "1"),
    ]);
    REMOVED.iter().for_each(|name| {
        command.env_remove(name);
    });
    // Terraform warns about a configuration that is not there, in every run.
    if std::env::var_os("TF_CLI_CONFIG_FILE").is_some_and(|file| !Path::new(&file).exists()) {
        command.env_remove("TF_CLI_CONFIG_FILE");
    }
    command
}
