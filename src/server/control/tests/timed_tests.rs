//! Time-activated operate.

use super::*;

/// What TimeActivatedOperateTermination+ and CommandTermination+ of `G$CO$T3$Oper` begin with: the variable.
const OPER_OF_T3: &str = "a0193017a015a1131a03434c441a0c4724434f245433244f706572";

const HOUR: u64 = 3_600_000;

fn in_an_hour() -> Oper {
    Oper { at: Some(net::utc_now_ms() + HOUR), ..OPER }
}

const LATER: Duration = Duration::from_secs(3601);

#[test]
fn zero_and_past_times_mean_at_once() {
    let bench = Bench::new();
    for at in [0, net::utc_now_ms() - 1000] {
        bench.send(0, "T1$Oper", &Oper { at: Some(at), ..OPER }.build(true));
        assert_eq!(bench.said(0), ["answer -1"]);
    }
    let timed = "check operate true by 2 me 1 timed";
    bench.told(&[
        "check operate true by 2 me 1",
        "wait true",
        "operate true",
        timed,
        "wait true",
        "operate true",
    ]);
}

#[test]
fn a_future_time_is_agreed_to_and_kept() {
    let bench = Bench::new();
    let oper = in_an_hour();
    bench.send(0, "T3$Oper", &oper.build(true));
    assert_eq!(bench.said(0), ["answer -1"]);
    assert_eq!(bench.refused(1, "T3$Oper", &oper), (12, UNAVAILABLE));
    bench.after(Duration::from_secs(3590));
    let timed = "check operate true by 2 me 1 timed";
    bench.told(&[timed]);
    bench.after(LATER);
    bench.told(&[timed, "wait true", "operate true"]);
    let said = bench.said(0);
    assert_eq!(said.len(), 2, "one for the beginning, one for the end");
    assert!(said[0].contains(OPER_OF_T3) && said[0] == said[1], "{said:?}");
    assert_eq!(bench.read("CO$T3$Oper"), oper.build(true));
}

#[test]
fn normal_security_tells_of_the_beginning_only() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "T1$Oper", &in_an_hour()), SUCCESS);
    bench.after(LATER);
    assert_eq!(bench.said(0).len(), 1);
}

#[test]
fn a_check_that_refuses_at_the_time_ends_it() {
    let bench = Bench::new();
    *bench.application.check.lock() = vec![SUCCESS, DENIED];
    assert_eq!(bench.act(0, "T3$Oper", &in_an_hour()), SUCCESS);
    bench.after(LATER);
    let said = bench.said(0);
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("4c6173744170706c4572726f72") && said[0].contains("85010a"), "{said:?}");
    *bench.application.check.lock() = vec![UNAVAILABLE];
    assert_eq!(bench.refused(0, "T3$Oper", &in_an_hour()), (0, UNAVAILABLE));
}

#[test]
fn any_client_may_cancel_what_is_not_selected() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "T1$Oper", &in_an_hour()), SUCCESS);
    assert_eq!(bench.act(1, "T1$Cancel", &Oper { at: Some(0), ..OPER }), SUCCESS);
    bench.application.take();
    bench.after(LATER);
    bench.told(&[]);
    assert_eq!(bench.said(0), [""; 0]);
}

#[test]
fn a_selection_lasts_until_its_time_activated_operate_is_done() {
    let bench = Bench::new();
    let oper = in_an_hour();
    assert_eq!(bench.act(0, "T4$SBOw", &oper), SUCCESS);
    assert_eq!(bench.act(0, "T4$Oper", &oper), SUCCESS);
    assert_eq!(bench.refused(1, "T4$SBOw", &oper), (19, UNAVAILABLE));
    assert_eq!(bench.refused(1, "T4$Cancel", &oper), (27, UNAVAILABLE));
    bench.application.take();
    bench.after(Duration::from_secs(10));
    bench.told(&[]);
    bench.after(LATER);
    assert_eq!(bench.application.take().last().unwrap(), "selected false 3");
    assert_eq!(bench.act(0, "T4$SBOw", &oper), SUCCESS);
    assert_eq!(bench.act(0, "T4$Oper", &oper), SUCCESS);
    assert_eq!(bench.act(0, "T4$Cancel", &oper), SUCCESS);
    assert_eq!(bench.application.take().last().unwrap(), "selected false 1");
}

#[test]
fn a_client_that_goes_takes_its_time_activated_operate_with_it() {
    let bench = Bench::new();
    assert_eq!(bench.act(0, "T3$Oper", &in_an_hour()), SUCCESS);
    bench.core.disconnected(&bench.clients[0].0);
    bench.application.take();
    bench.after(LATER);
    bench.told(&[]);
}
