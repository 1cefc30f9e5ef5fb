//! Any string in any place is either generated as exactly that string, without affecting the structure, or
//! rejected.
//!
//! The structure is the sequence of tokens without quoted text. It must be the same for a hostile and a
//! harmless string in the same place. The test has its own decoder, independent of poolsmith's escaping, to
//! compare the quoted text with the string.

use crate::support::Random;

pub mod places;
pub mod strings;
mod tokens;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use places::{HARMLESS, HARMLESS_KEY, PLACES, Place, inputs, policy, put};
use poolsmith::hcl;
use poolsmith::project::{Inputs, Project, Request};
use poolsmith::source::is_hidden;
use strings::{LONG, STRINGS};
use tokens::{structure, texts};

type Files = BTreeMap<String, String>;

/// The project for inputs with these strings in these places; `None` if one is rejected.
fn load(strings: &[(&Place, String)]) -> Option<Project> {
    let (mut inputs, mut policy) = (inputs(), policy());
    // A key that is inserted first would hide the places below it.
    let mut strings: Vec<_> = strings.iter().collect();
    strings.sort_by_key(|(place, _)| (place.is_key(), Reverse(place.path.len())));
    for (place, string) in &strings {
        let text = format!("{}{string}{}", place.around[0], place.around[1]);
        match place.path.strip_prefix('#') {
            Some(path) => put(&mut policy, path, &text),
            None => put(&mut inputs, place.path, &text),
        }
    }
    let policies = vec![("audit.json".to_owned(), policy.to_string())];
    let inputs = Inputs::Memory { path: "poolsmith.json".into(), text: inputs.to_string(), policies };
    Project::load(Request::of(inputs, "".into())).ok()
}

/// The files that are generated: what is read without an error is rendered.
fn generate(strings: &[(&Place, String)]) -> Option<Files> {
    match load(strings)?.render() {
        Ok(rendered) => Some(rendered.files),
        Err(failure) => panic!("{strings:?}: {:?}", failure.log.diagnostics),
    }
}

fn is_accepted(place: &Place, string: &str) -> bool {
    load(&[(place, place.written(string))]).is_some()
}

fn is_hcl(path: &str) -> bool {
    path.ends_with(".tf") || path.ends_with(".hcl")
}

/// Tests that the output for a string is that for a harmless one, except for the string itself.
fn assert_only_text(files: &Files, harmless: &Files, string: &str, case: &str) {
    let replaced = |text: &str| text.replace(HARMLESS_KEY, string).replace(HARMLESS, string);
    let paths: Vec<String> = harmless.keys().map(|path| replaced(path)).collect();
    assert!(paths.iter().all(|path| files.contains_key(path)), "{case}: other files than {paths:?}");
    for (path, (_, expected)) in paths.iter().zip(harmless) {
        let source = &files[path];
        if is_hcl(path) {
            hcl::check(source).unwrap_or_else(|errors| panic!("{case}: {path}: {errors:?}\n{source}"));
            let (shape, expected_shape) = (structure(source, string), structure(expected, HARMLESS));
            assert_eq!(shape, expected_shape, "{case}: {path}\n{source}");
            let expected: Vec<String> = texts(expected, HARMLESS).iter().map(|text| replaced(text)).collect();
            assert_eq!(texts(source, string), expected, "{case}: {path}");
        } else if path.ends_with("README.md") {
            let shape = |text: &str| (text.lines().count(), text.matches("\n```").count());
            assert_eq!(shape(source), shape(expected), "{case}: {path}\n{source}");
        }
    }
}

#[test]
fn hostile_strings_in_every_place_that_takes_them() {
    let open: Vec<&Place> = PLACES.iter().filter(|place| is_accepted(place, place.harmless())).collect();
    let is_seen = |string: &&str| !string.chars().any(is_hidden);
    for string in STRINGS.iter().copied().filter(is_seen).chain([LONG]) {
        let places =
            open.iter().copied().filter(|place| !is_special(place, string) && is_accepted(place, string));
        let places: Vec<&Place> = places.collect();
        // Policies accept only Latin-1.
        let least = if string.chars().all(is_latin_1) { 9 } else { 7 };
        assert!(places.len() >= least, "{string:?} is accepted only in {places:?}");
        let hostile: Vec<_> = places.iter().map(|place| (*place, place.written(string))).collect();
        let harmless: Vec<_> = places.iter().map(|place| (*place, place.harmless().to_owned())).collect();
        let files =
            generate(&hostile).unwrap_or_else(|| panic!("{string:?} is refused in {places:?} together"));
        assert_only_text(&files, &generate(&harmless).expect("harmless"), string, &format!("{string:?}"));
    }
}

#[test]
fn what_can_not_be_seen_is_refused_everywhere() {
    let hidden: Vec<&str> = STRINGS.iter().copied().filter(|string| string.chars().any(is_hidden)).collect();
    assert!(hidden.len() > 8, "{hidden:?}");
    let everywhere = PLACES.iter().map(|place| (place, "\u{202E}x"));
    let each = hidden.into_iter().enumerate().map(|(index, string)| (&PLACES[index % PLACES.len()], string));
    for (place, string) in everywhere.chain(each) {
        assert!(!is_accepted(place, string), "{string:?} is accepted in {place:?}");
    }
}

fn is_latin_1(character: char) -> bool {
    character <= '\u{FF}'
}

/// Strings that are used in more than one way.
fn is_special(place: &Place, string: &str) -> bool {
    // The name of a managed policy is the part of its ARN after the last slash, and an empty Sid is none.
    (place.path.contains("managed_policy_arns") && string.contains('/'))
        || (place.path.ends_with("/Sid") && string.is_empty())
}

#[test]
fn braces_that_are_no_tokens_are_themselves() {
    let place = PLACES.iter().find(|place| place.path.ends_with("description")).expect("a description");
    for string in
        ["{", "}", "{x", "x}", "{}", "{X}", "{a b}", "${x}", "%{ for }", "{\"a\": 1}", "$${", "{%", "x{"]
    {
        let files = generate(&[(place, string.to_owned())]).expect(string);
        let harmless = generate(&[(place, HARMLESS.to_owned())]).expect("harmless");
        assert_only_text(&files, &harmless, string, string);
    }
}

/// Concatenations of hostile strings, with single characters between them.
fn random_string(random: &mut Random) -> String {
    const CHARACTERS: &[char] =
        &['$', '%', '{', '}', '"', '\\', '\n', '~', '#', '*', '/', 'a', '\u{E000}', '\t', 'é', '🎉'];
    let mut string = String::new();
    for _ in 0..random.between(1..=6) {
        if random.once_in(3) {
            string.extend(random.pick(STRINGS).chars().filter(|c| !is_hidden(*c)));
        } else {
            string.push(random.pick(CHARACTERS));
        }
    }
    string
}

#[test]
fn random_strings_in_every_place_that_takes_any() {
    let any = "\"${x}\u{E000}🎉\n*//";
    let places: Vec<&Place> = PLACES.iter().filter(|place| is_accepted(place, any)).collect();
    assert!(places.len() >= 4, "{places:?}");
    let harmless: Vec<_> = places.iter().map(|place| (*place, place.harmless().to_owned())).collect();
    let harmless = generate(&harmless).expect("harmless");
    for seed in 1..=300 {
        let string = random_string(&mut Random::new(seed));
        let hostile: Vec<_> = places.iter().map(|place| (*place, place.written(&string))).collect();
        let files = generate(&hostile).unwrap_or_else(|| panic!("seed {seed}: {string:?} is refused"));
        assert_only_text(&files, &harmless, &string, &format!("seed {seed}: {string:?}"));
    }
}

/// In policies, which reject some strings, such as those with other characters.
#[test]
fn random_strings_in_the_places_of_policies() {
    let is_in_policy = |place: &&Place| place.path.starts_with('#') || place.path.contains("/statements/");
    let places: Vec<&Place> = PLACES.iter().filter(is_in_policy).collect();
    let mut accepted = 0;
    for seed in 1..=40 {
        let string: String =
            random_string(&mut Random::new(seed)).chars().filter(|c| is_latin_1(*c)).collect();
        let takes = |place: &&Place| !is_special(place, &string) && is_accepted(place, &string);
        let places: Vec<&Place> = places.iter().copied().filter(takes).collect();
        let hostile: Vec<_> = places.iter().map(|place| (*place, place.written(&string))).collect();
        let harmless: Vec<_> = places.iter().map(|place| (*place, place.harmless().to_owned())).collect();
        let files = generate(&hostile).unwrap_or_else(|| panic!("seed {seed}: {string:?} is refused"));
        let harmless = generate(&harmless).expect("harmless");
        assert_only_text(&files, &harmless, &string, &format!("seed {seed}: {string:?}"));
        accepted += places.len();
    }
    assert!(accepted > 60, "only {accepted} strings are accepted");
}
