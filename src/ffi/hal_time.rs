//! hal_time.h: clocks.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::support::guard;

/// Nanoseconds since 1970-01-01 UTC.
pub type nsSinceEpoch = u64;
/// Milliseconds since 1970-01-01 UTC.
pub type msSinceEpoch = u64;

/// The system time in milliseconds since 1970-01-01 UTC.
#[unsafe(no_mangle)]
pub extern "C" fn Hal_getTimeInMs() -> msSinceEpoch {
    guard(|| wall_ns() / 1_000_000)
}

/// The system time in nanoseconds since 1970-01-01 UTC.
#[unsafe(no_mangle)]
pub extern "C" fn Hal_getTimeInNs() -> nsSinceEpoch {
    guard(wall_ns)
}

/// Milliseconds of a clock that never jumps; its zero is arbitrary, only differences mean something.
#[unsafe(no_mangle)]
pub extern "C" fn Hal_getMonotonicTimeInMs() -> msSinceEpoch {
    guard(|| monotonic_ns() / 1_000_000)
}

/// Nanoseconds of a clock that never jumps; its zero is arbitrary, only differences mean something.
#[unsafe(no_mangle)]
pub extern "C" fn Hal_getMonotonicTimeInNs() -> nsSinceEpoch {
    guard(monotonic_ns)
}

fn wall_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

#[cfg(unix)]
fn monotonic_ns() -> u64 {
    // The system's own zero, so that the figure compares with what other code reads from CLOCK_MONOTONIC.
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the out-parameter is ours.
    if unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) } == 0 {
        return time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64;
    }
    since_start()
}

#[cfg(not(unix))]
fn monotonic_ns() -> u64 {
    since_start()
}

fn since_start() -> u64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_run_forward_in_their_units() {
        let (ms, ns) = (Hal_getTimeInMs(), Hal_getTimeInNs());
        assert!(ms > 1_700_000_000_000 && ns / 1_000_000 - ms < 10_000);
        let before = Hal_getMonotonicTimeInNs();
        assert!(Hal_getMonotonicTimeInNs() >= before && Hal_getMonotonicTimeInMs() >= before / 1_000_000);
    }
}
