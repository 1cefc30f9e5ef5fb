//! The current date: the only thing besides files and arguments that a run depends on.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::lint::Date;

/// The variable that sets the time, in seconds since 1970. Source: reproducible-builds.org, "SOURCE_DATE_EPOCH".
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The current date, or that of `SOURCE_DATE_EPOCH`. It decides which entries of `accept` have expired, and never gets
/// into a generated file.
pub fn today() -> Date {
    let given = std::env::var(EPOCH).ok().and_then(|text| text.trim().parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::of_seconds(given.unwrap_or_else(now))
}
