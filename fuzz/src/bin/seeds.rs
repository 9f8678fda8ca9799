//! Writes the first inputs of each target below `corpus/`: PDUs recorded between the genuine client and server, models of the tests.

use std::path::Path;

use iec61850::mms::pdu::envelope::{self, Pdu};
use iec61850::mms::service::file;
use iec61850_fuzz::client;

const PDUS: &str = include_str!("../../../src/mms/testdata/genuine.txt");
const FRAMES: &str = include_str!("../../../src/wire/testdata/frames.hex");

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

fn keep(target: &str, name: &str, octets: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("seed-{}", name.replace('/', "_"))), octets).expect("a file");
}

/// The target that a service element is for.
fn group(service: &[u8]) -> &'static str {
    match service {
        [0xa1, ..] => "name_list",
        [0xa2 | 0x82 | 0xa0 | 0x80, ..] => "vmd",
        [0xa4, ..] => "read",
        [0xa5, ..] => "write",
        [0xa6, ..] => "types",
        [0xab..=0xad, ..] => "lists",
        [0xbf, 0x41, ..] => "journal",
        _ => "files",
    }
}

fn main() {
    let mut answers: Vec<Vec<u8>> = Vec::new();
    for line in PDUS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(' ').collect();
        let [label, way, text] = fields[..] else { continue };
        let (pdu, name) = (hex(text), format!("{label}{}", if way == ">" { "-request" } else { "" }));
        keep("envelope", &name, &pdu);
        match envelope::decode(&pdu) {
            Ok(Pdu::ConfirmedRequest { service, .. }) => {
                keep(group(service), &name, service);
                let mut session = vec![0];
                session.extend((service.len() as u16).to_be_bytes());
                session.extend_from_slice(service);
                keep("server_session", &name, &session);
            }
            Ok(Pdu::ConfirmedResponse { service, .. }) => {
                keep(group(service), &name, service);
                if service[0] == 0xa4
                    && let Ok(results) = iec61850::mms::service::read::parse_response(service)
                {
                    keep("values", &name, results.as_bytes());
                }
                answers.push(service.to_vec());
            }
            Ok(Pdu::Unconfirmed { service }) => {
                let mut two = vec![service.len() as u8];
                two.extend_from_slice(service);
                two.extend_from_slice(service);
                keep("reports", &name, &two);
            }
            _ => keep("initiate", &name, &pdu),
        }
    }
    // as a report has them: RptID, OptFlds, SqNum, inclusion, a value, a reason
    let results = hex("8a03525054840306440085010184020380830101840207c0");
    let report = client::information_report(&results);
    let mut two = vec![report.len() as u8];
    two.extend_from_slice(&report);
    two.extend_from_slice(&report);
    keep("reports", "own", &two);
    // the peer fetches the file that is offered to it
    let fetch = [
        file::open_request(b"up", 0),
        file::read_request(0),
        file::read_request(1),
        file::close_request(1),
        file::open_request(b"../up", 0),
    ];
    let mut pieces: Vec<(u8, &[u8])> = fetch.iter().map(|request| (11, &request[..])).collect();
    let obtained = file::obtain_response();
    pieces.extend([(0, &obtained[..]), (13, &[]), (3, &[0x8b, 0]), (0, &obtained)]);
    keep("client_session", "upload", &client::script(17, &pieces));
    for first in 0..client::CALLS as u8 {
        let mut pieces: Vec<(u8, &[u8])> = vec![(4, &report)];
        pieces.extend(
            answers.iter().cycle().skip(usize::from(first) * 3).take(24).map(|answer| (0, &answer[..])),
        );
        keep("client_session", &format!("answers{first}"), &client::script(first, &pieces));
    }
    for line in FRAMES.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, text)) = line.split_once(' ') else { continue };
        let frame = hex(text);
        keep("tpkt", name, &frame);
        keep("cotp", name, &frame[4..]);
        keep("engine_client", name, &[&[64], &frame[..]].concat());
        keep("engine_client", &format!("{name}-opening"), &[&[65, 64], &frame[..]].concat());
        keep("engine_server", name, &[&[64], &frame[..]].concat());
        keep("server_session", name, &[&[1], &frame[..]].concat());
        let Some(spdu) = frame.get(7..) else { continue };
        keep("session", name, spdu);
        for at in 0..spdu.len() {
            // CP, CPA, CPR; fully encoded data; AARQ, AARE, RLRQ, RLRE, ABRT
            match spdu[at] {
                0x31 | 0x61 if at > 2 => keep("presentation", &format!("{name}-{at}"), &spdu[at..]),
                0x60..=0x64 => keep("acse", &format!("{name}-{at}"), &spdu[at..]),
                _ => {}
            }
        }
    }
    for (number, text) in [
        "LD/LN.DO.da",
        "LD/LN.DO(3).da",
        "LD/LN.RP.rcb01",
        "LD/LN.DO.da[MX]",
        "@set",
        "LD/LN$MX$A$phsA",
        "1.3.9999.13",
    ]
    .iter()
    .enumerate()
    {
        keep("references", &number.to_string(), text.as_bytes());
    }
    keep("config_file", "server", include_bytes!("../../../ctests/models/server.cfg"));
    keep("config_file", "simple", include_bytes!("../../../ctests/models/simpleIO.cfg"));
    keep("scl", "sim", include_bytes!("../../../ctests/models/sim.cid"));
    let all: Vec<u8> = (0..=55).flat_map(|call| [call, 1, 2, 33, 1, 0]).collect();
    keep("c_calls", "all", &all.repeat(3));
    // 38: a connection, 56: connected, 2 and 7: values; then a call of each kind that is for connected ones
    let opening = [38, 38, 0, 1, 1, 5, 0, 56, 0, 0, 56, 0, 1];
    for call in 60..=95 {
        let mut one = opening.to_vec();
        for (turn, kind) in [(0, 11), (1, 17), (0, 22), (1, 26)] {
            one.extend([call, 0, turn, kind, turn, 1, kind + 1, 2]);
        }
        keep("c_calls", &format!("connected{call}"), &one);
    }
    let mixed: Vec<u8> = (60..=95).flat_map(|call| [call, 0, call & 1, 11 + call % 20, 1, 0, 2, 1]).collect();
    keep("c_calls", "connected", &[&opening[..], &mixed].concat());
}
