//! The command line, as parsed by clap.

mod access;
mod check;
mod new;

pub use access::{BaseArgs, Can, Diff, Explain, Report, Test};
pub use check::{Check, FailOn};
pub use new::New;

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

/// Generates least-privilege Terraform workspaces for Amazon Cognito identity pools.
#[derive(Debug, Parser)]
#[command(name = "poolsmith", version, disable_help_subcommand = true)]
pub struct Cli {
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,

    /// The output format; `json`, `sarif` and `github` also include the diagnostics in stdout.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub format: Format,

    /// When to use colors.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,

    /// Print only diagnostics.
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Print more: `check` lists the findings that the inputs accept.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The output format requested by arguments that could not be parsed.
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

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a workspace from flags or, on a terminal, from questions; or add an environment to one.
    New(Box<New>),
    /// Generate or update the workspace of an inputs file.
    Generate(Generate),
    /// Check that a workspace matches its inputs and is safe, without writing anything but the fixes of `--fix`.
    Check(Check),
    /// Show the changes that `generate` would make, without writing anything.
    Diff(Diff),
    /// Show who can do what: who gets each role, and what its policies allow.
    Explain(Explain),
    /// Answer whether an identity can use an action on a resource, and name the statement that decides.
    Can(Can),
    /// Run the access tests of the inputs.
    Test(Test),
    /// Write a page about access: who can do what, what changed since another version, the access tests and the findings.
    Report(Report),
    /// Format Terraform files exactly as `terraform fmt` does.
    Fmt(Fmt),
    /// Explain a rule, with an example and the fix, or list all rules.
    Rule {
        /// The rule's code, such as E0101, or its name, such as unknown-key [default: list all rules].
        #[arg(value_name = "RULE")]
        rule: Option<String>,
    },
    /// List, export or check templates.
    #[command(subcommand)]
    Templates(Templates),
    /// Print a JSON Schema.
    Schema {
        /// What the schema describes.
        #[arg(long, value_name = "WHAT", default_value = "inputs")]
        of: SchemaOf,

        /// The template pack whose grant kinds the schema includes [default: the pack that the inputs
        /// in the current directory name, if any].
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
}

/// The options that select a workspace.
#[derive(Debug, Args)]
pub struct WorkspaceArgs {
    /// The workspace directory.
    #[arg(short = 'C', value_name = "DIR", default_value = ".")]
    pub directory: PathBuf,

    /// The inputs file [default: poolsmith.{yaml,yml,json,toml} in the workspace].
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

/// How to resolve hunks that both you and poolsmith changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Conflict {
    /// Write nothing, and show the conflicting lines.
    #[default]
    Stop,
    /// Write both versions to the file, between conflict markers.
    Markers,
    /// Keep your lines.
    Ours,
    /// Take the generated lines; the old text of a file that can't be merged is saved as FILE.orig.
    Theirs,
}

/// The format of stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people.
    #[default]
    Human,
    /// A JSON object; `poolsmith schema --of output` prints its schema.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitHub Actions annotations.
    Github,
    /// Markdown, such as for a pull request; only some commands print it.
    Markdown,
    /// A Mermaid diagram; only some commands print it.
    Mermaid,
    /// JUnit's XML; only some commands print it.
    Junit,
}

/// What a JSON Schema describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The inputs file.
    #[default]
    Inputs,
    /// The output of `--format json`.
    Output,
}

/// `poolsmith generate`
#[derive(Debug, Args)]
pub struct Generate {
    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Only report what would be written.
    #[arg(long)]
    pub dry_run: bool,

    /// How to resolve lines that both you and poolsmith changed.
    #[arg(long, value_name = "HOW", default_value = "stop")]
    pub conflict: Conflict,

    /// Restore generated files that were deleted.
    #[arg(long)]
    pub restore: bool,

    /// Allow changes that make Terraform replace an identity pool or a role, or destroy a role, and changes that you made in AWS yourself.
    #[arg(long)]
    pub allow_replace: bool,
}

/// `poolsmith fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files, and directories to search recursively; `-` reads stdin and writes stdout [default: .].
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Write nothing; list unformatted files, and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,

    /// Write nothing; show the changes as a diff, and exit with 1 if there are any.
    #[arg(long)]
    pub diff: bool,
}

/// `poolsmith templates`
#[derive(Debug, Subcommand)]
pub enum Templates {
    /// List all templates and grant kinds, and where each comes from.
    List {
        /// The template pack [default: the pack that the inputs in the current directory name, if any].
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Copy built-in templates and grant kinds to a directory, as the start of a pack.
    Export {
        /// Template names, or directories of templates, as listed [default: all].
        #[arg(value_name = "NAME")]
        names: Vec<String>,

        /// The target directory [default: templates].
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Check a template pack by rendering all examples with it.
    Check {
        /// The directory of the template pack.
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
}
