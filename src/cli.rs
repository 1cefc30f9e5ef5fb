//! The command line, as parsed by clap.

mod access;
mod check;
mod help;
mod new;
mod verify;
mod version;
mod workspace;

pub use access::{BaseArgs, Can, Diff, Explain, Report, Test};
pub use check::{Check, FailOn};
pub use new::New;
pub use verify::Verify;
pub use workspace::WorkspaceArgs;

use std::path::PathBuf;

use clap::{Args, ColorChoice, CommandFactory, Parser, Subcommand, ValueEnum};

/// Generates least-privilege Terraform workspaces for Amazon Cognito identity pools.
#[derive(Debug, Parser)]
#[command(name = "poolsmith", version = version::short(), long_version = version::long(), after_help = help::START)]
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

    /// Print more: which files are read and why; `check` also lists the findings that the inputs accept.
    #[arg(short, long, global = true)]
    pub verbose: bool,

    /// Never ask a question.
    #[arg(long, global = true)]
    pub no_input: bool,

    /// The options that select the workspace, before the command.
    #[command(flatten, next_help_heading = "Workspace")]
    place: WorkspaceArgs,
}

impl Cli {
    /// The arguments of the program. Those that select the workspace can be before the command or after it.
    ///
    /// # Errors
    /// The arguments are wrong, or ask for help or the version.
    pub fn of_program() -> Result<Self, clap::Error> {
        let mut cli = Self::try_parse()?;
        let before = std::mem::take(&mut cli.place);
        match cli.command.take(before) {
            Ok(()) => Ok(cli),
            Err(flag) => {
                let message = format!("the command takes no `{flag}`");
                Err(Self::command().error(clap::error::ErrorKind::UnknownArgument, message))
            }
        }
    }
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
    /// Create a workspace from questions or flags, or add an environment to one.
    #[command(after_help = help::NEW)]
    New(Box<New>),
    /// Generate or update the workspace of an inputs file.
    #[command(after_help = help::GENERATE)]
    Generate(Generate),
    /// Check that a workspace matches its inputs and is safe; only `--fix` writes.
    #[command(after_help = help::CHECK)]
    Check(Check),
    /// Show the changes that `generate` would make, or the access that a change gives.
    #[command(after_help = help::DIFF)]
    Diff(Diff),
    /// Show who can do what: who gets each role, and what its policies allow.
    #[command(after_help = help::EXPLAIN)]
    Explain(Explain),
    /// Answer whether somebody can use an action on a resource, and why.
    #[command(after_help = help::CAN)]
    Can(Can),
    /// Run the access tests of the inputs.
    #[command(after_help = help::TEST)]
    Test(Test),
    /// Write a page about access, for a reviewer or a pull request.
    #[command(after_help = help::REPORT)]
    Report(Report),
    /// Run Terraform's own checks and the modules' tests, on a copy of the workspace.
    #[command(after_help = help::VERIFY)]
    Verify(Verify),
    /// Format Terraform files exactly as `terraform fmt` does.
    #[command(after_help = help::FMT)]
    Fmt(Fmt),
    /// Explain a rule, with an example and the fix, or list all rules.
    #[command(after_help = help::RULE)]
    Rule {
        /// The rule's code, such as E0101, or its name, such as unknown-key [default: list all rules].
        #[arg(value_name = "RULE")]
        rule: Option<String>,
    },
    /// List, export or check templates.
    #[command(subcommand)]
    Templates(Templates),
    /// Print a JSON Schema.
    #[command(after_help = help::SCHEMA)]
    Schema {
        /// What the schema describes.
        #[arg(long, value_name = "WHAT", default_value = "inputs")]
        of: SchemaOf,

        /// The template pack whose grant kinds the schema includes [default: the pack that the inputs
        /// in the current directory name, if any].
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Print the completions of a shell.
    #[command(after_help = help::COMPLETIONS)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a man page.
    #[command(after_help = help::MAN)]
    Man {
        /// The command whose page is printed [default: the page of poolsmith].
        command: Option<String>,
    },
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
