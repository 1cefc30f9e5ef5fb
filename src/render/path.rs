//! Templates mirror the output: where a template stands says where its file goes.

/// The folder whose templates are rendered for each environment.
const EACH: &str = "workspace/environments/ENVIRONMENT/";

/// Whether a template is rendered once for each environment.
pub fn is_for_each_environment(template: &str) -> bool {
    template.starts_with(EACH)
}

/// Whether a template becomes a file, and is not only a part of others.
pub fn is_output(template: &str) -> bool {
    template.starts_with("workspace/") || template.starts_with("modules/")
}

/// Where the file of a template goes in the workspace.
pub fn of_output(template: &str, environment: Option<&str>) -> String {
    let path = template.strip_suffix(".tera").unwrap_or(template);
    match (path.strip_prefix(EACH), environment) {
        (Some(file), Some(environment)) => format!("environments/{environment}/{file}"),
        _ => path.strip_prefix("workspace/").unwrap_or(path).to_owned(),
    }
}

/// The language of a template, by the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Terraform's.
    Hcl,
    /// Markdown.
    Markdown,
    /// Any other: values have no place in it.
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
