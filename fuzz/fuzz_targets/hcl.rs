//! Any bytes: no panic; tokens cover all but blanks, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use poolsmith::hcl::{format, format_bytes, lexer::tokens};

fuzz_target!(|bytes: &[u8]| {
    let _ = format_bytes(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut end = 0;
    for token in tokens(text) {
        assert!(token.range.start >= end && token.range.end <= text.len());
        assert!(text[end..token.range.start].chars().all(|c| matches!(c, ' ' | '\t' | '\u{FEFF}')));
        end = token.range.end;
    }
    // Terraform unwraps one interpolation at a time, so that a second time may give another text.
    if let Ok(formatted) = format(text) {
        let _ = format(&formatted);
    }
});
