//! The arguments of the commands about access.

use std::path::PathBuf;

use clap::Args;

use crate::cli::WorkspaceArgs;

/// `poolsmith can`
#[derive(Debug, Args)]
pub struct Can {
    /// The name of an identity of the inputs, or the key of a role.
    #[arg(value_name = "WHO")]
    pub who: String,

    /// The action, such as s3:GetObject; `*` and `?` are wildcards.
    #[arg(value_name = "ACTION")]
    pub action: String,

    /// The resource: s3://BUCKET, s3://BUCKET/KEY, an ARN, or `*` for all; `{identity}` is the caller's ID, `{other}` any
    /// other, `{ROLE.GRANT.KEY}` a value of a grant.
    #[arg(value_name = "RESOURCE")]
    pub resource: Option<String>,

    /// A condition key of the request with its value; repeat a key for several values.
    #[arg(long, value_name = "KEY=VALUE")]
    pub with: Vec<String>,

    /// A condition key that the request doesn't have; can be repeated.
    #[arg(long, value_name = "KEY")]
    pub without: Vec<String>,

    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,
}

/// `poolsmith explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The key of a role [default: all roles].
    #[arg(value_name = "ROLE")]
    pub role: Option<String>,

    /// Print one IAM policy document with all grants of the role, in one environment.
    #[arg(long)]
    pub as_policy: bool,

    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,
}

/// `poolsmith test`
#[derive(Debug, Args)]
pub struct Test {
    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,
}

/// `poolsmith report`
#[derive(Debug, Args)]
pub struct Report {
    /// The HTML file to write, which replaces an older one [default: print Markdown].
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,

    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Another version of the inputs: the report then also shows what access changed since.
    #[command(flatten)]
    pub base: BaseArgs,
}

/// The options that name another version of the inputs.
#[derive(Debug, Args)]
#[group(id = "version", multiple = false)]
pub struct BaseArgs {
    /// Compare the access with that of the inputs in this Git revision, such as main.
    #[arg(long, value_name = "REF")]
    pub base: Option<String>,

    /// Compare the access with that of the inputs file in this directory.
    #[arg(long, value_name = "DIR")]
    pub base_dir: Option<PathBuf>,
}

/// `poolsmith diff`
#[derive(Debug, Args)]
#[command(mut_group("version", |group| group.requires("access")))]
pub struct Diff {
    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Also show your own changes to generated files.
    #[arg(long)]
    pub all: bool,

    /// Show instead what access the inputs give or take away, compared with another version of them.
    #[arg(long, requires = "version")]
    pub access: bool,

    /// The other version of the inputs.
    #[command(flatten)]
    pub base: BaseArgs,
}
