//! Parameters in the paths of an API's routes, such as `{proxy+}`, which a policy compares literally with the path of a
//! request.
//!
//! Source: Amazon API Gateway Developer Guide, "Control access for invoking an API": `resource-path-specifier`.

use crate::aws::{shown, suggested};
use crate::inputs::Token;
use crate::source::{Code, Diagnostic, Span};

/// Whether a segment of a path is a parameter: `{proxy+}` and `{id}` of API Gateway, unless a token is meant; `:id`, `<id>`
/// and `[id]` of others.
pub fn is_parameter(segment: &str) -> bool {
    let between = |open, close| segment.starts_with(open) && segment.ends_with(close);
    let name = segment.trim_matches(['{', '}']);
    (between('{', '}') && !segment.contains("}{") && Token::meant(name).is_none())
        || between('<', '>')
        || between('[', ']')
        || segment.starts_with(':')
}

/// An ARN of an API's requests whose path has parameters.
pub struct ArnWithParameters<'a> {
    first: &'a str,
    meant: String,
}

impl<'a> ArnWithParameters<'a> {
    /// The parameters of an ARN, if it has some.
    pub fn find(arn: &'a str) -> Option<Self> {
        /// What precedes the path: the ARN to the API's ID, the stage and the method.
        const BEFORE_PATH: usize = 3;
        if !arn.contains(":execute-api:") {
            return None;
        }
        let segments: Vec<&str> = arn.split('/').collect();
        let (before, path) = segments.split_at_checked(BEFORE_PATH)?;
        let first = path.iter().find(|segment| is_parameter(segment))?;
        let path = path.iter().map(|segment| if is_parameter(segment) { "*" } else { segment });
        Some(Self { first, meant: before.iter().copied().chain(path).collect::<Vec<_>>().join("/") })
    }

    /// The warning about an ARN at `span`.
    pub fn warning(&self, span: Span) -> Diagnostic {
        let message = format!(
            "{} is literal text, which no request matches, did you mean {}?",
            shown(self.first),
            suggested(&self.meant)
        );
        Diagnostic::at(span, Code::LiteralText, message)
            .help("policies have no parameters of routes; `*` also matches slashes")
    }

    /// The help for an ARN that was refused because of a parameter.
    pub fn help(&self) -> String {
        format!("if {} is the parameter of a route, write {}", shown(self.first), suggested(&self.meant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_in_arns() {
        let meant = |path: &str| {
            let arn = format!("arn:{{partition}}:execute-api:{{region}}:{{account_id}}:abc/{path}");
            let found = ArnWithParameters::find(&arn)?;
            Some(found.meant.split_once("abc/").expect("the ID of the API").1.to_owned())
        };
        for (path, expected) in [
            ("prod/GET/notes/{proxy+}", "prod/GET/notes/*"),
            ("prod/GET/notes/{id}/comments/{commentId}", "prod/GET/notes/*/comments/*"),
            ("prod/*/:id", "prod/*/*"),
        ] {
            assert_eq!(meant(path).as_deref(), Some(expected), "{path}");
        }
        for path in [
            "*",
            "prod/GET",
            "{environment}/GET/notes/{identity}",
            "prod/GET/notes/${aws:PrincipalTag/team}/*",
            "{stage}/GET/notes",
        ] {
            assert_eq!(meant(path), None, "{path}");
        }
        assert!(ArnWithParameters::find("arn:aws:s3:::bucket/a/b/{id}").is_none());
    }
}
