//! The rule for the path of an `s3` grant, which rejects paths that don't do what they seem to.

use crate::aws::shown;
use crate::iam::Atom;
use crate::inputs::schema::text;
use crate::inputs::{Token, TokenString};
use crate::policy::pattern;
use crate::source::{Code, Diagnostic, Span};

/// The diagnostic if a path isn't accepted.
pub fn check(path: &TokenString, span: Span) -> Option<Diagnostic> {
    check_path(path).err().map(|why| bad_path(path, span, why))
}

fn bad_path(path: &TokenString, span: Span, why: &str) -> Diagnostic {
    Diagnostic::at(span, Code::BadPath, format!("{} {why}", shown(&path.source())))
        .help("expected `*`, or a path that ends in `/*`, has no other wildcard, no leading `/`, no `//`, and `{identity}` at most once, as a whole segment")
        .help("for example `{identity}/*`, `notes/{identity}/*` or `public/*`")
}

/// Source: the storage access rules of AWS Amplify, which follow from how S3 compares keys.
fn check_path(path: &TokenString) -> Result<(), &'static str> {
    let source = path.source();
    if source == "*" {
        return Ok(());
    }
    let Some(before) = source.strip_suffix("/*") else {
        return Err("does not end in `/*`, so it also matches keys that merely start with it");
    };
    let identities = path.tokens().filter(|token| *token == Token::Identity).count();
    let segments: Vec<&str> = before.split('/').collect();
    let has_wildcard =
        pattern(path).atoms().split_last().is_some_and(|(_, rest)| rest.iter().any(Atom::is_wildcard));
    if source.starts_with('/') {
        Err("begins with `/`, which S3 keys don't")
    } else if segments.contains(&"") {
        Err("has an empty segment")
    } else if has_wildcard {
        Err("has a wildcard before the end")
    } else if identities > 1 {
        Err("has `{identity}` more than once")
    } else if identities == 1 && !segments.contains(&"{identity}") {
        Err("has `{identity}` next to other characters in a segment")
    } else {
        Ok(())
    }
}

/// The pattern of paths in the JSON Schema.
pub fn schema_pattern() -> String {
    let segments = format!("({}/)*", text::segment_without_identity("/*?"));
    text::matching_segments(&format!(r"\*|{segments}({}/)?{segments}\*", text::IDENTITY))
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
            assert_eq!(check_path(&TokenString::parse(path).unwrap()), Ok(()), "{path}");
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
            "a/${aws:userid*/b/*",
        ] {
            assert!(check_path(&TokenString::parse(path).unwrap()).is_err(), "{path}");
        }
    }
}
