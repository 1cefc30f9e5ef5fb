//! Resources.

use crate::aws::Partition;
use crate::iam::grammar::arn::Arn;
use crate::iam::grammar::{quoted, refused};
use crate::iam::pattern::literal;
use crate::iam::{Atom, Pattern, Unknown};
use crate::source::{Diagnostic, Span};

/// The diagnostic if a string can't be a resource in the partition, if that is known: IAM rejects it, or it matches
/// none.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Resource" and "Identify AWS resources with Amazon Resource Names
/// (ARNs)"; the page "IAM policy validation check reference" lists the findings about ARNs.
pub fn refusal(
    text: &str,
    resource: &Pattern<Unknown>,
    partition: Option<Partition>,
    span: Span,
) -> Option<Diagnostic> {
    let atoms = resource.atoms();
    if *atoms == [Atom::AnyText] || matches!(atoms.first(), Some(Atom::Symbol(_))) {
        return None;
    }
    let (meant, help) = problem(text, atoms, partition)?;
    Some(refused(text, "a resource", meant, span).help(help))
}

/// A regular expression that every resource without tokens matches as a whole, in the syntax that RE2 and ECMAScript share.
pub const PATTERN: &str = r"\*|arn:[a-z*?-]+:[0-9a-z-]+:[\t\n\r -\u00FF]+";

pub(super) const EXPECTED_ARN: &str = "expected an ARN, such as arn:aws:s3:::bucket/*, or `*`";

/// What was meant, and the help.
pub(super) type Problem = (Option<String>, String);

fn problem(text: &str, atoms: &[Atom<Unknown>], partition: Option<Partition>) -> Option<Problem> {
    if text.trim() != text {
        return Some((Some(text.trim().to_owned()), EXPECTED_ARN.to_owned()));
    }
    if let Some(help) = several(text) {
        return Some((None, help));
    }
    let arn = Arn::of(atoms);
    if arn.parts.first().and_then(|prefix| literal(prefix)).as_deref() != Some("arn") {
        return Some((meant(text), EXPECTED_ARN.to_owned()));
    }
    arn.partition_problem(text, partition)
        .or_else(|| arn.service_problem(text))
        .or_else(|| arn.missing_fields(text))
        .or_else(|| arn.swapped_fields(text))
        .or_else(|| arn.s3_problem(text))
        .or_else(|| arn.bucket_problem())
        .or_else(|| arn.iam_problem())
        .or_else(|| arn.field_problem(text))
}

/// Several ARNs in one string.
fn several(text: &str) -> Option<String> {
    let texts: Vec<&str> = text.split(',').map(str::trim).collect();
    let are_arns = texts.len() > 1 && texts.iter().all(|text| text.starts_with("arn:"));
    are_arns.then(|| format!("write a list: {}", quoted(&texts)))
}

/// The ARN that was meant, if it is clear.
fn meant(text: &str) -> Option<String> {
    let is_bucket =
        |text: &str| text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '{');
    match text.strip_prefix("s3://") {
        Some(path) => is_bucket(path).then(|| format!("arn:{{partition}}:s3:::{path}")),
        None if text.starts_with("aws:") || text.starts_with("aws-") => Some(format!("arn:{text}")),
        None if text.starts_with("s3:::") => Some(format!("arn:{{partition}}:{text}")),
        None if text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("arn:")) => {
            Some(format!("arn:{}", &text[4..]))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn said(text: &str) -> Option<Diagnostic> {
        refusal(text, &Pattern::parse(text), Some(Partition::Aws), Span::new(FileId(0), 0, 0))
    }

    #[test]
    fn arns_with_wildcards_and_variables_are_accepted() {
        for resource in [
            "*",
            "arn:aws:s3:::bucket/*",
            "arn:aws:s3:::bucket/a, b:c/${aws:userid}",
            "arn:*:s3:::bucket",
            "arn:aws*:s3:::bucket",
            "arn:aws:codebuild:*",
            "arn:aws:sqs:us-east-1:*",
            "arn:aws:s3:us-east-1:111111111111:accesspoint/files/object/*",
            "arn:aws:s3:*:*:bucket",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:iam::*:*",
            "arn:aws:iam::*:root",
            "arn:aws:sqs:us-*:11111111*:queue",
            "arn:aws:s3:::Old_Bucket.2010/$x<y>",
            "arn:aws:s3:::b*/?",
            "arn:aws:ec2:*:${aws:PrincipalAccount}:instance/*",
            "arn:aws:elasticbeanstalk:us-east-1::solutionstack/x",
        ] {
            assert_eq!(said(resource), None, "{resource}");
        }
    }

    #[test]
    fn what_was_meant_is_named() {
        for (resource, meant) in [
            (" arn:aws:s3:::bucket", "arn:aws:s3:::bucket"),
            ("arn:aws:s3:::bucket\n", "arn:aws:s3:::bucket"),
            ("s3://bucket/a/*", "arn:{partition}:s3:::bucket/a/*"),
            ("aws:s3:::bucket", "arn:aws:s3:::bucket"),
            ("s3:::bucket", "arn:{partition}:s3:::bucket"),
            ("ARN:aws:s3:::bucket", "arn:aws:s3:::bucket"),
            ("arn:s3:::bucket", "arn:{partition}:s3:::bucket"),
            ("arn:aws-cn:s3:::bucket", "arn:{partition}:s3:::bucket"),
            ("arn:asw:s3:::bucket", "arn:{partition}:s3:::bucket"),
            ("arn:AWS:s3:::bucket", "arn:{partition}:s3:::bucket"),
            ("arn:aws:S3:::bucket", "arn:aws:s3:::bucket"),
            ("arn:aws:s3::bucket", "arn:aws:s3:::bucket"),
            ("arn:aws:s3:bucket/*", "arn:aws:s3:::bucket/*"),
            ("arn:aws:s3:us-east-1::bucket", "arn:aws:s3:::bucket"),
            ("arn:aws:sqs:111111111111:us-east-1:queue", "arn:aws:sqs:us-east-1:111111111111:queue"),
            ("arn:aws:sqs:us-east-1:1111-1111-1111:queue", "arn:aws:sqs:us-east-1:111111111111:queue"),
            ("arn:aws:sqs:us-east-1:1111:queue", "arn:aws:sqs:us-east-1:{account_id}:queue"),
            ("arn:aws:sqs:us-east-1:XXXXXXXXXXXX:queue", "arn:aws:sqs:us-east-1:{account_id}:queue"),
            ("arn:aws:sqs:REGION:ACCOUNT_ID:queue", "arn:aws:sqs:{region}:{account_id}:queue"),
            ("arn:aws:sqs:us-est-1:111111111111:queue", "arn:aws:sqs:{region}:111111111111:queue"),
            ("arn:aws:sqs:us-east-1a:111111111111:queue", "arn:aws:sqs:{region}:111111111111:queue"),
        ] {
            let message = said(resource).unwrap_or_else(|| panic!("{resource}")).message;
            assert!(message.ends_with(&format!("did you mean `{meant}`?")), "{resource}: {message}");
        }
        let list = said("arn:aws:s3:::a,arn:aws:s3:::b").unwrap();
        assert_eq!(list.help, [r#"write a list: ["arn:aws:s3:::a", "arn:aws:s3:::b"]"#]);
    }

    #[test]
    fn other_texts_are_refused() {
        for resource in [
            "",
            "**",
            "bucket/*",
            "${aws:username}",
            "arn",
            "arn:",
            "arn:aws",
            "arn:aws:",
            "arn:aws:s3",
            "arn:aws:*",
            "arn:aws:*:::bucket",
            "arn:aws:s3*:::bucket",
            "arn:::::",
            "arn:aws::::bucket",
            "arn:aws:s3:::",
            "arn:aws:sqs:us-east-1:queue",
            "arn:aws:s3:::<bucket-name>/*",
            "arn:aws:s3:::[bucket]/*",
            "arn:aws:s3:::$(bucket)/*",
            "arn:aws:s3:::%(bucket)s/*",
            "arn:aws:iam:us-east-1:111111111111:role/a",
        ] {
            assert!(said(resource).is_some(), "{resource}");
        }
    }

    #[test]
    fn parts_that_are_unknown_may_be_anything() {
        let mut resource = Pattern::default();
        for text in ["arn:", ":s3:", "::bucket/"] {
            resource.push_text(text);
            resource.push_symbol(Unknown::Text);
        }
        let of_partition =
            |partition| refusal("…", &resource, partition, Span::new(FileId(0), 0, 0)).is_none();
        assert!(of_partition(None) && of_partition(Some(Partition::AwsCn)));
    }
}
