//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

/// Writes least-privilege Terraform workspaces for Amazon Cognito identity pools.
#[derive(Debug, Parser)]
#[command(name = "poolsmith", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// The format of stdout; but for `human`, it has every diagnostic as well.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: Format,

    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,

    /// Say nothing but diagnostics.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The format that is asked for by arguments that could not be parsed.
pub fn format_of_unparsed(arguments: impl IntoIterator<Item = String>) -> Format {
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--format") {
            Some("") => arguments.next(),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(format) = value.and_then(|value| Format::from_str(&value, true).ok()) {
            return format;
        }
    }
    Format::Human
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write an inputs file from flags, and the workspace that it asks for.
    New(New),
    /// Write or update the workspace of an inputs file.
    Generate(Generate),
    /// Tell whether a workspace is what its inputs say; reads only.
    Check(Check),
    /// Show the changes that `generate` would make; reads only.
    Diff(Diff),
    /// Format Terraform's files exactly as `terraform fmt` does.
    Fmt(Fmt),
    /// Explain a code or a rule, with an example and the fix; list all of them without one.
    Rule {
        /// The code, such as E0101, or the rule's name, such as unknown-key.
        #[arg(value_name = "RULE")]
        rule: Option<String>,
    },
    /// The templates: to list, to copy out and change, to examine.
    #[command(subcommand)]
    Templates(Templates),
    /// Print a JSON Schema.
    Schema {
        /// What the schema describes.
        #[arg(long, value_name = "WHAT", default_value = "inputs")]
        of: SchemaOf,

        /// The template pack, whose grants the inputs may use [default: the one that the inputs here
        /// name, if they name one].
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
}

/// Where the workspace is.
#[derive(Debug, Args)]
pub struct WorkspaceArgs {
    /// The workspace.
    #[arg(short = 'C', value_name = "DIR", default_value = ".")]
    pub directory: PathBuf,

    /// The inputs file [default: poolsmith.{yaml,yml,json,toml} in the workspace].
    #[arg(short = 'f', value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// Write the workspace elsewhere.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// A directory of templates that is laid over the built-in ones, instead of the one that the inputs
    /// name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,

    /// Let the inputs name policy files and a template pack in this directory as well, which is outside
    /// their repository; repeat it for more.
    #[arg(long, value_name = "DIR")]
    pub allow_read: Vec<PathBuf>,

    /// Only this environment's directory; repeat it for more.
    #[arg(long = "environment", value_name = "NAME")]
    pub environments: Vec<String>,
}

/// What becomes of hunks that you and poolsmith have both changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Conflict {
    /// Write nothing and show them.
    #[default]
    Stop,
    /// Write both into the file, between conflict markers.
    Markers,
    /// Keep yours.
    Ours,
    /// Take those now generated; a file that can't be merged is kept as FILE.orig.
    Theirs,
}

/// The format of what a command prints on stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object; `poolsmith schema --of output` prints its schema.
    Json,
    /// SARIF 2.1.0, which code scanners upload.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}

/// What a JSON Schema describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The inputs file.
    #[default]
    Inputs,
    /// What `--format json` prints.
    Output,
}

/// `poolsmith generate`
#[derive(Debug, Args)]
pub struct Generate {
    /// Where the workspace is.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Only say what would be written.
    #[arg(long)]
    pub dry_run: bool,

    /// What becomes of lines that you and poolsmith have both changed.
    #[arg(long, value_name = "HOW", default_value = "stop")]
    pub conflict: Conflict,

    /// Bring back generated files that were deleted.
    #[arg(long)]
    pub restore: bool,

    /// Accept that Terraform will replace an identity pool or a role.
    #[arg(long)]
    pub allow_replace: bool,
}

/// `poolsmith check`
#[derive(Debug, Args)]
pub struct Check {
    /// Where the workspace is.
    #[command(flatten)]
    pub place: WorkspaceArgs,
}

/// `poolsmith diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// Where the workspace is.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Show what was changed by hand as well.
    #[arg(long)]
    pub all: bool,
}

/// `poolsmith new`: the flags are required, but not by clap, which would name only some of them.
#[derive(Debug, Args)]
pub struct New {
    /// The directory for the workspace.
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

    /// A directory of templates that is laid over the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,

    /// Let people in who are not signed in, with a role that may do nothing yet.
    #[arg(long)]
    pub guest_access: bool,
}

/// `poolsmith fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files and directories, with all that is in them; `-` reads stdin and writes stdout [default: here].
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Write nothing; list what is not formatted, and exit with 1 where there is any.
    #[arg(long)]
    pub check: bool,

    /// Write nothing; show what would change, and exit with 1 where there is any.
    #[arg(long)]
    pub diff: bool,
}

/// `poolsmith templates`
#[derive(Debug, Subcommand)]
pub enum Templates {
    /// List the templates and grant kinds, and where each comes from.
    List {
        /// The template pack [default: the one that the inputs here name, if they name one].
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Copy built-in templates and grant kinds out, to start a pack from.
    Export {
        /// Their names, as listed, or a directory of them; all by default.
        #[arg(value_name = "NAME")]
        names: Vec<String>,

        /// The directory to copy them to [default: templates].
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Examine a template pack on the models of the examples.
    Check {
        /// The pack.
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
}
