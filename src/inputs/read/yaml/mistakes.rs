//! The diagnostics for files that aren't YAML.

use serde_saphyr::Error;

use crate::aws::shown;
use crate::inputs::braces::token_word;
use crate::inputs::read::yaml::flow::{confusable_separator, quote_before, unclosed_bracket, unquoted_token};
use crate::inputs::read::yaml::span;
use crate::inputs::read::{MAX_NODES, TYPOGRAPHIC_QUOTES, tree};
use crate::source::{Code, Diagnostic, FileId, Span, confusable, with_ascii};
use crate::tree::FOREIGN_FUNCTION_HELP;

/// Turns the parser's error into a diagnostic.
pub(super) fn explain(error: &Error, text: &str, file: FileId) -> Diagnostic {
    let error = error.without_snippet();
    let at = error.location().map_or(Span::new(file, 0, 0), |location| span(location, text, file));
    let message = error.to_string();
    // Errors inside aliases are wrapped in another error that has the same message.
    let is_about = |beginnings: &[&str]| beginnings.iter().any(|beginning| message.starts_with(beginning));
    let is_over_budget = is_about(&["budget breached"]);
    if matches!(error, Error::MultipleDocuments { .. }) {
        Diagnostic::at(at, Code::SeveralDocuments, "a second YAML document starts here")
            .help("use one document per file: remove the `---`, or split the file")
    } else if is_about(&["recursion limit"]) || (is_over_budget && message.contains("depth")) {
        tree::too_deep(at)
    } else if is_over_budget || is_about(&["alias replay", "alias expansion"]) {
        Diagnostic::at(at, Code::TooMany, format!("more than {MAX_NODES} values after aliases are expanded"))
            .help("write the values out instead of nesting aliases in aliases")
    } else {
        structural_mistake(at, &message, text).unwrap_or_else(|| not_yaml(at, &message))
    }
}

/// The diagnostic for a tag of another tool.
pub(super) fn tag(at: Span, text: &str) -> Diagnostic {
    let tag = shown(&text[at.start as usize..at.end as usize]);
    Diagnostic::at(
        at,
        Code::ForeignSyntax,
        format!("{tag} is a tag of another tool, such as CloudFormation, which is not evaluated here"),
    )
    .help(FOREIGN_FUNCTION_HELP)
}

/// Mistakes whose cause is before the place where the parser notices them.
fn structural_mistake(at: Span, message: &str, text: &str) -> Option<Diagnostic> {
    let diagnostic = |start: usize, length: usize, what: &str| {
        let span = Span::new(at.file, start, start + length);
        Diagnostic::at(span, Code::Syntax, format!("not valid YAML: {what}"))
    };
    let noticed = at.start as usize;
    let line_end = text[noticed..].find('\n').map_or(text.len(), |length| noticed + length);
    let unclosed = unclosed_bracket(&text[..noticed]);
    let from = line_start(text, unclosed.map_or(noticed, |(_, start)| start));
    if let Some((offset, written)) = confusable_separator(&text[from..line_end]) {
        let meant = with_ascii(written);
        let what = format!("{} in the place of `{meant}`", shown(written));
        let mistake = diagnostic(from + offset, written.len(), &what).help(format!("write `{meant} `"));
        return Some(confusable(written).into_iter().fold(mistake, Diagnostic::help));
    }
    if let Some((bracket, start)) = unclosed {
        if let Some((token, string)) = unquoted_token(&text[start..line_end]) {
            let what = diagnostic(start + token, string.len(), "braces in a string without quotes");
            return Some(what.help(format!("put it in quotes: `\"{string}\"`")));
        }
        let closing = if bracket == '{' { '}' } else { ']' };
        return Some(
            diagnostic(start, 1, &format!("an unclosed `{bracket}`")).help(format!("add `{closing}`")),
        );
    }
    if message.contains("tab") {
        let tab = first_tab(text, line_start(text, noticed))?;
        return Some(diagnostic(tab, 1, "a tab in the indentation").help("indent with spaces"));
    }
    if message.contains("invalid trailing content after")
        && let Some(start) =
            quote_before(&text[..noticed]).filter(|start| text[*start..noticed].contains('\n'))
    {
        let quote = &text[start..=start];
        return Some(
            diagnostic(start, 1, "an unclosed quote").help(format!("add {quote} where the string ends")),
        );
    }
    let (start, line) = line_at(text, noticed);
    let above = previous_line(text, noticed);
    if message.contains("mapping values are not allowed")
        && let Some((above_start, above)) = above
        && !text[start..noticed].contains(": ")
    {
        if !above.contains(": ") && !above.ends_with(':') {
            return Some(missing_colon(diagnostic(above_start, above.len(), "a key without `: `"), above));
        }
        if column(text, start) > column(text, above_start) {
            return Some(
                diagnostic(start, line.len(), "indented more than the line above, which already has a value")
                    .help("indent all keys of a map equally"),
            );
        }
    }
    if message.contains("simple key expected ':'") {
        let line = text[noticed..].lines().next()?.trim_end();
        if above.is_some_and(|(start, above)| {
            above.starts_with("- ") && column(text, start) == column(text, noticed)
        }) {
            return Some(
                diagnostic(noticed, line.len(), "an item of a list without `- `")
                    .help(format!("write {}", shown(&format!("- {line}")))),
            );
        }
        return Some(missing_colon(diagnostic(noticed, line.len(), "a key without `: `"), line));
    }
    let value = value_of(line);
    if message.contains("did not find expected key")
        && token_word(value).is_some_and(|word| value.len() > word.len() + "{}".len())
        && let Some(before) = line.find(value)
    {
        let at = start + before;
        return Some(
            diagnostic(at, value.len(), "braces in a string without quotes")
                .help(format!("put it in quotes: `\"{value}\"`")),
        );
    }
    None
}

/// Where a line's text begins, and its text.
fn line_at(text: &str, offset: usize) -> (usize, &str) {
    let start = line_start(text, offset);
    let line = text[start..].lines().next().unwrap_or_default();
    let content = line.trim_start();
    (start + line.len() - content.len(), content.trim_end())
}

/// What follows the key of a line, or the `- ` of an item.
fn value_of(line: &str) -> &str {
    let item = line.strip_prefix("- ").unwrap_or(line).trim_start();
    let value = item.split_once(": ").map_or(item, |(_, value)| value.trim_start());
    value.split(" #").next().unwrap_or(value).trim_end()
}

fn column(text: &str, offset: usize) -> usize {
    offset - line_start(text, offset)
}

fn missing_colon(diagnostic: Diagnostic, line: &str) -> Diagnostic {
    let diagnostic = confusable(line).into_iter().fold(diagnostic, Diagnostic::help);
    let line = &with_ascii(line);
    if line.contains(": ") || line.ends_with(':') {
        return diagnostic.help(format!("write {}", shown(line)));
    }
    let is_key = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let without_space = line.split_once(':').filter(|(key, _)| is_key(key));
    let written = match without_space.or_else(|| line.split_once(' ')) {
        Some((key, value)) => format!("`{key}: {}`", value.trim()),
        None => format!("`{line}:`, and its value"),
    };
    let is_short = line.len() <= 60 && line.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    diagnostic.help(if is_short { format!("write {written}") } else { "write `KEY: VALUE`".to_owned() })
}

/// The diagnostic for a key and its value without a colon between them.
pub(super) fn without_colon(text: &str, at: Span) -> Diagnostic {
    missing_colon(Diagnostic::at(at, Code::Syntax, "not valid YAML: a key without `: `"), text)
}

/// What is meant by a string in quotes that YAML reads as characters of the string.
pub(super) fn in_typographic_quotes<'a>(string: &'a str, at: Span, text: &str) -> Option<&'a str> {
    let opening = string.chars().next().filter(|character| TYPOGRAPHIC_QUOTES.contains(character))?;
    let is_written = text[at.start as usize..].starts_with(opening);
    let inner = string.strip_prefix(opening)?.strip_suffix(|character| "”“’‘»".contains(character))?;
    is_written.then_some(inner)
}

/// The diagnostic for such a string.
pub(super) fn typographic_quotes(meant: &str, at: Span) -> Diagnostic {
    Diagnostic::at(at, Code::Syntax, "not valid YAML: typographic quotes, which are part of the string")
        .help(format!("write `\"{meant}\"`"))
}

/// The first tab in the indentation of a line at or after `start`, the beginning of a line.
fn first_tab(text: &str, start: usize) -> Option<usize> {
    let mut line_start = start;
    for line in text[start..].split_inclusive('\n') {
        let indentation = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        if let Some(tab) = indentation.find('\t') {
            return Some(line_start + tab);
        }
        line_start += line.len();
    }
    None
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The line before the one with this offset that is not blank: where its text begins, and the text.
fn previous_line(text: &str, offset: usize) -> Option<(usize, &str)> {
    let before = text[..line_start(text, offset)].trim_end();
    let line = before.rsplit('\n').next()?;
    let content = line.trim_start();
    (!content.is_empty()).then(|| (before.len() - content.len(), content))
}

/// Common mistakes: a part of the parser's message, a clearer message, and how to fix it.
const COMMON_MISTAKES: [(&str, &str, &str); 9] = [
    (
        "did not find expected '-' indicator",
        "a key in a list",
        "begin each item of a list with `- `, or remove the `- ` from the keys of a map",
    ),
    (
        "mapping values are not allowed",
        "a second `: ` on the line",
        "put strings that contain `: ` in quotes, and each key on its own line",
    ),
    ("tabs disallowed", "a tab in the indentation", "indent with spaces"),
    (
        "did not find expected key",
        "this doesn't fit what comes before it",
        "indent all keys of a map equally, and quote the whole of a string that begins with `{`, `[` or a quote",
    ),
    (
        "alias references unknown anchor",
        "an alias without an anchor",
        "`*NAME` repeats an earlier value marked `&NAME`; put strings that begin with `*` in quotes",
    ),
    (
        "while scanning an anchor or alias",
        "a `*` or `&` without a name",
        "put strings that begin with `*` or `&` in quotes",
    ),
    (
        "unexpected character",
        "a character that isn't allowed here",
        "put strings that begin with `@`, `%` or a backquote in quotes; control characters are not accepted",
    ),
    ("tagged scalar", "a tag that doesn't fit its value", "remove the tag: no key needs `!…`"),
    ("unclosed quote", "an unclosed quote", "the string that begins here continues to the end of the file"),
];

fn not_yaml(at: Span, message: &str) -> Diagnostic {
    let message = message.lines().next().unwrap_or_default();
    let message = message.split(" at line ").next().unwrap_or_default();
    if message.starts_with("cannot deserialize null into string") || message == "expected string scalar" {
        return Diagnostic::at(at, Code::Syntax, "a key must be a string").help("put it in quotes");
    }
    match COMMON_MISTAKES.into_iter().find(|(pattern, ..)| message.contains(pattern)) {
        Some((_, what, help)) => {
            Diagnostic::at(at, Code::Syntax, format!("not valid YAML: {what}")).help(help)
        }
        None => Diagnostic::at(at, Code::Syntax, format!("not valid YAML: {message}")),
    }
}
