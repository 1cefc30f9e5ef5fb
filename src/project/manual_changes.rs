//! What in a workspace may give its roles other policies than the inputs say.

use std::path::Path;

use crate::aws::shown;
use crate::disk::{self, Directory, DiskEntry, Kind, ReadText};
use crate::inputs::layout::directory_of;
use crate::project::Project;
use crate::project::record::read_lock;
use crate::terraform::{Declared, Syntax, declarations};
use crate::workspace::{Lock, digest, in_workspace};

/// The maximum size of a Terraform file that is read, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The parent of the directories of modules.
const MODULES_PARENT: &str = "modules/";

/// The directories of the modules that define the roles and their policies.
const MODULES: [&str; 3] = ["modules/identity-pool", "modules/policy", "modules/roles"];

/// Resources that attach policies to a role, or roles to an identity pool, wherever the role is from.
///
/// Source: the documentation of hashicorp/aws.
const ATTACHING: [&str; 6] = [
    "aws_cognito_identity_pool_roles_attachment",
    "aws_iam_policy_attachment",
    "aws_iam_role_policies_exclusive",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
];

/// The changes to a workspace by hand that may give its roles other policies.
pub struct ManualChanges<'a> {
    project: &'a Project,
    workspace: Option<(Directory, Option<Lock>)>,
}

impl Project {
    /// The manual changes to the workspace of the request. One that can't be read has none: commands that write it report that.
    pub fn manual_changes(&self) -> ManualChanges<'_> {
        let directory = Directory::open_if_exists(&self.request.root).ok().flatten();
        let workspace = directory.map(|directory| {
            let lock = read_lock(&directory).ok().flatten();
            (directory, lock)
        });
        ManualChanges { project: self, workspace }
    }
}

impl ManualChanges<'_> {
    /// Why the roles of an environment may have other policies than the inputs say: generated files that were edited, and files
    /// of the user's own that attach policies or roles.
    pub fn about(&self, environment: &str) -> Vec<String> {
        let Some((workspace, lock)) = &self.workspace else { return Vec::new() };
        let of_environment = directory_of(environment);
        let directories = MODULES.into_iter().chain([of_environment.as_str()]);
        directories.flat_map(|directory| self.in_directory(directory, workspace, lock.as_ref())).collect()
    }

    fn in_directory(&self, directory: &str, workspace: &Directory, lock: Option<&Lock>) -> Vec<String> {
        let entries = workspace.list(directory).unwrap_or_default();
        let files = entries.into_iter().filter(|(_, kind)| matches!(kind, Kind::File | Kind::Link));
        let names =
            files.filter_map(|(name, _)| name.into_string().ok()).map(|name| format!("{directory}/{name}"));
        names.filter_map(|path| self.about_file(&path, workspace, lock)).collect()
    }

    fn about_file(&self, path: &str, workspace: &Directory, lock: Option<&Lock>) -> Option<String> {
        let syntax = Syntax::of(path.rsplit('/').next()?)?;
        let shown = shown(&in_workspace(&self.project.request.root, path));
        match lock.and_then(|lock| lock.files.get(path)) {
            Some(generated) => {
                let decides = path.starts_with(MODULES_PARENT) || path.ends_with("/main.tf");
                let DiskEntry::File(bytes) = workspace.entry(path, MAX_BYTES).ok().filter(|_| decides)?
                else {
                    return Some(format!("{shown} is not a file"));
                };
                (digest(&bytes) != *generated).then(|| format!("{shown} was changed by hand"))
            }
            None if path.starts_with(MODULES_PARENT) || is_override(path) => {
                Some(format!("{shown} may change the roles: it is not generated"))
            }
            None => {
                let ReadText::Text(text) = disk::read_text(workspace, Path::new(path), MAX_BYTES).ok()?
                else {
                    return None;
                };
                let attaching = declarations(syntax, &text)?.into_iter().find_map(attaching)?;
                Some(format!("{shown} declares `{attaching}`, which may give a role other policies"))
            }
        }
    }
}

/// Source: Terraform, "Override Files".
fn is_override(path: &str) -> bool {
    let stem = path.strip_suffix(".tf").or_else(|| path.strip_suffix(".tf.json")).unwrap_or(path);
    stem.ends_with("_override") || stem.ends_with("/override")
}

fn attaching(declared: Declared) -> Option<String> {
    match declared {
        Declared::Resource(kind, name) => {
            ATTACHING.contains(&kind.as_str()).then(|| format!("{kind}.{name}"))
        }
        Declared::Data(..) | Declared::Variable(_) | Declared::Local(_) | Declared::Module(_) => None,
    }
}
