//! The rule for strings whose segments are separated by slashes: paths of APIs and MQTT topics.
//!
//! In a resource of a policy, `*` and `?` also match slashes. A wildcard is therefore accepted only where it can't reach
//! into another segment: as the last one, where it means everything below.

use crate::aws::resources::TOPIC_CHARACTERS;
use crate::aws::{shown, suggested};
use crate::iam::Atom;
use crate::inputs::{Part, Token, TokenString};
use crate::policy::pattern;
use crate::policy::route::is_parameter;
use crate::source::{Code, Diagnostic, Span};

type Segment<'a> = [Atom<&'a Part>];

/// The diagnostic if a path of an API isn't accepted.
pub(super) fn check_api_path(path: &TokenString, span: Span) -> Option<Diagnostic> {
    let why = check(path, &[has_encoded, starts_with_slash, has_empty_segment, has_dots]).err()?;
    let source = path.source();
    let without_slashes = source.trim_start_matches('/');
    let is_meant = !without_slashes.is_empty()
        && without_slashes != source
        && TokenString::parse(without_slashes).is_ok_and(|path| check_api_path(&path, span).is_none());
    Some(bad_api_path(&source, why, is_meant.then_some(without_slashes), span))
}

/// The diagnostic if a path has a parameter of a route.
pub(super) fn route_parameter_refusal(path: &str, span: Span) -> Option<Diagnostic> {
    let parameter = path.split('/').find(|segment| is_parameter(segment))?;
    let before =
        &path[..path.split('/').take_while(|segment| *segment != parameter).map(|s| s.len() + 1).sum()];
    let why = format!("has the parameter {} of a route, which no request matches", shown(parameter));
    Some(bad_api_path(path, &why, Some(&format!("{}*", before.trim_start_matches('/'))), span))
}

fn bad_api_path(path: &str, why: &str, meant: Option<&str>, span: Span) -> Diagnostic {
    let meant = meant.map(|meant| format!(", did you mean {}?", suggested(meant))).unwrap_or_default();
    Diagnostic::at(span, Code::BadResource, format!("{} {why}{meant}", named("path", path)))
        .help("expected a path such as `notes`, `users/{identity}` or `notes/*`, or `*` for every path")
        .help("`*` also matches slashes, so it is accepted only as the last segment")
}

/// "the path `notes`"; nothing is there to show of an empty one.
fn named(what: &str, text: &str) -> String {
    if text.is_empty() { format!("the {what}") } else { format!("the {what} {}", shown(text)) }
}

/// The diagnostic if an MQTT topic isn't accepted.
pub(super) fn check_topic(topic: &TokenString, span: Span) -> Option<Diagnostic> {
    let why =
        check(topic, &[has_control, starts_with_slash, is_every_topic, has_mqtt_wildcard, is_long]).err()?;
    Some(
        Diagnostic::at(span, Code::BadResource, format!("{} {why}", named("topic", &topic.source())))
            .help("expected a topic such as `rooms/{identity}/out`, or `rooms/*` for every topic below `rooms/`")
            .help("in policies, `*` also matches slashes, so it is accepted only as the last segment"),
    )
}

/// A further rule: what is wrong with the segments, if anything is.
type Rule = fn(&[&Segment]) -> Option<&'static str>;

fn check(text: &TokenString, rules: &[Rule]) -> Result<(), &'static str> {
    let pattern = pattern(text);
    let segments: Vec<&Segment> =
        pattern.atoms().split(|atom| matches!(atom, Atom::Character('/'))).collect();
    let mut rules = rules.iter().chain(&[is_empty as Rule, has_inner_wildcard, has_joined_identity]);
    rules.find_map(|rule| rule(&segments)).map_or(Ok(()), Err)
}

fn has_character(segments: &[&Segment], is_meant: impl Fn(char) -> bool) -> bool {
    let is_meant = |atom: &Atom<&Part>| matches!(atom, Atom::Character(character) if is_meant(*character));
    segments.iter().any(|segment| segment.iter().any(is_meant))
}

/// Source: RFC 3986, section 3.3, "Path".
fn has_encoded(segments: &[&Segment]) -> Option<&'static str> {
    let is_encoded = |character: char| !character.is_ascii_graphic() || "\"<>[]\\^`{|}#".contains(character);
    has_character(segments, is_encoded).then_some("has a character that URLs can't contain")
}

fn has_control(segments: &[&Segment]) -> Option<&'static str> {
    has_character(segments, char::is_control).then_some("has a control character")
}

fn is_empty(segments: &[&Segment]) -> Option<&'static str> {
    (segments.len() == 1 && segments[0].is_empty()).then_some("is empty")
}

fn starts_with_slash(segments: &[&Segment]) -> Option<&'static str> {
    (segments.len() > 1 && segments[0].is_empty()).then_some("starts with `/`")
}

fn has_empty_segment(segments: &[&Segment]) -> Option<&'static str> {
    let (_, before) = segments.split_last()?;
    before.iter().any(|segment| segment.is_empty()).then_some("has an empty segment")
}

fn has_dots(segments: &[&Segment]) -> Option<&'static str> {
    let is_dots =
        |segment: &&Segment| !segment.is_empty() && segment.iter().all(|atom| *atom == Atom::Character('.'));
    segments.iter().any(is_dots).then_some("has a segment of dots, which clients remove")
}

fn has_inner_wildcard(segments: &[&Segment]) -> Option<&'static str> {
    let (last, before) = segments.split_last()?;
    let has_wildcard = |segment: &Segment| segment.iter().any(Atom::is_wildcard);
    let is_whole = **last == [Atom::AnyText];
    if before.iter().any(|segment| has_wildcard(segment)) {
        Some("has a wildcard before the last segment")
    } else if has_wildcard(last) && !is_whole {
        Some("has a wildcard next to other characters")
    } else {
        None
    }
}

fn has_joined_identity(segments: &[&Segment]) -> Option<&'static str> {
    let is_identity = |atom: &Atom<&Part>| *atom == Atom::Symbol(&Part::Token(Token::Identity));
    let is_joined = |segment: &&Segment| segment.len() > 1 && segment.iter().any(is_identity);
    segments.iter().any(is_joined).then_some("has `{identity}` next to other characters in a segment")
}

/// It would include the topics that AWS IoT reserves, which start with `$`.
/// Source: AWS IoT Core Developer Guide, "Reserved topics".
fn is_every_topic(segments: &[&Segment]) -> Option<&'static str> {
    (*segments == [&[Atom::AnyText][..]])
        .then_some("matches every topic, including those that AWS reserves under `$aws/`")
}

/// Source: AWS IoT Core Developer Guide, "Using wildcard characters in MQTT and AWS IoT Core policies".
fn has_mqtt_wildcard(segments: &[&Segment]) -> Option<&'static str> {
    let is_wildcard = |character: char| matches!(character, '#' | '+');
    has_character(segments, is_wildcard).then_some("has a wildcard of MQTT, which policies match literally")
}

fn is_long(segments: &[&Segment]) -> Option<&'static str> {
    let length: usize = segments.iter().map(|segment| segment.len()).sum::<usize>() + segments.len() - 1;
    (length > TOPIC_CHARACTERS).then_some("is longer than 256 characters")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(check: fn(&TokenString, Span) -> Option<Diagnostic>, text: &str) -> bool {
        let span = Span::new(crate::source::FileId(0), 0, 0);
        check(&TokenString::parse(text).unwrap(), span).is_none()
    }

    #[test]
    fn paths_of_apis() {
        for path in [
            "*",
            "notes",
            "notes/*",
            "users/{identity}",
            "users/{identity}/*",
            "v1.0/a/",
            "a${*}b",
            "notes:batch",
        ] {
            assert!(accepted(check_api_path, path), "{path}");
        }
        for path in [
            "",
            "/",
            "/notes",
            "a//b",
            "a/../b",
            "..",
            "./a",
            "a*",
            "*a",
            "*/a",
            "a/*/b",
            "a?b",
            "a/?",
            "**",
            "users/{identity}*",
            "users/x{identity}",
            "{identity}{identity}",
            "a*b/../c",
            "users/{identity}/*x",
            "{{identity}}",
            "a|b",
        ] {
            assert!(!accepted(check_api_path, path), "{path}");
        }
    }

    #[test]
    fn parameters_of_routes() {
        let said = |path: &str| {
            let span = Span::new(crate::source::FileId(0), 0, 0);
            route_parameter_refusal(path, span).map(|diagnostic| diagnostic.message).unwrap_or_default()
        };
        for (path, meant) in [
            ("notes/{proxy+}", "notes/*"),
            ("/notes/{proxy+}", "notes/*"),
            ("{proxy+}", "*"),
            ("notes/{id}", "notes/*"),
            ("notes/{noteId}/comments", "notes/*"),
            ("notes/{{id}}", "notes/*"),
            ("users/{identity}/{id}", "users/{identity}/*"),
            ("notes/:id", "notes/*"),
            ("notes/<id>", "notes/*"),
            ("notes/[id]", "notes/*"),
        ] {
            assert!(said(path).ends_with(&format!("did you mean `{meant}`?")), "{path}: {}", said(path));
        }
        for path in ["*", "users/{identity}", "users/{identty}", "users/{sub}", "{name}{environment}", "a:b"]
        {
            assert_eq!(said(path), "", "{path}");
        }
    }

    #[test]
    fn topics() {
        for topic in
            ["rooms/*", "rooms/{identity}/in", "$aws/things/*", "a//b", "${iot:ClientId}/x", "a/${?}"]
        {
            assert!(accepted(check_topic, topic), "{topic}");
        }
        for topic in
            ["", "*", "/a", "a/#", "a/+/b", "a*", "*{identity}*", "a/{identity}*", "a?", "*/a", "x{identity}"]
        {
            assert!(!accepted(check_topic, topic), "{topic}");
        }
    }
}
