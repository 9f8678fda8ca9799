use super::*;
use crate::mms::value::BinaryTime;

const ALL: &[usize] = &[1, 2, 3, 4, 5, 6, 7, 8];

fn bits(set: &[usize], size: u32) -> Value {
    let mut bits = BitString::new(size);
    set.iter().for_each(|&at| bits.set(at, true));
    Value::new(Data::BitString(bits))
}

fn text(text: &str) -> Value {
    Value::visible_string(text.as_bytes())
}

fn number(number: u64) -> Value {
    Value::unsigned(number, 32)
}

fn encode(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    values.iter().for_each(|value| value_ber::encode_access_result(value, &mut out));
    out
}

fn give(report: &mut Report, options: &[usize], fields: &[Value]) -> u32 {
    let all = [&[text("id"), bits(options, 10)], fields].concat();
    report.update(Elements::new(&encode(&all)).unwrap())
}

fn report() -> Report {
    Report::new(b"LD/LLN0.RP.a", Some(b"id"))
}

fn header() -> Vec<Value> {
    let mut time = BinaryTime::new(false);
    time.set_ms(1_700_000_000_123);
    vec![
        number(5),
        Value::new(Data::BinaryTime(time)),
        text("LD/LLN0$ds"),
        Value::boolean(true),
        Value::octet_string(b"12345678"),
        number(7),
    ]
}

fn members(report: &Report) -> Vec<Option<i64>> {
    let elements = report.values.as_ref().unwrap().elements().unwrap();
    elements.iter().map(|value| value.and_then(Value::as_i64)).collect()
}

#[test]
fn a_full_report_is_decoded() {
    let mut report = report();
    let body = [
        bits(&[0, 2], 3),
        text("r0"),
        text("r2"),
        Value::integer(10, 32),
        Value::integer(12, 32),
        bits(&[1], 6),
        bits(&[5], 7),
    ];
    assert_eq!(give(&mut report, ALL, &[&header()[..], &body].concat()), 0);
    let present = report.present;
    assert!(present.seq_num && present.time && present.data_set && present.buf_ovfl && present.entry_id);
    assert!(present.conf_rev && present.data_references && present.reasons && !present.segment);
    assert_eq!((report.seq_num, report.conf_rev, report.time_ms), (5, 7, 1_700_000_000_123));
    assert_eq!(report.data_set.as_ref().unwrap().as_bytes(), b"LD/LLN0$ds");
    assert_eq!(report.entry_id, Some(Value::octet_string(b"12345678")));
    assert_eq!(members(&report), [Some(10), None, Some(12)]);
    assert_eq!(report.reasons, [1, 0, 16]);
    assert_eq!(report.data_references[2].as_ref().unwrap().as_bytes(), b"r2");
    assert!(report.data_references[1].is_none());
}

#[test]
fn what_a_report_does_not_have_stays() {
    let mut report = report();
    let body = [bits(&[0, 1], 2), Value::integer(1, 32), Value::integer(2, 32)];
    give(&mut report, &[1, 2, 4, 6, 7, 8], &[&header()[..], &body].concat());
    let second: *const Value = report.values.as_ref().unwrap().elements().unwrap().get(1).unwrap();
    assert_eq!(give(&mut report, &[], &[bits(&[1], 2), Value::integer(9, 32)]), 0);
    assert_eq!(members(&report), [Some(1), Some(9)]);
    assert!(std::ptr::eq(report.values.as_ref().unwrap().elements().unwrap().get(1).unwrap(), second));
    assert_eq!(report.reasons, [NOT_INCLUDED, REASON_UNKNOWN]);
    assert_eq!((report.present, report.seq_num, report.conf_rev), (Present::default(), 5, 7));
    // Another data set.
    assert_eq!(give(&mut report, &[], &[bits(&[2], 3), Value::integer(3, 32)]), 0);
    assert_eq!(members(&report), [None, None, Some(3)]);
}

#[test]
fn segments_have_their_numbers() {
    let mut report = report();
    let segment =
        |sub, more, at| [number(9), number(sub), Value::boolean(more), bits(&[at], 2), Value::integer(1, 32)];
    assert_eq!(give(&mut report, &[1, 9], &segment(0, true, 0)), 0);
    assert_eq!((report.present.segment, report.sub_seq_num, report.more_segments), (true, 0, true));
    assert_eq!(give(&mut report, &[1, 9], &segment(1, false, 1)), 0);
    assert_eq!((report.seq_num, report.sub_seq_num, report.more_segments), (9, 1, false));
    give(&mut report, &[], &[bits(&[1], 2), Value::integer(1, 32)]);
    assert_eq!((report.present.segment, report.sub_seq_num), (false, 0));
}

#[test]
fn announced_fields_may_be_missing() {
    let values = [bits(&[0, 1], 2), Value::integer(1, 32), Value::integer(2, 32)];
    for options in [&[1][..], ALL, &[3], &[5], &[3, 5]] {
        let mut report = report();
        assert!(give(&mut report, options, &values) > 0, "{options:?}");
        assert_eq!(report.present, Present::default());
        assert_eq!(members(&report), [Some(1), Some(2)], "{options:?}");
        assert_eq!(report.reasons, [REASON_UNKNOWN; 2]);
    }
    // References there, reasons not; and the other way round.
    let mut first = report();
    let with_references = [bits(&[0], 1), text("r"), Value::integer(1, 32)];
    assert!(give(&mut first, &[3, 5], &with_references) > 0);
    assert!(first.present.data_references && !first.present.reasons);
    let mut second = report();
    assert!(give(&mut second, &[3, 5], &[bits(&[0], 1), Value::integer(1, 32), bits(&[2], 6)]) > 0);
    assert_eq!((members(&second), second.reasons), (vec![Some(1)], vec![2]));
}

#[test]
fn unannounced_and_unreadable_parts_do_not_hide_the_rest() {
    let mut report = report();
    let unannounced = [number(5), Value::boolean(true), bits(&[0], 1), Value::integer(1, 32)];
    assert_eq!(give(&mut report, &[], &unannounced), 2);
    assert_eq!(members(&report), [Some(1)]);
    // One octet of a float.
    let head = encode(&[text("id"), bits(&[], 10), bits(&[0, 1, 2], 3), Value::integer(1, 32)]);
    let broken = [&head[..], &[0x87, 1, 8], &[0x85, 1, 3]].concat();
    assert_eq!(report.update(Elements::new(&broken).unwrap()), 1);
    assert_eq!(members(&report), [Some(1), None, Some(3)]);
    let elements = report.values.as_ref().unwrap().elements().unwrap();
    assert_eq!(elements.get(1).unwrap().as_access_error(), Some(DataAccessError::UNKNOWN));
}

#[test]
fn too_few_and_too_many_values_are_decoded_as_far_as_they_go() {
    let integers = |count| (1..=count).map(|number| Value::integer(number, 32));
    let mut few = report();
    let given: Vec<Value> = std::iter::once(bits(&[0, 1, 2], 3)).chain(integers(2)).collect();
    assert_eq!(give(&mut few, &[], &given), 2);
    assert_eq!(members(&few), [Some(1), Some(2), None]);
    let mut many = report();
    let given: Vec<Value> = std::iter::once(bits(&[0, 1, 2], 3)).chain(integers(5)).collect();
    assert_eq!(give(&mut many, &[], &given), 1);
    assert_eq!(members(&many), [Some(1), Some(2), Some(3)]);
}

#[test]
fn reports_without_inclusion_or_with_a_huge_one_have_no_values() {
    for body in [vec![Value::integer(1, 32)], vec![bits(&[], MAX_MEMBERS + 1)], Vec::new()] {
        let mut report = report();
        assert!(give(&mut report, &[1], &body) > 0);
        assert!(report.values.is_none() && report.reasons.is_empty());
    }
    assert!(report().update(Elements::new(&[]).unwrap()) > 0);
}

#[test]
fn type_changes_of_a_member_are_taken_over() {
    let mut report = report();
    give(&mut report, &[], &[bits(&[0], 1), Value::integer(1, 32)]);
    give(&mut report, &[], &[bits(&[0], 1), text("now text")]);
    assert_eq!(report.values.as_ref().unwrap().elements().unwrap().get(0), Some(&text("now text")));
}

#[test]
fn every_combination_of_optional_fields_is_decoded() {
    for combination in 0u32..512 {
        let options: Vec<usize> = (1..10).filter(|bit| combination >> (bit - 1) & 1 != 0).collect();
        let has = |bit| options.contains(&bit);
        let mut fields = Vec::new();
        for (bit, value) in [1, 2, 4, 6, 7, 8].into_iter().zip(header()) {
            if has(bit) {
                fields.push(value);
            }
        }
        if has(9) {
            fields.extend([number(3), Value::boolean(true)]);
        }
        fields.push(bits(&[1], 2));
        if has(5) {
            fields.push(text("ref"));
        }
        fields.push(text("value"));
        if has(3) {
            fields.push(bits(&[4], 7));
        }
        let mut report = report();
        assert_eq!(give(&mut report, &options, &fields), 0, "{options:?}");
        let present = report.present;
        let found = [
            present.seq_num,
            present.time,
            present.reasons,
            present.data_set,
            present.data_references,
            present.buf_ovfl,
            present.entry_id,
            present.conf_rev,
            present.segment,
        ];
        assert!(found.into_iter().enumerate().all(|(at, found)| found == has(at + 1)), "{options:?}");
        assert_eq!(report.reasons, [0, if has(3) { 8 } else { REASON_UNKNOWN }]);
    }
}
