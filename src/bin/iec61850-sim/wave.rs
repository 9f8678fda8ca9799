//! How values change with time: pure functions of the seconds since the simulator began.

use std::f64::consts::TAU;

/// The value of a leaf at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Sample {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    /// Two bits: of Dbpos, 1 is off and 2 is on.
    Position(u32),
}

/// How a leaf changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Wave {
    /// Swings around a mean.
    Sine { mean: f64, amplitude: f64, period: f64, phase: f64 },
    /// The same in whole numbers.
    Steps { mean: f64, amplitude: f64, period: f64, phase: f64 },
    /// Only grows.
    Counter { start: i64, per_second: f64 },
    /// Is on for the second half of each period.
    Toggle { period: f64, phase: f64 },
    /// Likewise; moving from one position to the other takes a second.
    Switch { period: f64, phase: f64 },
}

/// How long a switch is between its positions, in seconds.
const TRAVEL: f64 = 1.0;

impl Wave {
    /// The value `time` seconds after the beginning.
    pub(crate) fn at(&self, time: f64) -> Sample {
        match *self {
            Self::Sine { mean, amplitude, period, phase } => {
                Sample::Float(sine(mean, amplitude, period, time + phase))
            }
            Self::Steps { mean, amplitude, period, phase } => {
                Sample::Integer(sine(mean, amplitude, period, time + phase).round() as i64)
            }
            Self::Counter { start, per_second } => {
                Sample::Integer(start.saturating_add((time * per_second) as i64))
            }
            Self::Toggle { period, phase } => Sample::Boolean(turn(period, time + phase) >= period / 2.0),
            Self::Switch { period, phase } => {
                let turn = turn(period, time + phase);
                let (on, since) =
                    if turn >= period / 2.0 { (true, turn - period / 2.0) } else { (false, turn) };
                Sample::Position(if since < TRAVEL { 0 } else { 1 + u32::from(on) })
            }
        }
    }
}

fn sine(mean: f64, amplitude: f64, period: f64, time: f64) -> f64 {
    mean + amplitude * (TAU * turn(period, time) / period).sin()
}

/// Seconds since the period began.
fn turn(period: f64, time: f64) -> f64 {
    time.rem_euclid(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sines_swing_around_their_mean() {
        let wave = Wave::Sine { mean: 50.0, amplitude: 2.0, period: 8.0, phase: 0.0 };
        let at = |time| if let Sample::Float(value) = wave.at(time) { value } else { panic!("no float") };
        for (time, value) in [(0.0, 50.0), (2.0, 52.0), (4.0, 50.0), (6.0, 48.0), (8_000_002.0, 52.0)] {
            assert!((at(time) - value).abs() < 1e-9, "{time}: {}", at(time));
        }
        let steps = Wave::Steps { mean: 0.0, amplitude: 2.0, period: 8.0, phase: 2.0 };
        assert_eq!(steps.at(0.0), Sample::Integer(2));
    }

    #[test]
    fn counters_never_go_back() {
        let wave = Wave::Counter { start: 5, per_second: 0.5 };
        assert_eq!([0.0, 1.9, 2.0, 100.0].map(|time| wave.at(time)), [5, 5, 6, 55].map(Sample::Integer));
        let full = Wave::Counter { start: i64::MAX, per_second: 1.0 };
        assert_eq!(full.at(1e30), Sample::Integer(i64::MAX));
    }

    #[test]
    fn switches_are_between_their_positions_for_a_second() {
        let wave = Wave::Switch { period: 10.0, phase: 2.0 };
        assert_eq!(
            [0.0, 2.9, 3.0, 3.9, 4.0, 7.9, 8.0, 9.0].map(|time| wave.at(time)),
            [1, 1, 0, 0, 2, 2, 0, 1].map(Sample::Position)
        );
        let toggle = Wave::Toggle { period: 10.0, phase: 2.0 };
        assert_eq!(
            [0.0, 3.0, 7.9, 8.0].map(|time| toggle.at(time)),
            [false, true, true, false].map(Sample::Boolean)
        );
    }
}
