//! Grapheme clusters, which people perceive as single characters (Unicode Annex 29).

use std::sync::LazyLock;

use super::table::Table;

static EXTEND: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("grapheme_extend.txt")));
static PREPEND: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("grapheme_prepend.txt")));
static CONTROL: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("grapheme_control.txt")));
static PICTOGRAPH: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("pictograph.txt")));

const JOINER: char = '\u{200d}';

/// The number of grapheme clusters in a text.
pub fn grapheme_count(text: &str) -> usize {
    if text.is_ascii() {
        return text.len() - text.matches("\r\n").count();
    }
    let mut cluster = Cluster::default();
    text.chars().filter(|&character| cluster.starts_with(character)).count()
}

/// The state of a cluster, which determines whether it continues.
#[derive(Default)]
struct Cluster {
    last: Option<char>,
    /// Whether it is a pictograph, followed only by extensions.
    is_pictograph: bool,
    /// Whether it is a single regional indicator, half of a flag.
    is_half_flag: bool,
}

impl Cluster {
    /// Adds a character. Returns whether it starts a new cluster.
    fn starts_with(&mut self, character: char) -> bool {
        let starts = !self.last.is_some_and(|last| self.continues(last, character));
        let extends = !starts && EXTEND.contains(character);
        self.is_pictograph = PICTOGRAPH.contains(character) || (self.is_pictograph && extends);
        self.is_half_flag = is_regional_indicator(character) && !self.is_half_flag;
        self.last = Some(character);
        starts
    }

    fn continues(&self, last: char, next: char) -> bool {
        if is_control(last) || is_control(next) {
            return (last, next) == ('\r', '\n');
        }
        EXTEND.contains(next)
            || PREPEND.contains(last)
            || continues_syllable(last, next)
            || (self.is_half_flag && is_regional_indicator(next))
            || (self.is_pictograph && last == JOINER && PICTOGRAPH.contains(next))
    }
}

fn is_control(c: char) -> bool {
    c.is_control() || (!c.is_ascii() && CONTROL.contains(c))
}

fn is_regional_indicator(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Whether a Hangul letter joins the syllable before it.
fn continues_syllable(last: char, next: char) -> bool {
    match next {
        '\u{1100}'..='\u{115f}' | '\u{a960}'..='\u{a97c}' | '가'..='힣' => is_leading(last),
        '\u{1160}'..='\u{11a7}' | '\u{d7b0}'..='\u{d7c6}' => {
            is_leading(last) || is_vowel(last) || is_open_syllable(last)
        }
        '\u{11a8}'..='\u{11ff}' | '\u{d7cb}'..='\u{d7fb}' => {
            is_vowel(last) || is_trailing(last) || matches!(last, '가'..='힣')
        }
        _ => false,
    }
}

fn is_leading(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{a960}'..='\u{a97c}')
}

fn is_vowel(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11a7}' | '\u{d7b0}'..='\u{d7c6}')
}

fn is_trailing(c: char) -> bool {
    matches!(c, '\u{11a8}'..='\u{11ff}' | '\u{d7cb}'..='\u{d7fb}')
}

/// Whether a Hangul syllable ends in a vowel, as every 28th does.
fn is_open_syllable(c: char) -> bool {
    matches!(c, '가'..='힣') && (u32::from(c) - u32::from('가')).is_multiple_of(28)
}

#[cfg(test)]
mod tests {
    use super::grapheme_count;

    #[test]
    fn clusters_are_counted() {
        for (text, count) in [
            ("", 0),
            ("abc", 3),
            ("a\r\nb", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("中文", 2),
            ("⚠\u{fe0f}", 1),
            ("👨\u{200d}👩\u{200d}👧", 1),
            ("🇫🇷🇩🇪", 2),
            ("\u{200b}\u{200b}", 2),
            ("\u{1112}\u{1161}\u{11ab}", 1),
            ("한국", 2),
        ] {
            assert_eq!(grapheme_count(text), count, "{text:?}");
        }
    }
}
