//! Base64.

/// Whether a text is the only encoding of its bytes, so that different texts encode different bytes.
///
/// Source: RFC 4648, sections 3.5 and 4.
pub fn is_canonical(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let Some(values) = digits.bytes().map(value).collect::<Option<Vec<u8>>>() else { return false };
    let last = values.last().copied().unwrap_or_default();
    // The bits of the last digit that belong to no byte are zero.
    let (padding, unused) = match values.len() % 4 {
        0 => (0, 0),
        2 => (2, 0b1111),
        3 => (1, 0b11),
        _ => return false,
    };
    text.len() - digits.len() == padding && last & unused == 0
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sequence_of_bytes_has_one_encoding() {
        for text in ["", "QQ==", "QUI=", "QUJD", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "+/+/"] {
            assert!(is_canonical(text), "{text}");
        }
        for text in ["QQ", "QR==", "QUJ=", "Q", "QQ=", "QUJD=", "QQ==QQ==", "é===", "-_-_"] {
            assert!(!is_canonical(text), "{text}");
        }
    }
}
