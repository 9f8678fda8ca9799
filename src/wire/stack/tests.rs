//! Two stacks back to back, and a stack against captured frames.

mod hostile;

use super::*;
use crate::wire::selectors::{ApTitle, TSelector};

/// Octets of a captured frame.
fn frame(name: &str) -> Vec<u8> {
    let line = include_str!("../testdata/frames.hex")
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let digits = line.unwrap_or_else(|| panic!("no frame {name}"));
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// Feeds everything; the events, without their borrows.
fn feed(stack: &mut Stack, input: &[u8], out: &mut Vec<u8>) -> Result<Vec<Event<'static>>, Failure> {
    let (mut events, mut rest) = (Vec::new(), input);
    loop {
        let (used, event) = stack.input(rest, out)?;
        rest = &rest[used..];
        match event {
            Some(event) => events.push(detached(event)),
            None if rest.is_empty() => return Ok(events),
            None => panic!("{} octets are left over", rest.len()),
        }
    }
}

fn detached(event: Event<'_>) -> Event<'static> {
    let owned = |payload: Payload<'_>| Payload::Owned(payload.to_vec(), 0..payload.len());
    match event {
        Event::Data(payload) => Event::Data(owned(payload)),
        Event::AssociateConfirm(payload) => Event::AssociateConfirm(owned(payload)),
        Event::TransportConnected => Event::TransportConnected,
        Event::AssociateIndication(indication) => Event::AssociateIndication(indication),
        Event::Refused(failure) => Event::Refused(failure),
        Event::ReleaseIndication => Event::ReleaseIndication,
        Event::ReleaseConfirm => Event::ReleaseConfirm,
        Event::Aborted(failure) => Event::Aborted(failure),
        Event::Disconnected(failure) => Event::Disconnected(failure),
    }
}

fn data(pdu: &[u8]) -> Event<'_> {
    Event::Data(Payload::Borrowed(pdu))
}

/// An initiator and a responder, as far as the indication.
fn indicated(client: ConnectParams, server: ResponderParams) -> (Stack, Stack, Indication) {
    let (mut client, mut server) = (Stack::initiator(client, vec![0xa8, 0]), Stack::responder(server));
    let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
    client.start(&mut to_server).unwrap();
    assert_eq!(feed(&mut server, &to_server, &mut to_client), Ok(vec![Event::TransportConnected]));
    to_server.clear();
    assert_eq!(feed(&mut client, &to_client, &mut to_server), Ok(vec![Event::TransportConnected]));
    let events = feed(&mut server, &to_server, &mut Vec::new()).unwrap();
    let [Event::AssociateIndication(indication)] = &events[..] else { panic!("{events:?}") };
    (client, server, (**indication).clone())
}

fn open(client: ConnectParams, server: ResponderParams) -> (Stack, Stack) {
    let (mut client, mut server, _) = indicated(client, server);
    let mut out = Vec::new();
    server.accept(&[0xa9, 0], &mut out).unwrap();
    let confirm = Event::AssociateConfirm(Payload::Borrowed(&[0xa9, 0]));
    assert_eq!(feed(&mut client, &out, &mut Vec::new()), Ok(vec![confirm]));
    assert!(client.is_open() && server.is_open());
    (client, server)
}

fn pair() -> (Stack, Stack) {
    open(ConnectParams::default(), ResponderParams::default())
}

/// A client that the genuine server has accepted.
fn connected() -> Stack {
    let (mut stack, mut out) =
        (Stack::initiator(ConnectParams::default(), frame("client-initiate")), Vec::new());
    stack.start(&mut out).unwrap();
    feed(&mut stack, &frame("genuine-cc"), &mut out).unwrap();
    feed(&mut stack, &frame("genuine-ac"), &mut out).unwrap();
    stack
}

#[test]
fn every_octet_is_what_the_genuine_client_sends() {
    let (mut stack, mut out) =
        (Stack::initiator(ConnectParams::default(), frame("client-initiate")), Vec::new());
    stack.start(&mut out).unwrap();
    assert_eq!(out, frame("client-cr"));
    out.clear();
    feed(&mut stack, &frame("genuine-cc"), &mut out).unwrap();
    assert_eq!(out, frame("client-cn"));
    out.clear();
    let confirm = feed(&mut stack, &frame("genuine-ac"), &mut out).unwrap();
    assert_eq!(confirm, [Event::AssociateConfirm(Payload::Borrowed(&frame("genuine-initiate")))]);
    stack.send_data(&[0xa0, 14, 2, 1, 1, 0xa1, 9, 0xa0, 3, 0x80, 1, 9, 0xa1, 2, 0x80, 0], &mut out).unwrap();
    assert_eq!(out, frame("client-get-name-list"));
    out.clear();
    stack.send_data(&[0x8b, 0], &mut out).unwrap();
    assert_eq!(out, frame("client-conclude"));
    out.clear();
    stack.release(&mut out).unwrap();
    assert_eq!(out, frame("client-fn"));
    assert_eq!(feed(&mut stack, &frame("genuine-dn"), &mut Vec::new()), Ok(vec![Event::ReleaseConfirm]));
    out.clear();
    connected().abort(&mut out);
    assert_eq!(out, frame("client-ab"));
}

#[test]
fn password_titles_and_small_tpdus_are_sent_as_the_genuine_client_does() {
    let cn = |params: ConnectParams, cc: &[u8]| {
        let (mut stack, mut out) = (Stack::initiator(params, frame("client-initiate")), Vec::new());
        stack.start(&mut out).unwrap();
        out.clear();
        feed(&mut stack, cc, &mut out).unwrap();
        out
    };
    let cc = frame("genuine-cc");
    let password = ConnectParams { password: Some(b"secret".to_vec()), ..ConnectParams::default() };
    assert_eq!(cn(password, &cc), frame("client-cn-password"));
    let mut titles = ConnectParams::default();
    titles.called.ap_title = ApTitle::parse("1.3.9999.1.200.70000");
    titles.called.ae_qualifier = Some(200);
    titles.calling.ap_title = None;
    titles.calling.ae_qualifier = None;
    assert_eq!(cn(titles, &cc), frame("client-cn-titles"));
    let cc_128 = [3, 0, 0, 14, 9, 0xd0, 0, 1, 0, 1, 0, 0xc0, 1, 7];
    assert_eq!(cn(ConnectParams::default(), &cc_128), frame("client-cn-tpdu-128"));
    let cc_bare = [3, 0, 0, 11, 6, 0xd0, 0, 1, 0, 1, 0];
    assert_eq!(cn(ConnectParams::default(), &cc_bare), frame("client-cn"));
}

#[test]
fn our_server_answers_as_the_genuine_one_does() {
    let (mut stack, mut out) = (Stack::responder(ResponderParams::default()), Vec::new());
    feed(&mut stack, &frame("client-cr"), &mut out).unwrap();
    assert_eq!(out, frame("genuine-cc"));
    out.clear();
    let events = feed(&mut stack, &frame("client-cn-password"), &mut out).unwrap();
    let [Event::AssociateIndication(indication)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(indication.password.as_deref(), Some(&b"secret"[..]));
    assert_eq!(indication.user, frame("client-initiate"));
    let params = ConnectParams::default();
    assert_eq!((&indication.calling, &indication.called), (&params.calling, &params.called));
    stack.accept(&frame("genuine-initiate"), &mut out).unwrap();
    assert_eq!(out, frame("genuine-ac"));
    out.clear();
    let events = feed(&mut stack, &frame("client-fn"), &mut out).unwrap();
    assert_eq!(events, [Event::ReleaseIndication]);
    stack.accept_release(&mut out).unwrap();
    assert_eq!(out, frame("genuine-dn"));
}

#[test]
fn the_answers_of_all_captured_servers_are_understood() {
    for (cc, ac) in [
        ("genuine-cc", "genuine-ac"),
        ("genuine-cc", "genuine-ac-tpdu-128"),
        ("sim-cc", "sim-ac"),
        ("pypi-cc", "pypi-ac"),
    ] {
        let (mut stack, mut out) = (Stack::initiator(ConnectParams::default(), vec![0xa8, 0]), Vec::new());
        stack.start(&mut out).unwrap();
        let input = [frame(cc), frame(ac)].concat();
        let events = feed(&mut stack, &input, &mut out).unwrap();
        let [Event::TransportConnected, Event::AssociateConfirm(user)] = &events[..] else {
            panic!("{events:?}")
        };
        assert_eq!((user[0], user.len()), (0xa9, 40), "{ac}");
    }
}

#[test]
fn a_release_collision_is_agreed_to() {
    let (mut stack, mut out) = (connected(), Vec::new());
    stack.release(&mut out).unwrap();
    out.clear();
    let events = feed(&mut stack, &[frame("pypi-fn"), frame("pypi-dn")].concat(), &mut out);
    assert_eq!(events, Ok(vec![Event::ReleaseConfirm]));
    assert_eq!(out, frame("genuine-dn"));
}

#[test]
fn whole_messages_are_not_copied() {
    let (mut client, mut server) = pair();
    let mut out = Vec::new();
    client.send_data(&[1, 2, 3], &mut out).unwrap();
    client.send_data(&[4], &mut out).unwrap();
    let (used, event) = server.input(&out, &mut Vec::new()).unwrap();
    assert!(matches!(event, Some(Event::Data(Payload::Borrowed(&[1, 2, 3])))));
    let (more, event) = server.input(&out[used..], &mut Vec::new()).unwrap();
    assert!(matches!(event, Some(Event::Data(Payload::Borrowed(&[4])))));
    assert_eq!(used + more, out.len());
}

#[test]
fn large_messages_pass_over_small_tpdus_octet_by_octet() {
    let small = ConnectParams { tpdu_size: Some(TpduSize::MIN), ..ConnectParams::default() };
    let (mut client, mut server) = open(small, ResponderParams::default());
    let pdu: Vec<u8> = (0..200_000u32).map(|at| at as u8).collect();
    client.set_max_message(pdu.len());
    server.set_max_message(pdu.len());
    let transfer = |from: &mut Stack, to: &mut Stack| {
        let (mut wire, mut answer, mut got) = (Vec::new(), Vec::new(), Vec::new());
        from.send_data(&pdu, &mut wire).unwrap();
        let mut start = 0;
        for end in 1..=wire.len() {
            let (used, event) = to.input(&wire[start..end], &mut answer).unwrap();
            start += used;
            got.extend(event.map(detached));
        }
        assert_eq!(got, [data(&pdu)]);
        assert!(start == wire.len() && answer.is_empty());
    };
    transfer(&mut client, &mut server);
    transfer(&mut server, &mut client);
}

#[test]
fn reassembly_stops_at_the_limit() {
    let small = ConnectParams { tpdu_size: Some(TpduSize::MIN), ..ConnectParams::default() };
    let (mut client, mut server) = open(small, ResponderParams::default());
    server.set_max_message(1000);
    let mut out = Vec::new();
    client.send_data(&[0; 1000], &mut out).unwrap();
    assert_eq!(feed(&mut server, &out, &mut Vec::new()), Ok(vec![data(&[0; 1000])]));
    out.clear();
    client.send_data(&[0; 2000], &mut out).unwrap();
    let failure = feed(&mut server, &out, &mut Vec::new()).unwrap_err();
    assert_eq!(failure.layer, Layer::Cotp);
    assert!(server.is_closed());
    // What is left in the buffer is discarded, so nobody loops.
    assert_eq!(server.input(&out, &mut Vec::new()), Ok((out.len(), None)));
}

#[test]
fn empty_tpdus_without_end_cost_no_memory() {
    let mut stack = connected();
    for _ in 0..10_000 {
        assert_eq!(stack.input(&[3, 0, 0, 7, 2, 0xf0, 0], &mut Vec::new()), Ok((7, None)));
    }
    assert_eq!(stack.partial.as_ref().map(Vec::capacity), Some(0));
}

#[test]
fn several_values_in_one_message_are_several_pdus() {
    let mut stack = connected();
    let tsdu = [1, 0, 1, 0, 0x61, 16, 0x30, 6, 2, 1, 3, 0xa0, 1, 5, 0x30, 6, 2, 1, 3, 0xa0, 1, 6];
    let mut input = vec![3, 0, 0, 7 + tsdu.len() as u8, 2, 0xf0, 0x80];
    input.extend_from_slice(&tsdu);
    assert_eq!(feed(&mut stack, &input, &mut Vec::new()), Ok(vec![data(&[5]), data(&[6])]));
}

#[test]
fn release_and_abort_end_both_sides() {
    let (mut client, mut server) = pair();
    let (mut out, mut answer) = (Vec::new(), Vec::new());
    client.release(&mut out).unwrap();
    assert_eq!(feed(&mut server, &out, &mut answer), Ok(vec![Event::ReleaseIndication]));
    server.accept_release(&mut answer).unwrap();
    assert_eq!(feed(&mut client, &answer, &mut Vec::new()), Ok(vec![Event::ReleaseConfirm]));
    assert!(client.is_closed() && server.is_closed());
    assert!(client.send_data(&[0], &mut out).is_err());

    let (mut client, mut server) = pair();
    out.clear();
    server.abort(&mut out);
    let events = feed(&mut client, &out, &mut Vec::new()).unwrap();
    let [Event::Aborted(failure)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((failure.layer, &failure.text[..]), (Layer::Acse, "aborted by the service user"));
    assert!(client.is_closed() && server.is_closed());
}

#[test]
fn data_that_cross_a_release_are_delivered() {
    let (mut client, mut server) = pair();
    let mut out = Vec::new();
    client.release(&mut Vec::new()).unwrap();
    server.send_data(&[7], &mut out).unwrap();
    assert_eq!(feed(&mut client, &out, &mut Vec::new()), Ok(vec![data(&[7])]));
}

#[test]
fn a_refused_association_names_layer_and_code() {
    for (reason, code) in [
        (Refusal::NoReason, 1),
        (Refusal::AuthenticationFailure, 13),
        (Refusal::AuthenticationRequired, 14),
        (Refusal::Diagnostic(200), 200),
    ] {
        let (mut client, mut server, _) = indicated(ConnectParams::default(), ResponderParams::default());
        let mut out = Vec::new();
        server.refuse(reason, &mut out).unwrap();
        let events = feed(&mut client, &out, &mut Vec::new()).unwrap();
        let [Event::Refused(failure)] = &events[..] else { panic!("{events:?}") };
        assert_eq!((failure.layer, failure.code), (Layer::Acse, code));
        assert!(client.is_closed() && server.is_closed());
    }
}

/// What the client makes of `answer` to its CN.
fn answered(answer: &[u8]) -> Result<Vec<Event<'static>>, Failure> {
    let (mut stack, mut out) = (Stack::initiator(ConnectParams::default(), vec![0xa8, 0]), Vec::new());
    stack.start(&mut out)?;
    feed(&mut stack, &frame("genuine-cc"), &mut out)?;
    let result = feed(&mut stack, answer, &mut out);
    assert!(stack.is_closed());
    result
}

#[test]
fn every_layers_refusal_is_told_apart() {
    let patched = |from: &[u8], to: &[u8]| {
        let mut ac = frame("genuine-ac");
        let at = ac.windows(from.len()).rposition(|part| part == from).unwrap();
        ac[at..at + to.len()].copy_from_slice(to);
        ac
    };
    for (answer, layer, code) in [
        (vec![3, 0, 0, 11, 6, 0x80, 0, 1, 0, 1, 3], Layer::Cotp, 3),
        (vec![3, 0, 0, 9, 4, 0x70, 0, 1, 2], Layer::Cotp, 2),
        (vec![3, 0, 0, 12, 2, 0xf0, 0x80, 12, 3, 50, 1, 129], Layer::Session, 129),
        (vec![3, 0, 0, 17, 2, 0xf0, 0x80, 12, 8, 50, 6, 2, 0x30, 3, 0x8a, 1, 4], Layer::Presentation, 4),
        (patched(&[0x30, 7, 0x80, 1, 0, 0x81, 2], &[0x30, 7, 0x80, 1, 2, 0x83, 2]), Layer::Presentation, 0),
        (
            patched(
                &[0xa2, 3, 2, 1, 0, 0xa3, 5, 0xa1, 3, 2, 1, 0],
                &[0xa2, 3, 2, 1, 1, 0xa3, 5, 0xa1, 3, 2, 1, 7],
            ),
            Layer::Acse,
            7,
        ),
        (vec![3, 0, 0, 12, 2, 0xf0, 0x80, 25, 3, 17, 1, 5], Layer::Session, 5),
    ] {
        let events = answered(&answer);
        let Ok([Event::Refused(failure)]) = events.as_deref() else { panic!("{layer} {code}: {events:?}") };
        assert_eq!((failure.layer, failure.code), (layer, code), "{failure}");
    }
}

#[test]
fn a_request_without_mms_or_class_0_is_refused_with_an_answer() {
    let (mut server, mut out) = (Stack::responder(ResponderParams::default()), Vec::new());
    let events = feed(&mut server, &[3, 0, 0, 11, 6, 0xe0, 0, 0, 0, 9, 0x40], &mut out).unwrap();
    assert!(matches!(&events[..], [Event::Refused(failure)] if failure.layer == Layer::Cotp));
    assert_eq!(out, [3, 0, 0, 11, 6, 0x80, 0, 9, 0, 0, 130]);

    let (mut server, mut out) = (Stack::responder(ResponderParams::default()), Vec::new());
    let mut cn = frame("client-cn");
    let at = cn.windows(5).position(|part| part == [0x28, 0xca, 0x22, 2, 1]).unwrap();
    cn[at + 4] = 9;
    feed(&mut server, &frame("client-cr"), &mut out).unwrap();
    out.clear();
    let events = feed(&mut server, &cn, &mut out).unwrap();
    assert!(matches!(&events[..], [Event::Refused(failure)] if failure.layer == Layer::Presentation));
    let Ok(events) = answered(&out) else { panic!() };
    assert!(matches!(&events[..], [Event::Refused(failure)] if failure.layer == Layer::Presentation));
}

#[test]
fn data_before_the_connection_are_an_error() {
    let mut server = Stack::responder(ResponderParams::default());
    assert_eq!(
        feed(&mut server, &frame("client-get-name-list"), &mut Vec::new()).unwrap_err().layer,
        Layer::Cotp
    );
    let mut server = Stack::responder(ResponderParams::default());
    feed(&mut server, &frame("client-cr"), &mut Vec::new()).unwrap();
    let failure = feed(&mut server, &frame("client-get-name-list"), &mut Vec::new()).unwrap_err();
    assert_eq!(failure.layer, Layer::Session);
    let (_, mut server, _) = indicated(ConnectParams::default(), ResponderParams::default());
    assert!(feed(&mut server, &frame("client-get-name-list"), &mut Vec::new()).is_err());
    let mut client = Stack::initiator(ConnectParams::default(), Vec::new());
    client.start(&mut Vec::new()).unwrap();
    assert!(feed(&mut client, &frame("genuine-ac"), &mut Vec::new()).is_err());
}

#[test]
fn a_second_connect_request_and_stray_confirms_are_errors() {
    let mut client = connected();
    assert!(feed(&mut client, &frame("genuine-cc"), &mut Vec::new()).is_err());
    assert!(feed(&mut connected(), &frame("client-cr"), &mut Vec::new()).is_err());
    assert!(feed(&mut connected(), &frame("genuine-ac"), &mut Vec::new()).is_err());
    assert!(feed(&mut connected(), &frame("genuine-dn"), &mut Vec::new()).is_err());
}

#[test]
fn the_tpdu_size_parameter_can_be_left_out() {
    let bare = ConnectParams { tpdu_size: None, ..ConnectParams::default() };
    let (mut stack, mut out) = (Stack::initiator(bare.clone(), Vec::new()), Vec::new());
    stack.start(&mut out).unwrap();
    assert_eq!(out.len(), frame("client-cr").len() - 3);
    open(bare, ResponderParams { tpdu_size: TpduSize::MIN, ..ResponderParams::default() });
}

#[test]
fn a_long_initiate_request_goes_through_extended_user_data() {
    let (mut client, mut out) = (Stack::initiator(ConnectParams::default(), vec![0xa8; 5000]), Vec::new());
    let mut server = Stack::responder(ResponderParams::default());
    client.start(&mut out).unwrap();
    let mut answer = Vec::new();
    feed(&mut server, &out, &mut answer).unwrap();
    out.clear();
    feed(&mut client, &answer, &mut out).unwrap();
    let events = feed(&mut server, &out, &mut answer).unwrap();
    assert!(matches!(&events[..], [Event::AssociateIndication(indication)] if indication.user.len() == 5000));
}

#[test]
fn without_selectors_and_titles_a_connection_works_too() {
    let nobody = ConnectParams {
        calling: Address::default(),
        called: Address { t_selector: TSelector::new(&[9; 32]).unwrap(), ..Address::default() },
        ..ConnectParams::default()
    };
    let (_, _, indication) = indicated(nobody.clone(), ResponderParams::default());
    assert_eq!((indication.calling, indication.called), (nobody.calling, nobody.called));
}
