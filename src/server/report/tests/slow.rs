//! Clients that do not take reports as fast as they are made.

use super::*;

const IND2: &str = "GGIO1$ST$Ind2$stVal";

#[test]
fn a_slow_client_of_an_unbuffered_block_gets_the_newest_value_and_a_gap() {
    let bench = Bench::with(Config { unbuffered_report_buffer: 1000, ..Config::default() });
    bench.set(&[("RP$U2$OptFlds", bits(10, SHORT)), ("RP$U2$RptEna", true.into())]);
    let id = "'IEDLD0/LLN0$RP$U2' 84:065000";
    *bench.probe.unsent.lock() = 1001;
    bench.update(IND2, true);
    bench.update(IND2, false);
    bench.update(IND2, true);
    assert!(bench.reports().is_empty());
    *bench.probe.unsent.lock() = 400;
    bench.core.reports_drained(&bench.client);
    assert_eq!(bench.reports(), [format!("{id} 86:01 84:0780 T 84:0240")]);
    bench.update(IND2, false);
    assert_eq!(bench.reports(), [format!("{id} 86:02 84:0780 F 84:0240")]);
}

#[test]
fn changes_for_a_client_with_much_to_read_are_reported_together_and_none_is_lost() {
    let bench = Bench::with(Config { unbuffered_report_buffer: 1_000_000, ..Config::default() });
    bench.set(&[("RP$U$OptFlds", bits(10, SHORT)), ("RP$U$RptEna", true.into())]);
    *bench.probe.unsent.lock() = 100_000;
    bench.update(IND2, true);
    bench.update("GGIO1$ST$Ind1$stVal", true);
    assert!(bench.reports().is_empty());
    // the same member once more: what was before it is reported first
    bench.update(IND2, false);
    let reports = bench.reports();
    assert_eq!(reports.len(), 1);
    assert!(reports[0].starts_with("'urcba' 84:065000 86:00 84:04c0"));
    *bench.probe.unsent.lock() = 0;
    bench.core.reports_drained(&bench.client);
    let reports = bench.reports();
    assert_eq!(reports.len(), 1);
    assert!(reports[0].starts_with("'urcba' 84:065000 86:01 84:0440"), "{reports:?}");
}

#[test]
fn a_slow_client_that_misses_nothing_sees_no_gap() {
    let bench = Bench::with(Config { unbuffered_report_buffer: 1000, ..Config::default() });
    bench.set(&[("RP$U$OptFlds", bits(10, SHORT)), ("RP$U$RptEna", true.into())]);
    *bench.probe.unsent.lock() = 1001;
    bench.update(IND2, true);
    bench.update("GGIO1$ST$Ind1$stVal", true);
    *bench.probe.unsent.lock() = 0;
    bench.core.reports_drained(&bench.client);
    let reports = bench.reports();
    assert_eq!(reports.len(), 1);
    assert!(reports[0].starts_with("'urcba' 84:065000 86:00 84:04c0"));
}

#[test]
fn an_interrogation_of_a_slow_client_is_answered_when_it_has_caught_up() {
    let bench = Bench::with(Config { unbuffered_report_buffer: 0, ..Config::default() });
    bench.set(&[("RP$U2$RptEna", true.into())]);
    *bench.probe.unsent.lock() = 1;
    bench.set(&[("RP$U2$GI", true.into())]);
    assert!(bench.reports().is_empty());
    *bench.probe.unsent.lock() = 0;
    bench.core.reports_drained(&bench.client);
    assert_eq!(bench.reports().len(), 1);
}

#[test]
fn several_blocks_of_a_client_may_have_more_waiting() {
    let bench = Bench::with(Config { unbuffered_report_buffer: 1000, ..Config::default() });
    bench.set(&[("RP$U2$RptEna", true.into()), ("RP$UT$RptEna", true.into())]);
    *bench.probe.unsent.lock() = 1500;
    bench.update(IND2, true);
    assert_eq!(bench.reports().len(), 2);
    bench.set(&[("RP$UT$RptEna", false.into())]);
    bench.update(IND2, false);
    assert!(bench.reports().is_empty());
}

#[test]
fn a_buffered_block_keeps_what_a_slow_client_does_not_take() {
    let bench = Bench::new();
    bench.set(&[("BR$B1$OptFlds", bits(10, 2 | 1 << 6)), ("BR$B1$RptEna", true.into())]);
    *bench.probe.unsent.lock() = 1 << 20;
    for round in 0..100 {
        bench.update(IND2, round % 2 == 0);
    }
    assert!(bench.reports().is_empty());
    bench.core.reports_drained(&bench.client);
    assert!(bench.reports().is_empty());
    *bench.probe.unsent.lock() = 0;
    bench.core.reports_drained(&bench.client);
    let reports = bench.reports();
    assert_eq!(reports.len(), 100);
    for (round, report) in reports.iter().enumerate() {
        let value = if round % 2 == 0 { "T" } else { "F" };
        assert!(report.contains(&format!("86:{round:02x} ")) && report.ends_with(value), "{report}");
    }
}

#[test]
fn what_a_slow_client_will_never_get_is_told_as_overflow() {
    let bench = Bench::with(Config { report_buffer: 200, ..Config::default() });
    bench.set(&[("BR$B1$OptFlds", bits(10, 2 | 1 << 6)), ("BR$B1$RptEna", true.into())]);
    bench.update(IND2, true);
    bench.reports();
    *bench.probe.unsent.lock() = 1 << 20;
    for round in 0..9 {
        bench.update(IND2, round % 2 == 1);
    }
    *bench.probe.unsent.lock() = 0;
    bench.core.reports_drained(&bench.client);
    let flags: Vec<String> =
        bench.reports().iter().map(|report| report.split(' ').nth(3).unwrap().to_owned()).collect();
    assert_eq!(flags, ["T", "F", "F", "F"]);
}
