//! Codec and engine without sockets: `cargo bench --bench engine`.

#![allow(missing_docs, reason = "made by criterion's macro")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use iec61850::assoc::{Config, Engine, Event};
use iec61850::ber::MAX_DEPTH;
use iec61850::iec61850::Report;
use iec61850::mms::pdu::names::ObjectNameRef;
use iec61850::mms::service::{Elements, read};
use iec61850::mms::value::{BitString, Data, Value, ber};

/// A measured value of IEC 61850: magnitude, quality, time.
fn point(number: usize) -> Value {
    Value::structure(vec![
        Value::structure(vec![Value::float32(number as f32 * 1.5)]),
        Value::new(Data::BitString(BitString::from_integer(0, 13))),
        Value::utc_time_ms(1_700_000_000_000 + number as u64, 10),
    ])
}

fn encoded(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    values.iter().for_each(|value| ber::encode_access_result(value, &mut out));
    out
}

fn values(criterion: &mut Criterion) {
    let points: Vec<Value> = (0..100).map(point).collect();
    let structure = Value::structure(points.clone());
    let octets = encoded(std::slice::from_ref(&structure));
    let mut group = criterion.benchmark_group("100 values {mag.f, q, t}");
    group.throughput(Throughput::Bytes(octets.len() as u64));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| ber::decode(black_box(&octets), MAX_DEPTH).expect("a value"));
    });
    group.bench_function("encode", |bencher| {
        let mut out = Vec::with_capacity(octets.len());
        bencher.iter(|| {
            out.clear();
            ber::encode(black_box(&structure), &mut out);
        });
    });
    group.bench_function("refresh", |bencher| {
        let mut own = structure.clone();
        bencher.iter(|| assert!(own.refresh(black_box(&octets))));
    });
    group.bench_function("clone", |bencher| bencher.iter(|| black_box(&structure).clone()));
    group.finish();
}

fn report(criterion: &mut Criterion) {
    let mut inclusion = BitString::new(100);
    inclusion.fill(true);
    let mut fields = vec![
        Value::visible_string(b"rpt"),
        Value::new(Data::BitString(BitString::new(10))),
        Value::new(Data::BitString(inclusion)),
    ];
    fields.extend((0..100).map(point));
    let octets = encoded(&fields);
    criterion.bench_function("report of 100 members", |bencher| {
        let mut report = Report::new(b"LD/LLN0.RP.rpt", Some(b"rpt"));
        bencher.iter(|| report.update(Elements::new(black_box(&octets)).expect("elements")));
    });
}

/// Client and server engine back to back.
struct Pair {
    client: Engine<()>,
    server: Engine<()>,
}

impl Pair {
    fn new() -> Self {
        let deadline = Instant::now() + Duration::from_secs(3600);
        let client = Engine::client(Config::default(), deadline);
        let mut pair = Self { client, server: Engine::server(Config::default(), deadline) };
        while !pair.client.is_up() {
            pair.serve(&[]);
            pair.deliver();
        }
        pair
    }

    fn serve(&mut self, answer: &[u8]) {
        let octets = std::mem::take(self.client.transmit());
        let mut rest = &octets[..];
        while !rest.is_empty() {
            let (used, event) = self.server.next(rest, Instant::now());
            rest = &rest[used..];
            match event {
                Some(Event::Associate { .. }) => self.server.accept().expect("accepted"),
                Some(Event::Request { invoke_id, .. }) => {
                    self.server.respond(invoke_id, answer).expect("answered")
                }
                _ => {}
            }
        }
    }

    fn deliver(&mut self) -> usize {
        let octets = std::mem::take(self.server.transmit());
        let (mut rest, mut answers) = (&octets[..], 0);
        while !rest.is_empty() {
            let (used, event) = self.client.next(rest, Instant::now());
            rest = &rest[used..];
            answers += usize::from(matches!(event, Some(Event::Reply { .. })));
        }
        answers
    }
}

fn engine(criterion: &mut Criterion) {
    let name = ObjectNameRef::Domain { domain: b"LD", item: b"GGIO1$MX$AnIn1$mag$f" };
    let answer = read::response_values(None, [&Value::float32(1.5)]);
    let mut pair = Pair::new();
    criterion.bench_function("one read, client and server", |bencher| {
        bencher.iter(|| {
            let request = read::request_one(black_box(name), None);
            pair.client.call(&request, None, ()).expect("sent");
            pair.serve(&answer);
            assert_eq!(pair.deliver(), 1);
        });
    });
}

criterion_group!(benches, values, report, engine);
criterion_main!(benches);
