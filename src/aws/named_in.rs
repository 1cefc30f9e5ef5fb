//! The ID, name or path in an ARN or a URL that was written instead of it.

/// The types of resources in ARNs, which precede the ID or name.
const TYPES: [&str; 6] = ["apis", "function", "restapis", "stages", "table", "userpool"];

/// The ID or name in an ARN, in an AWS endpoint or in an `s3://` URL.
pub(super) fn named_in(text: &str) -> Option<&str> {
    match text.starts_with("arn:") {
        true => in_arn(text),
        false => in_url(text),
    }
}

/// The name in the end of an ARN, such as `table/notes` and `111111111111:function:resize`, or with more after it, such
/// as `bucket/path` and `function:alias`.
pub(super) fn named_in_part_of_arn(text: &str) -> Option<&str> {
    if text.contains("://") {
        return None;
    }
    let mut pieces = text.split([':', '/']);
    let after_type = pieces.clone().skip_while(|piece| !TYPES.contains(piece)).nth(1);
    after_type.or_else(|| pieces.next().filter(|first| first.len() < text.len()))
}

/// The version or alias after the name of a function.
pub(super) fn qualifier_in<'a>(text: &'a str, function: &str) -> Option<&'a str> {
    text.rsplit_once(function)?.1.strip_prefix(':').filter(|qualifier| !qualifier.is_empty())
}

/// The name of a secondary index in the ARN of the index, or in its end.
pub(super) fn index_in(text: &str) -> Option<&str> {
    text.split_once("/index/").map(|(_, index)| index)
}

/// Whether a text is an ARN or has the scheme of a URL.
pub fn is_arn_or_url(text: &str) -> bool {
    service_and_resource(text).is_some() || text.contains("://")
}

/// The path in an ARN or a URL: of an S3 object, of a resource of an API, or the name of an MQTT topic or client.
pub fn path_in(address: &str) -> Option<&str> {
    if let Some((service, resource)) = service_and_resource(address) {
        return match service {
            "s3" | "iot" => after_slashes(resource, 1),
            "execute-api" => after_slashes(resource, 3),
            _ => None,
        };
    }
    let (scheme, rest) = address.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let is_api = host.contains(".execute-api.");
    let bucket_is_in_path = host.starts_with("s3.") || host.starts_with("s3-");
    match (scheme, is_api || bucket_is_in_path) {
        ("s3", _) => Some(path),
        _ if !host.contains(".amazonaws.com") => None,
        (_, true) => after_slashes(path, 1),
        (_, false) => Some(path),
    }
}

fn after_slashes(text: &str, slashes: usize) -> Option<&str> {
    text.splitn(slashes + 1, '/').nth(slashes)
}

fn service_and_resource(arn: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let &["arn", _, service, _, _, resource] = &parts[..] else { return None };
    Some((service, resource))
}

fn in_arn(arn: &str) -> Option<&str> {
    let (service, resource) = service_and_resource(arn)?;
    let mut pieces = resource.split([':', '/']);
    match service {
        "s3" | "execute-api" => pieces.next(),
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
    use super::*;

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
            ("arn:aws:execute-api:us-east-1:111111111111:a1b2c3d4e5/prod/GET/notes", "a1b2c3d4e5"),
            ("arn:aws:iam::111111111111:role/path/notes", "notes"),
        ] {
            assert_eq!(named_in(text), Some(name), "{text}");
        }
        for text in ["notes", "https://example.com/notes", "", "arn:aws:s3"] {
            assert_eq!(named_in(text), None, "{text}");
        }
    }

    #[test]
    fn the_name_in_a_part_is_found() {
        for (text, name) in [
            ("notes-uploads/private/*", "notes-uploads"),
            ("table/notes", "notes"),
            ("111111111111:function:resize:live", "resize"),
            ("resize:live", "resize"),
        ] {
            assert_eq!(named_in_part_of_arn(text), Some(name), "{text}");
        }
        for text in ["notes", "https://example.com/notes", ""] {
            assert_eq!(named_in_part_of_arn(text), None, "{text}");
        }
    }

    #[test]
    fn the_qualifier_is_found() {
        assert_eq!(
            qualifier_in("arn:aws:lambda:us-east-1:111111111111:function:qa:live", "qa"),
            Some("live")
        );
        assert_eq!(qualifier_in("qa:1", "qa"), Some("1"));
        assert_eq!(qualifier_in("111111111111:function:qa", "qa"), None);
    }

    #[test]
    fn the_index_is_found() {
        let arn = "arn:aws:dynamodb:us-east-1:111111111111:table/notes/index/by-date";
        for text in [arn, "notes/index/by-date"] {
            assert_eq!(index_in(text), Some("by-date"), "{text}");
        }
        assert_eq!(index_in("by-date"), None);
    }

    #[test]
    fn the_path_is_found() {
        for (address, path) in [
            ("arn:aws:s3:::notes-uploads/a/*", Some("a/*")),
            ("arn:aws:s3:::notes-uploads", None),
            ("s3://notes-uploads/a/*", Some("a/*")),
            ("https://notes-uploads.s3.eu-west-1.amazonaws.com/a/*", Some("a/*")),
            ("https://s3.eu-west-1.amazonaws.com/notes-uploads/a/*", Some("a/*")),
            ("arn:aws:iot:us-east-1:111111111111:topic/rooms/*", Some("rooms/*")),
            ("arn:aws:iot:us-east-1:111111111111:client/phone", Some("phone")),
            ("arn:aws:execute-api:us-east-1:111111111111:a1b2c3d4e5/prod/GET/notes/*", Some("notes/*")),
            ("https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/notes/*", Some("notes/*")),
            ("https://notes.example/a", None),
        ] {
            assert!(is_arn_or_url(address), "{address}");
            assert_eq!(path_in(address), path, "{address}");
        }
        for text in ["notes", "arn:notes/*", "a:b", "{identity}/*"] {
            assert!(!is_arn_or_url(text), "{text}");
        }
    }
}
