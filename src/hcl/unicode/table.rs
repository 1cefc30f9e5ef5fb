//! Sets of characters.

/// A set of characters, as sorted ranges of their codes.
pub struct Table(Vec<(u32, u32)>);

impl Table {
    /// Reads ranges such as `300-36f` and single codes such as `200d`.
    pub fn parse(text: &str) -> Self {
        Self(text.split_whitespace().map(parse_range).collect())
    }

    pub fn contains(&self, character: char) -> bool {
        let code = u32::from(character);
        let after = self.0.partition_point(|&(first, _)| first <= code);
        self.0[..after].last().is_some_and(|&(_, last)| code <= last)
    }
}

fn parse_range(range: &str) -> (u32, u32) {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    (parse_code(first), parse_code(last))
}

fn parse_code(code: &str) -> u32 {
    u32::from_str_radix(code, 16).expect("the tables hold hexadecimal codes only")
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_table_contains_its_ranges_and_nothing_else() {
        let table = Table::parse("b0 c0-c2\n100-1ff");
        let contained: Vec<u32> =
            (0..0x300).filter(|&code| table.contains(char::from_u32(code).unwrap())).collect();
        let expected: Vec<u32> = [0xb0].into_iter().chain(0xc0..=0xc2).chain(0x100..=0x1ff).collect();
        assert_eq!(contained, expected);
    }
}
