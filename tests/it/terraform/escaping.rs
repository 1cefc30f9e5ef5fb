//! Terraform evaluates escaped values to the original ones: those of the literal filter, and those in quoted
//! templates.
//!
//! A long run: `LITERALS=20000 LITERALS_SEED=7 cargo test --test it terraform::escaping`

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::support::{Random, from_environment};
use poolsmith::hcl::{Expression, escape_after};
use serde_json::{Map, Number, Value, json};

/// Strings that have broken generators of HCL, or could.
const HOSTILE: [&str; 42] = [
    "",
    " ",
    "\"",
    "\\",
    "\\\"",
    "\\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{0}",
    "\u{1}",
    "\u{1F}",
    "\u{7F}",
    "\u{85}",
    "${",
    "%{",
    "$${",
    "%%{",
    "${x}",
    "%{ if true }a%{ endif }",
    "$",
    "%",
    "$$",
    "{",
    "}",
    "\u{2028}",
    "\u{2029}",
    "\u{FEFF}",
    "\u{E000}\u{E001}",
    "\u{E002}",
    "\u{E003}x\u{E004}",
    "\u{10FFFF}",
    "😀",
    "é",
    "日本",
    "<<EOT\nx\nEOT",
    "# x",
    "/* x */",
    "\" + file(\"/etc/passwd\") + \"",
    "${cognito-identity.amazonaws.com:sub}",
    "\u{F0000}",
];

/// No combining characters, because Terraform normalizes all strings.
const CHARACTERS: &str =
    "ab \"\\${}%~#/*\n\r\t\u{0}\u{7}\u{2028}\u{FEFF}\u{E000}\u{E002}\u{F8FF}é日😀<>&'`=,[]()?:!";

fn text(random: &mut Random) -> String {
    let characters: Vec<char> = CHARACTERS.chars().collect();
    match random.below(4) {
        0 => HOSTILE[random.below(HOSTILE.len())].to_owned(),
        1 => format!("{}{}", HOSTILE[random.below(HOSTILE.len())], HOSTILE[random.below(HOSTILE.len())]),
        _ => (0..random.below(9)).map(|_| characters[random.below(characters.len())]).collect(),
    }
}

fn number(random: &mut Random) -> Number {
    match random.below(5) {
        0 => Number::from(random.below(usize::MAX) as u64),
        1 => Number::from(-(random.below(1_000_000) as i64)),
        2 => Number::from(i64::MIN),
        3 => Number::from_f64(random.below(1_000_000) as f64 / 1024.0).expect("a finite number"),
        _ => Number::from_f64([1e308, 5e-324, 1e-7, 1.5e300, 0.1][random.below(5)]).expect("a finite number"),
    }
}

fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(random.below(2) == 0),
        2 => Value::Number(number(random)),
        3..6 => Value::String(text(random)),
        6 | 7 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
        _ => {
            let keys = ["a", "b c", "null", "true", "for", "if", "1", "-", "a.b", "aws:RequestTag/${x}", "é"];
            let mut map = Map::new();
            for _ in 0..random.below(4) {
                let key = match random.below(2) {
                    0 => keys[random.below(keys.len())].to_owned(),
                    _ => text(random),
                };
                map.insert(key, value(random, depth - 1));
            }
            Value::Object(map)
        }
    }
}

/// The locals of a file as `terraform console` evaluates them, from JSON.
fn evaluated(locals: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("main.tf"), format!("locals {{\n{locals}}}\n")).unwrap();
    let mut console = Command::new("terraform")
        .arg("console")
        .current_dir(folder.path())
        .env_remove("TF_CLI_CONFIG_FILE")
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("terraform is on the PATH");
    console.stdin.take().unwrap().write_all(b"base64encode(jsonencode(local.all))\n").unwrap();
    let output = console.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}\n{said}", String::from_utf8_lossy(&output.stderr));
    let encoded = said.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"')).expect("a string");
    serde_json::from_slice(&from_base64(encoded)).expect("JSON")
}

fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in text.bytes().filter(|byte| *byte != b'=') {
        let value = DIGITS.iter().position(|known| *known == digit).expect("a digit of base64");
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => one == other,
    }
}

#[test]
fn any_value_is_that_value_for_terraform() {
    let mut random = Random::new(from_environment("LITERALS_SEED", 1) as u64);
    let hostile = HOSTILE.map(|text| json!({ text: [text], "x": text }));
    let count = from_environment("LITERALS", 2_000);
    let values: Vec<Value> = hostile.into_iter().chain((0..count).map(|_| value(&mut random, 3))).collect();
    let mut locals = "all = [\n".to_owned();
    for value in &values {
        writeln!(locals, "{},", Expression::from_json(value)).unwrap();
    }
    let evaluated = evaluated(&(locals + "]\n"));
    let evaluated = evaluated.as_array().expect("a list");
    assert_eq!(evaluated.len(), values.len());
    for (value, evaluated) in values.iter().zip(evaluated) {
        assert!(
            is_same(value, evaluated),
            "{value:?}\nis for Terraform\n{evaluated:?}\n{}",
            Expression::from_json(value)
        );
    }
}

#[test]
fn any_text_between_a_templates_own_characters_is_that_text_for_terraform() {
    // The template's text before and after a value: as written, and its meaning.
    let before = [
        ("", ""),
        ("$", "$"),
        ("%", "%"),
        ("-", "-"),
        ("\\\\", "\\"),
        ("$${x}", "${x}"),
        ("${1}", "1"),
        ("{", "{"),
    ];
    let after = [
        ("", ""),
        ("{", "{"),
        ("{x}", "{x}"),
        ("$", "$"),
        ("%", "%"),
        ("${2}", "2"),
        ("$${", "${"),
        ("\\\"", "\""),
    ];
    let mut random = Random::new(from_environment("LITERALS_SEED", 1) as u64);
    let texts: Vec<String> = HOSTILE
        .iter()
        .map(|text| (*text).to_owned())
        .chain((0..from_environment("LITERALS", 2_000)).map(|_| text(&mut random)))
        .collect();
    let mut locals = "all = [\n".to_owned();
    let mut expected = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let (before, after) = (before[index % 8], after[index / 8 % 8]);
        if text.is_empty() {
            continue; // nothing is between, so the characters of the template are adjacent
        }
        // Also two adjacent values.
        let [value, meant] = if index % 3 == 0 {
            [escape_after(text).repeat(2), text.repeat(2)]
        } else {
            [escape_after(text), text.clone()]
        };
        writeln!(locals, "\"{}{value}{}\",", before.0, after.0).unwrap();
        expected.push(format!("{}{meant}{}", before.1, after.1));
    }
    let evaluated = evaluated(&(locals + "]\n"));
    for (expected, evaluated) in expected.iter().zip(evaluated.as_array().expect("a list")) {
        assert_eq!(evaluated.as_str(), Some(expected.as_str()));
    }
}
