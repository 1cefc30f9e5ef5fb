//! Placeholders that examples leave for the reader to fill in, and what shells and other templates would replace.

use super::matching::between;

/// The first placeholder that was not filled in, and the name in it: `<bucket-name>`, `$BUCKET`, `$(command)`,
/// `%(bucket)s`, `__BUCKET__`, `YOUR_BUCKET`.
pub fn unfilled_placeholder(source: &str) -> Option<(&str, &str)> {
    source.char_indices().find_map(|(at, _)| placeholder_at(&source[..at], &source[at..]))
}

fn placeholder_at<'a>(before: &str, from: &'a str) -> Option<(&'a str, &'a str)> {
    let is_new_word = !before.ends_with(is_word);
    let (name, around) = match from.as_bytes() {
        [b'<', ..] => (between(from, "<", ">").filter(|name| is_phrase(name))?, 2),
        [b'$', b'(', ..] => (between(from, "$(", ")").filter(|name| !name.is_empty())?, 3),
        [b'%', b'(', ..] if between(from, "%(", ")s").is_some() => (between(from, "%(", ")s")?, 4),
        [b'$', ..] => (capitals(&from[1..]).filter(|name| !NAMES_OF_AWS.contains(name))?, 1),
        [b'_', b'_', ..] if is_new_word => {
            (between(from, "__", "__").filter(|name| is_in_capitals(name))?, 4)
        }
        [b'Y', b'O', b'U', b'R', b'_' | b'-', ..] if is_new_word => (capitals(&from[5..])?, 5),
        _ => return None,
    };
    Some((&from[..name.len() + around], name))
}

/// The aliases of versions, in ARNs of Lambda functions and of documents of Systems Manager.
const NAMES_OF_AWS: [&str; 2] = ["LATEST", "DEFAULT"];

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_phrase(text: &str) -> bool {
    text.len() > 2
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " _-.".contains(c))
}

fn is_in_capitals(text: &str) -> bool {
    capitals(text) == Some(text)
}

/// The name in capitals at the start of a text, at least two characters long.
fn capitals(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '-';
    let name = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
    let name = name.trim_end_matches(['_', '-']);
    let is_whole = !text[name.len()..].starts_with(|c: char| c.is_ascii_lowercase());
    (name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase()) && is_whole).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in() {
        for (source, written) in [
            ("arn:aws:s3:::<bucket-name>/*", "<bucket-name>"),
            ("<Your Table>", "<Your Table>"),
            ("a/$BUCKET/*", "$BUCKET"),
            ("$(terraform output -raw bucket)", "$(terraform output -raw bucket)"),
            ("%(bucket)s", "%(bucket)s"),
            ("a/__BUCKET__", "__BUCKET__"),
            ("arn:aws:s3:::YOUR_BUCKET_NAME/*", "YOUR_BUCKET_NAME"),
            ("YOUR-API-ID", "YOUR-API-ID"),
        ] {
            assert_eq!(unfilled_placeholder(source).map(|(written, _)| written), Some(written), "{source}");
        }
    }

    #[test]
    fn what_is_not() {
        for source in [
            "function:notes:$LATEST",
            "document:$DEFAULT",
            "$aws/things/x",
            "abc/prod/$connect",
            "a<b>c<1>",
            "Jane <jane@notes.example>",
            "a__B__c",
            "__init__",
            "FAVOUR_ME",
            "YOUR_bucket",
            "US$",
            "$5",
            "100%(a)",
            "${*}",
        ] {
            assert_eq!(unfilled_placeholder(source), None, "{source}");
        }
    }
}
