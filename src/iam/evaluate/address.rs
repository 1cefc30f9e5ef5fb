//! Ranges of IP addresses.

use std::net::IpAddr;

/// A range of addresses with the same first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    address: IpAddr,
    length: u8,
}

/// The ranges that a text can mean: one, or two for an IPv6 address without the length of a prefix. `None` if it is no
/// range.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "IP address condition operators". It gives 32
/// as the default length, without saying of which addresses.
pub fn readings(text: &str) -> Option<Vec<Range>> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address.parse().ok()?, Some(length)),
        None => (text.parse().ok()?, None),
    };
    let longest = if matches!(address, IpAddr::V4(_)) { 32 } else { 128 };
    let lengths = match length {
        Some(length) => vec![length.parse().ok().filter(|length| *length <= longest)?],
        None if longest == 32 => vec![32],
        None => vec![longest, 32],
    };
    Some(lengths.into_iter().map(|length| Range { address, length }).collect())
}

/// The first and the last address of the ranges that a text can mean; none if it is no range.
pub fn edges_of(text: &str) -> Vec<(IpAddr, IpAddr)> {
    readings(text).unwrap_or_default().into_iter().map(Range::edges).collect()
}

impl Range {
    /// The first and the last address.
    fn edges(self) -> (IpAddr, IpAddr) {
        let length = u32::from(self.length);
        match self.address {
            IpAddr::V4(address) => {
                let rest = u32::MAX.checked_shr(length).unwrap_or(0);
                let first = address.to_bits() & !rest;
                (IpAddr::V4(first.into()), IpAddr::V4((first | rest).into()))
            }
            IpAddr::V6(address) => {
                let rest = u128::MAX.checked_shr(length).unwrap_or(0);
                let first = address.to_bits() & !rest;
                (IpAddr::V6(first.into()), IpAddr::V6((first | rest).into()))
            }
        }
    }

    /// Whether an address is in the range. One of another version never is.
    pub fn contains(self, other: IpAddr) -> bool {
        let (one, other, bits) = match (self.address, other) {
            (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits(), other.to_bits(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
        };
        let differing: u128 = one ^ other;
        differing.checked_shr(bits - u32::from(self.length)).unwrap_or(0) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_contain_addresses() {
        for (range, inside, outside) in [
            ("203.0.113.0/24", "203.0.113.255", "203.0.114.0"),
            ("203.0.113.77/24", "203.0.113.1", "::203.0.113.1"),
            ("203.0.113.1", "203.0.113.1", "203.0.113.2"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", "2001:db8:1234:5679::1"),
            ("::/0", "ffff::", "1.2.3.4"),
        ] {
            let [range] = readings(range).unwrap()[..] else { panic!("{range}") };
            assert!(range.contains(inside.parse().unwrap()), "{range:?} {inside}");
            assert!(!range.contains(outside.parse().unwrap()), "{range:?} {outside}");
        }
        let edges = |range: &str| edges_of(range)[0];
        let addresses = |first: &str, last: &str| (first.parse().unwrap(), last.parse().unwrap());
        assert_eq!(edges("203.0.113.77/24"), addresses("203.0.113.0", "203.0.113.255"));
        assert_eq!(edges("203.0.113.1"), addresses("203.0.113.1", "203.0.113.1"));
        assert_eq!(edges("2001:db8::5/126"), addresses("2001:db8::4", "2001:db8::7"));
        assert_eq!(readings("2001:db8::1").unwrap().len(), 2);
        for text in ["", "any", "203.0.113", "203.0.113.0/33", "::/129", "203.0.113.0/", "203.0.113.0/-1"] {
            assert_eq!(readings(text), None, "{text}");
        }
    }
}
