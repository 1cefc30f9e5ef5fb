//! No value changes the structure of a pack's output, whatever its templates do with values, as long as
//! they don't use `safe`.
//!
//! A long run: `PACK_CASES=20000 PACK_SEED=7 cargo test --release --test it pack_values`

use std::sync::Arc;

use crate::support::{Random, from_environment, poolsmith, texts, words, workspace};
use poolsmith::hcl::lexer::{TokenKind, tokens};
use poolsmith::model::Model;
use poolsmith::project::{Project, Request};
use poolsmith::render::{BUILT_IN, Pack, PackFile, Templates, render};
use poolsmith::source::{Code, Diagnostic, FileId, Sources};
use serde_json::json;

/// `v` is a value, `c` and `l` are captured.
const BEGIN: &str = "{% set v = environment.backend_arguments[0].value %}{% set c %}{{ v }}{% endset %}{% set l %}{{ v | hcl }}{% endset %}\n";
const EACH: &str = "workspace/environments/ENVIRONMENT/x.tf.tera";

/// A workspace whose inputs contain a value.
fn with_value(value: &str) -> Arc<Model> {
    let plain = value.replace('{', "{{").replace('}', "}}");
    let inputs = json!({
        "name": "notes",
        "terraform": { "backend": { "local": { "path": plain } } },
        "identity_pool": { "classic_flow": true, "social": { "google": "1234-abcd.apps.googleusercontent.com" } },
        "role_defaults": { "max_session_duration": 7200 },
        "environments": { "dev": { "region": "us-east-1", "account_id": "111111111111" } },
    })
    .to_string();
    let project = Project::load(Request::memory("poolsmith.json", inputs));
    let project = project.unwrap_or_else(|failure| panic!("{value:?}: {:?}", failure.log.diagnostics));
    let is_expected = |diagnostic: &Diagnostic| diagnostic.code == Code::LiteralText;
    assert!(project.log.diagnostics.iter().all(is_expected), "{value:?}: {:?}", project.log.diagnostics);
    Arc::clone(project.model())
}

/// A pack with a single template, rendered once per environment.
fn pack(template: &str) -> Result<Arc<Templates>, Vec<String>> {
    let file =
        |name: &str, text: &str| PackFile { name: name.to_owned(), text: text.to_owned(), file: FileId(0) };
    let mut templates: Vec<PackFile> = BUILT_IN.iter().map(|(name, _)| file(name, "")).collect();
    templates.push(file(EACH, template));
    let (templates, diagnostics) = Templates::of(Pack { templates, ..Pack::default() });
    let said: Vec<String> = diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect();
    if said.is_empty() { Ok(Arc::new(templates)) } else { Err(said) }
}

/// The rendered file, or the message about the template.
fn rendered(model: &Arc<Model>, templates: &Arc<Templates>) -> Result<String, Vec<String>> {
    let mut sources = Sources::default();
    sources.add("pack", "");
    match render(model, templates, &mut sources) {
        Ok(mut files) => Ok(files.remove("environments/dev/x.tf").unwrap_or_default()),
        Err(diagnostics) => Err(diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect()),
    }
}

/// The structure: everything except quoted text, comments and signs of numbers.
fn structure(text: &str) -> Vec<TokenKind> {
    let kept = |kind: &TokenKind| !matches!(kind, TokenKind::QuotedLiteral | TokenKind::Minus);
    tokens(text).into_iter().map(|token| token.kind).filter(kept).collect()
}

#[test]
fn what_a_template_works_out_of_a_value_is_no_structure() {
    let model = with_value("1 == 1");
    for (template, expected) in [
        // Values and results computed from them are correct where values are allowed.
        ("a = \"{{ v }}\"", Ok("a = \"1 == 1\"")),
        (
            "a = \"{{ v | upper }}{{ v[0] }}{{ v | replace(from=\"=\", to=v) }}\"",
            Ok("a = \"1 == 111 1 == 11 == 1 1\""),
        ),
        ("a = {{ v | hcl }} # {{ v | comment }}", Ok("a = \"1 == 1\" # 1 == 1")),
        ("a = {{ v | length | hcl }}", Ok("a = 6")),
        (
            "a = \"{{ c }}\"\nb = {{ c | hcl }}\nd = {{ l }}",
            Ok("a = \"1 == 1\"\nb = \"1 == 1\"\nd = \"1 == 1\""),
        ),
        ("a = \"{{ c ~ v }}\"", Ok("a = \"1 == 11 == 1\"")),
        ("a = \"{{ [c, v] | join(sep=\"-\") }}\"", Ok("a = \"1 == 1-1 == 1\"")),
        ("{% filter trim %}  a = \"{{ v }}\"  {% endfilter %}", Ok("a = \"1 == 1\"")),
        ("a = {{ v | safe }}", Ok("a = 1 == 1")),
        ("{% if environment.key == \"dev\" and environment.account_id %}a = 1{% endif %}", Ok("a = 1")),
        ("a = <<E\n\n\n  {{ environment.key | identifier }}\nE", Ok("a = <<E\n\n\n  dev\nE")),
        // Elsewhere they are rejected.
        ("a = {{ v }}", Err("outside quotes")),
        ("a = \"{{ v | hcl }}\"", Err("filter `hcl`")),
        ("a = <<E\n{{ v }}\nE", Err("outside quotes")),
        ("a = \"\\{{ v }}\"", Err("backslash")),
        // Rendered values can't be changed or inspected.
        ("a = {{ c[1:-1] }}", Err("changed after it was written")),
        ("a = {{ c[0:1] }}{{ l[1:-1] }}{{ c[-1:] }}", Ok("a = \"1 == 1\"")),
        ("a = {{ l | reverse }}", Err("can't be inspected")),
        ("{% if c == \"1 == 1\" %}a = 1{% endif %}", Err("can't be inspected")),
        ("a = {{ c | length }}", Err("can't be inspected")),
        ("{% if c %}a = 1{% endif %}", Ok("a = 1")),
        (
            "{% for b in environment.roles[0].value.max_session_duration %}{% if b == 55 %}a = 1{% endif %}{% endfor %}",
            Err("depends on a value"),
        ),
        ("{% if name == \"notes\" %}a = 1{% endif %}", Err("depends on a value")),
        ("{% if environment.region == \"us-east-1\" %}a = 1{% endif %}", Ok("a = 1")),
        ("{% set s %}-{% endset %}a = \"{{ v | replace(from=\" \", to=s) }}\"", Ok("a = \"1-==-1\"")),
        ("a = \"{{ c | replace(from=\"=\", to=\"\") }}\"", Err("apply filters inside its braces")),
        ("a = \"{{ c | upper }}\"", Err("apply filters inside its braces")),
        ("a = {% for x in c %}{{ x }}{% endfor %}", Err("changed after it was written")),
        ("a = {{ l | replace(from=l[1:2], to=\"\") }}", Err("changed after it was written")),
        (
            "a = \"{{ environment.roles[0].value.max_session_duration }}\"",
            Err("values with references with `hcl`"),
        ),
        // Other output doesn't depend on a value's content.
        ("a = {{ v | length }}", Err("depends on a value")),
        ("a = {{ v[1:] | identifier }}", Err("is not an HCL identifier")),
        (
            "a = {{ v | replace(from=\" == \", to=\"x\") | replace(from=\"1\", to=\"\") | identifier }}",
            Err("depends on a value"),
        ),
        ("a = b.{{ (\"x\" ~ v[0]) | identifier }}", Err("depends on a value")),
        ("{% if v == \"1 == 1\" %}a = 1{% endif %}", Err("depends on a value")),
        ("{% if environment.account_id == v %}a = 1{% else %}a = 2{% endif %}", Ok("a = 2")),
        ("{% if v == \"\" ~ v %}a = 1{% endif %}", Ok("a = 1")),
        ("resource \"a\" \"{{ v }}\" {}", Ok("resource \"a\" \"1 == 1\" {}")),
        ("variable \"a\" {\n  type = \"{{ v }}\"\n}", Ok("variable \"a\" {\n  type = \"1 == 1\"\n}")),
        ("a = \"\\u00{{ v }}\"", Err("backslash")),
        ("a = local.b {{ [v] | hcl }}", Err("not valid HCL")),
        ("{% if v is containing(pat=\"=\") %}a = 1{% else %}a = 2{% endif %}", Err("depends on a value")),
        (
            "a = {% for x in v %}{% if x == \"1\" %}1{% elif x == \"=\" %}={% else %} {% endif %}{% endfor %}",
            Err("depends on a value"),
        ),
        ("a = {{ v | split(pat=\" \") | length }}", Err("depends on a value")),
        (
            "{% for x in v | split(pat=\" \") %}\na{{ loop.index }} = 1\n{% endfor %}",
            Err("depends on a value"),
        ),
        ("a = {{ v[0] | int }}", Err("")),
        (
            "{% set m = [[\"file(\\\"x\\\")\", v]] | group_by(attribute=\"1\") %}a = {{ m | hcl }}",
            Ok("a = {\n  \"1 == 1\" = [\n    [\"file(\\\"x\\\")\", \"1 == 1\"],\n  ]\n}"),
        ),
    ] {
        let template = format!("{BEGIN}{template}\n");
        match (pack(&template).and_then(|templates| rendered(&model, &templates)), expected) {
            (Ok(text), Ok(expected)) => assert_eq!(text, format!("{expected}\n"), "{template}"),
            (Err(said), Err(why)) => assert!(said[0].contains(why), "{template}\n{said:?}"),
            (found, _) => panic!("{template}\n{found:?}"),
        }
    }
}

/// A random template that does everything that is possible with values, except `safe`.
struct Draft<'a> {
    random: &'a mut Random,
}

impl Draft<'_> {
    fn one_of<'t>(&mut self, choice: &[&'t str]) -> &'t str {
        choice[self.random.below(choice.len())]
    }

    fn text(&mut self, depth: usize) -> String {
        let mut text = match self.random.below(6) {
            0 if depth > 0 => format!("({} ~ {})", self.text(depth - 1), self.text(depth - 1)),
            1 => self.one_of(&["\"x\"", "'\"'", "\"}\"", "\"${\""]).to_owned(),
            2 => "environment.account_id".to_owned(),
            3 => self.one_of(&["c", "l"]).to_owned(),
            _ => "v".to_owned(),
        };
        for _ in 0..self.random.below(5) / 2 {
            text += self.one_of(&[
                "[1:]",
                "[:-1]",
                "[0:2]",
                "[::-1]",
                " | upper",
                " | lower",
                " | title",
                " | trim",
                " | trim(pat=\"1\")",
                " | trim_start(pat=\"\\\"\")",
                " | reverse",
                " | escape",
                " | str",
                " | truncate(length=2, end=v)",
                " | indent(width=1, first=true)",
                " | default(value=v)",
                " | replace(from=\" \", to=v)",
                " | replace(from=v, to=\"\\\"\")",
                " | split(pat=\" \") | join(sep=v)",
                " | escape_html",
                " | newlines_to_br",
            ]);
        }
        text
    }

    /// A random expression that writes output, mostly valid in its place.
    fn written(&mut self, filter: &str) -> String {
        let text = self.text(1);
        let other = ["", " | hcl", " | comment", " | identifier", " | length"];
        let filter = if self.random.below(6) == 0 { other[self.random.below(other.len())] } else { filter };
        format!("{{{{ {text}{filter} }}}}")
    }

    fn anything(&mut self, depth: usize, filter: &str) -> String {
        if depth == 0 {
            return self.written(filter);
        }
        let inside = self.anything(depth - 1, filter);
        match self.random.below(9) {
            0 => format!("{{% set c %}}{inside}{{% endset %}}{{{{ c }}}}"),
            1 => {
                let filter = self.one_of(&["trim", "upper", "reverse", "indent"]);
                format!("{{% filter {filter} %}}{inside}{{% endfilter %}}")
            }
            2 => format!("{{% if {} == {} %}}{inside}{{% endif %}}", self.text(0), self.text(0)),
            3 => {
                format!(
                    "{{% if {} is containing(pat=\"1\") %}}{inside}{{% else %}}1{{% endif %}}",
                    self.text(0)
                )
            }
            4 => format!("{{% for x in {} %}}{{{{ x }}}}{{% endfor %}}", self.text(0)),
            5 => inside + &self.written(filter),
            _ => inside,
        }
    }

    fn template(mut self) -> String {
        let mut lines = String::new();
        for name in ["a", "b"] {
            let (before, filter, after) = [
                (" = ", " | hcl", ""),
                (" = \"", "", "\""),
                (" = \"-", "", "-\""),
                (" = [\"$", "", "\"]"),
                (" = <<E\n", "", "\nE"),
                (" = 1 # ", " | comment", ""),
            ][self.random.below(6)];
            let depth = self.random.below(3);
            lines += &format!("{name}{before}{}{after}\n", self.anything(depth, filter));
        }
        format!("{BEGIN}{lines}")
    }
}

#[test]
fn no_template_that_can_be_thought_of_lets_a_value_be_structure() {
    let hostile = [
        "1 == 1",
        "\" + file(\"x\") + \"",
        "${x}",
        "{",
        "$",
        "\\",
        "\n",
        "E",
        "null",
        "1",
        "\u{E000}\u{E001}\u{E011}",
        "*/",
        "a",
        "]",
    ];
    let models: Vec<Arc<Model>> = hostile.iter().map(|value| with_value(value)).collect();
    let harmless = with_value("x");
    let mut random = Random::new(from_environment("PACK_SEED", 1) as u64);
    let (mut accepted, mut refused) = (0, 0);
    for case in 0..from_environment("PACK_CASES", 300) {
        let template = Draft { random: &mut random }.template();
        let Ok(templates) = pack(&template) else { continue };
        let model = &models[case % models.len()];
        let (Ok(one), Ok(other)) = (rendered(model, &templates), rendered(&harmless, &templates)) else {
            refused += 1;
            continue;
        };
        accepted += 1;
        assert_eq!(structure(&one), structure(&other), "{template}\n{one}\n{other}");
    }
    assert!(accepted > 10 && refused > 10, "{accepted} accepted, {refused} refused");
}

#[test]
fn any_value_is_itself_in_quotes() {
    let seams = "a = \"{{ v }}\"\nb = \"${{ '{' }}x}{{ v }}$\"\nc = \"{{ v }}{{ v }}\"\nd = \"%{{ v }}\"\ne = {{ v | hcl }}\n# {{ v | comment }}\nf = [\"-{{ v }}-\", {{ [v] | hcl }}]\n";
    let characters: Vec<char> =
        "\"\\${}%~#/*\n\r\t<E=,[]()x y'`\u{E000}\u{E001}\u{E002}\u{E011}\u{E012}\u{3000}é😀"
            .chars()
            .collect();
    let templates = pack(&format!("{BEGIN}{seams}")).expect("a template");
    let expected = structure(&rendered(&with_value("x"), &templates).expect("a plain value is accepted"));
    let mut random = Random::new(from_environment("PACK_SEED", 1) as u64);
    let mut accepted = 0;
    for _ in 0..from_environment("PACK_CASES", 300) {
        let value: String =
            (0..1 + random.below(6)).map(|_| characters[random.below(characters.len())]).collect();
        if let Ok(text) = rendered(&with_value(&value), &templates) {
            accepted += 1;
            assert_eq!(structure(&text), expected, "{value:?}\n{text}");
        }
    }
    assert!(accepted > 10, "hardly any value is accepted: {accepted}");
}

#[test]
fn values_in_markdown_are_text() {
    let with = |template: &str, value: &str| {
        let folder = workspace(&format!(
            "name: notes\ntemplates: pack\nterraform: {{ backend: {{ local: {{ path: {} }} }} }}\nenvironments: {{ dev: {{ region: us-east-1 }} }}\n",
            serde_json::to_string(value).unwrap()
        ));
        let path = folder.path().join("pack/workspace");
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(
            path.join("x.md.tera"),
            format!("{{% set v = environments[0].backend_arguments[0].value %}}{template}"),
        )
        .unwrap();
        let output = poolsmith(folder.path(), &["generate"]);
        output.status.success().then(|| texts(folder.path())["x.md"].clone()).ok_or_else(|| words(&output))
    };
    for (template, value, expected) in [
        ("{{ v }}\n", "- a", "\\- a\n"),
        ("{{ v }}\n", "1. a", "1\\. a\n"),
        ("a\n{{ v }}\n", "===", "a\n\\===\n"),
        ("| a |\n| --- |\n| {{ v }} |\n", "x | y", "| a |\n| --- |\n| x \\| y |\n"),
        ("[a]({{ v }})\n", "b-c", "[a](b-c)\n"),
        ("a #{{ v }}\n", "b", "a #b\n"),
        ("{{ v | code }}\n", "a`b", "``a`b``\n"),
        ("```mermaid\na[\"{{ v | mermaid }}\"]\n```\n", "\"]", "```mermaid\na[\"#34;]\"]\n```\n"),
        ("```js\na = {{ v | json }}\n```\n", "\"`", "```js\na = \"\\\"`\"\n```\n"),
    ] {
        assert_eq!(with(template, value).as_deref(), Ok(expected), "{template}");
    }
    for (template, value, why) in [
        ("[a]({{ v }})\n", "b) [c](d", "not a plain word"),
        ("[![a](b) c]({{ v }})\n", "b:c", "not a plain word"),
        ("<{{ v }}>\n", "script", "structure"),
        ("```{{ v }}\nx\n```\n", "sh", "structure"),
        ("[{{ v }}]\n\n[foo]: https://a.example\n", "foo", "structure"),
        ("- [{{ v }}] a\n", "y", "structure"),
        ("> [!{{ v }}]\n> a\n", "NOTE", "structure"),
        ("&{{ v }};\n", "lt", "would escape it"),
        ("`{{ v }}`\n", "a*b", "filter `code`"),
        ("``` mermaid x\na[{{ v }}]\n```\n", "x] b;", "filter `mermaid`"),
        ("~~~ Mermaid\na[\"{{ v }}\"]\n~~~\n", "x", "filter `mermaid`"),
        ("<a title=\"{{ v }}\">\n", "\" onclick=\"x", "structure"),
        ("```mermaid\na[\"{{ v }}\"]\n```\n", "\"]", "filter `mermaid`"),
        ("{{ v | mermaid }}\n", "x", "quotes of a Mermaid diagram"),
        ("{{ v | hcl }}\n", "x", "not in a snippet"),
        ("{{ v | json }}\n", "x", "not in a code block"),
        ("`{{ v | json }}`\n", "x", "not in a code block"),
        ("```mermaid\na[{{ v | json }}]\n```\n", "x", "not in a code block"),
        ("{% if v == \"x\" %}# x{% endif %}\n", "x", "depends on a value"),
        (
            "{% filter format_hcl %}{% if v == \"x\" %}a = 1{% endif %}{% endfilter %}\n",
            "x",
            "depends on a value",
        ),
        ("{% filter format_hcl %}a = \"{{ v }}\"{% endfilter %}\n", "x", "invalid snippet"),
    ] {
        let said = with(template, value).expect_err(template);
        assert!(said.contains(why), "{template}\n{said}");
    }
}
