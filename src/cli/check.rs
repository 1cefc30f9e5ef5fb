//! The arguments of `poolsmith check`.

use clap::{Args, ValueEnum};

use crate::cli::WorkspaceArgs;

/// `poolsmith check`
#[derive(Debug, Args)]
pub struct Check {
    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Report only these findings: codes, beginnings of codes such as S1, or names; separated by commas, can be repeated.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,

    /// Don't report these findings: codes, beginnings of codes such as S1, or names; separated by commas, can be repeated.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// The severity from which a finding makes the exit code 1.
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub fail_on: FailOn,

    /// Fix in the inputs file what has one certain fix, and check what remains.
    #[arg(long)]
    pub fix: bool,
}

/// The severity from which a finding makes the exit code 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Any finding.
    Note,
    /// A warning or an error.
    #[default]
    Warning,
    /// An error.
    Error,
}
