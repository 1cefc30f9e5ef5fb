//! Small random mutations of a source.

use poolsmith::hcl::lexer::{Token, tokens};

use crate::support::Random;

/// The source after a few random mutations.
pub fn mutate(random: &mut Random, source: &str) -> String {
    let mut source = source.to_owned();
    for _ in 0..1 + random.below(4) {
        source = mutate_once(random, &source);
    }
    source
}

fn mutate_once(random: &mut Random, source: &str) -> String {
    let tokens = tokens(source);
    if tokens.is_empty() {
        return source.to_owned();
    }
    let token = &tokens[random.below(tokens.len())];
    let other = &tokens[random.below(tokens.len())];
    match random.below(16) {
        0 => replace(source, token, ""),
        1 => insert(source, token, token.text(source)),
        2 => insert(source, token, other.text(source)),
        3 => replace(source, token, other.text(source)),
        4..=6 => insert(source, token, random.pick(&[" ", "   ", "\t", "\n", "\n\n", "\r\n", ""])),
        7..=8 => insert(source, token, random.pick(&["# c\n", "// c\n", "/* c */", "/* c\n*/", "/**/"])),
        9 => remove_blanks_before(source, token),
        10 => source[..token.range.start].to_owned(),
        11 => source[..token.range.end].to_owned(),
        12 => source.replace('\n', "\r\n"),
        13 => format!("\u{feff}{source}"),
        14 => insert(
            source,
            token,
            random.pick(&["é", "中", "\u{20dd}", "\u{200d}", "\u{0}", "$", "%", "\\", "\"", "}", "{"]),
        ),
        _ => source.replacen(" = ", random.pick(&["=", "   =   ", "\t=\t"]), 5),
    }
}

fn replace(source: &str, token: &Token, text: &str) -> String {
    format!("{}{text}{}", &source[..token.range.start], &source[token.range.end..])
}

fn insert(source: &str, token: &Token, text: &str) -> String {
    let (before, after) = source.split_at(token.range.start);
    format!("{before}{text}{after}")
}

fn remove_blanks_before(source: &str, token: &Token) -> String {
    let (before, after) = source.split_at(token.range.start);
    format!("{}{after}", before.trim_end_matches([' ', '\t']))
}
