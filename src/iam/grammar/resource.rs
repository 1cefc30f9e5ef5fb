//! Resources.

use crate::aws::Partition;
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

const FORM: &str = "expected an ARN, such as arn:aws:s3:::bucket/*, or `*`";

/// What was meant, and the help.
type Problem = (Option<String>, String);

fn problem(text: &str, atoms: &[Atom<Unknown>], partition: Option<Partition>) -> Option<Problem> {
    if text.trim() != text {
        return Some((Some(text.trim().to_owned()), FORM.to_owned()));
    }
    if let Some(help) = several(text) {
        return Some((None, help));
    }
    let arn = Arn::of(atoms);
    if arn.parts.first().and_then(|prefix| literal(prefix)).as_deref() != Some("arn") {
        return Some((meant(text), FORM.to_owned()));
    }
    arn.partition_problem(text, partition)
        .or_else(|| arn.service_problem(text))
        .or_else(|| arn.missing_fields(text))
        .or_else(|| arn.account_problem())
        .or_else(|| arn.s3_problem(text))
        .or_else(|| arn.iam_problem())
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

/// The parts of an ARN: `arn`, partition, service, region, account and resource.
struct Arn<'a> {
    parts: Vec<&'a [Atom<Unknown>]>,
}

impl<'a> Arn<'a> {
    fn of(atoms: &'a [Atom<Unknown>]) -> Self {
        Self { parts: atoms.splitn(6, Atom::is_colon).collect() }
    }

    /// The literal text of a part.
    fn literal(&self, index: usize) -> Option<String> {
        self.parts.get(index).and_then(|part| literal(part))
    }

    fn partition_problem(&self, text: &str, wanted: Option<Partition>) -> Option<Problem> {
        let given = self.parts.get(1).copied().unwrap_or_default();
        let accepts = |partition: Partition| matches(given, partition.id());
        let is_accepted = match wanted {
            Some(partition) => accepts(partition),
            None => Partition::ALL.into_iter().any(accepts),
        };
        if is_accepted {
            return None;
        }
        let rest = text.splitn(3, ':').nth(2);
        match (literal(given), wanted) {
            (Some(given), Some(wanted)) if Partition::ALL.iter().any(|other| other.id() == given) => Some((
                rest.map(|rest| format!("arn:{{partition}}:{rest}")),
                format!("the partition of these environments is `{}`", wanted.id()),
            )),
            // The service is in the place of the partition.
            (Some(_), _) if self.parts.len() < 6 && text.contains("::") => Some((
                text.strip_prefix("arn:").map(|rest| format!("arn:{{partition}}:{rest}")),
                FORM.to_owned(),
            )),
            (Some(given), _) if given.is_empty() => {
                Some((None, "an ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE".to_owned()))
            }
            _ => Some((
                rest.map(|rest| format!("arn:{{partition}}:{rest}")),
                "an ARN starts with `arn:` and a partition: `{partition}`, or `*` for any".to_owned(),
            )),
        }
    }

    fn service_problem(&self, text: &str) -> Option<Problem> {
        let service = self.parts.get(2).copied().unwrap_or_default();
        if service.iter().any(Atom::is_wildcard) || service.is_empty() {
            return Some((
                None,
                "name the service after the partition: IAM accepts no wildcard there".to_owned(),
            ));
        }
        let given = literal(service)?;
        let lower = given.to_lowercase();
        (given != lower).then(|| {
            (Some(text.replacen(&given, &lower, 1)), "the service in an ARN is in lowercase".to_owned())
        })
    }

    /// A `*` at the end may stand for the fields that follow, and so may what is unknown.
    fn missing_fields(&self, text: &str) -> Option<Problem> {
        let is_complete = self.parts.len() == 6 && !self.parts[5].is_empty();
        if is_complete || self.may_continue() {
            return None;
        }
        let is_s3 = self.literal(2).as_deref() == Some("s3");
        let rest = text.splitn(4, ':').nth(3).filter(|rest| is_s3 && !rest.trim_matches(':').is_empty());
        let partition = text.split(':').nth(1).unwrap_or_default();
        let meant = rest.map(|rest| format!("arn:{partition}:s3:::{}", rest.trim_start_matches(':')));
        Some((meant, "an ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE".to_owned()))
    }

    fn may_continue(&self) -> bool {
        let last = self.parts.last().copied().unwrap_or_default();
        let is_open = matches!(last.last(), Some(Atom::AnyText | Atom::Variable(_) | Atom::Symbol(_)));
        // The beginning of a region or an account ID.
        let mut begun = last.iter().filter_map(Atom::character);
        self.parts.len() < 6 && is_open && begun.all(|c| c.is_ascii_alphanumeric() || c == '-')
    }

    /// Only an account ID consists of digits.
    fn account_problem(&self) -> Option<Problem> {
        let account = self.literal(4)?;
        let is_short =
            !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit()) && account.len() != 12;
        is_short.then(|| (None, format!("an account ID has 12 digits, not {}", account.len())))
    }

    /// The ARNs of buckets and objects have neither a region nor an account; others in S3 have both.
    fn s3_problem(&self, text: &str) -> Option<Problem> {
        let is_s3 = self.literal(2).as_deref() == Some("s3");
        let has_region = !self.parts.get(3)?.is_empty() && !self.parts[3].contains(&Atom::AnyText);
        let has_account = !self.parts.get(4)?.is_empty();
        if !is_s3 || !has_region || has_account {
            return None;
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let meant = format!("arn:{}:s3:::{}", parts.get(1)?, parts.get(5)?);
        Some((Some(meant), "the ARN of a bucket or an object has no region".to_owned()))
    }

    fn iam_problem(&self) -> Option<Problem> {
        let has_region = self.literal(3).is_some_and(|region| !region.is_empty());
        let is_iam = self.literal(2).as_deref() == Some("iam");
        (is_iam && has_region).then(|| (None, "the ARNs of IAM have no region".to_owned()))
    }
}

/// Whether a part of an ARN can be this text.
fn matches(part: &[Atom<Unknown>], text: &str) -> bool {
    part.iter().cloned().collect::<Pattern<Unknown>>().overlaps_ignoring_case(&Pattern::parse(text))
        && literal(part).is_none_or(|part| part == text)
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
            "arn:aws:sqs:us-east-1:1111:queue",
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
