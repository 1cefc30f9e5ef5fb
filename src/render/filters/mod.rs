//! The filters of templates.

mod hcl;
mod lists;
mod markdown;
mod text;

use std::borrow::Cow;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::render::path::Language;
use crate::render::placeholder::{self, Form};

/// A filter.
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// The languages that have it.
    pub languages: &'static [Language],
    /// Its result, as a sentence.
    pub meaning: &'static str,
    function: Function,
}

type Function = fn(&Value, Kwargs, &State) -> TeraResult<Value>;

const BOTH: &[Language] = &[Language::Hcl, Language::Markdown];
const HCL: &[Language] = &[Language::Hcl];
const MARKDOWN: &[Language] = &[Language::Markdown];

/// All filters in addition to Tera's own.
pub const FILTERS: [Filter; 13] = [
    Filter {
        name: "hcl",
        languages: BOTH,
        meaning: "Any value as an HCL literal: quoted strings, numbers, lists, maps, `null`.",
        function: hcl::literal,
    },
    Filter {
        name: "identifier",
        languages: BOTH,
        meaning: "An identifier, as part of the structure; anything else is an error.",
        function: hcl::identifier,
    },
    Filter {
        name: "reference",
        languages: BOTH,
        meaning: "A reference, such as the address `aws_iam_role.admins`; anything else is an error.",
        function: hcl::reference,
    },
    Filter {
        name: "type",
        languages: BOTH,
        meaning: "The type of an attribute, as HCL; anything else is an error.",
        function: hcl::type_expression,
    },
    Filter {
        name: "comment",
        languages: HCL,
        meaning: "A string in a `#` comment, on one line.",
        function: hcl::comment,
    },
    Filter {
        name: "filter_optional",
        languages: BOTH,
        meaning: "The parts of a list that not all environments have.",
        function: lists::optional,
    },
    Filter {
        name: "filter_required",
        languages: BOTH,
        meaning: "The parts of a list that all environments have.",
        function: lists::required,
    },
    Filter {
        name: "filter_default",
        languages: BOTH,
        meaning: "The roles of a list that are attached to the identity pool as default roles.",
        function: lists::defaults,
    },
    Filter {
        name: "variable_type",
        languages: BOTH,
        meaning: "The type of a variable on one line.",
        function: hcl::variable_type,
    },
    Filter {
        name: "format_hcl",
        languages: MARKDOWN,
        meaning: "An HCL snippet, checked and formatted like a file.",
        function: markdown::format_hcl,
    },
    Filter {
        name: "code",
        languages: MARKDOWN,
        meaning: "A string as code, on one line.",
        function: markdown::code,
    },
    Filter {
        name: "json",
        languages: MARKDOWN,
        meaning: "A string as a JSON string in a code block, which is also a string in JavaScript.",
        function: markdown::json,
    },
    Filter {
        name: "mermaid",
        languages: MARKDOWN,
        meaning: "A string between quotes in a Mermaid diagram.",
        function: markdown::mermaid,
    },
];

/// Replacements of Tera's own filters. These handle placeholders, limit their output, and preserve order.
const INSTEAD: [(&str, Function); 8] = [
    ("safe", text::safe),
    ("upper", text::upper),
    ("lower", text::lower),
    ("capitalize", text::capitalize),
    ("title", text::title),
    ("join", lists::join),
    ("group_by", lists::group_by),
    ("replace", text::replace),
];

/// Registers the filters of a language.
pub fn register(engine: &mut Tera, language: Language) {
    for (name, function) in INSTEAD {
        engine.register_filter(name, function);
    }
    for filter in FILTERS.iter().filter(|filter| filter.languages.contains(&language)) {
        engine.register_filter(filter.name, filter.function);
    }
}

/// The text of a value, with its placeholders resolved.
fn text_of(value: &Value) -> TeraResult<Cow<'_, str>> {
    let text = value.as_str().ok_or_else(|| Error::message("expected a string"))?;
    placeholder::plain(text).map_err(|_| Error::message(placeholder::BROKEN))
}

/// The placeholder of a value.
fn substituted(form: Form, plain: impl Into<String>, written: impl Into<String>) -> Value {
    Value::safe_string(&placeholder::substitute(form, plain, written))
}
