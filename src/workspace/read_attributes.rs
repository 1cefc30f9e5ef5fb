//! The attributes that Terraform can't change in place, read from generated files.

use crate::hcl::lexer::TokenKind;
use crate::hcl::{ParsedFile, Value, top_level_blocks};
use crate::inputs::layout::directory_of;
use crate::model::{ForceNew, ForceNewRole};

/// The end of the names of the variables that roles are passed by.
const ROLE: &str = "_role";

/// The attributes of an environment, as far as its files have them: those of the identity pool and of its roles, but not of
/// policies. `None` if the files are missing, or have been edited beyond recognition. `read` reads a file of the workspace.
pub fn read_attributes(environment: &str, read: impl Fn(&str) -> Option<String>) -> Option<ForceNew> {
    let text = |file: &str| read(&format!("{}/{file}", directory_of(environment)));
    let (main, providers) = (text("main.tf")?, text("providers.tf")?);
    let (main_file, providers) = (ParsedFile::parse(&main).ok()?, ParsedFile::parse(&providers).ok()?);
    let of_module = |module: &str, name: &str| {
        let mut found = main_file.attributes(name);
        let is_module = |kind: &str, labels: &[&str]| kind == "module" && labels == [module];
        found.find_map(|(block, value)| is_module(block.kind, &block.labels).then_some(value))
    };
    let of_provider = |name: &str| {
        providers.attributes(name).find_map(|(block, value)| (block.kind == "provider").then_some(value))
    };
    let roles = top_level_blocks(&main).ok()?.into_iter().filter(|block| block.labels == ["roles"]);
    let roles = roles.flat_map(|block| block.attributes).filter_map(|name| {
        let value = of_module("roles", name)?;
        let role = ForceNewRole {
            name: string(value.entry("name")?)?,
            path: value.entry("path").and_then(string).filter(|path| path != "/"),
            ..ForceNewRole::default()
        };
        Some((name.strip_suffix(ROLE)?.to_owned(), role))
    });
    Some(ForceNew {
        region: string(of_provider("region")?)?,
        account_id: of_provider("allowed_account_ids").and_then(|ids| string(*ids.items()?.first()?)),
        identity_pool: string(of_module("identity_pool", "name")?)?,
        developer_provider: of_module("identity_pool", "developer_provider").and_then(string),
        roles: roles.collect(),
        ..ForceNew::default()
    })
}

/// A string without templates and escapes.
fn string(value: Value) -> Option<String> {
    let words = value.words();
    let mut literals = words.iter().filter(|(kind, _)| *kind == TokenKind::QuotedLiteral);
    let (_, text) = literals.next()?;
    (literals.next().is_none() && words.len() == 3 && !text.contains(['\\', '$', '%']))
        .then(|| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_read() {
        let main = "module \"identity_pool\" {\n  name = \"notes\"\n}\n\nmodule \"roles\" {\n  identity_pool_id = module.identity_pool.id\n  admins_role = {\n    name = \"a\"\n    path = \"/x/\"\n  }\n  guest_role = { name = \"b\" }\n}\n";
        let providers =
            "provider \"aws\" {\n  region = \"eu-west-1\"\n  allowed_account_ids = [\"111111111111\"]\n}\n";
        let read = |path: &str| match path {
            "environments/dev/main.tf" => Some(main.to_owned()),
            "environments/dev/providers.tf" => Some(providers.to_owned()),
            _ => None,
        };
        let found = read_attributes("dev", read).unwrap();
        assert_eq!((found.region.as_str(), found.identity_pool.as_str()), ("eu-west-1", "notes"));
        assert_eq!(found.account_id.as_deref(), Some("111111111111"));
        let roles: Vec<_> = found
            .roles
            .iter()
            .map(|(key, role)| (key.as_str(), role.name.as_str(), role.path.as_deref()))
            .collect();
        assert_eq!(roles, [("admins", "a", Some("/x/")), ("guest", "b", None)]);
        assert_eq!(read_attributes("prod", read), None);
    }
}
