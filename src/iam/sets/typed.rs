//! Values that represent all values of a type: at each bound of a comparison, and between and beyond the bounds.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::value::Typed;
use crate::iam::Comparison;
use crate::iam::evaluate::{edges_of, seconds_of};

/// Values of which one passes if any value of the tests' types does.
pub(super) fn candidates(tests: &[&Typed]) -> Vec<String> {
    let of_type = |is_wanted: fn(Comparison) -> bool| -> BTreeSet<String> {
        tests.iter().filter(|test| is_wanted(test.comparison())).flat_map(|test| test.values()).collect()
    };
    let mut candidates: Vec<String> = Vec::new();
    let numbers = of_type(|comparison| matches!(comparison, Comparison::Numeric(_)));
    if !numbers.is_empty() {
        candidates.extend(around_numbers(&numbers));
    }
    let dates = of_type(|comparison| matches!(comparison, Comparison::Date(_)));
    if !dates.is_empty() {
        candidates.extend(around_dates(&dates));
    }
    let ranges = of_type(|comparison| comparison == Comparison::IpAddress);
    if !ranges.is_empty() {
        candidates.extend(around_ranges(&ranges));
    }
    if tests.iter().any(|test| test.comparison() == Comparison::Bool) {
        candidates.extend(["true", "false"].map(str::to_owned));
    }
    let bytes = of_type(|comparison| comparison == Comparison::Binary);
    if !bytes.is_empty() {
        candidates.extend(bytes.iter().cloned().chain((0..=bytes.len()).map(other_bytes)));
    }
    candidates
}

/// Each number, one just above and one just below it, and one beyond all of them in each direction.
fn around_numbers(bounds: &BTreeSet<String>) -> Vec<String> {
    let longest = bounds.iter().map(String::len).max().unwrap_or_default();
    let beyond = "9".repeat(longest + 1);
    // Less than the difference between any two of them, as it has one more decimal place than they can have.
    let tiny = format!("0.{}1", "0".repeat(longest));
    let near = bounds.iter().flat_map(|bound| {
        let further = match bound.contains('.') {
            true => format!("{bound}{}1", "0".repeat(longest)),
            false => format!("{bound}.{}1", "0".repeat(longest)),
        };
        [bound.clone(), further]
    });
    near.chain(["0".to_owned(), format!("-{tiny}"), tiny.clone(), beyond.clone(), format!("-{beyond}")])
        .collect()
}

/// Each date, the seconds before and after it, and one beyond all of them in each direction.
fn around_dates(bounds: &BTreeSet<String>) -> Vec<String> {
    let seconds = bounds.iter().flat_map(|bound| seconds_of(bound));
    let near = seconds.flat_map(|second| [second - 1, second, second + 1]).map(|second| second.to_string());
    let far = ["-62135596800", "253402300799"].map(str::to_owned);
    bounds.iter().cloned().chain(near).chain(far).collect()
}

/// The first and last address of each range, the ones before and after it, and the first and last of all.
fn around_ranges(ranges: &BTreeSet<String>) -> Vec<String> {
    let edges = ranges.iter().flat_map(|range| edges_of(range));
    let all = ["0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];
    let all = all.iter().filter_map(|address| address.parse().ok());
    edges
        .flat_map(|(first, last)| [before(first), Some(first), Some(last), after(last)])
        .flatten()
        .chain(all)
        .map(|address: IpAddr| address.to_string())
        .collect()
}

fn before(address: IpAddr) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(address) => IpAddr::V4(address.to_bits().checked_sub(1)?.into()),
        IpAddr::V6(address) => IpAddr::V6(address.to_bits().checked_sub(1)?.into()),
    })
}

fn after(address: IpAddr) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(address) => IpAddr::V4(address.to_bits().checked_add(1)?.into()),
        IpAddr::V6(address) => IpAddr::V6(address.to_bits().checked_add(1)?.into()),
    })
}

/// Base64 of different bytes.
fn other_bytes(index: usize) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |index: usize| char::from(DIGITS[index % DIGITS.len()]);
    [digit(index / DIGITS.len()), digit(index), 'z', 'z'].iter().collect()
}
