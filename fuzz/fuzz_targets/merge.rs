//! Any three texts: no panic; a clean merge of HCL is formatted HCL, and with marks nothing is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use poolsmith::hcl;
use poolsmith::merge::{Language, Resolve, merge};

fuzz_target!(|texts: (&str, &str, &str, bool)| {
    let (base, ours, theirs, is_hcl) = texts;
    let language = if is_hcl { Language::Hcl } else { Language::Text };
    if let Ok(merged) = merge(language, base, ours, theirs, Resolve::Stop)
        && merged.conflicts.is_empty()
        && is_hcl
    {
        let text = merged.text.replace("\r\n", "\n");
        assert!(hcl::check(&text).is_ok(), "{text}");
    }
    let kept = merge(language, base, ours, theirs, Resolve::Ours).expect("one side is always there");
    drop(kept);
    merge(language, base, ours, theirs, Resolve::Markers).expect("marks can always be set");
});
