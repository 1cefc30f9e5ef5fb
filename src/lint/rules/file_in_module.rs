//! The user's own files in the directories of generated modules.

use crate::aws::shown;
use crate::lint::{Check, Finding, OwnFile, Rule};
use crate::source::Code;

pub const RULE: Rule = Rule { code: Code::FileInModule, check: Check::OwnFiles(check) };

/// Source: Terraform language, "Override Files".
fn check(files: &[OwnFile]) -> Vec<Finding> {
    files.iter().map(finding).collect()
}

fn finding(file: &OwnFile) -> Finding {
    let message = format!("Terraform reads {} as a part of the generated module", shown(&file.path));
    Finding::in_file(Code::FileInModule, &file.path, &file.shown, message)
        .help("it can change what the module creates, such as the trust policy of a role, without a word in the inputs")
        .help("move it to the directory of an environment, or to a module of your own")
}
