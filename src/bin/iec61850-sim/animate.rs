//! Changes the values of a running server.

use std::thread;
use std::time::Duration;

use iec61850::mms::value::{BitString, Data, Value};
use iec61850::net;
use iec61850::server::core::Core;

use crate::plan::Point;
use crate::wave::Sample;

/// How often values change.
const TICK: Duration = Duration::from_millis(500);

/// Changes values for ever.
pub(crate) fn run(core: &Core, points: &[Point]) -> ! {
    let start = net::now();
    let mut last: Vec<Vec<Sample>> = points.iter().map(|_| Vec::new()).collect();
    loop {
        let now = net::now();
        step(core, points, &mut last, (now - start).as_secs_f64(), net::utc_now_ms());
        thread::park_timeout((now + TICK).saturating_duration_since(net::now()));
    }
}

/// The values at a time, of those points that are not as they were.
fn step(core: &Core, points: &[Point], last: &mut [Vec<Sample>], time: f64, utc: u64) {
    // one time and one report for what changes together
    core.lock_model();
    for (point, last) in points.iter().zip(last) {
        let now: Vec<_> = point.values.iter().map(|(_, wave)| wave.at(time)).collect();
        if now == *last {
            continue;
        }
        for node in &point.times {
            core.update(*node, |value| set_time(value, utc));
        }
        for node in &point.qualities {
            core.update(*node, set_good);
        }
        for ((node, _), sample) in point.values.iter().zip(&now) {
            core.update(*node, |value| set(value, *sample));
        }
        *last = now;
    }
    core.unlock_model();
}

/// Gives a value the sample; whether it changed. Samples that the type cannot have leave it as it is.
fn set(value: &mut Value, sample: Sample) -> bool {
    let before = value.data.clone();
    match (&mut value.data, sample) {
        (Data::Boolean(value), Sample::Boolean(sample)) => *value = sample,
        (Data::Integer(number), Sample::Integer(sample)) => _ = number.set_signed(sample),
        (Data::Unsigned(number), Sample::Integer(sample)) => {
            _ = number.set_unsigned(sample.unsigned_abs());
        }
        (Data::Float(number), Sample::Float(sample)) => number.set(sample),
        (Data::BitString(bits), Sample::Position(sample)) => bits.set_from_integer_big_endian(sample),
        _ => {}
    }
    value.data != before
}

fn set_time(value: &mut Value, utc: u64) -> bool {
    let now = Value::utc_time_ms(utc, 0);
    let changed = value.data != now.data;
    if let Data::UtcTime(_) = value.data {
        value.data = now.data;
    }
    changed
}

fn set_good(value: &mut Value) -> bool {
    match &mut value.data {
        Data::BitString(bits) => {
            let good = BitString::new(bits.size());
            let changed = *bits != good;
            bits.fill(false);
            changed
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::plan;
    use iec61850::model::config_file;
    use iec61850::server::config::Config;
    use iec61850::server::hooks::NoHooks;

    const MODEL: &[u8] = b"MODEL(m){\nLD(l){\nLN(GGIO1){\nDO(Ind 0){\nDA(stVal 0 0 0 1 0);\nDA(q 0 23 0 2 0);\nDA(t 0 22 0 0 0);\n}\nDO(An 0){\nDA(mag 0 27 1 1 0){\nDA(i 0 3 1 1 0);\n}\n}\n}\n}\n}";

    fn printed(core: &Core, item: &[u8]) -> String {
        let domain = core.space.domain_index(b"ml").expect("the domain");
        let Some(iec61850::server::space::Variable::Part(place)) = core.space.find(domain, item) else {
            panic!("no {}", item.escape_ascii());
        };
        let mut text = Vec::new();
        core.with(|state| state.values.get(&place).expect("a value").print(&mut text));
        String::from_utf8(text).expect("a text")
    }

    #[test]
    fn what_changes_has_the_time_of_its_change() {
        let model = config_file::parse(MODEL).expect("a good text");
        let points = plan(&model);
        let core = Core::new(model, Config::default(), Arc::new(NoHooks)).expect("a server");
        let mut last = vec![Vec::new(); points.len()];
        let mut history = Vec::new();
        for second in 0..60 {
            step(&core, &points, &mut last, f64::from(second), u64::from(second as u32) * 1000);
            history.push((printed(&core, b"GGIO1$ST$Ind$stVal"), printed(&core, b"GGIO1$ST$Ind$t")));
        }
        let mut since = &history[0].1;
        for pair in history.windows(2) {
            assert_eq!(pair[0].0 != pair[1].0, pair[0].1 != pair[1].1);
            since = if pair[0].0 != pair[1].0 { &pair[1].1 } else { since };
            assert_eq!(&pair[1].1, since);
        }
        assert!(history.iter().any(|(value, _)| value == "true"));
        assert!(history.iter().any(|(value, _)| value == "false"));
        assert_ne!(printed(&core, b"GGIO1$MX$An$mag"), "{0}");
    }

    #[test]
    fn samples_of_another_type_change_nothing() {
        let mut value = Value::boolean(true);
        assert!(!set(&mut value, Sample::Float(1.0)));
        assert!(!set(&mut value, Sample::Boolean(true)));
        assert!(set(&mut value, Sample::Boolean(false)));
        let mut value = Value::unsigned(1, 32);
        assert!(set(&mut value, Sample::Integer(7)));
        assert_eq!(value, Value::unsigned(7, 32));
    }
}
