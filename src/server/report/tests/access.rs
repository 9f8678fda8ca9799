//! Reading and writing the attributes of control blocks, and what the application learns of it.

use super::*;
use crate::error::{Error, ServiceError};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::{VariableAccess, variable_list};

#[test]
fn start_values_are_those_of_the_model() {
    let bench = Bench::new();
    let unbuffered = Value::structure(vec![
        text("urcba"),
        false.into(),
        false.into(),
        text("IEDLD0/LLN0$Four"),
        unsigned(7),
        bits(10, 0x1fe),
        unsigned(0),
        unsigned(0),
        bits(6, 0x3e),
        unsigned(0),
        false.into(),
    ]);
    assert_eq!(bench.read("RP$U"), unbuffered);
    assert_eq!(bench.read("RP$NODS$RptID"), text("IEDLD0/LLN0$RP$NODS"));
    assert_eq!(bench.read("RP$NODS$DatSet"), text(""));
    let mut empty = crate::mms::value::BinaryTime::new(false);
    empty.set_ms(0);
    let buffered = Value::structure(vec![
        text("brcba"),
        false.into(),
        text("IEDLD0/LLN0$Four"),
        unsigned(9),
        bits(10, 0x1fe),
        unsigned(0),
        unsigned(0),
        bits(6, 0x3e),
        unsigned(0),
        false.into(),
        false.into(),
        Value::octet_string(&[0; 8]),
        Value::new(Data::BinaryTime(empty)),
        number(0),
    ]);
    assert_eq!(bench.read("BR$B"), buffered);
}

/// All attributes with a value that a free block takes, and the result for a free block, for the owner while it is
/// enabled, and for another client.
fn table() -> Vec<(&'static str, Value, i32, i32)> {
    vec![
        ("RptID", text("x"), -1, 2),
        ("RptEna", true.into(), -1, 2),
        ("DatSet", text("IEDLD0/LLN0$One"), -1, 2),
        ("DatSet", text("IEDLD0/LLN0$None"), 11, 2),
        ("DatSet", text("IEDLD1/LLN0$There"), 11, 2),
        ("DatSet", text("nonsense"), 11, 2),
        ("DatSet", text("IEDLD0/LPHD1$Other"), -1, 2),
        ("DatSet", text(""), -1, 2),
        ("ConfRev", unsigned(1), 3, 2),
        ("OptFlds", bits(10, 0), -1, 2),
        ("OptFlds", bits(3, 0), -1, 2),
        ("BufTm", unsigned(0), -1, 2),
        ("SqNum", unsigned(0), 3, 2),
        ("TrgOps", bits(6, 0), -1, 2),
        ("IntgPd", unsigned(0), -1, 2),
        ("GI", true.into(), 2, -1),
        ("RptEna", false.into(), -1, -1),
        ("BufTm", number(0), 7, 7),
        ("RptID", text(&"x".repeat(130)), 11, 2),
    ]
}

#[test]
fn who_may_write_what_and_when() {
    let more = [
        ("RP$U", "Resv", Value::boolean(true), -1, 2),
        ("BR$B", "PurgeBuf", true.into(), -1, 2),
        ("BR$B", "EntryID", Value::octet_string(&[7; 8]), 11, 2),
        ("BR$B", "ResvTms", number(5), -1, 2),
        ("BR$B", "ResvTms", number(-1), 11, 2),
        ("BR$B", "ResvTms", number(40_000), 11, 2),
        (
            "BR$B",
            "TimeofEntry",
            Value::new(Data::BinaryTime(crate::mms::value::BinaryTime::new(false))),
            3,
            2,
        ),
    ];
    let both = table().into_iter().flat_map(|(attribute, value, free, enabled)| {
        ["RP$U", "BR$B"].map(|block| (block, attribute, value.clone(), free, enabled))
    });
    for (block, attribute, value, free, enabled) in both.chain(more) {
        let item = format!("{block}${attribute}");
        assert_eq!(Bench::new().write(&item, value.clone()), free, "{item} free");
        let bench = Bench::new();
        bench.set(&[(&format!("{block}$RptEna"), true.into())]);
        let (client, probe) = bench.other(1);
        let other = if enabled == 7 { 7 } else { 2 };
        assert_eq!(bench.write_as((&client, &probe), &item, value.clone()), other, "{item} other");
        assert_eq!(bench.write(&item, value), enabled, "{item} enabled");
    }
}

#[test]
fn a_block_without_data_set_cannot_be_enabled() {
    let bench = Bench::new();
    assert_eq!(bench.write("RP$NODS$RptEna", true.into()), 2);
    assert_eq!(bench.read("RP$NODS$Resv"), false.into());
    bench.set(&[("RP$NODS$DatSet", text("IEDLD0/LLN0$One")), ("RP$NODS$RptEna", true.into())]);
}

#[test]
fn a_whole_block_cannot_be_written() {
    let bench = Bench::new();
    let whole = bench.read("RP$U");
    bench.events();
    assert_eq!(bench.write("RP$U", whole), 11);
    assert_eq!(bench.events(), ["0 C1 Set - 11"]);
}

#[test]
fn settings_of_the_server_make_attributes_read_only() {
    use super::super::super::config::ReportSettings;
    let bench = Bench::with(Config { report_settings: ReportSettings(0x3f & !2), ..Config::default() });
    assert_eq!(bench.write("RP$U$BufTm", unsigned(5)), 3);
    assert_eq!(bench.write("RP$U$IntgPd", unsigned(5)), -1);
}

#[test]
fn each_change_of_the_data_set_counts_in_conf_rev() {
    let bench = Bench::new();
    let one = || ("RP$U$DatSet", text("IEDLD0/LLN0$One"));
    bench.set(&[one(), one(), ("RP$U$DatSet", text("")), ("RP$U$DatSet", text("")), one(), one()]);
    assert_eq!(bench.read("RP$U$ConfRev"), unsigned(10));
    bench.set(&[("RP$U$RptEna", true.into())]);
    bench.update("GGIO1$ST$Ind2$stVal", true);
    assert!(bench.reports()[0].contains("'IEDLD0/LLN0$One' 86:0a 84:0780"));
}

#[test]
fn an_empty_identifier_is_kept_and_reported_as_the_reference() {
    let bench = Bench::new();
    bench.set(&[("RP$U2$RptID", text("")), ("RP$U2$RptEna", true.into())]);
    assert_eq!(bench.read("RP$U2$RptID"), text(""));
    bench.update("GGIO1$ST$Ind2$stVal", true);
    assert!(bench.reports()[0].starts_with("'IEDLD0/LLN0$RP$U2' "));
}

fn make_set(bench: &Bench, name: ObjectName) {
    let member = ObjectName::domain(&b"IEDLD0"[..], &b"GGIO1$ST$Ind2$stVal"[..]);
    let request =
        variable_list::define_request(name.as_ref(), [&VariableAccess { name: member, alternate: None }]);
    bench.core.serve(&bench.client, 5, &request);
    assert!(matches!(bench.probe.take()[..], [testing::Said::Answer(5, Ok(_))]));
}

#[test]
fn a_set_of_the_association_serves_unbuffered_blocks_until_its_end() {
    let bench = Bench::new();
    make_set(&bench, ObjectName::Aa(b"mine"[..].into()));
    assert_eq!(bench.write("BR$B$DatSet", text("@mine")), 11);
    bench.set(&[("RP$U2$DatSet", text("@mine")), ("RP$U2$RptEna", true.into())]);
    bench.update("GGIO1$ST$Ind2$stVal", true);
    assert_eq!(bench.reports().len(), 1);
    bench.core.disconnected(&bench.client);
    assert!(bench.core.report_state(1).unwrap().dat_set.is_empty());
}

#[test]
fn a_data_set_that_a_block_has_is_not_deleted() {
    let bench = Bench::new();
    let name = ObjectName::domain(&b"IEDLD0"[..], &b"LLN0$dyn"[..]);
    make_set(&bench, name.clone());
    bench.set(&[("RP$U2$DatSet", text("IEDLD0/LLN0$dyn"))]);
    let request = variable_list::delete_request(&[name]);
    bench.core.serve(&bench.client, 6, &request);
    // with the number of those that were deleted before
    let error = ServiceError { detail: Some((6, 0)), ..ServiceError::new(4, 5) };
    assert_eq!(bench.probe.take(), [testing::Said::Answer(6, Err(Error::Service(error)))]);
    bench.set(&[("RP$U2$DatSet", text(""))]);
    bench.probe.take();
    bench.core.serve(&bench.client, 7, &request);
    let [testing::Said::Answer(7, Ok(answer))] = &bench.probe.take()[..] else { panic!() };
    assert_eq!(hex(answer), "ad06800101810101");
    let found = bench.core.with(|state| {
        let name = ObjectNameRef::Domain { domain: b"IEDLD0", item: b"LLN0$dyn" };
        state.sets.find(&bench.core.space, &Default::default(), name).is_some()
    });
    assert!(!found);
}

#[test]
fn events_of_an_unbuffered_block_in_their_order() {
    let bench = Bench::new();
    bench.set(&[("RP$U2$OptFlds", bits(10, 0)), ("RP$U2$RptEna", true.into()), ("RP$U2$GI", true.into())]);
    assert_eq!(bench.write("RP$U2$ConfRev", unsigned(1)), 2);
    bench.read("RP$U2$SqNum");
    bench.read("RP$U2");
    bench.set(&[
        ("RP$U2$RptEna", false.into()),
        ("RP$U2$RptEna", false.into()),
        ("RP$U2$Resv", false.into()),
    ]);
    assert_eq!(
        bench.events(),
        [
            "1 C1 Reserved - -1",
            "1 C1 Set OptFlds -1",
            "1 C1 Enable - -1",
            "1 C1 Set RptEna -1",
            "1 C1 Interrogation - -1",
            "1 C1 Set GI -1",
            "1 C0 Created - -1",
            "1 C1 Set ConfRev 2",
            "1 C1 Get SqNum -1",
            "1 C1 Get - -1",
            "1 C1 PurgeBuffer - -1",
            "1 C1 Disable - -1",
            "1 C1 Set RptEna -1",
            "1 C1 Set RptEna -1",
            "1 C1 Unreserved - -1",
            "1 C1 Set Resv -1",
        ]
    );
}

#[test]
fn events_of_a_buffered_block_in_their_order() {
    let bench = Bench::new();
    bench.set(&[("BR$B1$PurgeBuf", true.into()), ("BR$B1$RptEna", true.into())]);
    bench.core.disconnected(&bench.client);
    assert_eq!(
        bench.events(),
        [
            "6 C1 PurgeBuffer - -1",
            "6 C1 Reserved - -1",
            "6 C1 Set PurgeBuf -1",
            "6 C1 Enable - -1",
            "6 C1 Set RptEna -1",
            "6 C0 Disable - -1",
            "6 C0 Unreserved - -1",
        ]
    );
}

#[test]
fn a_purge_comes_before_the_first_reservation_and_behind_a_later_one() {
    let bench = Bench::new();
    bench.set(&[("BR$B1$RptID", text("x"))]);
    let first = ["6 C1 PurgeBuffer - -1", "6 C1 Reserved - -1", "6 C1 Set RptID -1"];
    assert_eq!(bench.events(), first);
    bench.core.disconnected(&bench.client);
    bench.events();
    let (client, probe) = bench.other(1);
    assert_eq!(bench.write_as((&client, &probe), "BR$B1$RptID", text("y")), -1);
    let later = ["6 C2 Reserved - -1", "6 C2 PurgeBuffer - -1", "6 C2 Set RptID -1"];
    assert_eq!(bench.events(), later);
}

#[test]
fn the_application_sees_the_attributes() {
    let bench = Bench::new();
    bench.set(&[("RP$U$BufTm", unsigned(50)), ("RP$U$IntgPd", unsigned(2000)), ("RP$U$RptEna", true.into())]);
    let state = bench.core.report_state(0).unwrap();
    assert_eq!((&state.rpt_id[..], &state.dat_set[..]), (&b"urcba"[..], &b"IEDLD0/LLN0$Four"[..]));
    assert_eq!((state.rpt_ena, state.resv, state.gi, state.purge_buf), (true, true, false, false));
    assert_eq!((state.conf_rev, state.opt_flds, state.trg_ops), (7, 255, 31));
    assert_eq!((state.buf_tm, state.intg_pd, state.sq_num, state.resv_tms), (50, 2000, 0, 0));
    assert_eq!(state.client.map(|client| client.id()), Some(bench.client.id()));
    assert!(bench.core.report_state(99).is_none());
}
