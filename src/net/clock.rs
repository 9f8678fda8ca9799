//! The time of day.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970; 0 for a clock that stands before.
pub fn utc_now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

/// The time that deadlines are measured by.
pub fn now() -> Instant {
    Instant::now()
}
