//! utc-time (IEC 61850-8-1 §8.1.3.7) and binary-time (ISO 9506-2 TimeOfDay).

/// Milliseconds from 1970 to 1984-01-01, the epoch of binary-time.
const EPOCH_1984_MS: u64 = 441_763_200_000;
const DAY_MS: u64 = 86_400_000;

/// binary-time: milliseconds of the day, in the long form also days since 1984-01-01.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinaryTime {
    octets: [u8; 6],
    len: u8,
}

impl BinaryTime {
    /// Zero; `time_of_day` is the short form of four octets.
    pub fn new(time_of_day: bool) -> Self {
        Self { octets: [0; 6], len: if time_of_day { 4 } else { 6 } }
    }

    /// Four or six octets as they are on the wire.
    pub fn from_octets(octets: &[u8]) -> Option<Self> {
        let mut time = Self::new(octets.len() == 4);
        (octets.len() == time.as_bytes().len()).then(|| {
            for (to, from) in time.octets.iter_mut().zip(octets) {
                *to = *from;
            }
            time
        })
    }

    /// The four or six octets.
    pub fn as_bytes(&self) -> &[u8] {
        self.octets.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Sets the time from milliseconds since 1970; what is before 1984 becomes zero.
    pub fn set_ms(&mut self, ms: u64) {
        let ms = ms.max(EPOCH_1984_MS);
        let of_day = (ms % DAY_MS) as u32;
        let days = ((ms - EPOCH_1984_MS) / DAY_MS) as u16;
        let [a, b, c, d] = of_day.to_be_bytes();
        let [e, f] = if self.len == 6 { days.to_be_bytes() } else { [0; 2] };
        self.octets = [a, b, c, d, e, f];
    }

    /// Milliseconds since 1970; of the day in the short form.
    pub fn as_ms(&self) -> u64 {
        let [a, b, c, d, e, f] = self.octets;
        let of_day = u64::from(u32::from_be_bytes([a, b, c, d]));
        let days = u64::from(u16::from_be_bytes([e, f]));
        if self.len == 6 { EPOCH_1984_MS + days * DAY_MS + of_day } else { of_day }
    }
}

/// A utc-time of milliseconds since 1970 (modulo the 32 bits of seconds).
pub fn utc_from_ms(ms: u64, quality: u8) -> [u8; 8] {
    utc(ms / 1000, ((ms % 1000) << 24) / 1000, quality)
}

/// A utc-time of nanoseconds since 1970 (modulo the 32 bits of seconds).
pub fn utc_from_ns(ns: u64, quality: u8) -> [u8; 8] {
    utc(ns / 1_000_000_000, ((ns % 1_000_000_000) << 24) / 1_000_000_000, quality)
}

fn utc(seconds: u64, fraction: u64, quality: u8) -> [u8; 8] {
    let [a, b, c, d] = (seconds as u32).to_be_bytes();
    let [_, e, f, g] = (fraction as u32).to_be_bytes();
    [a, b, c, d, e, f, g, quality]
}

/// Seconds since 1970.
pub fn utc_seconds(time: &[u8; 8]) -> u32 {
    u32::from_be_bytes([time[0], time[1], time[2], time[3]])
}

/// The fraction of the second in units of 2^-24.
pub fn utc_fraction(time: &[u8; 8]) -> u32 {
    u32::from_be_bytes([0, time[4], time[5], time[6]])
}

/// Units of the fraction that count as a millisecond (exactly it would be 16777.216).
const FRACTION_PER_MS: u32 = 16_777;

/// Milliseconds since 1970. The next one begins up to 13 µs early, so that times made of whole milliseconds come back
/// although their fraction was rounded down; all users of the C interface agree on where.
pub fn utc_as_ms(time: &[u8; 8]) -> u64 {
    u64::from(utc_seconds(time)) * 1000 + u64::from(utc_fraction(time) / FRACTION_PER_MS)
}

/// Nanoseconds since 1970.
pub fn utc_as_ns(time: &[u8; 8]) -> u64 {
    u64::from(utc_seconds(time)) * 1_000_000_000 + ((u64::from(utc_fraction(time)) * 1_000_000_000) >> 24)
}

/// `YYYYMMDDhhmmss.mmmZ` of milliseconds since 1970.
pub fn generalized(ms: u64) -> String {
    let (days, of_day) = (ms / DAY_MS, ms % DAY_MS);
    let (year, month, day) = civil(days);
    let (h, m, s, milli) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000);
    format!("{year:04}{month:02}{day:02}{h:02}{m:02}{s:02}.{milli:03}Z")
}

/// Year, month and day of days since 1970 (proleptic Gregorian; years start in March to put the leap day last).
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utc_time_of_a_known_instant() {
        let time = utc_from_ms(1_700_000_000_123, 10);
        assert_eq!(time, [0x65, 0x53, 0xf1, 0, 0x1f, 0x7c, 0xed, 10]);
        assert_eq!((utc_as_ms(&time), utc_as_ns(&time)), (1_700_000_000_123, 1_700_000_000_122_999_966));
        assert_eq!(generalized(utc_as_ms(&time)), "20231114221320.123Z");
        assert!((0..1000).all(|ms| utc_as_ms(&utc_from_ms(ms, 0)) == ms));
    }

    #[test]
    fn calendar_knows_leap_years() {
        assert_eq!(generalized(951_782_400_000), "20000229000000.000Z");
        assert_eq!(generalized(4_107_542_399_999), "21000228235959.999Z");
        assert_eq!(generalized(0), "19700101000000.000Z");
    }

    #[test]
    fn binary_time_counts_days_from_1984() {
        let mut time = BinaryTime::new(false);
        assert_eq!(time.as_ms(), EPOCH_1984_MS);
        time.set_ms(1_700_000_000_123);
        assert_eq!(time.as_ms(), 1_700_000_000_123);
        assert_eq!(BinaryTime::from_octets(time.as_bytes()), Some(time));
        assert_eq!(BinaryTime::from_octets(&[0; 5]), None);
        let mut time = BinaryTime::new(true);
        time.set_ms(EPOCH_1984_MS + DAY_MS + 5);
        assert_eq!((time.as_bytes(), time.as_ms()), (&[0, 0, 0, 5][..], 5));
    }
}
