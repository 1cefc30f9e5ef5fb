//! The parts of ARNs.

use crate::aws::region::is_region;
use crate::aws::{Partition, shown};
use crate::iam::grammar::resource::{EXPECTED_ARN, Problem};
use crate::iam::pattern::literal;
use crate::iam::{Atom, Pattern, Unknown};

/// The parts of an ARN: `arn`, partition, service, region, account and resource.
pub(super) struct Arn<'a> {
    pub(super) parts: Vec<&'a [Atom<Unknown>]>,
}

impl<'a> Arn<'a> {
    pub(super) fn of(atoms: &'a [Atom<Unknown>]) -> Self {
        Self { parts: atoms.splitn(6, Atom::is_colon).collect() }
    }

    /// The literal text of a part.
    pub(super) fn literal(&self, index: usize) -> Option<String> {
        self.parts.get(index).and_then(|part| literal(part))
    }

    pub(super) fn partition_problem(&self, text: &str, wanted: Option<Partition>) -> Option<Problem> {
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
                EXPECTED_ARN.to_owned(),
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

    pub(super) fn service_problem(&self, text: &str) -> Option<Problem> {
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
    pub(super) fn missing_fields(&self, text: &str) -> Option<Problem> {
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

    pub(super) fn swapped_fields(&self, text: &str) -> Option<Problem> {
        let (region, account) = (self.literal(3)?, self.literal(4)?);
        (is_account_id(&region) && is_region(&account)).then(|| {
            let meant = text.replacen(&format!(":{region}:{account}:"), &format!(":{account}:{region}:"), 1);
            (Some(meant), "in an ARN, the region comes before the account ID".to_owned())
        })
    }

    /// The region is a region code, and the account an ID, or a name such as `aws` for what AWS owns.
    pub(super) fn field_problem(&self, text: &str) -> Option<Problem> {
        let is_wrong = |index, accepts: fn(&str) -> bool| {
            self.literal(index).filter(|field| !field.is_empty() && !accepts(field))
        };
        let region = is_wrong(3, is_region);
        let account = is_wrong(4, |account| is_account_id(account) || is_owner(account));
        let help = match (&region, &account) {
            (_, Some(account)) if account.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("an account ID has 12 digits, not {}", account.len())
            }
            (_, Some(account)) => format!("an account ID has 12 digits, unlike {}", shown(account)),
            (Some(region), None) => {
                format!("{} is not a region code, such as us-east-1, or `*` for any region", shown(region))
            }
            (None, None) => return None,
        };
        let mut fields: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
        if region.is_some() {
            fields[3] = "{region}".to_owned();
        }
        if let Some(account) = account {
            let digits = account.replace(['-', ' '], "");
            fields[4] = if is_account_id(&digits) { digits } else { "{account_id}".to_owned() };
        }
        Some((Some(fields.join(":")), help))
    }

    /// A placeholder in place of the name of a bucket, which contains none of these characters.
    ///
    /// Source: Amazon S3 User Guide, "General purpose bucket naming rules".
    pub(super) fn bucket_problem(&self) -> Option<Problem> {
        let is_bucket = self.literal(2).as_deref() == Some("s3") && self.literal(4).as_deref() == Some("");
        let resource = self.parts.get(5).filter(|_| is_bucket)?;
        let mut name = resource.iter().take_while(|atom| **atom != Atom::Character('/'));
        let wrong = name.find_map(|atom| atom.character().filter(|c| "<>[]()%\"'".contains(*c)))?;
        Some((None, format!("the name of a bucket can't contain {}", shown(&wrong.to_string()))))
    }

    /// The ARNs of buckets and objects have neither a region nor an account; others in S3 have both.
    pub(super) fn s3_problem(&self, text: &str) -> Option<Problem> {
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

    pub(super) fn iam_problem(&self) -> Option<Problem> {
        let has_region = self.literal(3).is_some_and(|region| !region.is_empty());
        let is_iam = self.literal(2).as_deref() == Some("iam");
        (is_iam && has_region).then(|| (None, "the ARNs of IAM have no region".to_owned()))
    }
}

/// Whether a text stands for an account of AWS in ARNs: `aws`, `aws-marketplace`, `amazon`, `cloudfront`.
fn is_owner(text: &str) -> bool {
    text.starts_with("aws") || ["amazon", "cloudfront"].contains(&text)
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a part of an ARN can be this text.
fn matches(part: &[Atom<Unknown>], text: &str) -> bool {
    part.iter().cloned().collect::<Pattern<Unknown>>().overlaps_ignoring_case(&Pattern::parse(text))
        && literal(part).is_none_or(|part| part == text)
}
