//! Reads the arguments of a backend according to its description.

use serde::Deserialize;

use crate::hcl::Expression;
use crate::inputs::TokenString;
use crate::inputs::decode::{Spanned, SpannedMap, decode};
use crate::model::resolve::Scope;
use crate::source::{Code, Diagnostic, Span};
use crate::terraform::backends::TEXT;
use crate::terraform::{Argument, Check, Type};
use crate::tree::{Entry, Map, Node, Value, quoted_list, unknown_key, wrong_type};

/// The given arguments, in the order of the description.
pub type BackendArguments = Vec<(&'static Argument, Expression)>;

/// Reads the given arguments. Values that Terraform would reject are reported.
pub fn read(known: &'static [Argument], node: &Node, scope: &Scope) -> BackendArguments {
    let is_secret = |argument: &&Argument| matches!(argument.kind, Type::Secret(_));
    let names: Vec<&str> =
        known.iter().filter(|argument| !is_secret(argument)).map(|argument| argument.name).collect();
    let Some(map) = node.as_map() else {
        scope.diagnostics.push(wrong_type(node, &format!("a map of {}", quoted_list(&names))));
        return BackendArguments::new();
    };
    let is_known = |key: &str| known.iter().any(|argument| argument.name == key);
    for (key, entry) in map.iter().filter(|(key, _)| !is_known(key)) {
        scope.diagnostics.push(unknown_key(key, entry.key, &names));
    }
    known.iter().filter_map(|argument| Some((argument, one(argument, map, node.span, scope)?))).collect()
}

fn one(argument: &'static Argument, map: &Map, within: Span, scope: &Scope) -> Option<Expression> {
    let Some(entry) = map.get(argument.name) else {
        if argument.required {
            scope.diagnostics.push(missing(argument, within));
        }
        return None;
    };
    let node = &entry.node;
    match argument.kind {
        Type::Secret(help) => {
            scope.diagnostics.push(secret(argument, help, entry));
            None
        }
        Type::String => text(&decode(node, scope.diagnostics)?, argument.check, scope),
        Type::Bool => given::<bool>(node, scope).map(Expression::Bool),
        Type::Number => given::<u32>(node, scope).map(|number| Expression::Number(number.to_string())),
        Type::List => list(node, scope),
        Type::Map => Some(texts_by_keys(node, scope)),
        Type::ListOrMap if matches!(node.value, Value::Map(_)) => Some(texts_by_keys(node, scope)),
        Type::ListOrMap => list(node, scope),
        Type::Object(inside) => Some(object(read(inside, node, scope))),
        Type::Block(inside, one_of) => {
            exactly_one(one_of, entry, scope);
            Some(object(read(inside, node, scope)))
        }
    }
}

fn given<T: for<'de> Deserialize<'de> + Copy>(node: &Node, scope: &Scope) -> Option<T> {
    decode::<Spanned<T>>(node, scope.diagnostics)?.get().copied()
}

fn text(given: &Spanned<TokenString>, check: Option<Check>, scope: &Scope) -> Option<Expression> {
    let (text, span) = scope.tokens.expand(given, scope.diagnostics)?;
    if let Some((what, help)) = secret_in_url(&text) {
        let message = format!("{what}, which must not be in the inputs file");
        scope.diagnostics.push(Diagnostic::at(span, Code::Secret, message).hides(span).help(help));
        return None;
    }
    let diagnostic = match check {
        Some(Check::Arn(kind)) => kind.check(&text, scope.tokens.partition(), span),
        Some(Check::Rule(rule)) => rule.check(&text).err().map(|refusal| refusal.at(span)),
        None => TEXT.check(&text).err().map(|refusal| refusal.at(span)),
    };
    diagnostic.into_iter().for_each(|diagnostic| scope.diagnostics.push(diagnostic));
    Some(Expression::string(text))
}

/// Query parameters of URLs that contain secrets.
const SECRET_PARAMETERS: [&str; 12] = [
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "job_token",
    "key",
    "password",
    "private_token",
    "secret",
    "sig",
    "token",
    "x-amz-signature",
];

/// A message about a secret in a URL, and the fix.
fn secret_in_url(text: &str) -> Option<(&'static str, &'static str)> {
    let (_, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
        return Some((
            "the URL contains a password",
            "remove the user name and the password from the URL, and set them in environment variables",
        ));
    }
    let parameters = rest.split(['?', '#']).skip(1).flat_map(|query| query.split(['&', ';']));
    let names = parameters.filter_map(|parameter| Some(parameter.split_once('=')?.0.to_ascii_lowercase()));
    let is_secret = |name: String| SECRET_PARAMETERS.contains(&&*name);
    names.into_iter().any(is_secret).then_some((
        "the URL's query contains a token",
        "remove it from the URL: the http backend reads TF_HTTP_USERNAME and TF_HTTP_PASSWORD, or all of TF_HTTP_ADDRESS, from the environment",
    ))
}

fn list(node: &Node, scope: &Scope) -> Option<Expression> {
    let items: Vec<Spanned<TokenString>> = decode(node, scope.diagnostics)?;
    Some(Expression::List(items.iter().filter_map(|item| text(item, None, scope)).collect()))
}

fn texts_by_keys(node: &Node, scope: &Scope) -> Expression {
    let texts: SpannedMap<Spanned<TokenString>> = decode(node, scope.diagnostics).unwrap_or_default();
    let texts = texts.iter().filter_map(|(key, given)| Some((key.text.clone(), text(given, None, scope)?)));
    Expression::Object(texts.collect())
}

fn object(arguments: BackendArguments) -> Expression {
    Expression::Object(
        arguments.into_iter().map(|(argument, value)| (argument.name.to_owned(), value)).collect(),
    )
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

fn missing(argument: &Argument, within: Span) -> Diagnostic {
    let name = argument.name;
    Diagnostic::at(within, Code::MissingKey, format!("the key `{name}` is missing"))
        .label(format!("`{name}` belongs in here"))
        .help(format!("`{name}`: {}", argument.description))
}

fn secret(argument: &Argument, help: &str, entry: &Entry) -> Diagnostic {
    Diagnostic::at(entry.key, Code::Secret, format!("`{}` is a secret, which must not be in the inputs file", argument.name))
        .hides(entry.node.span)
        .help(help)
        .help("Terraform saves values from files and from -backend-config in .terraform and in plans, but not those of environment variables")
}

#[cfg(test)]
mod tests {
    use super::secret_in_url;

    #[test]
    fn a_secret_in_a_url_is_seen() {
        for text in [
            "https://ann:secret@states.example/dev",
            "postgres://ann:@db.example",
            "https://states.example/dev?a=1&Token=abc",
            "https://states.example/?private_token=x",
        ] {
            assert!(secret_in_url(text).is_some(), "{text}");
        }
        for text in [
            "https://states.example:8080/a@b:c",
            "ann:secret@example",
            "https://ann@states.example",
            "s3://x",
            "https://states.example/token=1?tokens=2",
        ] {
            assert!(secret_in_url(text).is_none(), "{text}");
        }
    }
}
