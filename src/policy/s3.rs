//! The `s3` grant: which paths make sense.

use indexmap::IndexMap;

use crate::aws::shown;
use crate::inputs::decode::Given;
use crate::inputs::spec::{S3, S3Access};
use crate::inputs::{Part, Text, Token};
use crate::policy::document::Tree;
use crate::policy::kind::kinds;
use crate::source::{Code, Problem, Problems, Span};

/// Each identity's own objects.
const DEFAULT_PATH: &str = "{identity}/*";

/// The statements of a grant. A path that would not do what it seems to is reported.
pub fn statements(grant: &S3, dns_suffix: &str, problems: &Problems) -> Vec<Tree> {
    let path = path(grant);
    if let Some(given) = &grant.path
        && let Some((text, span)) = given.with_span()
        && let Err(why) = check_path(text)
    {
        problems.push(bad_path(text, span, why));
    }
    if grant.allow.is_empty() {
        problems.push(
            Problem::at(grant.bucket.span, Code::MissingKey, "`allow` allows nothing")
                .help("at least one of `read`, `write`, `delete`, `list`"),
        );
    }
    let is_whole = path.source() == "*";
    let mut given: Vec<&str> =
        grant.allow.iter().filter_map(Given::get).map(|access| word(*access)).collect();
    given.extend(grant.kms_key_arn.as_ref().map(|_| "kms_key_arn"));
    given.extend(is_whole.then_some("whole_bucket"));
    let parameters = IndexMap::from([
        ("prefix", prefix(&path)),
        ("path", path),
        ("dns_suffix", Text::literal(dns_suffix)),
    ]);
    kinds()["s3"].statements(&given, &parameters)
}

/// The path as given, or the default.
pub fn path(grant: &S3) -> Text {
    let given = grant.path.as_ref().and_then(Given::get).cloned();
    given.unwrap_or_else(|| Text::parse(DEFAULT_PATH).expect("the default path has no unknown token"))
}

/// The words of `allow`, as they are written.
pub fn words(grant: &S3) -> Vec<&'static str> {
    grant.allow.iter().filter_map(Given::get).map(|access| word(*access)).collect()
}

fn word(access: S3Access) -> &'static str {
    match access {
        S3Access::Read => "read",
        S3Access::Write => "write",
        S3Access::Delete => "delete",
        S3Access::List => "list",
    }
}

/// The path without its last `*`.
fn prefix(path: &Text) -> Text {
    let mut parts = path.parts().to_vec();
    if let Some(Part::Literal(last)) = parts.last_mut() {
        *last = last.trim_end_matches('*').to_owned();
    }
    Text::from_parts(parts)
}

fn bad_path(path: &Text, span: Span, why: &str) -> Problem {
    Problem::at(span, Code::BadPath, format!("{} {why}", shown(&path.source())))
        .help("a path is `*`, or ends in `/*` and has no other wildcard, no `/` in front, no `//`, and `{identity}` at most once as a whole segment")
        .help("such as `{identity}/*`, `notes/{identity}/*` or `public/*`")
}

/// The rules of a path. Source: the storage access rules of AWS Amplify, which follow from how S3
/// compares keys.
fn check_path(path: &Text) -> Result<(), &'static str> {
    let source = path.source();
    if source == "*" {
        return Ok(());
    }
    let Some(before) = source.strip_suffix("/*") else {
        return Err("does not end in `/*`, so that it also matches keys that only begin like it");
    };
    let identities = path.tokens().filter(|token| *token == Token::Identity).count();
    let segments: Vec<&str> = before.split('/').collect();
    let without_variables = without_policy_variables(before);
    if source.starts_with('/') {
        Err("begins with `/`: S3's keys don't")
    } else if segments.contains(&"") {
        Err("has an empty segment")
    } else if without_variables.contains(['*', '?']) {
        Err("has a wildcard before its end")
    } else if identities > 1 {
        Err("has `{identity}` more than once")
    } else if identities == 1 && !segments.contains(&"{identity}") {
        Err("has `{identity}` beside other characters in its segment")
    } else {
        Ok(())
    }
}

/// A text without its `${…}`.
fn without_policy_variables(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        kept.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for path in [
            "*",
            "{identity}/*",
            "a/{identity}/*",
            "public/*",
            "{environment}/b/*",
            "${aws:PrincipalTag/team}/*",
        ] {
            assert_eq!(check_path(&Text::parse(path).unwrap()), Ok(()), "{path}");
        }
        for path in [
            "",
            "a",
            "a*",
            "/a/*",
            "a//*",
            "//*",
            "/*",
            "*/a/*",
            "a?/*",
            "{identity}*",
            "{identity}/{identity}/*",
            "x{identity}/*",
            "{identity}-x/*",
        ] {
            assert!(check_path(&Text::parse(path).unwrap()).is_err(), "{path}");
        }
    }
}
