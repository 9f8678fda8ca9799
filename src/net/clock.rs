//! The time of day.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Time since 1970 (UTC); none for a clock that stands before.
pub(super) fn utc_now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Milliseconds since 1970.
pub fn utc_now_ms() -> u64 {
    utc_now().as_millis() as u64
}

/// The time that deadlines are measured by.
pub fn now() -> Instant {
    Instant::now()
}
