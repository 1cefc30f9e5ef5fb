//! The quirks of `terraform fmt`, one by one: each `tests/fmt_cases/*.tf` has a `.expected` file with
//! Terraform's output.

use std::fs;
use std::path::{Path, PathBuf};

use poolsmith::hcl::{check, format, format_bytes};

use crate::support::Random;
use crate::terraform::formatting::grammar;

/// Cases that Terraform itself formats differently the second time.
const NOT_IDEMPOTENT: &[&str] = &["interpolation_once", "interpolation_only"];

fn cases() -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fmt_cases");
    let files = fs::read_dir(folder).expect("the folder of cases");
    files
        .map(|file| file.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tf"))
}

#[test]
fn cases_are_formatted_as_by_terraform() {
    for path in cases() {
        let source = fs::read_to_string(&path).expect("a case");
        let expected = fs::read_to_string(path.with_extension("expected")).expect("its result");
        assert_eq!(format(&source).unwrap(), expected, "{}", path.display());
    }
}

#[test]
fn formatted_cases_stay_as_they_are() {
    for path in cases() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        if !NOT_IDEMPOTENT.contains(&name) {
            let expected = fs::read_to_string(path.with_extension("expected")).expect("a result");
            assert_eq!(format(&expected).unwrap(), expected, "{name}");
        }
    }
}

#[test]
fn formatted_sources_stay_as_they_are() {
    let mut random = Random::new(1);
    let sources = (0..2000).map(|_| grammar::file(&mut random, grammar::Extent::Settled));
    for formatted in sources.filter_map(|source| format(&source).ok()) {
        assert_eq!(format(&formatted).unwrap(), formatted);
    }
}

#[test]
fn no_bytes_make_the_formatter_panic() {
    let mut random = Random::new(2);
    let alphabet = "\"${}%[]()=.,:?!-*/#<>~\\\n\r\t aE0é\u{301}\u{feff}\0";
    let characters: Vec<char> = alphabet.chars().collect();
    for _ in 0..20_000 {
        let length = random.below(40);
        let source: String = (0..length).map(|_| characters[random.below(characters.len())]).collect();
        assert_eq!(format(&source).err(), check(&source).err(), "{source:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_an_error() {
    let errors = format_bytes(b"a = \"\xff\"\n").unwrap_err();
    assert_eq!(errors[0].range, 5..6);
}
