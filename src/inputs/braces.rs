//! The syntax of braces in strings: what begins with one, and how a literal one is written.

/// The rest of a policy variable whose `$` is the end of `before`: `{aws:username}`.
pub fn policy_variable<'a>(before: &str, from: &'a str) -> Option<&'a str> {
    if !(before.ends_with('$') && from.starts_with('{')) {
        return None;
    }
    from.find('}').map(|end| &from[..=end])
}

/// The word of a token at the start of `from`.
pub fn token_word(from: &str) -> Option<&str> {
    let inside = from.strip_prefix('{')?;
    let end = inside.find(|c: char| !(c.is_ascii_lowercase() || c == '_'))?;
    (end > 0 && inside[end..].starts_with('}')).then_some(&inside[..end])
}

/// The word of a placeholder of an access test at the start of `from`: of a token, the name of an identity, or a path.
pub fn placeholder_word(from: &str) -> Option<&str> {
    let (inside, _) = from.strip_prefix('{')?.split_once('}')?;
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    inside.split('.').all(is_word).then_some(inside)
}

/// Appends a literal so that it is parsed as the same literal.
pub fn push_escaped(source: &mut String, literal: &str, is_last: bool) {
    let mut rest = literal;
    while let Some(brace) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(brace);
        source.push_str(before);
        let taken = match (policy_variable(before, from), token_word(from)) {
            (Some(variable), _) if !variable.starts_with("{{") => {
                source.push_str(variable);
                variable.len()
            }
            (None, Some(word)) => {
                source.extend(["{{", word, "}}"]);
                word.len() + 2
            }
            _ => {
                source.push_str(brace_as_literal(before, from, is_last));
                1
            }
        };
        rest = &from[taken..];
    }
    source.push_str(rest);
}

/// How to write the brace at the start of `from` as a literal: doubled if it could begin or end something.
fn brace_as_literal(before: &str, from: &str, is_last: bool) -> &'static str {
    let is_before_token = from == "{" && !is_last;
    match from.as_bytes() {
        [b'{', b'{', ..] => "{{",
        [b'{', ..] if before.ends_with('$') || is_before_token => "{{",
        [b'{', ..] => "{",
        [b'}', b'}', ..] => "}}",
        _ => "}",
    }
}
