//! Direct control: normal and enhanced security.

use super::*;

/// LastApplError of `G$CO$D3$Oper`, ctlNum 7, no error, unknown cause.
const DENIED_BY_CHECK: &str = "a03da0133011a00f800d4c6173744170706c4572726f72a026a2248a10434c442f4724434f24443324\
    4f706572850100a20785010289026d65860107850100";
/// CommandTermination+ of `G$CO$D3$Oper`, ctlNum 6.
const TERMINATED: &str = "a03fa0193017a015a1131a03434c441a0c4724434f244433244f706572a022a220830101a2078501028902\
    6d658601069108000000000000000083010084020600";
/// CommandTermination- of `G$CO$D3$Oper`, ctlNum 8.
const FAILED: &str = "a078a02c3011a00f800d4c6173744170706c4572726f723017a015a1131a03434c441a0c4724434f244433244f70\
    6572a048a2248a10434c442f4724434f244433244f706572850100a20785010289026d65860108850100a220830101a20785010289026d65\
    8601089108000000000000000083010084020600";
/// LastApplError of `G$CO$D1$Oper` with originator category 9.
const UNKNOWN_CATEGORY: &str = "a03ca0133011a00f800d4c6173744170706c4572726f72a025a2238a10434c442f4724434f244431\
    244f706572850100a20685010989017886010185011a";
/// LastApplError of `G$CO$D3$Cancel` while the command executes.
const EXECUTING: &str = "a03fa0133011a00f800d4c6173744170706c4572726f72a028a2268a12434c442f4724434f24443324\
    43616e63656c850100a20785010289026d6586010185010c";

#[test]
fn direct_control_is_answered_and_executed() {
    let bench = Bench::new();
    bench.send(0, "D1$Oper", &Oper { check: 3, test: true, ..OPER }.build(true));
    assert_eq!(bench.said(0), ["answer -1"]);
    bench.told(&["check operate true by 2 me 1 test interlock", "wait true synchro", "operate true test"]);
    assert_eq!(bench.read("ST$D1$ctlNum"), Value::unsigned(1, 8));
    let origin = Value::structure(vec![Value::integer(2, 8), Value::octet_string(b"me")]);
    assert_eq!(bench.read("ST$D1$origin"), origin);
    assert_eq!(bench.read("CO$D1$Oper"), Oper { check: 3, test: true, ..OPER }.build(true));
    let Value { data: Data::UtcTime(time), .. } = bench.read("OR$D1$tOpOk") else { panic!() };
    assert_eq!((time[7], time[0] > 0), (0x8a, true));
    assert_eq!(bench.read("OR$D1$opOk"), Value::boolean(false));
}

#[test]
fn what_the_type_does_not_have_is_no_command() {
    let bench = Bench::new();
    const LONG: &[u8] = &[b'x'; 65];
    for odd in [
        Oper { number: 256, ..OPER },
        Oper { number: 1 << 40, ..OPER },
        Oper { origin: (200, b"me"), ..OPER },
        Oper { origin: (2, LONG), ..OPER },
    ] {
        for item in ["D1$Oper", "S4$SBOw"] {
            bench.send(0, item, &odd.build(true));
            assert_eq!(bench.said(0), ["answer 11"], "{item}");
        }
    }
    bench.told(&[]);
}

#[test]
fn normal_security_says_nothing_of_a_failed_execution() {
    let bench = Bench::new();
    *bench.application.operate.lock() = vec![ControlResult::Failed];
    bench.send(0, "D1$Oper", &OPER.build(true));
    assert_eq!(bench.said(0), ["answer -1"]);
    bench.after(Duration::from_secs(1));
    assert_eq!(bench.said(0), [""; 0]);
}

#[test]
fn a_check_that_refuses_is_reported_before_the_answer() {
    let bench = Bench::new();
    *bench.application.check.lock() = vec![DENIED];
    bench.send(0, "D3$Oper", &Oper { number: 7, ..OPER }.build(true));
    assert_eq!(bench.said(0), [DENIED_BY_CHECK, "answer 3"]);
    assert_eq!(bench.read("ST$D3$ctlNum"), Value::unsigned(7, 8), "the status names the refused command");
    assert_ne!(bench.read("CO$D3$Oper"), Oper { number: 7, ..OPER }.build(true));
    *bench.application.check.lock() = vec![DataAccessError::OBJECT_VALUE_INVALID];
    *bench.application.reason.lock() = Some((3, 10));
    assert_eq!(bench.refused(0, "D3$Oper", &OPER), (10, DataAccessError::OBJECT_VALUE_INVALID));
}

#[test]
fn enhanced_security_tells_the_operating_client_of_the_end() {
    let bench = Bench::new();
    bench.send(0, "D3$Oper", &Oper { number: 6, ..OPER }.build(true));
    assert_eq!(bench.said(0), ["answer -1", TERMINATED]);
    *bench.application.operate.lock() = vec![ControlResult::Failed];
    bench.send(0, "D3$Oper", &Oper { number: 8, ..OPER }.build(true));
    assert_eq!(bench.said(0), ["answer -1", FAILED]);
    assert_eq!(bench.said(1), [""; 0]);
}

#[test]
fn an_execution_that_goes_on_is_asked_again_and_nothing_else_is_let_in() {
    let bench = Bench::new();
    *bench.application.operate.lock() =
        vec![ControlResult::Waiting, ControlResult::Waiting, ControlResult::Ok];
    bench.send(0, "D3$Oper", &OPER.build(true));
    assert_eq!(bench.said(0), ["answer -1"]);
    bench.send(0, "D3$Cancel", &OPER.build(false));
    assert_eq!(bench.said(0), [EXECUTING, "answer 2"]);
    assert_eq!(bench.refused(1, "D3$Oper", &OPER), (12, UNAVAILABLE));
    bench.after(Duration::from_secs(1));
    bench.after(Duration::from_secs(1));
    assert_eq!(bench.said(0).len(), 1);
    bench.told(&[
        "check operate true by 2 me 1",
        "wait true",
        "operate true",
        "operate true",
        "operate true",
    ]);
    assert_eq!(bench.act(1, "D3$Oper", &OPER), SUCCESS);
}

#[test]
fn the_answer_waits_for_the_execution_to_be_allowed() {
    let bench = Bench::new();
    *bench.application.wait.lock() = vec![ControlResult::Waiting, ControlResult::Ok];
    bench.send(0, "D1$Oper", &OPER.build(true));
    assert_eq!(bench.said(0), [""; 0]);
    bench.after(Duration::from_secs(1));
    assert_eq!(bench.said(0), ["answer -1"]);
    *bench.application.wait.lock() = vec![ControlResult::Failed];
    assert_eq!(bench.refused(0, "D1$Oper", &OPER), (11, DENIED));
}

#[test]
fn an_unknown_originator_category_is_refused_without_asking() {
    let bench = Bench::new();
    bench.send(0, "D1$Oper", &Oper { origin: (9, b"x"), ..OPER }.build(true));
    assert_eq!(bench.said(0), [UNKNOWN_CATEGORY, "answer 3"]);
    assert_eq!(bench.refused(0, "D1$Oper", &Oper { origin: (-1, b"x"), ..OPER }), (26, DENIED));
    bench.told(&[]);
    assert_eq!(bench.act(0, "D1$Oper", &Oper { origin: (0, b""), ..OPER }), SUCCESS);
}

#[test]
fn there_is_nothing_to_cancel() {
    let bench = Bench::new();
    for object in ["D1", "D3"] {
        bench.send(0, &format!("{object}$Cancel"), &OPER.build(false));
        assert_eq!(bench.said(0), ["answer 3"], "{object}");
    }
}

#[test]
fn a_client_that_goes_ends_its_execution() {
    let bench = Bench::new();
    *bench.application.operate.lock() = vec![ControlResult::Waiting];
    assert_eq!(bench.act(0, "D3$Oper", &OPER), SUCCESS);
    bench.core.disconnected(&bench.clients[0].0);
    bench.application.take();
    bench.after(Duration::from_secs(1));
    bench.told(&[]);
    *bench.application.operate.lock() = vec![ControlResult::Ok];
    assert_eq!(bench.act(1, "D3$Oper", &OPER), SUCCESS);
}

#[test]
fn several_objects_in_one_write_are_answered_in_one() {
    let bench = Bench::new();
    *bench.application.wait.lock() = vec![ControlResult::Waiting, ControlResult::Ok];
    let mut request = vec![0xa5, 0];
    let (mut names, mut data) = (Vec::new(), Vec::new());
    for item in ["G$CO$D3$Oper", "G$CO$D1$Oper", "G$CO$S2$Oper"] {
        let name = ObjectNameRef::Domain { domain: b"CLD", item: item.as_bytes() };
        let one = write::request_value(name, None, &OPER.build(true));
        let mut parts = crate::ber::Reader::new(crate::ber::Reader::new(&one).expect(0xa5).unwrap());
        names.extend_from_slice(parts.expect(0xa0).unwrap());
        data.extend_from_slice(parts.expect(0xa0).unwrap());
    }
    request.truncate(0);
    crate::ber::write_nested(&mut request, 0xa5, |out| {
        crate::ber::write(out, 0xa0, &names);
        crate::ber::write(out, 0xa0, &data);
    });
    let (client, probe) = &bench.clients[0];
    bench.core.serve(client, 2, &request);
    assert_eq!(probe.reports().len(), 1, "LastApplError of the one that is not selected");
    bench.after(Duration::from_secs(1));
    let said = probe.take();
    let Some(Said::Answer(2, Ok(answer))) = said.first() else { panic!("{said:?}") };
    assert_eq!(answer[..], [0xa5, 0x07, 0x81, 0x00, 0x81, 0x00, 0x80, 0x01, 0x03]);
    assert_eq!(said.len(), 2, "and one termination");
}
