//! poolsmith turns one inputs file into a Terraform workspace for an Amazon Cognito identity pool.
//!
//! Inputs are read once, resolved once for each environment, rendered wholly in memory, compared with
//! the disk, and only then written:
//!
//! ```text
//! poolsmith.yaml ─▶ Node ─▶ merge ─▶ Spec ─▶ Environment ─▶ Model ─▶ FileSet ─▶ Plan ─▶ disk
//!                  value +  one for  as       as meant,     union,   path→text  create/update/
//!                  place    each     written  one each      values   formatted  merge/remove, or nothing
//!                                               │           apart
//!                                               └─▶ policy::Document of each grant
//! ```
//!
//! The rooms, from the top; each uses only those below it:
//!
//! | room | what it holds |
//! | --- | --- |
//! | [`commands`] | one short file for each verb |
//! | [`report`] | words for people and for machines |
//! | [`cli`] | the command line, as clap reads it |
//! | [`workspace`] | the files against the disk, and what was generated before |
//! | [`merge`] | edits by hand and what is generated anew become one text |
//! | [`render`] | the templates' engines |
//! | [`model`] | what the inputs mean, and what templates see |
//! | [`policy`] | IAM documents, and how a grant becomes one |
//! | [`inputs`] | the readers, merging, tokens, the inputs' types and their JSON Schema |
//! | [`terraform`] | what Terraform accepts: the backends |
//! | [`aws`] | what AWS accepts |
//! | [`hcl`] | HCL's literals, lexer, syntax check and formatter |
//! | [`disk`] | the only user of the file system |
//! | [`parallel`] | the same work on many things, on all cores |
//! | [`source`] | places in files, and what is wrong there |

pub mod aws;
pub mod cli;
pub mod commands;
pub mod disk;
pub mod hcl;
pub mod inputs;
pub mod merge;
pub mod model;
pub mod parallel;
pub mod policy;
pub mod render;
pub mod report;
pub mod source;
pub mod terraform;
pub mod workspace;
