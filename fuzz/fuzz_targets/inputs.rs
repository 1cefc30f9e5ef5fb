//! Any inputs file, in the language that the first byte chooses: diagnostics, never a panic, and what is
//! accepted is rendered: that a built-in template fails is never the inputs' fault.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use poolsmith::inputs::environments;
use poolsmith::inputs::read::{Language, read};
use poolsmith::model::{check_across_environments, model, resolve};
use poolsmith::policy::{Kinds, PolicyFiles};
use poolsmith::render::{Templates, render};
use poolsmith::source::{Diagnostics, Sources};

/// What a policy file holds.
const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes-{environment}/*" }
}"#;

thread_local! {
    static TEMPLATES: Arc<Templates> = Arc::new(Templates::default());
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let language = [Language::Yaml, Language::Json, Language::Toml][usize::from(*first) % 3];
    let (mut sources, diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("poolsmith", text);
    let Some(root) = read(text, file, language, &diagnostics) else { return };
    let inputs = environments(&root, &diagnostics);
    let read = |name: &str| match name.ends_with(".json") {
        true => Ok((name.to_owned(), POLICY.to_owned())),
        false => Err(format!("{name} is not read here")),
    };
    let kinds = Kinds::built_in();
    let mut files = PolicyFiles::new(&mut sources, &read, &diagnostics);
    let meant: Vec<_> = inputs.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut files)).collect();
    diagnostics.absorb(inputs.into_iter().map(|inputs| (inputs.key.text, inputs.diagnostics)));
    check_across_environments(&meant, &diagnostics);
    if meant.is_empty() {
        return;
    }
    let model = Arc::new(model(&meant, "poolsmith.yaml", &diagnostics));
    if diagnostics.errors() == 0 {
        TEMPLATES.with(|templates| {
            let rendered = render(&model, templates, &mut sources);
            assert!(rendered.is_ok(), "a built-in template fails: {:?}", rendered.err());
        });
    }
});
