//! Unbuffered reporting.

use super::*;

const IND1: &str = "GGIO1$ST$Ind1$stVal";
const IND2: &str = "GGIO1$ST$Ind2$stVal";
const NOTHING: &str = "84:030000 91:0000000000000000";

/// A server whose block U is enabled with few optional fields.
fn enabled() -> Bench {
    let bench = Bench::new();
    bench.set(&[("RP$U$OptFlds", bits(10, SHORT)), ("RP$U$RptEna", true.into())]);
    bench
}

#[test]
fn a_change_is_reported_at_once_with_its_member_only() {
    let bench = enabled();
    bench.update(IND1, true);
    assert_eq!(bench.reports(), [format!("'urcba' 84:065000 86:00 84:0480 a2{{T {NOTHING}}} 84:0240")]);
    bench.update(IND2, true);
    assert_eq!(bench.reports(), ["'urcba' 84:065000 86:01 84:0440 T 84:0240"]);
}

#[test]
fn the_same_value_or_a_time_stamp_alone_is_not_reported() {
    let bench = enabled();
    bench.update(IND1, false);
    bench.update("GGIO1$ST$Ind1$t", Value::utc_time_ms(5, 0));
    assert!(bench.reports().is_empty());
}

#[test]
fn a_change_whose_trigger_option_is_off_is_not_reported() {
    let bench = Bench::new();
    bench.set(&[
        ("RP$U$OptFlds", bits(10, SHORT)),
        ("RP$U$TrgOps", bits(6, 1 << 1)),
        ("RP$U$RptEna", true.into()),
    ]);
    bench.update("GGIO1$ST$Ind1$q", quality(1));
    assert!(bench.reports().is_empty());
    bench.update(IND2, true);
    assert_eq!(bench.reports().len(), 1);
}

#[test]
fn changes_in_a_locked_model_are_one_report_when_it_is_unlocked() {
    let bench = enabled();
    bench.core.lock_model();
    bench.update(IND2, true);
    bench.update(IND1, true);
    bench.update("GGIO1$ST$Ind1$q", quality(2));
    bench.update("GGIO1$ST$Ind1$t", Value::utc_time_ms(1000, 0));
    assert!(bench.reports().is_empty());
    bench.core.unlock_model();
    let value = "a2{T 84:034000 91:0000000100000000}";
    assert_eq!(bench.reports(), [format!("'urcba' 84:065000 86:00 84:04c0 {value} T 84:0260 84:0240")]);
}

#[test]
fn a_second_change_in_a_locked_model_loses_nothing() {
    let bench = enabled();
    bench.core.lock_model();
    bench.update(IND2, true);
    bench.update(IND1, true);
    bench.update(IND2, false);
    bench.core.unlock_model();
    assert_eq!(
        bench.reports(),
        [
            format!("'urcba' 84:065000 86:00 84:04c0 a2{{T {NOTHING}}} T 84:0240 84:0240"),
            "'urcba' 84:065000 86:01 84:0440 F 84:0240".to_owned(),
        ]
    );
}

#[test]
fn the_buffer_time_collects_and_a_second_change_of_a_member_ends_it() {
    let bench = Bench::new();
    bench.set(&[
        ("RP$U$OptFlds", bits(10, SHORT)),
        ("RP$U$BufTm", unsigned(100)),
        ("RP$U$RptEna", true.into()),
    ]);
    bench.update(IND1, true);
    bench.update(IND2, true);
    assert!(bench.reports().is_empty());
    bench.update(IND2, false);
    assert_eq!(
        bench.reports(),
        [format!("'urcba' 84:065000 86:00 84:04c0 a2{{T {NOTHING}}} T 84:0240 84:0240")]
    );
    assert!(bench.after(50).is_some());
    assert!(bench.reports().is_empty());
    assert_eq!(bench.after(101), None);
    assert_eq!(bench.reports(), ["'urcba' 84:065000 86:01 84:0440 F 84:0240"]);
}

#[test]
fn all_members_that_an_attribute_is_in_are_reported() {
    let bench = enabled();
    bench.update("GGIO1$MX$AnIn1$mag$f", Value::float32(1.5));
    let f = "87:083fc00000";
    assert_eq!(
        bench.reports(),
        [format!("'urcba' 84:065000 86:00 84:0430 a2{{a2{{{f}}} {NOTHING}}} {f} 84:0240 84:0240")]
    );
    bench.update("GGIO1$MX$AnIn1$mag", Value::structure(vec![Value::float32(2.0)]));
    assert_eq!(bench.reports().len(), 1);
}

#[test]
fn an_update_is_reported_once_with_all_its_reasons() {
    let bench = Bench::new();
    bench.set(&[("RP$UN$OptFlds", bits(10, SHORT)), ("RP$UN$RptEna", true.into())]);
    for (name, changed, same) in [("A", "50", "10"), ("B", "10", "10"), ("C", "40", ""), ("D", "50", "10")] {
        for reason in [changed, same] {
            bench.update(&format!("GGIO1$ST${name}$stVal"), number(5));
            let reasons: Vec<String> =
                bench.reports().iter().map(|report| report[report.len() - 2..].to_owned()).collect();
            let expected: Vec<&str> = Some(reason).filter(|reason| !reason.is_empty()).into_iter().collect();
            assert_eq!(reasons, expected, "{name}");
        }
    }
}

#[test]
fn an_interrogation_is_answered_behind_what_waits_and_behind_the_answer() {
    let bench = Bench::new();
    bench.set(&[
        ("RP$U2$OptFlds", bits(10, SHORT)),
        ("RP$U2$BufTm", unsigned(1000)),
        ("RP$U2$RptEna", true.into()),
    ]);
    bench.update(IND2, true);
    bench.core.serve(
        &bench.client,
        9,
        &crate::mms::service::write::request_value(
            crate::mms::pdu::names::ObjectNameRef::Domain { domain: b"IEDLD0", item: b"LLN0$RP$U2$GI" },
            None,
            &true.into(),
        ),
    );
    let said = bench.probe.take();
    assert!(matches!(said[0], testing::Said::Answer(9, Ok(_))));
    let reports: Vec<String> = said[1..]
        .iter()
        .map(|said| match said {
            testing::Said::Unconfirmed(report) => shown(report),
            other => panic!("{other:?}"),
        })
        .collect();
    let id = "'IEDLD0/LLN0$RP$U2'";
    assert_eq!(
        reports,
        [
            format!("{id} 84:065000 86:00 84:0780 T 84:0240"),
            format!("{id} 84:065000 86:01 84:0780 T 84:0204")
        ]
    );
    assert_eq!(bench.read("RP$U2$GI"), false.into());
}

#[test]
fn an_interrogation_without_its_trigger_option_is_accepted_and_not_answered() {
    let bench = Bench::new();
    bench.set(&[("RP$U$TrgOps", bits(6, 2)), ("RP$U$RptEna", true.into()), ("RP$U$GI", true.into())]);
    assert!(bench.reports().is_empty());
}

#[test]
fn integrity_reports_come_each_period_behind_what_waits() {
    let bench = Bench::new();
    bench.set(&[
        ("RP$U2$OptFlds", bits(10, 1 << 3)),
        ("RP$U2$BufTm", unsigned(3000)),
        ("RP$U2$IntgPd", unsigned(1000)),
        ("RP$U2$RptEna", true.into()),
    ]);
    let id = "'IEDLD0/LLN0$RP$U2' 84:061000 84:0780";
    assert!(bench.after(990).unwrap() <= Duration::from_millis(10));
    assert!(bench.reports().is_empty());
    let next = bench.after(1001).unwrap();
    assert!(next > Duration::from_millis(990) && next <= Duration::from_millis(999));
    assert_eq!(bench.reports(), [format!("{id} F 84:0208")]);
    bench.update(IND2, true);
    bench.after(2001);
    assert_eq!(bench.reports(), [format!("{id} T 84:0240"), format!("{id} T 84:0208")]);
    // periods that were missed are not made up for
    bench.after(7500);
    assert_eq!(bench.reports().len(), 1);
    bench.set(&[("RP$U2$RptEna", false.into())]);
    assert_eq!(bench.after(20_000), None);
    assert!(bench.reports().is_empty());
}

#[test]
fn integrity_reports_may_come_at_whole_multiples_of_the_period() {
    let bench = Bench::with(Config { sync_integrity: true, ..Config::default() });
    bench.set(&[("RP$U2$IntgPd", unsigned(60_000)), ("RP$U2$RptEna", true.into())]);
    let missing = 60_000 - times().1 % 60_000;
    let next = bench.after(missing + 10).unwrap();
    assert_eq!(bench.reports().len(), 1);
    assert!(next > Duration::from_millis(59_900) && next < Duration::from_millis(60_000));
}

#[test]
fn nothing_is_due_while_the_model_is_locked() {
    let bench = Bench::new();
    bench.set(&[("RP$U2$BufTm", unsigned(1)), ("RP$U2$RptEna", true.into())]);
    bench.core.lock_model();
    bench.update(IND2, true);
    std::thread::sleep(Duration::from_millis(3));
    assert_eq!(bench.after(10_000), None);
    assert!(bench.reports().is_empty());
    bench.core.unlock_model();
    assert_eq!(bench.reports().len(), 1);
}

#[test]
fn numbers_start_at_each_enabling_and_have_eight_bits() {
    let bench = Bench::new();
    bench.set(&[("RP$U2$OptFlds", bits(10, 2)), ("RP$U2$RptEna", true.into())]);
    for round in 0..257 {
        bench.update(IND2, round % 2 == 0);
    }
    let reports = bench.reports();
    let id = "'IEDLD0/LLN0$RP$U2' 84:064000";
    assert_eq!(reports[255], format!("{id} 86:00ff 84:0780 F"));
    assert_eq!(reports[256], format!("{id} 86:00 84:0780 T"));
    assert_eq!(bench.read("RP$U2$SqNum"), Value::unsigned(1, 8));
    bench.set(&[("RP$U2$RptEna", false.into())]);
    assert_eq!(bench.read("RP$U2$SqNum"), Value::unsigned(1, 8));
    bench.set(&[("RP$U2$RptEna", true.into())]);
    assert_eq!(bench.read("RP$U2$SqNum"), Value::unsigned(0, 8));
}

#[test]
fn a_disabled_block_reports_nothing_and_keeps_nothing() {
    let bench = enabled();
    bench.core.lock_model();
    bench.update(IND2, true);
    bench.core.unlock_model();
    bench.set(&[("RP$U$RptEna", false.into())]);
    bench.reports();
    bench.update(IND2, false);
    bench.set(&[("RP$U$RptEna", true.into())]);
    assert!(bench.reports().is_empty());
}

#[test]
fn a_hundred_thousand_updates_arrive_completely_and_in_order() {
    let sets: String = (0..10)
        .map(|set| {
            let members: String =
                (0..100).map(|index| format!("DE(GGIO1$ST$I{}$stVal);", set * 100 + index)).collect();
            format!("DS(D{set}){{{members}}}RC(U{set} u{set} 0 D{set} 1 1 1 0 0);")
        })
        .collect();
    let objects: String = (0..1000).map(|index| format!("DO(I{index} 0){{DA(stVal 0 3 0 1 0);}}")).collect();
    let model = format!("MODEL(IED){{LD(LD0){{LN(LLN0){{{sets}}}LN(GGIO1){{{objects}}}}}}}");
    let bench = Bench::silent(&model);
    for index in 0..10 {
        bench.set(&[(&format!("RP$U{index}$RptEna"), true.into())]);
    }
    let nodes: Vec<NodeId> = (0..1000).map(|index| bench.node(&format!("GGIO1$ST$I{index}$stVal"))).collect();
    let mut next = [0i64; 10];
    for round in 1..=100 {
        for &node in &nodes {
            bench.core.update(node, |own| own.update(&number(round)));
        }
        for report in bench.probe.reports() {
            let report = information_report::parse(&report).unwrap();
            let values: Vec<Value> = report.values().map(Result::unwrap).collect();
            let Data::VisibleString(id) = &values[0].data else { panic!() };
            let block = usize::from(id.as_bytes()[1] - b'0');
            let Data::Unsigned(sequence) = values[2].data else { panic!() };
            assert_eq!(sequence.as_u64(), next[block] as u64 % 256);
            let Data::BitString(inclusion) = &values[3].data else { panic!() };
            assert!(inclusion.get((next[block] % 100) as usize) && inclusion.count_ones() == 1);
            assert_eq!(values[4], number(next[block] / 100 + 1));
            next[block] += 1;
        }
    }
    assert_eq!(next, [10_000; 10]);
}

#[test]
fn a_change_by_a_client_is_reported_behind_the_answer() {
    let model = "MODEL(IED){LD(LD0){LN(LLN0){DS(D){DE(LLN0$SP$Set$setVal);}RC(U u 0 D 1 31 5 0 0);
        DO(Set 0){DA(setVal 0 3 2 1 0)=7;}}}}";
    let bench = Bench::of(model, Config::default());
    bench.set(&[("RP$U$RptEna", true.into())]);
    bench.probe.take();
    let name =
        crate::mms::pdu::names::ObjectNameRef::Domain { domain: b"IEDLD0", item: b"LLN0$SP$Set$setVal" };
    let request = crate::mms::service::write::request_value(name, None, &number(8));
    bench.core.serve(&bench.client, 3, &request);
    let said = bench.probe.take();
    let [testing::Said::Answer(3, Ok(_)), testing::Said::Unconfirmed(report)] = &said[..] else {
        panic!("{said:?}")
    };
    assert_eq!(shown(report), "'u' 84:065000 86:00 84:0780 85:08 84:0240");
    bench.core.serve(&bench.client, 4, &request);
    assert!(matches!(bench.probe.take()[..], [testing::Said::Answer(4, Ok(_))]));
}

/// Updates an attribute three times while a write is being served.
struct Busy(std::sync::OnceLock<Arc<Core>>, NodeId);

impl Hooks for Busy {
    fn write_access(
        &self,
        _: &Arc<Connection>,
        _: NodeId,
        _: &Value,
    ) -> super::super::super::hooks::WriteVerdict {
        let core = self.0.get().unwrap();
        for value in 1..=3 {
            core.update(self.1, |own| own.update(&number(value)));
        }
        super::super::super::hooks::WriteVerdict::Keep
    }
}

#[test]
fn nothing_is_lost_between_enabling_and_its_answer() {
    use crate::mms::service::{Access, VariableAccess, write};
    let model = "MODEL(IED){LD(LD0){LN(LLN0){DS(D){DE(LLN0$ST$In$stVal);}RC(U u 0 D 1 31 5 0 0);
        DO(In 0){DA(stVal 0 3 0 1 0);}DO(Set 0){DA(setVal 0 3 2 1 0);}}}}";
    // the only attributes: objects have numbers, too
    let hooks = Arc::new(Busy(std::sync::OnceLock::new(), 1));
    let core = testing::server(model, Config::default(), hooks.clone());
    hooks.0.set(Arc::clone(&core)).ok().unwrap();
    let (client, probe) = testing::client(&core);
    let name = |item: &str| VariableAccess {
        name: crate::mms::pdu::names::ObjectName::domain(&b"IEDLD0"[..], item.as_bytes()),
        alternate: None,
    };
    let access = Access::Variables(vec![name("LLN0$RP$U$RptEna"), name("LLN0$SP$Set$setVal")]);
    core.serve(&client, 1, &write::request_values(&access, [&Value::boolean(true), &number(1)]));
    let said = probe.take();
    assert!(matches!(said[0], testing::Said::Answer(1, Ok(_))));
    let reports: Vec<String> = said[1..]
        .iter()
        .map(|said| match said {
            testing::Said::Unconfirmed(report) => shown(report),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected: Vec<String> = (0..3)
        .map(|number| format!("'u' 84:065000 86:0{number} 84:0780 85:0{} 84:0240", number + 1))
        .collect();
    assert_eq!(reports, expected);
}
