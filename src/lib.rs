//! poolsmith turns one inputs file into a Terraform workspace for an Amazon Cognito identity pool.
//!
//! Inputs are read once, resolved once for each environment, rendered entirely in memory, verified,
//! compared with the disk, and only then written:
//!
//! ```
//! use poolsmith::project::{Options, Project, Request};
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("poolsmith.yaml");
//! # std::fs::write(&path, "name: notes\nenvironments: { dev: { region: us-east-1 } }\n")?;
//!
//! # fn write(path: &std::path::Path) -> Result<(), poolsmith::project::Failure> {
//! let rendered = Project::load(Request::file(path))?.render()?;
//! assert!(rendered.files["environments/dev/main.tf"].contains("module"));
//! let planned = rendered.lock(&|reason| eprintln!("{reason}"))?.plan(&Options::default())?;
//! let written = planned.commit()?;
//! println!("{} files", written.files.len());
//! # Ok(())
//! # }
//! # write(&path).map_err(|failure| format!("{:?}", failure.log.diagnostics))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```text
//! poolsmith.yaml ─▶ Node ─▶ merge ─▶ Spec ─▶ Environment ─▶ Model ─▶ FileSet ─▶ Plan ─▶ disk
//!                  value +  one for  as       as meant,     union,   path→text  create/update/
//!                  span     each     written  one each      values   verified   merge/remove, or nothing
//!                                               │           apart
//!                                               └─▶ policy::Document of each grant
//! ```
//!
//! The modules, from the top; each uses only those below it:
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`commands`] | one short file for each command |
//! | [`report`] | what commands answer, for people and for machines |
//! | [`cli`] | the command line, as clap reads it |
//! | [`project`] | the pipeline that anybody can call: load, render, plan, commit |
//! | [`workspace`] | the files compared with the disk, and what was generated before |
//! | [`merge`] | edits by hand and what is generated anew become one text |
//! | [`render`] | the template engines, and the proof that no value changes the structure of a file |
//! | [`model`] | what the inputs mean, and what templates see |
//! | [`policy`] | IAM documents, and how a grant becomes one |
//! | [`inputs`] | the readers, merging, tokens, the inputs' types and their JSON Schema |
//! | [`iam`] | IAM policies as types |
//! | [`terraform`] | what Terraform accepts: the backends |
//! | [`aws`] | what AWS accepts |
//! | [`hcl`] | HCL's literals, lexer, syntax check and formatter |
//! | [`disk`] | the only user of the file system |
//! | [`parallel`] | the same work on many things, on all cores |
//! | [`source`] | places in files, and the diagnostics about them |

pub mod aws;
pub mod cli;
pub mod commands;
pub mod disk;
pub mod hcl;
pub mod iam;
pub mod inputs;
pub mod merge;
pub mod model;
pub mod parallel;
pub mod policy;
pub mod project;
pub mod render;
pub mod report;
pub mod source;
pub mod terraform;
pub mod tree;
pub mod workspace;
