//! References to objects in the user's own Terraform files: `{ terraform: aws_s3_bucket.files.bucket }`.

use crate::aws::{Identifier, Partition, shown};
use crate::hcl::{Step, Traversal};
use crate::source::{Code, Diagnostic, Span, is_like_secret};
use crate::terraform::{LIST_ATTRIBUTES, arn_format, attributes};

/// The pattern of references in the JSON Schema.
pub const PATTERN: &str =
    r#"^[A-Za-z_][0-9A-Za-z_-]*(\.[A-Za-z_][0-9A-Za-z_-]*|\[([0-9]+|"([^"\\]|\\.)*")\])+$"#;

/// The diagnostic at `span` if a reference can't have the wanted value; without `wanted`, any string.
pub fn refusal(
    reference: &str,
    wanted: Option<Identifier>,
    partition: Partition,
    span: Span,
) -> Option<Diagnostic> {
    let Some(traversal) = Traversal::parse(reference) else { return Some(not_a_reference(reference, span)) };
    never_a_value(reference, &traversal, span)
        .or_else(|| wrong_attribute(reference, &traversal, wanted, partition, span))
}

/// Whether a text can only be the address of a value in the user's Terraform files. A type of resources has an
/// underscore after the provider's name.
pub fn is_terraform_address(text: &str) -> bool {
    if !text.contains('.') {
        return false;
    }
    let Some(traversal) = Traversal::parse(text) else { return false };
    let is_of_type = |name: &str| name.contains('_') && name.chars().all(|c| !c.is_ascii_uppercase());
    let names_value = match (traversal.root, &traversal.steps[..]) {
        ("var" | "local", _) => true,
        ("module", steps) => steps.len() > 1,
        ("data", [Step::Attribute(resource), _, _, ..]) => is_of_type(resource),
        (resource, [_, _, ..]) => is_of_type(resource),
        _ => false,
    };
    names_value && !is_secret(&traversal) && !traversal.steps.contains(&Step::Splat)
}

fn is_secret(traversal: &Traversal) -> bool {
    SECRETS.iter().any(|secret| traversal.steps.last() == Some(&Step::Attribute(secret)))
}

/// The diagnostic for a reference to a secret, to a list, or to what exists only inside a block.
fn never_a_value(reference: &str, traversal: &Traversal, span: Span) -> Option<Diagnostic> {
    let refused =
        |message: &str| Diagnostic::at(span, Code::BadReference, format!("{} {message}", shown(reference)));
    if is_secret(traversal) {
        let shown = shown(reference);
        let message = format!("{shown} is a secret, which does not belong in an identity pool or a policy");
        return Some(Diagnostic::at(span, Code::Secret, message).help("expected an ID, a name or an ARN"));
    }
    if ["each", "self", "count"].contains(&traversal.root) {
        return Some(
            refused("exists only inside a block of your own").help("use a local value: `local.NAME`"),
        );
    }
    is_list(traversal).then(|| {
        refused("is a list, not a string")
            .help("refer to one element: of a list with `[0]`, of a set through a local value with `one(…)`")
            .help("where a list is accepted, write a list of references")
    })
}

fn is_list(traversal: &Traversal) -> bool {
    let attribute = match Object::of(traversal) {
        (Object::Resource(resource), [Step::Attribute(attribute)]) if resource.starts_with("aws_") => {
            attribute
        }
        _ => "",
    };
    traversal.steps.contains(&Step::Splat) || LIST_ATTRIBUTES.contains(&attribute)
}

/// The diagnostic for a whole resource or module, and for an attribute that can't have the wanted value.
fn wrong_attribute(
    reference: &str,
    traversal: &Traversal,
    wanted: Option<Identifier>,
    partition: Partition,
    span: Span,
) -> Option<Diagnostic> {
    let (object, attributes) = Object::of(traversal);
    let refuse = |message: &str, meant: Option<String>| {
        let meant = meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
        let message = format!("{} is {message}{meant}", shown(reference));
        Diagnostic::at(span, Code::BadReference, message)
    };
    match (object, attributes) {
        (Object::Value, _) => None,
        (Object::Module, []) => {
            let help = format!("add the name of an output: `{reference}.OUTPUT`");
            Some(refuse("a whole module", None).help(help))
        }
        (Object::Module, _) => None,
        (Object::Resource(resource), []) => {
            let attribute = meant(resource, wanted).unwrap_or("id");
            let help = format!("add the attribute: `{reference}.ATTRIBUTE`");
            Some(refuse("a whole resource", Some(format!("{reference}.{attribute}"))).help(help))
        }
        (Object::Resource(resource), [Step::Attribute(attribute)]) => {
            let wanted = wanted?;
            let given = identified(resource, attribute);
            if given.is_some_and(|given| given.is_a(wanted)) {
                return None;
            }
            let meant = meant(resource, Some(wanted));
            given.or(meant.and(Some(wanted)))?;
            let address = reference.strip_suffix(attribute)?;
            let message = format!("not {}", wanted.what());
            let refusal = refuse(&message, meant.map(|meant| format!("{address}{meant}")));
            Some(refusal.help(format!("expected {}", wanted.accepted(partition))))
        }
        (Object::Resource(_), _) => None,
    }
}

/// Attributes of resources that are secrets.
const SECRETS: [&str; 4] = ["client_secret", "secret_string", "secret", "password"];

fn not_a_reference(reference: &str, span: Span) -> Diagnostic {
    if is_like_secret(reference) {
        return Diagnostic::at(span, Code::Secret, "this is not a reference, and looks like a secret")
            .hides(span)
            .help("expected an address in your Terraform configuration, such as var.twitter");
    }
    let inside = reference.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).map(str::trim);
    let meant = inside.filter(|inside| Traversal::parse(inside).is_some());
    let message = match meant {
        Some(meant) => format!("{} is not a reference, did you mean `{meant}`?", shown(reference)),
        None => format!("{} is not a reference", shown(reference)),
    };
    let diagnostic = Diagnostic::at(span, Code::BadReference, message);
    let diagnostic = match meant.is_none() && is_expression(reference) {
        true => diagnostic.help("put an expression, or a text around an address, into a local value of your own, such as `local.NAME`, and refer to that"),
        false => diagnostic,
    };
    diagnostic
        .help("expected an address in your Terraform configuration, such as aws_s3_bucket.files.bucket, var.bucket, module.storage.bucket, data.aws_s3_bucket.files[\"main\"].arn")
}

/// Whether a text is an address with more around it, as in `aws_s3_bucket.files.arn/*` and `lower(var.bucket)`.
fn is_expression(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.[]\"".contains(c);
    text.contains("${") || text.split(|c| !is_part(c)).any(is_terraform_address)
}

/// The format of the ARN that a reference is, with `*` for each part without slashes that isn't known.
pub fn arn_format_of(reference: &str) -> Option<&'static str> {
    let traversal = Traversal::parse(reference)?;
    match Object::of(&traversal) {
        (Object::Resource(resource), [Step::Attribute("arn")]) => arn_format(resource),
        _ => None,
    }
}

/// What a reference begins with. Source: Terraform, "References to Named Values".
enum Object<'a> {
    /// A resource or a data source of this type.
    Resource(&'a str),
    /// A call of a module.
    Module,
    /// A variable, a local value, or a value of Terraform's.
    Value,
}

impl<'a> Object<'a> {
    /// The object, and the steps after its address.
    fn of<'t>(traversal: &'t Traversal<'a>) -> (Self, &'t [Step<'a>]) {
        match (traversal.root, &traversal.steps[..]) {
            ("var" | "local" | "path" | "terraform", steps) => (Self::Value, steps),
            ("module", [_, rest @ ..]) => (Self::Module, after_index(rest)),
            ("data", [Step::Attribute(resource), _, rest @ ..]) => {
                (Self::Resource(resource), after_index(rest))
            }
            ("data", steps) => (Self::Value, steps),
            (resource, [_, rest @ ..]) => (Self::Resource(resource), after_index(rest)),
            (_, steps) => (Self::Value, steps),
        }
    }
}

fn after_index<'t, 'a>(steps: &'t [Step<'a>]) -> &'t [Step<'a>] {
    match steps {
        [Step::Index(_), rest @ ..] => rest,
        _ => steps,
    }
}

/// What an attribute of a resource identifies.
fn identified(resource: &str, attribute: &str) -> Option<Identifier> {
    let (_, identifier) = attributes(resource)?.iter().find(|(name, _)| *name == attribute)?;
    Some(*identifier)
}

/// The attribute of a resource that has the wanted value.
fn meant(resource: &str, wanted: Option<Identifier>) -> Option<&'static str> {
    let wanted = wanted?;
    let (name, _) = attributes(resource)?.iter().find(|(_, identifier)| identifier.is_a(wanted))?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn message(reference: &str, wanted: Identifier) -> Option<String> {
        let span = Span::new(FileId(0), 0, 0);
        refusal(reference, Some(wanted), Partition::Aws, span).map(|diagnostic| diagnostic.message)
    }

    #[test]
    fn a_wrong_attribute_is_refused_and_the_right_one_named() {
        use Identifier::{
            AppClientId, BucketName, FunctionName, IotClientId, KmsKeyArn, MqttTopic, ResourceArn, UserPoolId,
        };
        let cases = [
            ("aws_s3_bucket.files.arn", BucketName, "aws_s3_bucket.files.bucket"),
            ("aws_s3_bucket.files", BucketName, "aws_s3_bucket.files.bucket"),
            ("aws_s3_bucket.files[0]", BucketName, "aws_s3_bucket.files[0].bucket"),
            ("data.aws_s3_bucket.files", BucketName, "data.aws_s3_bucket.files.bucket"),
            (
                "aws_s3_bucket.files[\"a\"].bucket_domain_name",
                BucketName,
                "aws_s3_bucket.files[\"a\"].bucket",
            ),
            ("aws_cognito_user_pool.main.endpoint", UserPoolId, "aws_cognito_user_pool.main.id"),
            ("aws_cognito_user_pool_client.web.name", AppClientId, "aws_cognito_user_pool_client.web.id"),
            (
                "aws_cognito_user_pool_client.web.id",
                UserPoolId,
                "aws_cognito_user_pool_client.web.user_pool_id",
            ),
            ("aws_lambda_function.f.arn", FunctionName, "aws_lambda_function.f.function_name"),
            ("aws_lambda_function.f.invoke_arn", ResourceArn, "aws_lambda_function.f.arn"),
            ("aws_kms_key.k.key_id", KmsKeyArn, "aws_kms_key.k.arn"),
            ("aws_kms_alias.k.arn", KmsKeyArn, "aws_kms_alias.k.target_key_arn"),
            ("aws_iot_thing.t.arn", IotClientId, "aws_iot_thing.t.name"),
            ("aws_iot_thing.t", IotClientId, "aws_iot_thing.t.name"),
            ("data.aws_iot_thing.t.version", MqttTopic, "data.aws_iot_thing.t.name"),
            ("aws_iot_thing.t.name", ResourceArn, "aws_iot_thing.t.arn"),
            ("aws_unknown.x", BucketName, "aws_unknown.x.id"),
        ];
        for (reference, wanted, meant) in cases {
            let message = message(reference, wanted).unwrap_or_else(|| panic!("{reference} is accepted"));
            assert!(message.ends_with(&format!("did you mean `{meant}`?")), "{reference}: {message}");
        }
    }

    #[test]
    fn what_can_only_be_another_thing_is_refused() {
        use Identifier::{AppClientId, BucketName, ResourceArn, UserPoolId};
        for (reference, wanted) in [
            ("aws_cognito_user_pool_client.web.client_secret", AppClientId),
            ("aws_dynamodb_table.notes.name", BucketName),
            ("aws_s3_bucket.files[*].bucket", BucketName),
            ("data.aws_cognito_user_pools.all.ids", UserPoolId),
            ("data.aws_cognito_user_pools.all.arns", ResourceArn),
            ("data.aws_dynamodb_tables.all.names", BucketName),
            ("module.storage", BucketName),
            ("each.value", BucketName),
            ("${var.bucket}", BucketName),
        ] {
            assert!(message(reference, wanted).is_some(), "{reference}");
        }
    }

    #[test]
    fn what_may_be_right_is_accepted() {
        use Identifier::{BucketName, KmsKeyArn, ResourceArn, UserPoolId};
        for (reference, wanted) in [
            ("aws_s3_bucket.files.id", BucketName),
            ("aws_iot_thing.t.name", Identifier::MqttTopic),
            ("aws_s3_bucket_policy.files.bucket", BucketName),
            ("aws_s3_bucket.files.tags[\"other\"]", BucketName),
            ("data.aws_ssm_parameter.bucket.value", BucketName),
            ("var.bucket", BucketName),
            ("data.aws_cognito_user_pools.all.ids[0]", UserPoolId),
            ("module.users.ids", UserPoolId),
            ("local.buckets[\"files\"]", BucketName),
            ("module.storage.bucket_arn", BucketName),
            ("data.terraform_remote_state.users.outputs.user_pool_id", UserPoolId),
            ("aws_kms_key.k.arn", KmsKeyArn),
            ("aws_iam_role.r.arn", ResourceArn),
        ] {
            assert_eq!(message(reference, wanted), None, "{reference}");
        }
    }
}
