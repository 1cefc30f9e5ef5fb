//! Hostile strings.

/// Strings that are special in one of the languages involved.
pub const STRINGS: &[&str] = &[
    "",
    " ",
    "\"",
    "\"\"",
    "\\",
    "\\\\",
    "\\\"",
    "\\n",
    "\n",
    "\r\n",
    "\t",
    "a\nb = \"c\"\n",
    "'",
    "`",
    "${file(\"x\")}",
    "%{ for x in y }",
    "%{ if true }a%{ endif }",
    "$${",
    "%%{",
    "$",
    "$$",
    "$$$",
    "%",
    "x$",
    "x%",
    "$$${x}",
    "%%%{x}",
    "${",
    "%{",
    "$${file(\"x\")}",
    "{",
    "{x",
    "}",
    "{}",
    "x{",
    "${}",
    "${${x}}",
    "\" } resource \"null_resource\" \"x\" { #",
    "\"\n}\nlocals {\n",
    "# x",
    "// x",
    "/* x */",
    "*/",
    "/*",
    "<<EOT\nx\nEOT",
    "EOT",
    "{{ name }}",
    "{% raw %}",
    "{# x #}",
    "{{{",
    "}}}",
    "<b>&amp;\"</b>",
    "```",
    "| a | b |",
    "🎉",
    "é",
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{9f}",
    "\u{E000}",
    "\u{E001}x",
    "\u{E002}",
    "\u{E000}\"\u{E001}",
    "\u{2028}",
    "\u{2029}",
    "\u{FEFF}",
    "\u{FFFF}",
    "\u{10FFFF}",
    "\u{202E}x",
    "null",
    "true",
    "1e9",
    "for",
    "~}",
    "${~",
];

/// A long string, but short enough for the size limit of a role's policies.
pub const LONG: &str = {
    const BYTES: [u8; 300] = {
        let mut bytes = [b'"'; 300];
        let mut at = 0;
        while at < 300 {
            bytes[at] = b"${x}\"\\ "[at % 7];
            at += 1;
        }
        bytes
    };
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!("ASCII is UTF-8"),
    }
};
