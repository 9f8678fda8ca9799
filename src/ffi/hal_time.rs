//! hal_time.h: the clock.

/// Nanoseconds since 1970.
pub type nsSinceEpoch = u64;

/// Milliseconds since 1970.
pub type msSinceEpoch = u64;
