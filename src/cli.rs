//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};

/// Writes least-privilege Terraform workspaces for Amazon Cognito identity pools.
#[derive(Debug, Parser)]
#[command(name = "poolsmith", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,

    /// Say nothing but problems.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write an inputs file from flags, and the workspace that it asks for.
    New(New),
    /// Write or update the workspace of an inputs file.
    Generate(Generate),
    /// Print the JSON Schema of the inputs file.
    Schema,
}

/// Where the workspace is.
#[derive(Debug, Args)]
pub struct Place {
    /// The workspace.
    #[arg(short = 'C', value_name = "DIR", default_value = ".")]
    pub directory: PathBuf,

    /// The inputs file [default: poolsmith.{yaml,yml,json,toml} in the workspace].
    #[arg(short = 'f', value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// Write the workspace elsewhere.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `poolsmith generate`
#[derive(Debug, Args)]
pub struct Generate {
    /// Where the workspace is.
    #[command(flatten)]
    pub place: Place,

    /// Only say what would be written.
    #[arg(long)]
    pub dry_run: bool,
}

/// `poolsmith new`: the flags are required, but not by clap, which would name only some of them.
#[derive(Debug, Args)]
pub struct New {
    /// The folder for the workspace.
    #[arg(value_name = "DIR")]
    pub directory: Option<PathBuf>,

    /// The name of the application.
    #[arg(long)]
    pub name: Option<String>,

    /// The AWS region.
    #[arg(long)]
    pub region: Option<String>,

    /// An environment; repeat it for more.
    #[arg(long = "environment", value_name = "KEY", default_value = "dev")]
    pub environments: Vec<String>,

    /// The AWS account; Terraform then refuses to work in any other.
    #[arg(long, value_name = "ID")]
    pub account_id: Option<String>,

    /// The user pool whose users sign in.
    #[arg(long, value_name = "ID")]
    pub user_pool_id: Option<String>,

    /// The user pool's app client.
    #[arg(long, value_name = "ID")]
    pub app_client_id: Option<String>,

    /// The S3 bucket in which each user reaches their own files.
    #[arg(long)]
    pub bucket: Option<String>,

    /// Let people in who are not signed in, with a role that may do nothing yet.
    #[arg(long)]
    pub guest_access: bool,
}
