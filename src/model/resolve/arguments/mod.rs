//! Reads the arguments of a backend or a provider according to their descriptions.

mod secret;

use serde::Deserialize;

use crate::hcl::Expression;
use crate::inputs::TokenString;
use crate::inputs::decode::{Spanned, SpannedMap, decode};
use crate::model::environment::{Arguments, BlockBody};
use crate::model::resolve::Scope;
use crate::source::{Code, Diagnostic, Span};
use crate::terraform::backends::TEXT;
use crate::terraform::{Argument, Check, Type};
use crate::tree::{Entry, Map, Node, is_misspelled, nearest, quoted_list, unknown_key, wrong_type};

/// How a block is read, beyond the description of its arguments.
#[derive(Clone, Copy, Default)]
pub struct Rules {
    /// Whether something else supplies required arguments that are missing.
    pub is_partial: bool,
    /// The keys next to the arguments, which were read already.
    pub keys: &'static [&'static str],
    /// More help for required arguments that are missing.
    pub missing: Option<&'static str>,
    /// More help for keys that are unknown, in nested blocks as well.
    pub unknown: Option<&'static str>,
}

impl Rules {
    /// The rules for nested blocks.
    fn nested(self) -> Self {
        Self { unknown: self.unknown, ..Self::default() }
    }
}

/// Reads the given arguments, in the order of the description. Values that Terraform would reject are reported.
pub fn read(known: &'static [Argument], node: &Node, rules: Rules, scope: &Scope) -> BlockBody {
    let mut body = BlockBody::default();
    let accepted = known.iter().filter(|argument| argument.is_accepted() && argument.deprecated.is_none());
    let names: Vec<&str> = accepted.map(|argument| argument.name).chain(rules.keys.iter().copied()).collect();
    let Some(map) = map_of(node, &names, scope) else { return body };
    let is_known = |key: &str| known.iter().any(|argument| argument.name == key);
    for (key, entry) in map.iter().filter(|(key, _)| !is_known(key)) {
        scope.diagnostics.push(match misspelt_secret(key, known, &names) {
            Some((argument, help)) => secret::secret(argument, help, entry),
            None => with_help(unknown_key(key, entry.key, &names), rules.unknown),
        });
    }
    for argument in known {
        let Some(entry) = map.get(argument.name) else {
            let is_meant = |name: &&str| is_misspelled(name, map, &names);
            if argument.required && !rules.keys.iter().chain([&argument.name]).any(is_meant) {
                report_missing(argument, node.span, rules, scope);
            }
            continue;
        };
        match one(argument, entry, rules, scope) {
            Some(Content::Value(value)) => body.arguments.push((argument.name.to_owned(), value)),
            Some(Content::Blocks(blocks)) => {
                body.blocks.extend(blocks.into_iter().map(|inside| (argument.name, inside)));
            }
            None => {}
        }
    }
    body
}

/// The secret argument that an unknown key is most similar to. Its value must not be shown.
fn misspelt_secret(
    key: &str,
    known: &'static [Argument],
    names: &[&str],
) -> Option<(&'static Argument, &'static str)> {
    let secrets = known.iter().filter_map(|argument| {
        let Type::Secret(help) = argument.kind else { return None };
        Some((argument, help))
    });
    let secrets: Vec<_> = secrets.collect();
    let candidates = names.iter().copied().chain(secrets.iter().map(|(argument, _)| argument.name));
    let meant = nearest(key, candidates)?;
    secrets.into_iter().find(|(argument, _)| argument.name == meant)
}

/// What an argument becomes.
enum Content {
    /// An argument.
    Value(Expression),
    /// Nested blocks.
    Blocks(Vec<Arguments>),
}

fn map_of<'a>(node: &'a Node, names: &[&str], scope: &Scope) -> Option<&'a Map> {
    let map = node.as_map();
    if map.is_none() {
        scope.diagnostics.push(wrong_type(node, &format!("a map of {}", quoted_list(names))));
    }
    map
}

fn one(argument: &'static Argument, entry: &Entry, rules: Rules, scope: &Scope) -> Option<Content> {
    if let Some(help) = argument.deprecated {
        scope.diagnostics.push(deprecated(argument, help, entry));
    }
    let node = &entry.node;
    let inside = |known: &'static [Argument], node: &Node| read(known, node, rules.nested(), scope).arguments;
    let value = match argument.kind {
        Type::String => text(&decode(node, scope.diagnostics)?, argument.check, scope)?,
        Type::Bool => Expression::Bool(given(node, scope)?),
        Type::Number => number(node, 0..=u32::MAX, scope)?,
        Type::NumberFrom(lowest, highest) => number(node, lowest..=highest, scope)?,
        Type::Map => Expression::Object(texts_by_keys(node, scope)),
        Type::ListOrMap(_) if node.as_map().is_some() => Expression::Object(texts_by_keys(node, scope)),
        Type::List | Type::ListOrMap(_) => list(node, argument.check, scope)?,
        Type::Object(known) => Expression::Object(inside(known, node)),
        Type::Block(known, one_of) => {
            exactly_one(one_of, entry, scope);
            return Some(Content::Blocks(vec![inside(known, node)]));
        }
        Type::Blocks(known, _) => {
            let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
            return Some(Content::Blocks(nodes.iter().map(|node| inside(known, node)).collect()));
        }
        Type::BlockOfStrings(names) => {
            return Some(Content::Blocks(vec![strings(names, node, rules, scope)]));
        }
        Type::Secret(help) => {
            scope.diagnostics.push(secret::secret(argument, help, entry));
            return None;
        }
        Type::SetElsewhere(help) => {
            scope.diagnostics.push(set_elsewhere(argument, help, entry));
            return None;
        }
    };
    Some(Content::Value(value))
}

fn given<T: for<'de> Deserialize<'de> + Copy>(node: &Node, scope: &Scope) -> Option<T> {
    decode::<Spanned<T>>(node, scope.diagnostics)?.get().copied()
}

fn number(node: &Node, range: std::ops::RangeInclusive<u32>, scope: &Scope) -> Option<Expression> {
    let number: u32 = given(node, scope)?;
    if !range.contains(&number) {
        let message = format!("{number} is out of range");
        let help = format!("expected a number from {} to {}", range.start(), range.end());
        scope.diagnostics.push(Diagnostic::at(node.span, Code::BadArgument, message).help(help));
    }
    Some(Expression::Number(number.to_string()))
}

fn text(given: &Spanned<TokenString>, check: Option<Check>, scope: &Scope) -> Option<Expression> {
    let (text, span) = scope.tokens.expand(given, scope.diagnostics)?;
    if let Some(diagnostic) = secret::url_with_secret(&text, span) {
        scope.diagnostics.push(diagnostic);
        return None;
    }
    let refused = check_text(&text, check, span, scope);
    refused.into_iter().for_each(|diagnostic| scope.diagnostics.push(diagnostic.of_value()));
    Some(Expression::string(text))
}

fn check_text(text: &str, check: Option<Check>, span: Span, scope: &Scope) -> Option<Diagnostic> {
    let partition = scope.tokens.partition();
    match check {
        Some(Check::Arn(kind)) => kind.check(text, partition, span),
        Some(Check::RuleOrArn(_, kind)) if text.starts_with("arn:") => kind.check(text, partition, span),
        Some(Check::Rule(rule) | Check::RuleOrArn(rule, _)) => {
            rule.check(text).err().map(|refusal| refusal.at(span))
        }
        None => TEXT.check(text).err().map(|refusal| refusal.at(span)),
    }
}

fn list(node: &Node, check: Option<Check>, scope: &Scope) -> Option<Expression> {
    let items: Vec<Spanned<TokenString>> = decode(node, scope.diagnostics)?;
    Some(Expression::List(items.iter().filter_map(|item| text(item, check, scope)).collect()))
}

fn texts_by_keys(node: &Node, scope: &Scope) -> Arguments {
    let texts: SpannedMap<Spanned<TokenString>> = decode(node, scope.diagnostics).unwrap_or_default();
    texts.iter().filter_map(|(key, given)| Some((key.text.clone(), text(given, None, scope)?))).collect()
}

/// The arguments of a block whose names are not described one by one.
fn strings(names: &str, node: &Node, rules: Rules, scope: &Scope) -> Arguments {
    let names: Vec<&str> = names.split(' ').collect();
    for (key, entry) in node.as_map().into_iter().flatten().filter(|(key, _)| !names.contains(&key.as_str()))
    {
        let diagnostic = unknown_key(key, entry.key, &names);
        let help = vec![format!("expected the name of a service, such as {}", quoted_list(&names[..3]))];
        scope.diagnostics.push(with_help(Diagnostic { help, ..diagnostic }, rules.unknown));
    }
    texts_by_keys(node, scope)
}

fn exactly_one(one_of: &[&str], entry: &Entry, scope: &Scope) {
    let Some(map) = entry.node.as_map().filter(|_| !one_of.is_empty()) else { return };
    let given: Vec<&Entry> = one_of.iter().filter_map(|name| map.get(*name)).collect();
    if given.len() != 1 {
        let (at, count) = given.get(1).map_or((entry.key, "none"), |second| (second.key, "several"));
        let message = format!("expected exactly one of {}, found {count}", quoted_list(one_of));
        scope.diagnostics.push(Diagnostic::at(at, Code::NotExactlyOne, message).help(match count {
            "none" => "add one of them",
            _ => "remove all but one of them",
        }));
    }
}

fn report_missing(argument: &Argument, within: Span, rules: Rules, scope: &Scope) {
    if rules.is_partial {
        return;
    }
    let name = argument.name;
    let diagnostic = Diagnostic::at(within, Code::MissingKey, format!("the key `{name}` is missing"))
        .label(format!("`{name}` belongs in here"))
        .help(format!("`{name}`: {}", argument.description));
    scope.diagnostics.push(with_help(diagnostic, rules.missing));
}

fn set_elsewhere(argument: &Argument, help: &str, entry: &Entry) -> Diagnostic {
    let message = format!("`{}` can't be set here", argument.name);
    Diagnostic::at(entry.key, Code::UnknownKey, message).help(help)
}

fn deprecated(argument: &Argument, help: &str, entry: &Entry) -> Diagnostic {
    Diagnostic::at(entry.key, Code::Deprecated, format!("`{}` is deprecated", argument.name)).help(help)
}

fn with_help(diagnostic: Diagnostic, help: Option<&str>) -> Diagnostic {
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
