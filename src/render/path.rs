//! The paths of templates and of their output, which mirror each other.

use crate::inputs::keys::EnvironmentKey;
use crate::inputs::layout::{directory_of, environment_and_file};

/// The directory whose templates are rendered for each environment.
pub(super) const ENVIRONMENT_TEMPLATES: &str = "workspace/environments/ENVIRONMENT/";

/// Whether a template is rendered once per environment.
pub fn is_for_each_environment(template: &str) -> bool {
    template.starts_with(ENVIRONMENT_TEMPLATES)
}

/// Whether a template generates a file, and is not only included by others.
pub fn is_output(template: &str) -> bool {
    template.starts_with("workspace/") || template.starts_with("modules/")
}

/// The path of the file that a template generates.
pub fn of_output(template: &str, environment: Option<&str>) -> String {
    let path = template.strip_suffix(".tera").unwrap_or(template);
    match (path.strip_prefix(ENVIRONMENT_TEMPLATES), environment) {
        (Some(file), Some(environment)) => format!("{}/{file}", directory_of(environment)),
        _ => path.strip_prefix("workspace/").unwrap_or(path).to_owned(),
    }
}

/// Whether a template can generate the file with this path.
pub fn can_give(template: &str, path: &str) -> bool {
    let Some(file) = template.strip_prefix(ENVIRONMENT_TEMPLATES) else {
        return is_output(template) && of_output(template, None) == path;
    };
    let file = file.strip_suffix(".tera").unwrap_or(file);
    environment_and_file(path)
        .is_some_and(|(environment, rest)| EnvironmentKey::parse(environment).is_ok() && rest == file)
}

/// The language of a template, according to its file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// HCL.
    Hcl,
    /// Markdown.
    Markdown,
    /// Any other language, which can't contain values.
    Plain,
}

impl Language {
    /// The language of a template.
    pub fn of(template: &str) -> Self {
        let path = template.strip_suffix(".tera").unwrap_or(template);
        match path.rsplit('.').next() {
            Some("tf" | "hcl" | "tfvars") => Self::Hcl,
            Some("md") => Self::Markdown,
            _ => Self::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::can_give;

    #[test]
    fn a_template_gives_its_own_file_and_no_other() {
        let each = "workspace/environments/ENVIRONMENT/main.tf.tera";
        for (template, path) in [
            ("workspace/README.md.tera", "README.md"),
            ("modules/roles/main.tf.tera", "modules/roles/main.tf"),
            (each, "environments/dev/main.tf"),
        ] {
            assert!(can_give(template, path), "{path}");
        }
        for path in [
            "environments/dev/own.tf",
            "environments/dev/x/main.tf",
            "environments/../main.tf",
            "environments/.git/main.tf",
            "environments/main.tf",
            "main.tf",
        ] {
            assert!(!can_give(each, path), "{path}");
        }
        assert!(!can_give("partials/roles.tera", "partials/roles"));
    }
}
