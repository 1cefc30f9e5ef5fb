//! Any inputs file, in the language that the first byte chooses: diagnostics, never a panic, and what is
//! accepted is rendered: that a built-in template fails is never the inputs' fault.
#![no_main]

use libfuzzer_sys::fuzz_target;
use poolsmith::project::{Inputs, Project, Request};
use poolsmith::source::Code;

/// What the policy file that the examples name holds.
const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes-{environment}/*" }
}"#;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let path = ["poolsmith.yaml", "poolsmith.json", "poolsmith.toml"][usize::from(*first) % 3];
    let policies = vec![("policies/audit.json".to_owned(), POLICY.to_owned())];
    let inputs = Inputs::Memory { path: path.into(), text: text.to_owned(), policies };
    if let Err(failure) = Project::load(Request::of(inputs, "".into())).and_then(Project::render) {
        assert!(failure.log.errors() > 0, "a failure has an error");
        for diagnostic in &failure.log.diagnostics {
            assert_ne!(diagnostic.code, Code::Template, "a built-in template fails: {diagnostic:?}");
        }
    }
});
