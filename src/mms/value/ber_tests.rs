//! The codec against golden octets, itself and damaged input.

use proptest::prelude::*;

use super::*;
use crate::mms::value::Value;

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn encoded(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    encode(value, &mut out);
    assert_eq!(out.len(), encoded_len(value));
    out
}

#[test]
fn golden_octets_both_ways() {
    for golden in [
        "830100",
        "830101",
        "8501f8",
        "8502fed4",
        "8506ff0000000000",
        "860500ee6b2800",
        "8705083fc00000",
        "87090b4004000000000000",
        "8403030000",
        "840100",
        "890400000000",
        "8900",
        "8a0568656c6c6f",
        "9003616263",
        "8c06000000010001",
        "8c0400000001",
        "91086553f1001f7ced0a",
        "a206830101850105",
        "a100",
        "860900ffffffffffffffff",
        "8b0f32303233313131343232313332305a",
    ] {
        let (value, used) = decode(&hex(golden), 8).unwrap();
        assert_eq!((encoded(&value), used), (hex(golden), golden.len() / 2));
    }
}

#[test]
fn sloppy_encodings_are_read_and_written_back_well_formed() {
    for (sloppy, clean) in [
        ("8301ff", "830101"),
        ("85020005", "850105"),
        ("85030100000000", "8503010000"),
        ("8604ffffffff", "860500ffffffff"),
        ("a2808301010000", "a203830101"),
        ("8a8400000003616263", "8a03616263"),
        ("87054041000000", "87050841000000"),
        ("8a03610063", "8a0161"),
        ("840207ff", "84020780"),
    ] {
        let (value, _) = decode(&hex(sloppy), 8).unwrap();
        assert_eq!(encoded(&value), hex(clean));
    }
}

#[test]
fn wrong_sizes_are_refused() {
    for wrong in [
        "8300",
        "83020001",
        "8400",
        "84020880",
        "840103",
        "8500",
        "8509008000000000000000",
        "8600",
        "860901ffffffffffffffff",
        "87040840000000",
        "8700",
        "8c03000001",
        "9100",
        "910700000000000000",
        "8d0105",
        "8f0105",
        "0101ff",
        "",
        "83",
        "8a05616263",
        "a1060101",
        "91080000000000",
    ] {
        assert!(decode(&hex(wrong), 8).is_err(), "{wrong}");
    }
}

#[test]
fn failures_are_access_errors_only_in_access_results() {
    assert_eq!(decode(&hex("80010a"), 8), Err(BerError::Tag(0x80)));
    let (value, used) = decode_access_result(&hex("80010a"), 8).unwrap();
    assert_eq!((value.as_access_error(), used), (Some(DataAccessError::OBJECT_NON_EXISTENT), 3));
    let (value, _) = decode_access_result(&hex("8001ff"), 8).unwrap();
    assert_eq!(value.as_access_error(), Some(DataAccessError(255)));
    let (value, _) = decode_access_result(&hex("80050100000000"), 8).unwrap();
    assert_eq!(value.as_access_error(), Some(DataAccessError::UNKNOWN));
    assert_eq!(encoded(&Value::access_error(DataAccessError::OBJECT_ACCESS_DENIED)), hex("800103"));
}

#[test]
fn depth_is_bounded() {
    let mut nested = hex("830101");
    for _ in 0..5 {
        let mut outer = Vec::new();
        crate::ber::write(&mut outer, 0xa2, &nested);
        nested = outer;
    }
    assert!(decode(&nested, 5).is_ok());
    assert_eq!(decode(&nested, 4), Err(BerError::Depth));
    let bomb: Vec<u8> = std::iter::repeat_n([0xa2, 0x80], 5000).flatten().collect();
    assert!(decode(&bomb, u32::MAX).is_err());
}

pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::boolean),
        any::<i64>().prop_map(|value| Value::integer(value, 32)),
        any::<i8>().prop_map(|value| Value::integer(value.into(), 64)),
        any::<u64>().prop_map(|value| Value::unsigned(value, 32)),
        any::<f32>().prop_filter("NaN", |value| !value.is_nan()).prop_map(Value::float32),
        any::<f64>().prop_filter("NaN", |value| !value.is_nan()).prop_map(Value::float64),
        (prop::collection::vec(any::<u8>(), 0..20), 0u32..160)
            .prop_map(|(octets, size)| Value::new(Data::BitString(BitString::from_octets(&octets, size)))),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(|octets| Value::octet_string(&octets)),
        prop::collection::vec(1u8.., 0..200).prop_map(|text| Value::visible_string(&text)),
        prop::collection::vec(1u8.., 0..20).prop_map(|text| Value::mms_string(&text)),
        any::<[u8; 8]>().prop_map(|time| Value::new(Data::UtcTime(time))),
        any::<[u8; 6]>()
            .prop_map(|time| Value::new(Data::BinaryTime(BinaryTime::from_octets(&time).unwrap()))),
        any::<[u8; 4]>()
            .prop_map(|time| Value::new(Data::BinaryTime(BinaryTime::from_octets(&time).unwrap()))),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::structure),
            prop::collection::vec(inner, 0..8).prop_map(Value::array),
        ]
    })
}

proptest! {
    #[test]
    fn decoding_an_encoding_gives_the_value_back(value in any_value()) {
        let octets = encoded(&value);
        prop_assert_eq!(decode(&octets, 8), Ok((value, octets.len())));
    }

    #[test]
    fn damaged_octets_never_panic(value in any_value(), changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6)) {
        let mut octets = encoded(&value);
        for (at, octet) in changes {
            let len = octets.len();
            octets[at % len] = octet;
        }
        if let Ok((value, used)) = decode_access_result(&octets, 8) {
            prop_assert!(used <= octets.len());
            let again = encoded(&value);
            prop_assert!(decode_access_result(&again, 8).is_ok());
        }
    }
}
