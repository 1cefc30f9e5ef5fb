//! What makes rendered HCL safe: values are escaped for where they stand, and it is tested that they
//! stand there.

use std::io::{self, Write};

use crate::hcl;

/// Around each escaped value; neither can be part of one, for escaping writes them as numbers.
const BEGIN: char = '\u{E000}';
const END: char = '\u{E001}';

/// Writes a value as it stands between quotes, with marks around it.
pub fn write_escaped(text: &str, output: &mut dyn Write) -> io::Result<()> {
    write!(output, "{BEGIN}{}{END}", hcl::escape(text))
}

/// Tests that every value stands between quotes, takes the marks out and formats.
///
/// # Errors
/// A value outside quotes, or a text that is not HCL.
pub fn finish(rendered: &str) -> Result<String, String> {
    if let Some(offset) = hcl::first_outside_quotes(rendered, BEGIN) {
        return Err(format!(
            "{}: a value stands outside quotes: use the filter `hcl`",
            position(rendered, offset)
        ));
    }
    let text: String = rendered.chars().filter(|character| !matches!(*character, BEGIN | END)).collect();
    let text = squeeze_blank_lines(&text);
    hcl::format(&text).map_err(|errors| match errors.first() {
        Some(error) => format!("{}: {}", position(&text, error.range.start), error.message),
        None => "not HCL".to_owned(),
    })
}

fn position(text: &str, offset: usize) -> String {
    let (line, column) = hcl::line_column(text, offset);
    format!("line {line}, column {column}")
}

/// Templates leave blank lines where a part is left out: none at the edges of a block, one elsewhere.
fn squeeze_blank_lines(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let opens = squeezed.trim_end_matches('\n').ends_with(['{', '[', '(']);
        let closes = line.trim_start().starts_with(['}', ']', ')']);
        if blank && !squeezed.is_empty() && !opens && !closes {
            squeezed.push('\n');
        }
        blank = false;
        squeezed.push_str(line);
        squeezed.push('\n');
    }
    squeezed
}
