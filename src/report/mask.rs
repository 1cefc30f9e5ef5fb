//! Where secrets are in a line that is to be shown.

use std::ops::Range;

use crate::source::secrets_in;
use crate::terraform::{Argument, BACKENDS, Type};

/// Keys whose values are secrets, besides those of the backends.
const KEYS: [&str; 8] = [
    "access_token",
    "api_key",
    "app_client_secret",
    "aws_secret_access_key",
    "client_secret",
    "private_token",
    "secret",
    "twitter",
];

/// The secrets that can be told in a line by their look, or by the key that they are the value of: all
/// that is known of a file that can't be read as a whole.
pub fn secrets_in_line(line: &str) -> Vec<Range<usize>> {
    let lower = line.to_ascii_lowercase();
    let of_backends = BACKENDS.iter().flat_map(|backend| secret_names(backend.arguments));
    let values = of_backends.chain(KEYS).flat_map(|key| values_of(&lower, key));
    secrets_in(line).into_iter().chain(values).collect()
}

fn secret_names(arguments: &'static [Argument]) -> Vec<&'static str> {
    let names = arguments.iter().flat_map(|argument| match argument.kind {
        Type::Secret(_) => vec![argument.name],
        Type::Object(inside) | Type::Block(inside, _) => secret_names(inside),
        _ => Vec::new(),
    });
    names.collect()
}

/// The values that a key has in a line of YAML, JSON or TOML, or of a URL's query.
fn values_of(line: &str, key: &str) -> Vec<Range<usize>> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let ends = line.match_indices(key).filter(|(start, _)| !line[..*start].ends_with(is_word));
    ends.filter_map(|(start, key)| value_after(line, start + key.len())).collect()
}

fn value_after(line: &str, key_end: usize) -> Option<Range<usize>> {
    let after_quote = line[key_end..].trim_start_matches(['"', '\'']);
    let assigned = after_quote.trim_start().strip_prefix([':', '='])?.trim_start();
    // What is nested has keys of its own.
    if assigned.is_empty() || assigned.starts_with(['{', '[']) {
        return None;
    }
    let start = line.len() - assigned.len();
    let length = match assigned.chars().next() {
        Some(quote @ ('"' | '\'')) => assigned[1..].find(quote).map_or(assigned.len(), |end| end + 2),
        _ => assigned.find([',', '}', ']', '&']).or_else(|| assigned.find(" #")).unwrap_or(assigned.len()),
    };
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::secrets_in_line;

    fn masked(line: &str) -> String {
        let ranges = secrets_in_line(line);
        let shown =
            |(at, c): (usize, char)| if ranges.iter().any(|range| range.contains(&at)) { '*' } else { c };
        line.char_indices().map(shown).collect()
    }

    #[test]
    fn values_of_secret_keys_are_found_in_each_language() {
        for (line, expected) in [
            ("    access_key: abc # x", "    access_key: *** # x"),
            ("{ \"token\": \"abc\", \"b\": 1 }", "{ \"token\": *****, \"b\": 1 }"),
            ("secret_key = 'a b'", "secret_key = *****"),
            ("s3: { bucket: b, token: abc, x: 1 }", "s3: { bucket: b, token: ***, x: 1 }"),
            ("address: https://a.example/?token=abc&b=1", "address: https://a.example/?token=***&b=1"),
            ("type: token", "type: token"),
            ("token_check: true", "token_check: true"),
            ("twitter: { terraform: var.twitter }", "twitter: { terraform: var.twitter }"),
            ("id: AKIAA1A1A1A1A1A1A1A1", "id: ********************"),
        ] {
            assert_eq!(masked(line), expected);
        }
    }
}
