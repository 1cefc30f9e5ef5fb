//! Finds text that looks like a token or a variable.

use super::address::address;
use super::dollar::{doubled_dollar, interpolation, key_with_tag};
use super::matching::{MAX_BYTES, Match, between, of};
use super::meaning::Meaning;
use super::names::{is_key, is_name, is_spelling, token_before_more};
use super::unbalanced::{Braces, unclosed};
use super::unfilled::unfilled_placeholder;
use super::{Lookalike, Syntax};
use crate::iam::Variable;
use crate::inputs::braces::token_word;
use crate::inputs::reference::is_terraform_address;
use crate::inputs::token::Token;

/// The maximum number of lookalikes per string. More would repeat the same mistake.
const MAX_FOUND: usize = 16;

/// The lookalikes in a string as it is written in the inputs.
pub fn find(source: &str) -> Vec<Lookalike> {
    let mut found: Vec<Lookalike> = address(source).into_iter().collect();
    let mut at = 0;
    let mut braces = Braces::default();
    while let Some(next) = source[at..].find(['$', '{', '}', '&', '%', '#', '@', '<', '\\']) {
        at += next;
        let Match { before, length, lookalike } = match source.as_bytes()[at] {
            b'}' => braces.close(source, at),
            _ => match_at(&source[..at], &source[at..]),
        };
        if let Some((syntax, inside)) = lookalike {
            let written = &source[at - before..at + length];
            let lookalike = Lookalike::new(written, syntax, inside, written.len() == source.len());
            if !found.iter().any(|earlier| is_same_mistake(earlier, &lookalike)) {
                found.push(lookalike);
            }
        }
        if found.len() == MAX_FOUND {
            break;
        }
        braces.pass(source, at, length);
        at += length;
    }
    if let Some((written, name)) = unfilled_placeholder(source).filter(|_| found.is_empty()) {
        found.push(Lookalike::new(written, Syntax::Unfilled, name, written.len() == source.len()));
    }
    found
}

/// Of the parts of a template, and of several Terraform expressions, the first is enough.
fn is_same_mistake(earlier: &Lookalike, later: &Lookalike) -> bool {
    let is_reference = |lookalike: &Lookalike| matches!(lookalike.meaning(), Some(Meaning::Reference(_)));
    (earlier.syntax == Syntax::Template && later.syntax == Syntax::Template)
        || (is_reference(earlier) && is_reference(later))
}

fn match_at<'a>(before: &str, from: &'a str) -> Match<'a> {
    let found = match from.as_bytes() {
        [b'$', b'{', b'{', ..] => Some(doubled_dollar(from)),
        [b'$' | b'\\', b'$', b'{', b'{', ..] => None,
        [b'$', b'$', b'{', ..] => between(from, "$${", "}").map(|inside| (Syntax::Escape, inside, 4)).map(of),
        [b'$', b'{', ..] => Some(interpolation(from)),
        [b'\\', b'$', b'{', ..] => {
            between(from, "\\${", "}").map(|inside| (Syntax::Escape, inside, 4)).map(of)
        }
        [b'&', b'{', next, ..] if *next != b'{' => ampersand(from),
        [b'{', b'{', ..] => Some(doubled(before, from)),
        [b'{', b'%', ..] => between(from, "{%", "%}").map(|inside| of((Syntax::Template, inside, 4))),
        [b'<', b'%', ..] => between(from, "<%", "%>").map(|inside| of((Syntax::Template, inside, 4))),
        [b'{', ..] => single(from),
        [b'%', b'{', next, ..] if *next != b'{' => directive(from),
        // `USER#{identity}` is a key of a single-table design, with a token.
        [b'#' | b'@' | b'%', b'{', ..] if !before.ends_with(char::is_alphanumeric) => before_token(from),
        [b'$' | b'<' | b'%', ..] => word(from),
        _ => None,
    };
    found.unwrap_or_else(|| Match::text(from.chars().next().map_or(1, char::len_utf8)))
}

fn ampersand(from: &str) -> Option<Match<'_>> {
    let inside = between(from, "&{", "}")?;
    let is_meant = Variable::parse(inside).is_some() || Token::of_other_name(inside).is_some();
    is_meant.then(|| of((Syntax::Ampersand, inside, 3)))
}

/// `{{…}}`: a literal `{…}`, or a value of a template engine. After `${$}`, it is certainly meant as text.
fn doubled<'a>(before: &str, from: &'a str) -> Match<'a> {
    let braces = from.bytes().take(MAX_BYTES).take_while(|byte| *byte == b'{').count();
    let Some(inside) = between(from, "{{", "}}") else {
        return match token_word(&from[1..]) {
            Some(word) => of((Syntax::DoubledBraces, word, 3)),
            None => Match::text(2),
        };
    };
    let closing = from[inside.len() + 2..].bytes().take_while(|byte| *byte == b'}').count();
    let length = inside.len() + 2 + closing.min(braces);
    let name = inside.trim_matches('{');
    if before.ends_with("${$}") || !is_name(name.trim()) {
        return Match::text(length);
    }
    let is_of_helm = braces == 2 && name.trim_start().starts_with(['.', '$']);
    let syntax = if is_of_helm { Syntax::Template } else { Syntax::DoubledBraces };
    Match::new(length, syntax, name)
}

/// `{…}`: a token, a token in another spelling, a policy variable without `$`, a Terraform expression without `$`, a
/// token with more text in its braces, or text.
fn single(from: &str) -> Option<Match<'_>> {
    if let Some(word) = token_word(from) {
        return Some(Match::text(word.len() + 2));
    }
    let Some(inside) = between(from, "{", "}").filter(|inside| !inside.contains('{')) else {
        return unclosed(from);
    };
    let length = inside.len() + 2;
    let inside_of = |syntax| Some(Match::new(length, syntax, inside));
    if is_spelling(inside) {
        inside_of(Syntax::Spelling)
    } else if is_key(inside) {
        inside_of(Syntax::NoDollar)
    } else if is_terraform_address(inside.trim()) {
        inside_of(Syntax::Interpolation)
    } else {
        token_before_more(inside).map(|token| Match::new(length, Syntax::Placeholder, token))
    }
}

/// `%{ if … }`: a directive of a Terraform template.
fn directive(from: &str) -> Option<Match<'_>> {
    let Some(inside) = between(from, "%{", "}") else { return word(from) };
    let first = inside.trim_start_matches('~').split_whitespace().next().unwrap_or_default();
    match ["if", "else", "endif", "for", "endfor"].contains(&first.trim_end_matches('~')) {
        true => Some(of((Syntax::Template, inside, 3))),
        false => before_token(from),
    }
}

/// `#{name}`: a token after a character that marks an interpolation in another language.
fn before_token(from: &str) -> Option<Match<'_>> {
    let word = token_word(&from[1..]).filter(|word| Token::of_word(word).is_some())?;
    Some(of((Syntax::Placeholder, word, 3)))
}

/// `$identity`, `$aws:PrincipalTag/team`, `$context.identity.cognitoIdentityId`, `$(NAME)`, `<name>` and `%name%`.
fn word(from: &str) -> Option<Match<'_>> {
    let of_shell = between(from, "$(", ")").filter(|name| is_name(name));
    let of_markup = between(from, "<", ">").or_else(|| between(from, "%", "%"));
    let of_markup = of_markup.filter(|name| Token::of_word(name).is_some());
    if let Some((name, around)) = of_shell.map(|name| (name, 3)).or(of_markup.map(|name| (name, 2))) {
        return Some(of((Syntax::Placeholder, name, around)));
    }
    let name = from.strip_prefix('$')?;
    let run = |others: &str| {
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || others.contains(c));
        &name[..name.find(is_end).unwrap_or(name.len()).min(MAX_BYTES)]
    };
    let key = key_with_tag(name);
    if is_key(key) && ["aws:", "cognito-identity."].iter().any(|prefix| key.starts_with(prefix)) {
        return Some(of((Syntax::Placeholder, key, 1)));
    }
    let name = run("_.");
    let last = name.rsplit('.').next().unwrap_or_default();
    Token::of_other_name(last).map(|_| of((Syntax::Placeholder, name, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(Syntax, String)> {
        find(source).into_iter().map(|lookalike| (lookalike.syntax, lookalike.written)).collect()
    }

    #[test]
    fn what_looks_like_a_token_or_a_variable() {
        let cases = [
            ("a/${aws:userid}/b", Syntax::PolicyVariable, "${aws:userid}"),
            ("${aws:PrincipalTag/team, 'none'}", Syntax::PolicyVariable, "${aws:PrincipalTag/team, 'none'}"),
            ("${identity}/*", Syntax::Interpolation, "${identity}"),
            ("${var.bucket}-x", Syntax::Interpolation, "${var.bucket}"),
            ("${AWS::Region}", Syntax::Interpolation, "${AWS::Region}"),
            ("${}", Syntax::Interpolation, "${}"),
            ("x$${aws:userid}", Syntax::Escape, "$${aws:userid}"),
            ("x\\${aws:userid}", Syntax::Escape, "\\${aws:userid}"),
            ("${self:custom.bucket}", Syntax::Interpolation, "${self:custom.bucket}"),
            ("<bucket-name>/*", Syntax::Unfilled, "<bucket-name>"),
            ("&{aws:userid}", Syntax::Ampersand, "&{aws:userid}"),
            ("&{identity}", Syntax::Ampersand, "&{identity}"),
            ("${aws:userid/*", Syntax::Unclosed, "${aws:userid"),
            ("${aws:PrincipalTag/team/*", Syntax::Unclosed, "${aws:PrincipalTag/team"),
            ("${aws:userid/{identity}/*", Syntax::Unclosed, "${aws:userid"),
            ("${aws:userid*/b}/*", Syntax::Unclosed, "${aws:userid"),
            ("{Identity}", Syntax::Spelling, "{Identity}"),
            ("{ identity }", Syntax::Spelling, "{ identity }"),
            ("{$identity}", Syntax::Spelling, "{$identity}"),
            ("{AWS::Region}", Syntax::Spelling, "{AWS::Region}"),
            ("{aws:PrincipalTag/team}", Syntax::NoDollar, "{aws:PrincipalTag/team}"),
            ("${{ secrets.BUCKET }}", Syntax::Expression, "${{ secrets.BUCKET }}"),
            ("%{ if x }a", Syntax::Template, "%{ if x }"),
            ("%{~ endif ~}", Syntax::Template, "%{~ endif ~}"),
            ("{% if x %}", Syntax::Template, "{% if x %}"),
            ("<%= x %>", Syntax::Template, "<%= x %>"),
            ("{{ .Values.bucket }}", Syntax::Template, "{{ .Values.bucket }}"),
            ("{\tidentity}", Syntax::Spelling, "{\tidentity}"),
            ("{identity/*", Syntax::Unbalanced, "{identity"),
            ("a/{ identity", Syntax::Unbalanced, "{ identity"),
            ("{identityId/{region}", Syntax::Unbalanced, "{identityId"),
            ("a/identity}/*", Syntax::Unbalanced, "identity}"),
            ("{region}-env}", Syntax::Unbalanced, "env}"),
            ("a/{identity}}/*", Syntax::Unbalanced, "{identity}}"),
            ("{identity/x}", Syntax::Placeholder, "{identity/x}"),
            ("{var.bucket}", Syntax::Interpolation, "{var.bucket}"),
            ("var.bucket", Syntax::Address, "var.bucket"),
            ("aws_s3_bucket.files[0].arn", Syntax::Address, "aws_s3_bucket.files[0].arn"),
            ("{{identity}/*", Syntax::DoubledBraces, "{{identity}"),
            ("{{identity}}/*", Syntax::DoubledBraces, "{{identity}}"),
            ("{{ bucket }}", Syntax::DoubledBraces, "{{ bucket }}"),
            ("{{ bucket | lower }}", Syntax::DoubledBraces, "{{ bucket | lower }}"),
            ("{{{identity}}}", Syntax::DoubledBraces, "{{{identity}}}"),
            ("${{x}}", Syntax::DoubledBraces, "${{x}}"),
            ("${{x", Syntax::DoubledBraces, "${{"),
            ("\\${{x", Syntax::DoubledBraces, "${{"),
            ("#{identity}", Syntax::Placeholder, "#{identity}"),
            ("%{region}", Syntax::Placeholder, "%{region}"),
            ("$aws:PrincipalTag/team", Syntax::Placeholder, "$aws:PrincipalTag/team"),
            ("$aws:userid/*", Syntax::Placeholder, "$aws:userid"),
            (
                "$cognito-identity.amazonaws.com:sub/*",
                Syntax::Placeholder,
                "$cognito-identity.amazonaws.com:sub",
            ),
            ("{{ env('BUCKET') }}", Syntax::DoubledBraces, "{{ env('BUCKET') }}"),
            ("{custom:tenant}", Syntax::NoDollar, "{custom:tenant}"),
            ("$identity/*", Syntax::Placeholder, "$identity"),
            (
                "$context.identity.cognitoIdentityId",
                Syntax::Placeholder,
                "$context.identity.cognitoIdentityId",
            ),
            ("$(BUCKET)", Syntax::Placeholder, "$(BUCKET)"),
            ("<identity>", Syntax::Placeholder, "<identity>"),
            ("%identity%", Syntax::Placeholder, "%identity%"),
        ];
        for (source, syntax, written) in cases {
            assert_eq!(found(source), [(syntax, written.to_owned())], "{source}");
        }
        let two: Vec<Syntax> = found("$${aws:userid}é{Name}").into_iter().map(|(syntax, _)| syntax).collect();
        assert_eq!(two, [Syntax::Escape, Syntax::Spelling]);
    }

    #[test]
    fn what_does_not() {
        for source in [
            "",
            "{name}-{environment}",
            "{",
            "{}",
            "{A}",
            "{\"x\": 1}",
            "{\"x\": {name}}",
            "{\"x\": {\"name\": name}}",
            "{{identity/*",
            "identity}}/*",
            "{identity}}}",
            "example.com",
            "www.data.example.com",
            "{user.x}",
            "x}",
            "{ a b }",
            "${*}${?}${$}",
            "${$}{{x}}",
            "$default",
            "$aws/things/{identity}/shadow",
            "100 %",
            "%s",
            "a & b {x y}",
            "{{\"x\": 1}}",
            "#",
            "<b>",
            "$",
            "$$",
            "@",
        ] {
            assert_eq!(found(source), [], "{source}");
        }
    }

    #[test]
    fn a_long_string_takes_no_longer_per_character() {
        for piece in ["{", "{{", "${", "$${", "&{", "%{", "<%", "{%", "$(", "${x}"] {
            assert!(find(&piece.repeat(30_000)).len() <= MAX_FOUND, "{piece}");
        }
    }
}
