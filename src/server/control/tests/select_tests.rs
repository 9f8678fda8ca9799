//! Select before operate: normal and enhanced security.

use super::*;

/// LastApplError of `G$CO$S2$Oper`: not selected.
const NOT_SELECTED: &str = "a03da0133011a00f800d4c6173744170706c4572726f72a026a2248a10434c442f4724434f245332244f\
    706572850100a20785010289026d65860101850112";
/// LastApplError of `G$CO$S4$SBOw`: already selected.
const ALREADY_SELECTED: &str = "a03da0133011a00f800d4c6173744170706c4572726f72a026a2248a10434c442f4724434f245334\
    2453424f77850100a20785010289026d65860101850113";
/// LastApplError of `G$CO$S4$Cancel`: locked by another client.
const LOCKED: &str = "a03fa0133011a00f800d4c6173744170706c4572726f72a028a2268a12434c442f4724434f2453342443616e63\
    656c850100a20785010289026d6586010185011b";
/// CommandTermination+ of `G$CO$S4$Oper`.
const TERMINATED: &str = "a03fa0193017a015a1131a03434c441a0c4724434f245334244f706572a022a220830101a2078501028902\
    6d658601019108000000000000000083010084020600";

#[test]
fn reading_sbo_selects_and_operating_ends_it() {
    let bench = Bench::new();
    assert_eq!(bench.sbo(0, "S2"), "CLD/G$CO$S2");
    bench.told(&["check select - by 0  0", "selected true 0"]);
    assert_eq!(bench.read("ST$S2$stSeld"), Value::boolean(true));
    assert_eq!((bench.sbo(0, "S2"), bench.sbo(1, "S2")), (String::new(), String::new()));
    assert_eq!(bench.refused(1, "S2$Oper", &OPER), (27, UNAVAILABLE));
    bench.send(0, "S2$Oper", &OPER.build(true));
    assert_eq!(bench.said(0), ["answer -1"]);
    bench.told(&["check operate true by 2 me 1", "wait true", "operate true", "selected false 3"]);
    assert_eq!(bench.read("ST$S2$stSeld"), Value::boolean(false));
    bench.send(0, "S2$Oper", &OPER.build(true));
    assert_eq!(bench.said(0), [NOT_SELECTED, "answer 3"]);
}

#[test]
fn reading_sbo_with_more_around_it_does_not_select() {
    let bench = Bench::new();
    let Data::Structure(parts) = bench.read("CO$S2").data else { panic!() };
    assert_eq!(parts.get(0), Some(&Value::visible_string(b"CLD/G$CO$S2")));
    bench.told(&[]);
}

#[test]
fn an_application_may_refuse_a_select() {
    let bench = Bench::new();
    *bench.application.check.lock() = vec![DENIED];
    assert_eq!(bench.sbo(0, "S2"), "");
    assert_eq!(bench.refused(0, "S4$SBOw", &OPER), (3, DENIED));
    *bench.application.reason.lock() = Some((1, 10));
    assert_eq!(bench.refused(0, "S4$SBOw", &OPER), (10, DENIED));
    *bench.application.check.lock() = vec![SUCCESS];
    assert_eq!(bench.act(1, "S4$SBOw", &OPER), SUCCESS);
}

#[test]
fn a_select_with_a_value_locks_the_object_for_its_client() {
    let bench = Bench::new();
    bench.send(0, "S4$SBOw", &OPER.build(true));
    assert_eq!(bench.said(0), ["answer -1"]);
    bench.send(1, "S4$SBOw", &OPER.build(true));
    assert_eq!(bench.said(1), [ALREADY_SELECTED, "answer 2"]);
    bench.send(1, "S4$Cancel", &OPER.build(false));
    assert_eq!(bench.said(1), [LOCKED, "answer 2"]);
    bench.send(0, "S4$Oper", &Oper { t: 1000, ..OPER }.build(true));
    let said = bench.said(0);
    assert_eq!((said.len(), &said[0][..]), (2, "answer -1"), "T may differ");
    assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
    bench.send(0, "S4$Oper", &OPER.build(true));
    assert_eq!(bench.said(0), ["answer -1", TERMINATED]);
}

#[test]
fn an_operate_that_is_not_what_was_selected_ends_the_selection() {
    let bench = Bench::new();
    for other in [
        Oper { value: false, ..OPER },
        Oper { number: 2, ..OPER },
        Oper { origin: (2, b"you"), ..OPER },
        Oper { origin: (3, b"me"), ..OPER },
        Oper { origin: (9, b"me"), ..OPER },
        Oper { test: true, ..OPER },
        Oper { check: 1, ..OPER },
    ] {
        assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
        bench.application.take();
        assert_eq!(bench.refused(0, "S4$Oper", &other), (26, DENIED));
        bench.told(&["selected false 4"]);
    }
    assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
    assert_eq!(bench.refused(1, "S4$Oper", &Oper { origin: (9, b"x"), ..OPER }), (26, DENIED));
    assert_eq!(bench.act(0, "S4$Oper", &OPER), SUCCESS, "another client's mistake does not count");
}

#[test]
fn a_refused_or_failed_operate_ends_the_selection() {
    let bench = Bench::new();
    let selected = || {
        assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
        bench.application.take();
    };
    selected();
    *bench.application.check.lock() = vec![DENIED];
    assert_eq!(bench.refused(0, "S4$Oper", &OPER), (0, DENIED));
    bench.told(&["check operate true by 2 me 1", "selected false 4"]);
    *bench.application.check.lock() = vec![SUCCESS];
    selected();
    *bench.application.wait.lock() = vec![ControlResult::Failed];
    assert_eq!(bench.refused(0, "S4$Oper", &OPER), (11, DENIED));
    assert_eq!(bench.application.take().last().unwrap(), "selected false 4");
    *bench.application.wait.lock() = vec![ControlResult::Ok];
    selected();
    *bench.application.operate.lock() = vec![ControlResult::Failed];
    bench.send(0, "S4$Oper", &OPER.build(true));
    assert_eq!(bench.said(0).len(), 2);
    assert_eq!(bench.application.take().last().unwrap(), "selected false 4");
}

#[test]
fn a_selection_ends_after_its_time_but_not_while_it_is_operated() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
    bench.application.take();
    bench.after(Duration::from_millis(1000));
    bench.told(&[]);
    bench.after(Duration::from_millis(2001));
    bench.told(&["selected false 2"]);
    assert_eq!(bench.read("ST$S4$stSeld"), Value::boolean(false));
    assert_eq!(bench.refused(0, "S4$Oper", &OPER), (18, DENIED));
    assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
    *bench.application.operate.lock() = vec![ControlResult::Waiting, ControlResult::Ok];
    assert_eq!(bench.act(0, "S4$Oper", &OPER), SUCCESS);
    bench.after(Duration::from_millis(2001));
    assert_eq!(bench.application.take().last().unwrap(), "selected false 3");
}

#[test]
fn operate_many_keeps_the_selection_and_renews_its_time() {
    let bench = Bench::new();
    assert_eq!(bench.sbo(0, "M2"), "CLD/G$CO$M2");
    for number in 1..4 {
        assert_eq!(bench.act(0, "M2$Oper", &Oper { number, ..OPER }), SUCCESS);
    }
    assert_eq!(bench.act(0, "M2$Cancel", &OPER), SUCCESS);
    assert_eq!(bench.application.take().last().unwrap(), "selected false 1");
    assert_eq!(bench.act(0, "M4$SBOw", &OPER), SUCCESS);
    assert_eq!(bench.act(0, "M4$Oper", &OPER), SUCCESS);
    assert_eq!(bench.act(0, "M4$Oper", &OPER), SUCCESS);
    bench.application.take();
    bench.after(Duration::from_millis(2001));
    bench.told(&["selected false 2"]);
}

#[test]
fn cancel_of_who_selected_ends_it_whatever_it_says() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "S4$Cancel", &OPER), SUCCESS, "nothing selected");
    assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
    bench.application.take();
    assert_eq!(bench.act(0, "S4$Cancel", &Oper { number: 9, origin: (9, b""), ..OPER }), SUCCESS);
    bench.told(&["selected false 1"]);
    assert_eq!(bench.act(1, "S4$SBOw", &OPER), SUCCESS);
}

#[test]
fn a_select_may_wait_for_the_application() {
    let bench = Bench::new();
    *bench.application.check.lock() = vec![DataAccessError(0), SUCCESS];
    bench.send(0, "S4$SBOw", &OPER.build(true));
    assert_eq!(bench.said(0), [""; 0]);
    assert_eq!(bench.refused(1, "S4$SBOw", &OPER), (19, UNAVAILABLE));
    assert_eq!(bench.refused(0, "S4$Oper", &OPER), (18, DENIED));
    bench.after(Duration::from_secs(1));
    assert_eq!(bench.said(0), ["answer -1"]);
    bench.told(&["check select true by 2 me 1", "check select true by 2 me 1", "selected true 0"]);
}

#[test]
fn a_client_that_goes_leaves_no_selection() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "S4$SBOw", &OPER), SUCCESS);
    assert_eq!(bench.sbo(0, "S2"), "CLD/G$CO$S2");
    *bench.application.check.lock() = vec![DataAccessError(0)];
    bench.send(0, "M4$SBOw", &OPER.build(true));
    bench.application.take();
    bench.core.disconnected(&bench.clients[0].0);
    bench.told(&["selected false 5", "selected false 5"]);
    *bench.application.check.lock() = vec![SUCCESS];
    for object in ["S4", "M4"] {
        assert_eq!(bench.act(1, &format!("{object}$SBOw"), &OPER), SUCCESS);
    }
}

#[test]
fn the_status_tells_of_a_selection_only_what_it_says() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "S4$SBOw", &Oper { number: 33, ..OPER }), SUCCESS);
    assert_eq!(bench.read("ST$S4$ctlNum"), Value::unsigned(33, 8));
    assert_eq!(bench.read("CO$S4$SBOw"), Oper { number: 33, ..OPER }.build(true));
    assert_eq!(bench.act(0, "S4$Cancel", &Oper { number: 34, ..OPER }), SUCCESS);
    assert_eq!(bench.read("ST$S4$ctlNum"), Value::unsigned(33, 8));
    bench.sbo(0, "S2");
    assert_eq!(bench.read("ST$S2$ctlNum"), Value::unsigned(0, 8));
}

#[test]
fn status_is_reported_behind_what_the_client_waits_for() {
    let bench = Bench::new();
    let (client, probe) = &bench.clients[0];
    let enabled = testing::write_one(&bench.core, client, probe, "CLD", "LLN0$RP$u$RptEna", &true.into());
    assert_eq!(enabled, SUCCESS);
    // which members of the data set a report has, and the first value
    let said = || -> Vec<String> {
        let short = |text: String| match text.find("840205") {
            Some(at) => text[at + 6..at + 14].to_owned(),
            None if text.starts_with("answer") => text,
            None => "termination".to_owned(),
        };
        bench.said(0).into_iter().map(short).collect()
    };
    bench.send(0, "S4$SBOw", &OPER.build(true));
    assert_eq!(said(), ["answer -1", "80830101"]);
    bench.send(0, "S4$Oper", &OPER.build(true));
    let accepted = ["40830101", "40830100", "answer -1", "20830101", "20830100"];
    assert_eq!(said(), [&accepted[..], &["termination", "80830100"]].concat());
}

#[test]
fn reading_sbo_tells_the_application_what_the_last_command_said() {
    let bench = Bench::new();
    assert_eq!(bench.sbo(0, "S2"), "CLD/G$CO$S2");
    bench.told(&["check select - by 0  0", "selected true 0"]);
    assert_eq!(bench.act(0, "S2$Oper", &Oper { number: 7, ..OPER }), SUCCESS);
    bench.application.take();
    bench.sbo(0, "S2");
    bench.told(&["check select - by 2 me 7", "selected true 0"]);
}
