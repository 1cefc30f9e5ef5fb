//! The arguments of `poolsmith verify`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::WorkspaceArgs;

/// `poolsmith verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The options that select the workspace.
    #[command(flatten)]
    pub place: WorkspaceArgs,

    /// Also plan each environment, with its backend and the credentials of this terminal.
    #[arg(long)]
    pub plan: bool,

    /// The program [default: terraform or tofu on the PATH].
    #[arg(long, value_name = "PATH")]
    pub terraform: Option<PathBuf>,

    /// A directory with the provider, as `terraform providers mirror` makes it; Terraform then asks no registry.
    #[arg(long, value_name = "DIR")]
    pub plugin_dir: Option<PathBuf>,

    /// The number of directories at once [default: as many as cores and memory allow].
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}
