//! Whether a pattern can match an ARN of a certain format.

use crate::iam::catalogue::{ResourceType, Service};
use crate::iam::{Atom, Unknown};

/// A part of the format of an ARN.
pub enum Part {
    Character(char),
    /// A partition, region or account ID.
    Field,
    /// A variable that can be any text.
    Text,
    /// A variable that can't contain a slash, because another resource type follows it with one: an S3 bucket's name.
    Segment,
}

/// The format of the ARNs of a resource type.
pub fn format(resource_type: &ResourceType, service: &Service) -> Vec<Part> {
    let arn = resource_type.arn;
    let is_followed_by_slash = service
        .types
        .iter()
        .any(|other| other.arn.strip_prefix(arn).is_some_and(|rest| rest.starts_with('/')));
    let mut parts = Vec::new();
    let mut colons = 0;
    let mut rest = arn;
    while let Some(first) = rest.chars().next() {
        match rest.strip_prefix("${").and_then(|after| after.split_once('}')) {
            Some((_, after)) => {
                let is_segment = after.is_empty() && is_followed_by_slash;
                parts.push(match colons {
                    0..5 => Part::Field,
                    _ if is_segment => Part::Segment,
                    _ => Part::Text,
                });
                rest = after;
            }
            None if first == '*' => {
                parts.push(Part::Text);
                rest = &rest[1..];
            }
            None => {
                colons += usize::from(first == ':');
                parts.push(Part::Character(first));
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    parts
}

/// Whether an ARN of this format can match a pattern.
pub fn overlaps(format: &[Part], resource: &[Atom<Unknown>]) -> bool {
    // How many atoms can match the first parts of the format.
    let mut reached: Vec<bool> = vec![false; resource.len() + 1];
    let mut next = reached.clone();
    reached[0] = true;
    for part in format {
        next.fill(false);
        for at in 0..reached.len() {
            if !reached[at] {
                continue;
            }
            let is_variable = !matches!(part, Part::Character(_));
            let Some(atom) = resource.get(at) else {
                next[at] |= is_variable;
                continue;
            };
            reached[at + 1] |= is_text(atom) || can_be(part, atom);
            next[at] |= is_variable || can_contain(atom, part);
            next[at + 1] |= is_same(part, atom);
        }
        std::mem::swap(&mut reached, &mut next);
    }
    let may_end_at = |at: usize| reached[at] && resource[at..].iter().all(is_text);
    (0..=resource.len()).any(may_end_at)
}

/// Whether an atom can be any text, also the empty one.
fn is_text(atom: &Atom<Unknown>) -> bool {
    matches!(atom, Atom::AnyText | Atom::Variable(_) | Atom::Symbol(_))
}

/// Whether a variable of a format can contain the text of an atom.
fn can_be(part: &Part, atom: &Atom<Unknown>) -> bool {
    match part {
        Part::Character(_) => false,
        Part::Field => ![Atom::Character('/'), Atom::Character(':')].contains(atom),
        Part::Text => true,
        Part::Segment => *atom != Atom::Character('/'),
    }
}

/// Whether the text of an atom can contain a character of a format.
fn can_contain(atom: &Atom<Unknown>, part: &Part) -> bool {
    match atom {
        Atom::AnyText | Atom::Variable(_) | Atom::Symbol(Unknown::Text) => true,
        Atom::Symbol(Unknown::Word) => !matches!(part, Part::Character('/')),
        Atom::Symbol(Unknown::Field) => !matches!(part, Part::Character('/' | ':')),
        Atom::Character(_) | Atom::AnyCharacter => false,
    }
}

fn is_same(part: &Part, atom: &Atom<Unknown>) -> bool {
    match (part, atom) {
        (Part::Character(one), Atom::Character(other)) => one == other,
        (Part::Character(_), Atom::AnyCharacter) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::{Pattern, catalogue};

    #[test]
    fn a_name_ends_where_another_type_begins() {
        let s3 = catalogue::service("s3").unwrap();
        let is_bucket = |arn: &str| {
            let bucket = s3.types.iter().find(|resource| resource.name == "bucket").unwrap();
            overlaps(&format(bucket, s3), Pattern::parse(arn).atoms())
        };
        for arn in ["arn:aws:s3:::a", "arn:aws:s3:::*", "arn:*", "*", "arn:aws:s3:::${x}"] {
            assert!(is_bucket(arn), "{arn}");
        }
        for arn in [
            "arn:aws:s3:::a/*",
            "arn:aws:s3:::a/",
            "arn:aws:s3:::a*/x",
            "arn:aws:s3:us-east-1::a",
            "arn:aws:sqs:::a",
            "",
        ] {
            assert!(!is_bucket(arn), "{arn}");
        }
    }
}
