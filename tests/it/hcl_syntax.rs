//! The diagnostics for invalid HCL.

use poolsmith::hcl::lexer::{TokenKind, tokens};
use poolsmith::hcl::{check, line_column};

/// Sources that Terraform rejects, with the location and a part of the first message.
const REFUSED: &[(&str, (usize, usize), &str)] = &[
    // Bodies and blocks.
    ("a", (1, 2), "= or a block"),
    ("\"a\" = 1", (1, 1), "can't be quoted"),
    ("a = 1\na = 2", (2, 1), "already set"),
    ("a = 1 b = 2", (1, 7), "expected a newline"),
    ("a = 1, b = 2", (1, 6), "not by commas"),
    ("a = 1; b = 2", (1, 6), "semicolons"),
    ("}", (1, 1), "unmatched"),
    ("b {", (1, 1), "not closed"),
    ("b {\n", (1, 1), "not closed"),
    ("b {\n  c {\n}\n", (1, 1), "not closed"),
    ("b c\n{\n}", (1, 4), "on the same line as the block type"),
    ("b {} c = 1", (1, 6), "expected a newline"),
    ("b { x = 1\n}", (1, 10), "after the only attribute"),
    ("b { x = 1, y = 2 }", (1, 10), "after the only attribute"),
    ("b { c {} }", (1, 7), "only contain one attribute"),
    ("b \"${c}\" {}", (1, 4), "label"),
    ("b \"c\n\" {}", (1, 3), "not closed"),
    // Expressions.
    ("a =", (1, 4), "expected an expression"),
    ("a = 1 +\n", (1, 8), "expected an expression"),
    ("a = 1 ? 2", (1, 10), "conditional"),
    ("a = (1\n", (2, 1), "close the parentheses"),
    ("a = 1.2.3", (1, 5), "invalid number"),
    ("a = b.", (1, 7), "expected a name"),
    ("a = b.0.1", (1, 7), "two indexes"),
    ("a = b.*.c.*", (1, 11), "splat"),
    ("a = b[*\n]", (1, 8), "splat"),
    ("a = b[]", (1, 7), "expected an expression"),
    ("a = f(1 2)", (1, 9), "comma"),
    ("a = f(b..., c)", (1, 11), "expected ) after ..."),
    ("a = f::b", (1, 9), "expected ( after"),
    ("a = f::1()", (1, 8), "expected a function name"),
    ("a = 1 & 2", (1, 7), "bitwise"),
    ("a = 'b'", (1, 5), "single quotes"),
    // Collections.
    ("a = [1 2]", (1, 8), "comma"),
    ("a = {b}", (1, 7), "= or :"),
    ("a = {b = 1 c = 2}", (1, 12), "newline, a comma"),
    ("a = {b = 1\n,c = 2}", (2, 1), "expected an expression"),
    ("a = {for = 1}", (1, 10), "expected a variable name"),
    ("a = [for x of y : x]", (1, 12), "expected in after"),
    ("a = [for x in y]", (1, 16), "expected : after"),
    ("a = [for x in y : x => x]", (1, 21), "expected the end"),
    ("a = {for x in y : x}", (1, 20), "key => value"),
    // Templates.
    ("a = \"b\nc = 1", (1, 5), "not closed on the same line"),
    ("a = \"${b}", (1, 5), "not closed on the same line"),
    ("a = \"${b c}\"", (1, 10), "expected }"),
    ("a = \"\\q\"", (1, 6), "invalid escape"),
    ("a = \"é\\u12\"", (1, 7), "4 hexadecimal digits"),
    ("a = \"\\U00110000\"", (1, 6), "invalid Unicode"),
    ("a = \"%{ if b }\"", (1, 6), "without endif"),
    ("a = \"%{ for b in c }\"", (1, 6), "without endfor"),
    ("a = \"%{ endif }\"", (1, 6), "endif without if"),
    ("a = \"%{ if b }%{ else }%{ else }%{ endif }\"", (1, 24), "else without if"),
    ("a = \"%{ if b }%{ endfor }\"", (1, 15), "endfor without for"),
    ("a = \"%{ while b }\"", (1, 6), "expected if, else"),
    ("a = <<EOT\nb\n", (1, 5), "heredoc is not closed"),
    ("a = <<EOT\nb\nEOT", (1, 5), "heredoc is not closed"),
    ("a = <<EOT\nb\rc\nEOT\n", (2, 2), "invalid character"),
    ("a = <<EOT b\nEOT\n", (1, 5), "expected an expression"),
    ("a = 1 /* b", (1, 7), "comment is not closed"),
    ("a = 1\rb = 2", (1, 6), "invalid character"),
];

#[test]
fn what_terraform_refuses_is_refused_with_its_place() {
    let wrong: Vec<_> = REFUSED
        .iter()
        .filter_map(|(source, place, message)| {
            let errors = check(source).expect_err(source);
            let found = line_column(source, errors[0].range.start);
            let right = found == *place && errors[0].message.contains(message);
            (!right).then_some((source, found, errors))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn all_wrong_items_are_reported() {
    let source = "a = \nb {\n  c = [1 2]\n  d = 1\n  e = )\n}\nf = 1 2\n";
    let errors = check(source).unwrap_err();
    let lines: Vec<usize> = errors.iter().map(|e| line_column(source, e.range.start).0).collect();
    assert_eq!(lines, [1, 3, 5, 7]);
}

#[test]
fn lines_and_columns_count_from_one() {
    let source = "é = 1\r\nb = \"ü\"";
    assert_eq!(line_column(source, 0), (1, 1));
    assert_eq!(line_column(source, 1), (1, 1));
    assert_eq!(line_column(source, 2), (1, 2));
    assert_eq!(line_column(source, 8), (2, 1));
    assert_eq!(line_column(source, source.len()), (2, 8));
    assert_eq!(line_column(source, 1000), (2, 8));
}

#[test]
fn the_kind_of_a_token_tells_where_a_marker_stands() {
    let source = "# \u{e000}\na = \"\u{e000}${b + \u{e000}}\"\nc = <<E\n\u{e000}\nE\n";
    let kinds: Vec<TokenKind> = tokens(source)
        .iter()
        .filter(|token| token.text(source).contains('\u{e000}'))
        .map(|token| token.kind)
        .collect();
    use TokenKind::*;
    assert_eq!(kinds, [LineComment, QuotedLiteral, Invalid, HeredocLiteral]);
}

#[test]
fn tokens_cover_all_but_blanks() {
    let source = "\u{feff}a = [\"x${ y }\", <<E\n z\n E\n] # c\n";
    let mut end = 3;
    for token in tokens(source) {
        assert!(source[end..token.range.start].trim_matches([' ', '\t']).is_empty());
        end = token.range.end;
    }
    assert_eq!(end, source.len());
}
