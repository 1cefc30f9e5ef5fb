//! The limits on template packs: a pack either terminates or is rejected, in the same run as its other
//! problems. Exact messages are in examples/invalid, where possible.

use crate::support::{poolsmith, with_pack, words};

const MAIN: &str = "modules/a/main.tf.tera";

/// The message for a rejected pack.
fn refused(pack: &[(&str, &str)]) -> String {
    let folder = with_pack(pack);
    let output = poolsmith(folder.path(), &["generate"]);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(!folder.path().join("environments").exists(), "something was written");
    words(&output)
}

#[test]
fn what_comes_back_to_itself_is_refused() {
    let packs: [&[(&str, &str)]; 6] = [
        &[
            ("partials/p.tf.tera", "{% block b %}{% block a %}{% endblock %}{% endblock %}"),
            (
                MAIN,
                "{% extends \"partials/p.tf.tera\" %}{% block a %}{% block b %}{{ super() }}{% endblock %}{% endblock %}",
            ),
        ],
        &[
            ("partials/p.tf.tera", "{% block x %}{% endblock %}{% include \"modules/a/main.tf.tera\" %}"),
            (MAIN, "{% extends \"partials/p.tf.tera\" %}{% block x %}{% endblock %}"),
        ],
        &[
            ("partials/p.tf.tera", "{% if false %}{% include 'partials\\/q.tf.tera' %}{% endif %}"),
            ("partials/q.tf.tera", "{{ \"}}\" }}{% include `partials/p.tf.tera` %}"),
        ],
        &[
            ("partials/p.tf.tera", "{% block a %}{% block b %}{% endblock %}{% endblock %}"),
            (
                MAIN,
                "{% extends \"partials/p.tf.tera\" %}{% block b %}{%-- raw %}{{ \" {% endraw %}{% block a %}{{ super() }}{% endblock %}{% endblock %}",
            ),
        ],
        &[(MAIN, "{% include \"modules/a/main.tf.tera\" %}")],
        &[(MAIN, "{% extends \"modules/a/main.tf.tera\" %}")],
    ];
    for pack in packs {
        let said = refused(pack);
        let says = ["endless recursion", "extends itself"].iter().any(|words| said.contains(words));
        assert!(says && said.contains("--> pack/"), "{pack:?}\n{said}");
    }
    let component = refused(&[
        ("partials/c.tf.tera", "{% component c() %}{% include \"partials/x.tf.tera\" %}{% endcomponent %}"),
        ("partials/x.tf.tera", "{{ <c /> }}"),
        (MAIN, "{% include \"partials/x.tf.tera\" %}"),
    ]);
    assert!(component.contains("recursion depth for components"), "{component}");
}

/// A chain of templates, each of which uses the next.
fn chain(length: usize, link: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let name = |number| if number == 0 { MAIN.to_owned() } else { format!("partials/{number}.tf.tera") };
    let mut chain: Vec<(String, String)> =
        (0..length).map(|number| (name(number), link(&name(number + 1)))).collect();
    chain.push((name(length), "{% block b %}locals {}{% endblock %}".to_owned()));
    chain
}

#[test]
fn what_goes_too_deep_is_refused() {
    let include = |next: &str| format!("{{% include \"{next}\" %}}");
    let extend =
        |next: &str| format!("{{% extends \"{next}\" %}}{{% block b %}}{{{{ super() }}}}{{% endblock %}}");
    for link in [&include as &dyn Fn(&str) -> String, &extend] {
        for (length, is_accepted) in [(20, true), (900, false)] {
            let chain = chain(length, link);
            let pack: Vec<(&str, &str)> =
                chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            if is_accepted {
                let folder = with_pack(&pack);
                let output = poolsmith(folder.path(), &["generate"]);
                assert!(output.status.success(), "{}", words(&output));
            } else {
                let said = refused(&pack);
                assert!(said.contains("more than 50 levels deep"), "{said}");
                assert!(said.contains("1 error;"), "one chain is one error: {said}");
            }
        }
    }
}

#[test]
fn what_grows_or_goes_on_for_ever_is_refused() {
    let begin = "{% set_global a = \"xxxxxxxxxx\" %}{% for i in range(end=60) %}";
    for (grows, why) in [
        // On slow machines, the time limit is reached before the memory limit.
        ("{% set_global a = a ~ a %}", "it takes more than"),
        ("{% set_global a %}{{ a }}{{ a }}{% endset %}", "it takes more than"),
        ("{% set_global a = a | replace(from=\"x\", to=a) %}", "it takes more than"),
        ("{% set_global a = range(end=100000) | join(sep=a) %}", "the output of `join` has more than"),
        ("{% for j in range(end=100000) %}1 + 1 + 1{% endfor %}", "the output has more than"),
        (
            "{% set_global a = a ~ \"xxxxxxxxxx\" %}{% set c %}{{ range(end=9999) }}{% endset %}{% for j in range(end=99) %}{{ c }}{% endfor %}",
            "has more than",
        ),
        (
            "{% for j in range(end=100000) %}{% for k in range(end=100000) %}{% endfor %}{% endfor %}",
            "seconds",
        ),
    ] {
        let said = refused(&[(MAIN, &format!("{begin}{grows}{{% endfor %}}"))]);
        assert!(said.contains(why) && said.contains("--> pack/modules/a/main.tf.tera"), "{grows}\n{said}");
    }
}

#[test]
fn what_is_nested_is_bounded() {
    let nest = |turns: usize, then: &str| {
        format!(
            "{{% set_global x = {{}} %}}{{% for i in range(end=1000) %}}{{% for j in range(end={turns}) %}}{{% set_global x = {{\"a\": x}} %}}{{% endfor %}}{{% endfor %}}{then}"
        )
    };
    let said = refused(&[(MAIN, &nest(100, "a = {{ x | hcl }}"))]);
    assert!(said.contains("nested more than 100 levels deep"), "{said}");
    let elif = format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(5000));
    let said = refused(&[(MAIN, &elif)]);
    assert!(said.contains("more than 500 `elif`"), "{said}");
}

#[test]
fn grant_kinds_that_name_what_is_not_there_are_refused() {
    let kind = |keys: &str, statement: &str| {
        format!(
            "kind: k\ntitle: A kind.\nmay: \"do\"\ntarget: \"thing\"\nkeys:\n{keys}\nstatements:\n  - Sid: S\n    Effect: Allow\n    Action: sqs:SendMessage\n    {statement}\n"
        )
    };
    let value = "  q: { is: value, description: A value., example: a }";
    let values =
        "  q: { is: values, description: Values., example: a }\n  q_1: { is: text, description: A text. }";
    let texts = "  q: { is: text, description: A text. }\n  send_to: { is: text, description: A text., optional: true }\n  allow: { is: words, description: Words., words: { send: Sends. } }";
    let topics =
        "  q: { is: texts, rule: topic, description: Topics. }\n  q_1: { is: text, description: A text. }";
    let topic = |key: &str| format!("  {key}: {{ is: text, rule: topic, description: A topic. }}");
    for (text, what) in [
        (kind(value, "Resource: \"arn:aws:sqs:{region}:{account_id}:{q_prefix}\""), "`{q_prefix}`"),
        (kind(texts, "when: [send]\n    Resource: \"{q}{send_to}\""), "`{send_to}`"),
        (kind(values, "Resource: \"{q}{q_1}\""), "`q_1` is the name of a numbered value of `q`"),
        (kind(texts, "target: \"{queue}\"\n    Resource: \"{q}\""), "`{queue}`"),
        (kind(topics, "Resource: \"{q}{q_1}\""), "`q_1` is the name of a numbered value of `q`"),
        (kind(&topic("region"), "Resource: \"{region}\""), "`region` is the name of a token"),
        (kind(&topic("policy_name"), "Resource: \"{policy_name}\""), "`policy_name` is the name of a value"),
    ] {
        let said = refused(&[("grants/k.yaml", &text)]);
        assert!(said.contains("E0504") && said.contains(what), "{text}\n{said}");
    }
}

#[test]
fn all_faults_are_said_in_one_run() {
    let said = refused(&[
        ("workspace/a b.tf.tera", ""),
        ("workspace/README.md/x.tf.tera", "# in a file"),
        ("modules/a/.terraform/x.tf.tera", ""),
        ("workspace/...tera", "x"),
        ("workspace/x.md.tera.tera", "x"),
        ("workspace/Environments/dev/main.tf.tera", "# x"),
        ("modules/b/main.tf.tera", "{% include \"modules/b/main.tf.tera\" %}"),
        ("modules/c/main.tf.tera", "{{ name | upercase }}"),
        ("modules/d/main.tf.tera", "{% if name %}"),
        ("modules/e/main.tf.tera", "{{ nothing | hcl }}"),
        ("modules/f/main.tf.tera", "a = {{ name }}"),
        ("modules/g/main.tf.tera", "a = {"),
        ("modules/h/main.tf.tera", "# \u{E000}"),
        ("modules/i/main.tf.tera", "{{ __tera_context }}"),
        ("grants/k.yaml", "kind: [\n"),
    ]);
    for fault in [
        "a b.tf.tera has a name that is not portable",
        "workspace/README.md.tera would be a file where workspace/README.md/x.tf.tera needs a directory",
        "would generate \"..\", which is not a portable file name",
        "would generate a file that ends in .tera",
        "is not in an environment",
        "would generate .terraform, which templates can't create",
        "endless recursion",
        "Unknown filter `upercase`",
        "Unexpected end of input",
        "the filter `hcl` was given an undefined value",
        "a value is outside quotes",
        "not valid HCL",
        "the character U+E000 can't be used in a template",
        "`__tera_context` can't be used",
        "pack/grants/k.yaml:",
    ] {
        assert!(said.contains(fault), "{fault}\n{said}");
    }
}
