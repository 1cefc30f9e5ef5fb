//! Reading dates.

/// The points in time that a text can mean, in nanoseconds since 1970: one, or two for four digits, which are a year or
/// seconds. `None` if it is not a date.
///
/// Sources: IAM User Guide, "IAM JSON policy elements: Condition operators", "Date condition operators", and the W3C's
/// note "Date and Time Formats", which it refers to: a time has a zone.
pub fn readings(text: &str) -> Option<Vec<i128>> {
    let seconds = text
        .parse::<i64>()
        .ok()
        .filter(|_| !text.starts_with('+'))
        .map(|seconds| nanoseconds(seconds.into()));
    let calendar = calendar(text);
    let readings: Vec<i128> = seconds.into_iter().chain(calendar).collect();
    (!readings.is_empty()).then_some(readings)
}

/// The seconds since 1970 that a text can mean, rounded down; none if it is not a date.
pub fn seconds_of(text: &str) -> Vec<i128> {
    let readings = readings(text).unwrap_or_default();
    readings.into_iter().map(|nanoseconds| nanoseconds.div_euclid(1_000_000_000)).collect()
}

fn nanoseconds(seconds: i128) -> i128 {
    seconds * 1_000_000_000
}

fn calendar(text: &str) -> Option<i128> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let fields: Vec<&str> = date.split('-').collect();
    let (year, month, day) = match fields[..] {
        [year] => (number(year, 4)?, 1, 1),
        [year, month] => (number(year, 4)?, number(month, 2)?, 1),
        [year, month, day] => (number(year, 4)?, number(month, 2)?, number(day, 2)?),
        _ => return None,
    };
    let midnight = nanoseconds(days(year, month, day)? * 86_400);
    match time {
        Some(time) if fields.len() == 3 => Some(midnight + time_of_day(time)?),
        Some(_) => None,
        None => Some(midnight),
    }
}

/// A number with exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i128> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// The days from 1970-01-01 to a date of the Gregorian calendar; `None` if there is no such day.
fn days(year: i128, month: i128, day: i128) -> Option<i128> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let index = usize::try_from(month - 1).ok()?;
    let length = *lengths.get(index)?;
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let in_year: i128 = lengths[..index].iter().sum();
    // 719162 days lie between 0001-01-01 and 1970-01-01.
    (1..=length).contains(&day).then(|| before * 365 + leap_days + in_year + day - 1 - 719_162)
}

/// The nanoseconds since midnight UTC of a time with its zone.
fn time_of_day(text: &str) -> Option<i128> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = text.split_at(text.find(['+', '-'])?);
            (clock, offset(zone)?)
        }
    };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let fields: Vec<&str> = clock.split(':').collect();
    let seconds = match fields[..] {
        [hours, minutes] if fraction.is_none() => of_clock(hours, minutes, "00")?,
        [hours, minutes, seconds] => of_clock(hours, minutes, seconds)?,
        _ => return None,
    };
    Some(nanoseconds(seconds - offset) + fraction.map_or(Some(0), of_fraction)?)
}

fn of_clock(hours: &str, minutes: &str, seconds: &str) -> Option<i128> {
    let within = |text, limit| number(text, 2).filter(|number| *number < limit);
    Some(within(hours, 24)? * 3600 + within(minutes, 60)? * 60 + within(seconds, 60)?)
}

/// The seconds that a zone such as `+01:00` is ahead of UTC.
fn offset(zone: &str) -> Option<i128> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * of_clock(hours, minutes, "00")?)
}

/// The nanoseconds of a fraction of a second, of at most nine digits.
fn of_fraction(digits: &str) -> Option<i128> {
    let is_short = (1..=9).contains(&digits.len());
    number(&format!("{digits:0<9}"), 9).filter(|_| is_short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<Vec<i128>> {
        readings(text)
            .map(|readings| readings.iter().map(|nanoseconds| nanoseconds / 1_000_000_000).collect())
    }

    #[test]
    fn dates_are_points_in_time() {
        for (text, expected) in [
            ("1970-01-01", 0),
            ("1970-01-02T00:00Z", 86_400),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2027-01-31T00:00:00Z", 1_801_353_600),
            ("2027-01-31T01:30:00+01:30", 1_801_353_600),
            ("2027-01-30T19:00:00-05:00", 1_801_353_600),
            ("2027-02", 1_801_440_000),
            ("1801353600", 1_801_353_600),
            ("0001-01-01", -62_135_596_800),
            ("-1", -1),
        ] {
            assert_eq!(seconds(text), Some(vec![expected]), "{text}");
        }
        assert_eq!(readings("1970-01-01T00:00:00.05Z"), Some(vec![50_000_000]));
        assert_eq!(seconds("2027"), Some(vec![2027, 1_798_761_600]));
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in [
            "",
            "tomorrow",
            "2027-13-01",
            "2027-02-29",
            "2027-1-1",
            "2027-01-31T00:00:00",
            "2027-01-31T24:00:00Z",
            "2027-01-31T00:00.5Z",
            "2027-01T00:00Z",
            "2027-01-31t00:00Z",
            "2027-01-31T00:00:00+01",
            "2027-01-31T00:00:00.1234567890Z",
            "31.01.2027",
            "1.5",
            "+1",
        ] {
            assert_eq!(readings(text), None, "{text}");
        }
    }
}
