//! Dates, to which entries of `accept` are limited.

use std::fmt;

/// A day of the Gregorian calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: u32,
    day: u32,
}

const SECONDS_PER_DAY: u64 = 86_400;
const DAYS_PER_400_YEARS: i64 = 146_097;

impl Date {
    /// Parses `YYYY-MM-DD`; `None` if there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split('-').collect();
        let [year, month, day] = fields[..] else { return None };
        let number = |field: &str, digits: usize| {
            let is_number = field.len() == digits && field.bytes().all(|byte| byte.is_ascii_digit());
            field.parse::<u32>().ok().filter(|_| is_number)
        };
        let date = Self { year: number(year, 4)?.into(), month: number(month, 2)?, day: number(day, 2)? };
        let has_month = (1..=12).contains(&date.month);
        (has_month && (1..=date.days_of_month()).contains(&date.day)).then_some(date)
    }

    /// The day of a point in time, in seconds since 1970.
    pub fn of_seconds(seconds: u64) -> Self {
        let days = i64::try_from(seconds / SECONDS_PER_DAY).unwrap_or(i64::MAX / 2);
        // The year begins in March, so that a leap day is its last. Day 0 is 0000-03-01, 719,468 days before 1970.
        let days = days + 719_468;
        let (era, of_era) = (days.div_euclid(DAYS_PER_400_YEARS), days.rem_euclid(DAYS_PER_400_YEARS));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = era * 400 + year + i64::from(month <= 2);
        Self { year, month: month as u32, day: day as u32 }
    }

    fn days_of_month(self) -> u32 {
        let is_leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_exist() {
        for text in ["2027-03-01", "2028-02-29", "2000-02-29", "0001-12-31"] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "2027", "2027-3-1", "2027-02-29", "1900-02-29", "2027-04-31", "2027-13-01", "2027-00-01"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in ["2027-01-00", "2027-01-01T00:00:00Z", "+027-01-01", "01-01-2027", "２０２７-01-01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn seconds_become_days() {
        let cases = [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_798_675_200, "2026-12-31"),
            (4_107_542_400, "2100-03-01"),
        ];
        for (seconds, date) in cases {
            assert_eq!(Date::of_seconds(seconds).to_string(), date);
        }
        assert!(Date::of_seconds(u64::MAX) > Date::of_seconds(0));
    }
}
