//! A parser for the tags of templates, consistent with Tera's.

/// A tag: `{{ … }}` or `{% … %}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Whether it is `{% … %}`.
    pub is_statement: bool,
    /// Its tokens.
    pub tokens: Vec<Token<'a>>,
}

impl<'a> Tag<'a> {
    /// The first word of a statement.
    pub fn word(&self) -> Option<&'a str> {
        self.tokens.first().filter(|_| self.is_statement).map(|token| token.text)
    }
}

/// A name, a number, a string in its quotes, or a single character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its first byte in the template.
    pub start: usize,
}

impl Token<'_> {
    /// Whether it is a name.
    pub fn is_name(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    }

    /// The content of a string with the name of a template, in which a backslash only escapes the next
    /// character.
    pub fn string(&self) -> Option<String> {
        let text = self.text;
        let is_string = text.len() > 1 && text.starts_with(['"', '\'', '`']);
        is_string.then(|| text[1..text.len() - 1].replace('\\', ""))
    }
}

/// The parent of a template.
pub fn extends(template: &str) -> Option<String> {
    let tags = tags(template);
    let extends = tags.iter().find(|tag| tag.word() == Some("extends"))?;
    extends.tokens.get(1)?.string()
}

/// The tags of a template, up to the first unclosed one, which Tera reports.
pub fn tags(template: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = template[at..].find('{').map(|found| at + found) {
        at = start + 1;
        let inside = start + 2;
        let (is_statement, end) = match template.as_bytes().get(start + 1) {
            Some(b'{') => (false, "}}"),
            Some(b'%') => (true, "%}"),
            Some(b'#') => {
                let Some(length) = template[inside..].find("#}") else { break };
                at = inside + length + 2;
                continue;
            }
            _ => continue,
        };
        // Tera accepts two dashes here.
        let dash = usize::from(template[inside..].starts_with('-'));
        if let Some(after) = after_raw(template, inside + dash).filter(|_| is_statement) {
            at = after;
            continue;
        }
        let Some((tokens, after)) = tokens(template, inside, end) else { break };
        tags.push(Tag { is_statement, tokens });
        at = after;
    }
    tags
}

/// The offset after `{% raw %} … {% endraw %}`, if `inside` is the offset after the `{%` of `raw`.
fn after_raw(template: &str, inside: usize) -> Option<usize> {
    let mut at = only(template, inside, "raw")?;
    loop {
        let inside = at + template[at..].find("{%")? + 2;
        if let Some(after) = only(template, inside, "endraw") {
            return Some(after);
        }
        at = inside;
    }
}

/// The offset after a tag, if the tag consists of only this word.
fn only(template: &str, inside: usize, word: &str) -> Option<usize> {
    let rest = &template[inside..];
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_ascii_start();
    let rest = rest.strip_prefix(word)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(template.len() - rest.len())
}

/// The tokens of a tag, and the offset after the tag.
fn tokens<'a>(template: &'a str, inside: usize, end: &str) -> Option<(Vec<Token<'a>>, usize)> {
    let mut at = inside + usize::from(template[inside..].starts_with('-'));
    let mut tokens = Vec::new();
    loop {
        at = template.len() - template[at..].trim_ascii_start().len();
        let rest = &template[at..];
        for end in [format!("-{end}").as_str(), end] {
            if rest.starts_with(end) {
                return Some((tokens, at + end.len()));
            }
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = match rest.chars().next()? {
            first if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            quote @ ('"' | '\'' | '`') => string_length(rest, quote)?,
            first => first.len_utf8(),
        };
        tokens.push(Token { text: &rest[..length], start: at });
        at += length;
    }
}

fn string_length(rest: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, character)| {
        let ends = *character == quote && !is_escaped;
        is_escaped = *character == '\\' && !is_escaped;
        ends
    });
    end.map(|(index, quote)| index + quote.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::tags;

    fn texts(template: &str) -> Vec<Vec<&str>> {
        tags(template).iter().map(|tag| tag.tokens.iter().map(|token| token.text).collect()).collect()
    }

    #[test]
    fn tags_are_what_tera_reads() {
        for (template, expected) in [
            ("a { b } {{- c -}} d", vec![vec!["c"]]),
            (
                "{{ \"}} {% x %}\" | safe }}{% if a %}",
                vec![vec!["\"}} {% x %}\"", "|", "safe"], vec!["if", "a"]],
            ),
            ("{{ 'a\\'}}' }}", vec![vec!["'a\\'}}'"]]),
            ("{# {{ a }} #}{{ b }}", vec![vec!["b"]]),
            ("{% raw %}{{ a }}{% if %}{%- endraw -%}{{ b }}", vec![vec!["b"]]),
            ("{%-raw-%}{% endraw %}{% rawer %}", vec![vec!["rawer"]]),
            ("{%-- raw %}{{ \" {% endraw %}{{ b }}", vec![vec!["b"]]),
            ("{{ a.b[1:-1] }}", vec![vec!["a", ".", "b", "[", "1", ":", "-", "1", "]"]]),
            ("{{ a }}{{ \"b }}", vec![vec!["a"]]),
            ("{{ a }}{% b", vec![vec!["a"]]),
            ("{{{ a }}", vec![vec!["{", "a"]]),
        ] {
            assert_eq!(texts(template), expected, "{template}");
        }
    }
}
