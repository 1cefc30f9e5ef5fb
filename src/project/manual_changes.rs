//! What in a workspace may give its roles other policies than the inputs say.

use std::path::Path;

use crate::aws::shown;
use crate::disk::{self, Directory, DiskEntry, Kind, ReadText};
use crate::inputs::layout::directory_of;
use crate::project::Project;
use crate::project::record::read_record;
use crate::terraform::{Declared, Syntax, declarations};
use crate::workspace::{Record, in_workspace};

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
#[derive(Default)]
pub struct ManualChanges<'a> {
    workspace: Option<Workspace<'a>>,
    of_modules: Vec<String>,
}

struct Workspace<'a> {
    root: &'a Path,
    directory: Directory,
    record: Record,
}

impl Project {
    /// The manual changes to the workspace of the request. One that can't be read has none: commands that write it report that.
    pub fn manual_changes(&self) -> ManualChanges<'_> {
        let root = self.request.root.as_path();
        let Ok(Some(directory)) = Directory::open_if_exists(root) else { return ManualChanges::default() };
        let record = read_record(&directory).unwrap_or_default();
        let workspace = Workspace { root, directory, record };
        let of_modules = MODULES.into_iter().flat_map(|module| workspace.changes_in(module)).collect();
        ManualChanges { workspace: Some(workspace), of_modules }
    }
}

impl ManualChanges<'_> {
    /// Why the roles of an environment may have other policies than the inputs say: generated files that were edited, and files
    /// of the user's own that attach policies or roles.
    pub fn about(&self, environment: &str) -> Vec<String> {
        let of_workspace = |workspace: &Workspace| workspace.changes_in(&directory_of(environment));
        let of_environment = self.workspace.as_ref().map(of_workspace).unwrap_or_default();
        [self.of_modules.as_slice(), &of_environment].concat()
    }
}

impl Workspace<'_> {
    fn changes_in(&self, directory: &str) -> Vec<String> {
        let entries = self.directory.list(directory).unwrap_or_default();
        let files = entries.into_iter().filter(|(_, kind)| matches!(kind, Kind::File | Kind::Link));
        let names =
            files.filter_map(|(name, _)| name.into_string().ok()).map(|name| format!("{directory}/{name}"));
        names.filter_map(|path| self.change_of(&path)).collect()
    }

    fn change_of(&self, path: &str) -> Option<String> {
        let syntax = Syntax::of(path.rsplit('/').next()?)?;
        let shown = shown(&in_workspace(self.root, path));
        match self.record.is_generated(path) {
            true => {
                let decides = path.starts_with(MODULES_PARENT) || path.ends_with("/main.tf");
                let DiskEntry::File(bytes) =
                    self.directory.entry(path, MAX_BYTES).ok().filter(|_| decides)?
                else {
                    return Some(format!("{shown} is not a file"));
                };
                (!self.record.is_unchanged(path, &bytes)).then(|| format!("{shown} was changed by hand"))
            }
            false if path.starts_with(MODULES_PARENT) || is_override(path) => {
                Some(format!("{shown} may change the roles: it is not generated"))
            }
            false => {
                let ReadText::Text(text) =
                    disk::read_text(&self.directory, Path::new(path), MAX_BYTES).ok()?
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
