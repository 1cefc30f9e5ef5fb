//! Problems in templates of a pack that rendering does not detect: unknown names in conditions, which
//! are silently false, and unescaped values.

use serde_json::Value;

use crate::model::shape;
use crate::render::pack::syntax::{self, Tag, Token};
use crate::render::pack::{Pack, PackFile};
use crate::source::{Code, Diagnostic, Span};
use crate::tree::nearest;

/// Keywords and predefined names of Tera.
const WORDS: [&str; 24] = [
    "if",
    "elif",
    "else",
    "for",
    "in",
    "not",
    "and",
    "or",
    "is",
    "true",
    "false",
    "none",
    "null",
    "set",
    "set_global",
    "block",
    "extends",
    "include",
    "filter",
    "raw",
    "loop",
    "super",
    "break",
    "continue",
];

/// Checks the templates of a pack.
pub fn lint(pack: &Pack) -> Vec<Diagnostic> {
    let shape = shape();
    // Partial templates may use names that the including template sets.
    let set: Vec<&str> = pack.templates.iter().flat_map(|template| names_set(&template.text)).collect();
    let found = pack.templates.iter().flat_map(|template| {
        let names = if template.name.starts_with("partials/") { &set[..] } else { &[] };
        Linted::of(template, &shape, names)
    });
    found.collect()
}

fn names_set(template: &str) -> Vec<&str> {
    let tags = syntax::tags(template).into_iter();
    let set = tags.filter(|tag| matches!(tag.word(), Some("set" | "set_global" | "for")));
    let names = set.flat_map(|tag| {
        tag.tokens.into_iter().skip(1).take_while(|token| token.is_name() || token.text == ",")
    });
    names.map(|token| token.text).filter(|text| *text != "in").collect()
}

/// A name, and its type in the model if it is known.
type Binding<'a> = (String, Option<&'a Value>);

struct Linted<'a> {
    template: &'a PackFile,
    shape: &'a Value,
    scopes: Vec<Vec<Binding<'a>>>,
    /// Components only see their arguments.
    in_component: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Linted<'a> {
    fn of(template: &'a PackFile, shape: &'a Value, known: &[&str]) -> Vec<Diagnostic> {
        let known = known.iter().map(|name| ((*name).to_owned(), None)).collect();
        let mut linted =
            Self { template, shape, scopes: vec![known], in_component: false, diagnostics: Vec::new() };
        syntax::tags(&template.text).iter().for_each(|tag| linted.tag(tag));
        linted.diagnostics
    }

    fn tag(&mut self, tag: &Tag<'a>) {
        let tokens = &tag.tokens[..];
        self.unescaped(tokens);
        match tag.word() {
            Some("component") => self.in_component = true,
            Some("endcomponent") => self.in_component = false,
            Some("endfor") if self.scopes.len() > 1 => drop(self.scopes.pop()),
            Some("for") => self.begin_for(&tokens[1..]),
            Some(word @ ("set" | "set_global")) => self.set(&tokens[1..], word == "set_global"),
            Some("block" | "extends" | "include" | "filter") => {}
            Some(word) if word.starts_with("end") => {}
            _ => self.expression(tokens),
        }
    }

    /// `for NAME in EXPRESSION` or `for KEY, VALUE in EXPRESSION`.
    fn begin_for(&mut self, tokens: &[Token<'a>]) {
        let Some(within) = tokens.iter().position(|token| token.text == "in") else { return };
        let (names, expression) = (&tokens[..within], &tokens[within + 1..]);
        self.expression(expression);
        let element = match names {
            [_] => self.type_of(expression).and_then(|list| self.resolve(list.get("items")?)),
            _ => None,
        };
        let names = names.iter().filter(|token| token.is_name());
        let scope = names.map(|name| (name.text.to_owned(), element)).collect();
        self.scopes.push(scope);
    }

    fn set(&mut self, tokens: &[Token<'a>], is_global: bool) {
        let Some(name) = tokens.first() else { return };
        let value = tokens.get(2..).unwrap_or_default();
        self.expression(value);
        let bound = self.type_of(value);
        let scope = if is_global { self.scopes.first_mut() } else { self.scopes.last_mut() };
        if let Some(scope) = scope {
            scope.push((name.text.to_owned(), bound));
        }
    }

    /// The type of a path, also if it is filtered with poolsmith's own list filters.
    fn type_of(&self, tokens: &[Token<'a>]) -> Option<&'a Value> {
        let keeps = |rest: &[Token]| {
            rest.chunks(2).all(|pair| match pair {
                [bar, filter] => bar.text == "|" && filter.text.starts_with("filter_"),
                _ => false,
            })
        };
        let (path, rest) = path(tokens)?;
        keeps(rest).then(|| self.walk(&path).ok().flatten())?
    }

    fn expression(&mut self, tokens: &[Token<'a>]) {
        if self.in_component {
            return;
        }
        // The names of `[… for NAME in …]`.
        let own: Vec<&str> = tokens
            .windows(2)
            .filter(|pair| pair[0].text == "for" || (pair[0].text == "," && pair[1].is_name()))
            .map(|pair| pair[1].text)
            .filter(|_| tokens.iter().any(|token| token.text == "for"))
            .collect();
        let mut index = 0;
        while index < tokens.len() {
            let before = index.checked_sub(1).map(|before| tokens[before].text);
            let Some((found, rest)) = path(&tokens[index..]) else {
                index += 1;
                continue;
            };
            let after = rest.first().map(|token| token.text);
            let is_value =
                !matches!(before, Some("|" | "is" | "." | "<" | "/")) && !matches!(after, Some("(" | "="));
            let is_test = before == Some("not") && index > 1 && tokens[index - 2].text == "is";
            if is_value
                && !is_test
                && !WORDS.contains(&found[0].text)
                && !own.contains(&found[0].text)
                && let Err(diagnostic) = self.walk(&found)
            {
                self.diagnostics.push(*diagnostic);
            }
            index = tokens.len() - rest.len();
        }
    }

    /// Reports uses of `safe`.
    fn unescaped(&mut self, tokens: &[Token]) {
        for pair in tokens.windows(2).filter(|pair| pair[1].text == "safe") {
            if ["|", "filter"].contains(&pair[0].text) {
                let message = "`safe` writes a value without escaping it";
                let diagnostic = Diagnostic { code: Code::Unescaped, ..self.diagnostic(&pair[1], message) };
                self.diagnostics.push(diagnostic.help(
                    "use `hcl`, `identifier`, `reference` or `comment`, which write values that can't change the structure",
                ));
            }
        }
    }

    fn diagnostic(&self, token: &Token, message: impl Into<String>) -> Diagnostic {
        let span = Span::new(self.template.file, token.start, token.start + token.text.len());
        Diagnostic::at(span, Code::BadTemplate, message)
    }

    /// The type of a path, if it is known.
    fn walk(&self, path: &[Token]) -> Result<Option<&'a Value>, Box<Diagnostic>> {
        let bound = self.scopes.iter().rev().flatten().rev().find(|(name, _)| name == path[0].text);
        let mut place = match bound {
            Some((_, place)) => *place,
            None => self.property(self.shape, &path[0], "name")?,
        };
        for step in &path[1..] {
            let Some(known) = place.filter(|known| known.get("properties").is_some()) else {
                return Ok(None);
            };
            place = self.property(known, step, "field")?;
        }
        Ok(place)
    }

    fn property(
        &self,
        of: &'a Value,
        token: &Token,
        what: &str,
    ) -> Result<Option<&'a Value>, Box<Diagnostic>> {
        let properties = of["properties"].as_object();
        match properties.and_then(|properties| properties.get(token.text)) {
            Some(found) => Ok(self.resolve(found)),
            None => {
                let names =
                    || properties.into_iter().flat_map(|properties| properties.keys()).map(String::as_str);
                let diagnostic = self.diagnostic(token, format!("unknown {what} `{}`", token.text));
                let diagnostic = match nearest(token.text, names()) {
                    Some(meant) => diagnostic.label(format!("did you mean `{meant}`?")),
                    None => diagnostic,
                };
                let all: Vec<String> = names().map(|name| format!("`{name}`")).collect();
                Err(Box::new(diagnostic.help(format!("expected one of {}", all.join(", ")))))
            }
        }
    }

    fn resolve(&self, mut schema: &'a Value) -> Option<&'a Value> {
        while let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            schema = self.shape.pointer(name.strip_prefix('#')?)?;
        }
        Some(schema)
    }
}

/// The path at the start of tokens, and the remaining tokens.
fn path<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(Vec<Token<'a>>, &'t [Token<'a>])> {
    let first = tokens.first().filter(|token| token.is_name())?;
    let mut path = vec![*first];
    let mut rest = &tokens[1..];
    while let [dot, step, after @ ..] = rest {
        if dot.text != "." || !step.is_name() {
            break;
        }
        path.push(*step);
        rest = after;
    }
    Some((path, rest))
}
