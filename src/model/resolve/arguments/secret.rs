//! Secrets in arguments.

use crate::source::{Code, Diagnostic, Span};
use crate::terraform::Argument;
use crate::tree::Entry;

/// The diagnostic for a secret argument.
pub fn secret(argument: &Argument, help: &str, entry: &Entry) -> Diagnostic {
    Diagnostic::at(entry.key, Code::Secret, format!("`{}` is a secret, which must not be in the inputs file", argument.name))
        .hides(entry.node.span)
        .help(help)
        .help("Terraform saves values from files and from -backend-config in .terraform and in plans, but not those of environment variables")
}

/// The diagnostic for a string that is a URL with a secret.
pub fn url_with_secret(text: &str, span: Span) -> Option<Diagnostic> {
    let (what, help) = secret_in_url(text)?;
    let message = format!("{what}, which must not be in the inputs file");
    Some(Diagnostic::at(span, Code::Secret, message).hides(span).help(help))
}

/// Query parameters of URLs that contain secrets.
const SECRET_PARAMETERS: [&str; 12] = [
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "job_token",
    "key",
    "password",
    "private_token",
    "secret",
    "sig",
    "token",
    "x-amz-signature",
];

/// A message about a secret in a URL, and the fix.
fn secret_in_url(text: &str) -> Option<(&'static str, &'static str)> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
        return Some((
            "the URL contains a password",
            "remove the user name and the password from the URL, and set them in environment variables",
        ));
    }
    let parameters = rest.split(['?', '#']).skip(1).flat_map(|query| query.split(['&', ';']));
    let names = parameters.filter_map(|parameter| Some(parameter.split_once('=')?.0.to_ascii_lowercase()));
    let is_secret = |name: String| SECRET_PARAMETERS.contains(&&*name);
    names.into_iter().any(is_secret).then_some((
        "the URL's query contains a token",
        "remove it from the URL: the http backend reads TF_HTTP_USERNAME and TF_HTTP_PASSWORD, or all of TF_HTTP_ADDRESS, from the environment",
    ))
}

#[cfg(test)]
mod tests {
    use super::secret_in_url;

    #[test]
    fn a_secret_in_a_url_is_seen() {
        for text in [
            "https://ann:secret@states.example/dev",
            "postgres://ann:@db.example",
            "https://states.example/dev?a=1&Token=abc",
            "https://states.example/?private_token=x",
        ] {
            assert!(secret_in_url(text).is_some(), "{text}");
        }
        for text in [
            "https://states.example:8080/a@b:c",
            "ann:secret@example",
            "https://ann@states.example",
            "s3://x",
            "https://states.example/token=1?tokens=2",
        ] {
            assert!(secret_in_url(text).is_none(), "{text}");
        }
    }
}
