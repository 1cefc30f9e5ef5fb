//! poolsmith generates a Terraform workspace for an Amazon Cognito identity pool from an inputs file.
//!
//! It reads the inputs once, resolves them once per environment, renders all files in memory, verifies
//! them, compares them with the disk, and only then writes:
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
//!                  value +  one for  as       resolved,     union    path→text  create/update/
//!                  span     each     written  one for each  of all   verified   merge/remove, or nothing
//!                                               │
//!                                               ├─▶ policy::Document of each grant
//!                                               └─▶ lint::Findings
//! ```
//!
//! The modules, from top to bottom; each uses only modules below it:
//!
//! | module | contents |
//! | --- | --- |
//! | [`commands`] | one short file per command |
//! | [`report`] | the output of commands, for people and machines |
//! | [`cli`] | the command line, as parsed by clap |
//! | [`project`] | the pipeline: load, render, plan, commit |
//! | [`access`] | access tests: who gets which role, and what each test asks |
//! | [`lint`] | findings: what is legal, but dangerous or useless |
//! | [`workspace`] | comparison with the disk, the record of what was generated, the journal |
//! | [`merge`] | three-way merge of edits and newly generated text |
//! | [`render`] | the template engines, and the proof that no value changes the structure of a file |
//! | [`model`] | the resolved inputs, and the model that templates use |
//! | [`policy`] | policy documents, and how grants become policies |
//! | [`inputs`] | readers, patches, tokens, the types of the inputs and their JSON Schema |
//! | [`iam`] | types for IAM policies, and their evaluation |
//! | [`tree`] | trees of values with spans, which all input languages are parsed to |
//! | [`release`] | the version of poolsmith, and what each version changes |
//! | [`terraform`] | backends and their arguments |
//! | [`aws`] | what AWS accepts, with sources |
//! | [`hcl`] | HCL literals, lexer, parser and formatter |
//! | [`git`] | reads revisions of a Git repository |
//! | [`disk`] | all access to the file system |
//! | [`parallel`] | a parallel map over all cores |
//! | [`source`] | spans, diagnostics and error codes |

pub mod access;
pub mod aws;
pub mod cli;
pub mod commands;
pub mod disk;
pub mod git;
pub mod hcl;
pub mod iam;
pub mod inputs;
pub mod lint;
pub mod merge;
pub mod model;
pub mod parallel;
pub mod policy;
pub mod project;
pub mod prompt;
pub mod release;
pub mod render;
pub mod report;
pub mod source;
pub mod starter;
pub mod terraform;
pub mod tree;
pub mod verify;
pub mod workspace;
