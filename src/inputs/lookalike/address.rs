//! Addresses of values in the user's Terraform files, without `${…}` around them.

use super::matching::MAX_BYTES;
use super::{Lookalike, Syntax};
use crate::hcl::is_identifier;
use crate::inputs::reference::is_terraform_address;

/// The address that a string is, or the first one that is a segment of a path or a field of an ARN.
pub fn address(source: &str) -> Option<Lookalike> {
    if source.len() > MAX_BYTES {
        return None;
    }
    if is_terraform_address(source) {
        return Some(Lookalike::new(source, Syntax::Address, source, true));
    }
    let part = source.split(['/', ':']).find(|part| is_clearly_address(part))?;
    Some(Lookalike::new(part, Syntax::Address, part, false))
}

/// Whether a text is an address that is hardly meant as text: of an object of AWS, or of a variable.
pub fn is_clearly_address(text: &str) -> bool {
    let is_of_aws = text.starts_with("aws_") || text.starts_with("data.aws_");
    let is_variable = text.strip_prefix("var.").is_some_and(is_identifier);
    (is_of_aws || is_variable) && is_terraform_address(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_whole_string_or_a_whole_part() {
        for (source, written) in [
            ("local.bucket", "local.bucket"),
            ("module.storage.bucket", "module.storage.bucket"),
            ("aws_s3_bucket.files.arn/*", "aws_s3_bucket.files.arn"),
            ("arn:aws:s3:::var.bucket/*", "var.bucket"),
            ("arn:aws:s3:::data.aws_s3_bucket.files[0].id/*", "data.aws_s3_bucket.files[0].id"),
        ] {
            assert_eq!(address(source).map(|found| found.written).as_deref(), Some(written), "{source}");
        }
        for source in [
            "notes",
            "local.bucket/*",
            "module.storage.bucket/*",
            "var.log.old/*",
            "arn:aws:s3:::${var.bucket}/*",
            "my-var.bucket/*",
            "aws_notes/*",
            "see var.bucket",
        ] {
            assert_eq!(address(source), None, "{source}");
        }
    }
}
