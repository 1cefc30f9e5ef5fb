use crate::aws::region::REGION;
use crate::aws::{Rule, arn, is, names};
use crate::hcl::Expression;
use crate::inputs::decode::Given;
use crate::inputs::spec::{self, LocalBackend, S3Backend};
use crate::model::environment::Backend;
use crate::model::resolve::Scope;
use crate::model::resolve::provider::{PROFILE, assume_role};
use crate::source::Code;

/// What Terraform calls the state of the local backend unless told otherwise.
const DEFAULT_PATH: &str = "terraform.tfstate";

const STATE_PATH: Rule = Rule {
    what: "a path of a state",
    accepted: "not empty, without control characters",
    code: Code::BadArgument,
    test: |text| is(text, 1..=1024, |c| !c.is_control()),
};

const STATE_KEY: Rule = Rule {
    what: "a key of a state",
    accepted: "1 to 1,024 characters, without control characters, without `/` at either end",
    code: Code::BadArgument,
    test: |text| is(text, 1..=1024, |c| !c.is_control()) && !text.starts_with('/') && !text.ends_with('/'),
};

/// Where the state is kept: beside the environment unless the inputs say otherwise.
pub fn backend(given: Option<&Given<spec::Backend>>, scope: &Scope) -> Backend {
    match given.and_then(Given::with_span) {
        Some((spec::Backend::S3(s3), span)) => Backend { span, ..s3_backend(s3, scope) },
        Some((spec::Backend::Local(local), span)) => Backend { span, ..local_backend(local, scope) },
        None => local_backend(&LocalBackend::default(), scope),
    }
}

fn local_backend(given: &LocalBackend, scope: &Scope) -> Backend {
    let path = scope.optional(given.path.as_ref(), &STATE_PATH);
    let folder = format!("environments/{}", scope.tokens.environment);
    let place = normalized(&folder, path.as_deref().unwrap_or(DEFAULT_PATH));
    Backend {
        kind: "local",
        arguments: path.map(|path| ("path".to_owned(), Expression::string(path))).into_iter().collect(),
        place: vec!["local".to_owned(), place],
        span: scope.span,
    }
}

/// A path without `.` and `..`, so that two ways to one file compare equal.
fn normalized(folder: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", segments.join("/"))
}

fn s3_backend(given: &S3Backend, scope: &Scope) -> Backend {
    let bucket = scope.text(&given.bucket, &names::BUCKET);
    let key = scope.text(&given.key, &STATE_KEY);
    let place = [Some("s3".to_owned()), bucket.clone(), key.clone()].into_iter().flatten().collect();
    let texts = [
        ("bucket", bucket),
        ("key", key),
        ("region", scope.text(&given.region, &REGION)),
        ("kms_key_id", kms_key(given.kms_key_id.as_ref(), scope)),
        ("profile", scope.optional(given.profile.as_ref(), &PROFILE)),
    ];
    let flags = [("use_lockfile", &given.use_lockfile), ("encrypt", &given.encrypt)];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, Expression::string(text?))));
    let flags =
        flags.into_iter().filter_map(|(name, flag)| Some((name, Expression::Bool(*flag.as_ref()?.get()?))));
    let role =
        given.assume_role.as_ref().map(|role| ("assume_role", Expression::Object(assume_role(role, scope))));
    Backend {
        kind: "s3",
        arguments: texts.chain(flags).chain(role).map(|(name, value)| (name.to_owned(), value)).collect(),
        place,
        span: scope.span,
    }
}

fn kms_key(given: Option<&Given<crate::inputs::Text>>, scope: &Scope) -> Option<String> {
    let (key, span) = scope.tokens.expand(given?, scope.problems)?;
    if let Some(problem) = arn::KMS_KEY.check(&key, scope.tokens.partition, span) {
        scope.problems.push(problem);
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn two_ways_to_one_file_compare_equal() {
        let cases = [
            ("terraform.tfstate", "environments/dev/terraform.tfstate"),
            ("./a/../terraform.tfstate", "environments/dev/terraform.tfstate"),
            ("../prod/terraform.tfstate", "environments/prod/terraform.tfstate"),
            ("../../../x", "../x"),
            ("/var//state", "/var/state"),
        ];
        for (path, place) in cases {
            assert_eq!(normalized("environments/dev", path), place);
        }
    }
}
