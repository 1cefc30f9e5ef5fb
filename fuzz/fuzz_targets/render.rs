//! Any text in the places of an inputs file that take any: refused, or the files have the structure
//! that they have with a harmless one. And any text as a template of a pack: diagnostics, never a panic.
#![no_main]

use std::cell::OnceCell;

use libfuzzer_sys::fuzz_target;
use poolsmith::hcl::lexer::{TokenKind, tokens};
use poolsmith::project::{PackSource, Project, Request};
use poolsmith::render::FileSet;
use poolsmith::source::Code;
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
    let pack = pack.map(|text| PackSource::Memory(vec![("modules/a/main.tf.tera".to_owned(), text.to_owned())]));
    let request = Request { pack, ..Request::memory("poolsmith.json", inputs) };
    match Project::load(request).and_then(Project::render) {
        Ok(rendered) => Some(rendered.files),
        Err(failure) => {
            for diagnostic in &failure.log.diagnostics {
                assert_ne!(diagnostic.code, Code::Template, "a built-in template fails: {diagnostic:?}");
            }
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
