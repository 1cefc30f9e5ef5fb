//! The ID or name in an ARN or a URL that was written instead of it.

/// The types of resources in ARNs, which precede the ID or name.
const TYPES: [&str; 6] = ["apis", "function", "restapis", "stages", "table", "userpool"];

/// The ID or name in an ARN, in an AWS endpoint or in an `s3://` URL.
pub(super) fn named_in(text: &str) -> Option<&str> {
    match text.starts_with("arn:") {
        true => in_arn(text),
        false => in_url(text),
    }
}

fn in_arn(arn: &str) -> Option<&str> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let &[_, _, service, _, _, resource] = &parts[..] else { return None };
    let mut pieces = resource.split([':', '/']);
    match service {
        "s3" => pieces.next(),
        "iam" => pieces.next_back(),
        _ => pieces.skip_while(|piece| !TYPES.contains(piece)).nth(1),
    }
}

fn in_url(url: &str) -> Option<&str> {
    let (scheme, address) = url.split_once("://").unwrap_or(("", url));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    if scheme == "s3" {
        return Some(host);
    }
    if !host.contains(".amazonaws.com") {
        return None;
    }
    match host.split('.').next()? {
        "s3" | "cognito-idp" => path.split(['/', ':']).next(),
        label => Some(label),
    }
}

#[cfg(test)]
mod tests {
    use super::named_in;

    #[test]
    fn the_name_is_found() {
        for (text, name) in [
            ("arn:aws:s3:::notes-uploads", "notes-uploads"),
            ("arn:aws:s3:::notes-uploads/*", "notes-uploads"),
            ("s3://notes-uploads/a/b", "notes-uploads"),
            ("https://notes-uploads.s3.eu-west-1.amazonaws.com/a", "notes-uploads"),
            ("notes-uploads.s3.amazonaws.com", "notes-uploads"),
            ("https://s3.amazonaws.com/notes-uploads/a", "notes-uploads"),
            ("arn:aws:dynamodb:us-east-1:111111111111:table/notes/index/by-date", "notes"),
            ("arn:aws:lambda:us-east-1:111111111111:function:resize:live", "resize"),
            (
                "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_Ab12Cd34E",
                "us-east-1_Ab12Cd34E",
            ),
            ("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E", "us-east-1_Ab12Cd34E"),
            ("cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E:client", "us-east-1_Ab12Cd34E"),
            ("https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod", "a1b2c3d4e5"),
            ("arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod", "a1b2c3d4e5"),
            ("arn:aws:iam::111111111111:role/path/notes", "notes"),
        ] {
            assert_eq!(named_in(text), Some(name), "{text}");
        }
        for text in ["notes", "https://example.com/notes", "", "arn:aws:s3"] {
            assert_eq!(named_in(text), None, "{text}");
        }
    }
}
