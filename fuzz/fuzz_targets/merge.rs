//! Any three texts: no panic; a clean merge of HCL is formatted HCL, and with marks nothing is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use poolsmith::hcl;
use poolsmith::merge::{Language, Resolve, merge, with_markers_around_all};

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
    // Settled in favor of one side, HCL stays HCL.
    for resolve in [Resolve::Ours, Resolve::Theirs, Resolve::Markers] {
        if let Ok(merged) = merge(language, base, ours, theirs, resolve)
            && is_hcl
            && (resolve != Resolve::Markers || merged.conflicts.is_empty())
            && hcl::format(ours).is_ok()
        {
            let text = merged.text.replace("\r\n", "\n");
            assert!(hcl::check(&text).is_ok(), "{text}");
        }
    }
    with_markers_around_all(base, ours, theirs);
});
