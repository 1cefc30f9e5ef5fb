//! Any text in the places of an inputs file that take any: refused, or the files have the structure
//! that they have with a harmless one. And any text as a template of a pack: diagnostics, never a panic.
#![no_main]

use std::cell::OnceCell;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use poolsmith::hcl::lexer::{TokenKind, tokens};
use poolsmith::inputs::environments;
use poolsmith::inputs::read::{Language, read};
use poolsmith::model::{model, resolve};
use poolsmith::policy::{Kinds, PolicyFiles};
use poolsmith::render::{FileSet, Pack, PackFile, Templates, render};
use poolsmith::source::{Diagnostics, Sources};
use serde_json::json;

fn files(text: &str, pack: Option<&str>) -> Option<FileSet> {
    let plain = text.replace('{', "{{").replace('}', "}}");
    let inputs = json!({
        "name": "notes",
        "tags": { "Owner": plain },
        "roles": { "authenticated": { "description": plain, "grants": { "any": { "statements": [
            { "Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::b/{plain}") },
        ] } } } },
        "environments": { "dev": { "region": "us-east-1", "identity_pool": { "user_pools": { "main": {
            "user_pool_id": "us-east-1_Ab12Cd34E", "app_client_id": plain } } } } },
    })
    .to_string();
    let (mut sources, diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("poolsmith.json", inputs.as_str());
    let root = read(&inputs, file, Language::Json, &diagnostics)?;
    let given = environments(&root, &diagnostics);
    let no_files = |name: &str| Err(format!("{name} is not read here"));
    let kinds = Kinds::built_in();
    let mut policies = PolicyFiles::new(&mut sources, &no_files, &diagnostics);
    let meant: Vec<_> = given.iter().filter_map(|inputs| resolve(inputs, &kinds, &mut policies)).collect();
    diagnostics.absorb(given.into_iter().map(|inputs| (inputs.key.text, inputs.diagnostics)));
    if meant.is_empty() || diagnostics.errors() > 0 {
        return None;
    }
    let model = Arc::new(model(&meant, "poolsmith.json", &diagnostics));
    let mut templates = Templates::default();
    if let Some(text) = pack {
        let file = sources.add("pack", text);
        let template = PackFile { name: "modules/a/main.tf.tera".to_owned(), text: text.to_owned(), file };
        let (with_pack, _) = Templates::of(Pack { templates: vec![template], ..Pack::default() });
        templates = with_pack;
    }
    match render(&model, &Arc::new(templates), &mut sources) {
        Ok(files) => Some(files),
        Err(diagnostics) => {
            assert!(pack.is_some(), "a built-in template fails: {diagnostics:?}");
            None
        }
    }
}

fn structure(files: &FileSet) -> Vec<(&String, Vec<TokenKind>)> {
    let of = |text: &str| {
        let kinds = tokens(text).into_iter().map(|token| token.kind);
        kinds.filter(|kind| *kind != TokenKind::QuotedLiteral).collect()
    };
    files.iter().filter(|(path, _)| !path.ends_with(".md")).map(|(path, text)| (path, of(text))).collect()
}

thread_local! {
    static HARMLESS: OnceCell<FileSet> = const { OnceCell::new() };
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    if first % 2 == 0 {
        files("x", Some(text));
    } else if let Some(found) = files(text, None) {
        HARMLESS.with(|harmless| {
            let harmless = harmless.get_or_init(|| files("x", None).expect("a harmless text is accepted"));
            assert_eq!(structure(&found), structure(harmless));
        });
    }
});
