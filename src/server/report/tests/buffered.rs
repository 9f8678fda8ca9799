//! Buffered reporting.

use super::*;

const IND2: &str = "GGIO1$ST$Ind2$stVal";

/// EntryID, BufOvfl, SqNum and value of a report of B1 (OptFlds: sequence-number, time stamp, reason, buffer-overflow,
/// entryID).
fn entry(report: &str) -> (String, String, String, String) {
    let parts: Vec<&str> = report.split(' ').collect();
    assert_eq!(parts[..2], ["'bone'", "84:067300"], "{report}");
    let of = |index: usize| parts[index].to_owned();
    (of(5), of(4), of(2), of(7))
}

fn entries(bench: &Bench) -> Vec<(String, String, String, String)> {
    bench.reports().iter().map(|report| entry(report)).collect()
}

fn octets(id: &str) -> Value {
    let hex = id.strip_prefix("89:").unwrap();
    let octets: Vec<u8> =
        (0..8).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
    Value::octet_string(&octets)
}

fn enable(bench: &Bench) {
    bench.set(&[("BR$B1$RptEna", true.into())]);
}

fn disable(bench: &Bench) {
    bench.set(&[("BR$B1$RptEna", false.into())]);
}

fn short(bench: &Bench) {
    bench.set(&[("BR$B1$OptFlds", bits(10, 0xce))]);
}

#[test]
fn entries_are_made_while_nobody_is_there_and_sent_from_the_oldest() {
    let bench = Bench::new();
    short(&bench);
    for value in [true, false, true] {
        bench.update(IND2, value);
    }
    assert!(bench.reports().is_empty());
    enable(&bench);
    let sent = entries(&bench);
    let flags: Vec<&str> = sent.iter().map(|entry| &entry.1[..]).collect();
    let numbers: Vec<&str> = sent.iter().map(|entry| &entry.2[..]).collect();
    let values: Vec<&str> = sent.iter().map(|entry| &entry.3[..]).collect();
    assert_eq!((flags, numbers), (vec!["T", "F", "F"], vec!["86:00", "86:01", "86:02"]));
    assert_eq!(values, ["T", "F", "T"]);
    assert!(sent[0].0 < sent[1].0 && sent[1].0 < sent[2].0);
    // and once more when it is enabled once more
    disable(&bench);
    enable(&bench);
    assert_eq!(entries(&bench), sent);
}

#[test]
fn sending_goes_on_after_the_entry_that_the_client_names() {
    let bench = Bench::new();
    short(&bench);
    enable(&bench);
    for value in [true, false, true] {
        bench.update(IND2, value);
    }
    let sent = entries(&bench);
    disable(&bench);
    bench.update(IND2, false);
    bench.set(&[("BR$B1$EntryID", octets(&sent[1].0))]);
    assert_eq!(bench.read("BR$B1$EntryID"), octets(&sent[1].0));
    enable(&bench);
    let again = entries(&bench);
    assert_eq!((again.len(), &again[0].0), (2, &sent[2].0));
    assert!(again.iter().all(|entry| entry.1 == "F"));
    assert_eq!(again[1].3, "F");
}

#[test]
fn an_unknown_entry_is_refused_and_all_are_sent() {
    let bench = Bench::new();
    short(&bench);
    bench.update(IND2, true);
    assert_eq!(bench.write("BR$B1$EntryID", Value::octet_string(&[1; 8])), 11);
    assert_eq!(bench.write("BR$B1$EntryID", Value::octet_string(&[1; 4])), 11);
    bench.set(&[("BR$B1$EntryID", Value::octet_string(&[0; 8]))]);
    enable(&bench);
    let sent = entries(&bench);
    assert_eq!((sent.len(), &sent[0].1[..]), (1, "T"));
}

#[test]
fn entry_ids_are_the_time_and_never_twice_the_same() {
    let before = times().1;
    let bench = Bench::new();
    let mut last = 0;
    for round in 0..50 {
        bench.update(IND2, round % 2 == 0);
        let state = bench.core.report_state(6).unwrap();
        let id = u64::from_be_bytes(state.entry_id.try_into().unwrap());
        assert!(id > last && id >= before && id <= times().1 + 50);
        assert!(state.time_of_entry >= before && state.time_of_entry <= times().1);
        last = id;
    }
}

#[test]
fn a_full_buffer_drops_the_oldest_and_says_so() {
    let bench = Bench::with(Config { report_buffer: 200, ..Config::default() });
    short(&bench);
    bench.events();
    for round in 0..6 {
        bench.update(IND2, round % 2 == 0);
    }
    // 48 octets each
    let events: Vec<String> = bench.events().into_iter().filter(|event| event.starts_with("6 ")).collect();
    let overflow: Vec<usize> =
        events.iter().enumerate().filter(|(_, event)| event.contains("Overflow")).map(|(at, _)| at).collect();
    assert_eq!((events.len(), overflow), (8, vec![4, 6]));
    enable(&bench);
    let sent = entries(&bench);
    assert_eq!(sent.len(), 4);
    // what the client has got may go without a word
    bench.events();
    bench.update(IND2, true);
    assert!(!bench.events().iter().any(|event| event.starts_with("6 ") && event.contains("Overflow")));
    assert_eq!(entries(&bench)[0].1, "F");
}

#[test]
fn without_room_nothing_is_kept() {
    let bench = Bench::with(Config { report_buffer: 0, ..Config::default() });
    short(&bench);
    enable(&bench);
    bench.update(IND2, true);
    assert!(bench.reports().is_empty());
}

#[test]
fn an_entry_that_is_larger_than_the_buffer_is_kept_alone() {
    let bench = Bench::with(Config { report_buffer: 8, ..Config::default() });
    short(&bench);
    bench.update(IND2, true);
    enable(&bench);
    let sent = entries(&bench);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].1, "T");
}

#[test]
fn purging_forgets_all_entries() {
    let bench = Bench::new();
    short(&bench);
    bench.update(IND2, true);
    let id = bench.core.report_state(6).unwrap().entry_id;
    bench.set(&[("BR$B1$PurgeBuf", true.into())]);
    assert_eq!(bench.read("BR$B1$PurgeBuf"), false.into());
    assert_eq!(bench.write("BR$B1$EntryID", Value::octet_string(&id)), 11);
    enable(&bench);
    assert!(bench.reports().is_empty());
}

#[test]
fn a_changed_setting_purges_and_the_same_value_does_not() {
    for (attribute, value, purges) in [
        ("OptFlds", bits(10, 2), false),
        ("RptID", text("bone"), false),
        ("RptID", text("other"), true),
        ("TrgOps", bits(6, 0x3e), false),
        ("TrgOps", bits(6, 2), true),
        ("BufTm", unsigned(0), false),
        ("BufTm", unsigned(1), true),
        ("IntgPd", unsigned(5), true),
        ("DatSet", text("IEDLD0/LLN0$One"), false),
        ("DatSet", text("IEDLD0/LLN0$Four"), true),
    ] {
        let bench = Bench::new();
        bench.update(IND2, true);
        bench.set(&[(&format!("BR$B1${attribute}"), value)]);
        let purged = bench.events().iter().any(|event| event == "6 C1 PurgeBuffer - -1");
        assert_eq!(purged, purges, "{attribute}");
        enable(&bench);
        // the period that begins has an entry of its own
        let kept = bench.reports().iter().any(|report| !report.ends_with("84:0208"));
        assert_eq!(kept, !purges, "{attribute}");
    }
}

#[test]
fn interrogation_and_integrity_make_entries() {
    let bench = Bench::new();
    short(&bench);
    bench.set(&[("BR$B1$IntgPd", unsigned(1000))]);
    // a period begins with an entry
    assert!(bench.after(1001).is_some());
    enable(&bench);
    bench.set(&[("BR$B1$GI", true.into())]);
    let reports = bench.reports();
    let reasons: Vec<&str> = reports.iter().map(|report| &report[report.len() - 7..]).collect();
    assert_eq!(reasons, ["84:0208", "84:0208", "84:0204"]);
    disable(&bench);
    enable(&bench);
    assert_eq!(bench.reports(), reports);
}

#[test]
fn integrity_of_the_model_makes_entries_from_the_start() {
    let model = MODEL.replace("RC(B1 bone 1 One 9 31 199 0 0)", "RC(B1 bone 1 One 9 31 199 0 1000)");
    let bench = Bench::of(&model, Config::default());
    bench.core.reports_started();
    bench.after(1001);
    bench.after(2001);
    enable(&bench);
    assert_eq!(bench.reports().len(), 2);
}

#[test]
fn buffering_goes_on_when_the_client_is_gone() {
    let bench = Bench::new();
    short(&bench);
    enable(&bench);
    bench.update(IND2, true);
    let (last, ..) = entries(&bench).remove(0);
    bench.core.disconnected(&bench.client);
    bench.update(IND2, false);
    assert!(bench.reports().is_empty());
    let (client, probe) = bench.other(1);
    assert_eq!(bench.write_as((&client, &probe), "BR$B1$EntryID", octets(&last)), -1);
    assert_eq!(bench.write_as((&client, &probe), "BR$B1$RptEna", true.into()), -1);
    let reports: Vec<String> = probe.reports().iter().map(|report| shown(report)).collect();
    assert_eq!((reports.len(), &entry(&reports[0]).3[..]), (1, "F"));
}
