//! The limit on the nesting depth of HCL.

use poolsmith::hcl::{DEPTH_LIMIT, check, format};

/// The openings and closings of all constructs that nest.
const BRACKETS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("f(", ")"),
    ("x[", "]"),
    ("{ a = ", " }"),
    ("{ for x in y : z => ", " }"),
    ("[for x in ", " : x]"),
    ("\"${", "}\""),
    ("\"%{if ", "}%{endif}\""),
    ("<<A\n${", "}\nA\n"),
    ("x ? ", " : y"),
];

fn nested(levels: usize, open: &str, close: &str) -> String {
    format!("a = {}1{}\n", open.repeat(levels), close.repeat(levels))
}

#[test]
fn sources_nest_five_hundred_levels() {
    for (open, close) in BRACKETS {
        let source = nested(500, open, close);
        assert!(format(&source).is_ok(), "{open} … {close}");
    }
    let blocks = format!("{}{}", "b {\n".repeat(500), "}\n".repeat(500));
    assert!(format(&blocks).is_ok());
}

#[test]
fn deeper_sources_are_refused_without_overflowing_the_stack() {
    for (open, close) in BRACKETS {
        let source = nested(100_000, open, close);
        let errors = check(&source).unwrap_err();
        assert!(errors[0].message.contains(&DEPTH_LIMIT.to_string()), "{open} … {close}");
    }
    assert!(check(&"b {\n".repeat(1_000_000)).is_err());
}

/// Found by fuzzing: each level was parsed twice, so the time was exponential in the depth.
#[test]
fn what_is_wrong_in_a_block_is_parsed_once() {
    let levels = 900;
    let source = format!("{}{}", "v {\nx )\n".repeat(levels), "} j\n".repeat(levels));
    assert!(check(&source).unwrap_err().len() >= levels);
}
