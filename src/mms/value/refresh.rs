//! Values taken over from their encoding, where a value of the same shape stands already: nothing is allocated, and what
//! C has pointers to keeps its address. For data sets and reports, whose members hardly ever change their type.

use super::ber::{ARRAY, BINARY_TIME, BIT_STRING, BOOLEAN, FLOAT, INTEGER, STRUCTURE, UNSIGNED, UTC_TIME};
use super::ber::{bits, float, read_u64};
use super::{BinaryTime, Data, Elements, Float, Value};
use crate::ber::{Element, MAX_DEPTH, Reader, read_bool, read_element, read_i64};

impl Value {
    /// Takes over the encoding of an AccessResult. False if it does not fit; then a part of it may have been taken over.
    /// Texts, octet strings and access errors never fit: these need more thought.
    pub fn refresh(&mut self, encoded: &[u8]) -> bool {
        read_element(encoded)
            .is_ok_and(|(element, used)| used == encoded.len() && refresh(self, element, MAX_DEPTH))
    }
}

#[inline]
fn refresh(own: &mut Value, Element { tag, content }: Element<'_>, depth: u32) -> bool {
    match &mut own.data {
        Data::Structure(elements) => tag == STRUCTURE && refresh_elements(elements, content, depth),
        Data::Array(elements) => tag == ARRAY && refresh_elements(elements, content, depth),
        Data::Boolean(own) => tag == BOOLEAN && take(own, read_bool(tag, content).ok()),
        Data::BitString(own) => {
            tag == BIT_STRING && bits(content).is_ok_and(|(octets, size)| own.refresh(octets, size))
        }
        Data::Integer(own) => tag == INTEGER && read_i64(tag, content).is_ok_and(|new| own.set_signed(new)),
        Data::Unsigned(own) => tag == UNSIGNED && read_u64(content).is_ok_and(|new| own.set_unsigned(new)),
        Data::Float(own) => {
            let same = |new: &Float| new.format_width() == own.format_width();
            tag == FLOAT && take(own, float(content).ok().filter(same))
        }
        Data::UtcTime(own) => tag == UTC_TIME && take(own, content.try_into().ok()),
        Data::BinaryTime(own) => {
            let same = |new: &BinaryTime| new.as_bytes().len() == own.as_bytes().len();
            tag == BINARY_TIME && take(own, BinaryTime::from_octets(content).filter(same))
        }
        _ => false,
    }
}

#[inline]
fn take<T>(own: &mut T, new: Option<T>) -> bool {
    new.map(|new| *own = new).is_some()
}

fn refresh_elements(elements: &mut Elements, content: &[u8], depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let mut reader = Reader::new(content);
    let all = elements.all_mut(|own| match reader.next() {
        Ok(Some(element)) => refresh(own, element, depth),
        _ => false,
    });
    all && reader.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mms::value::ber::tests::any_value;
    use crate::mms::value::{BitString, Kind, ber};

    fn encoded(value: &Value) -> Vec<u8> {
        let mut out = Vec::new();
        ber::encode(value, &mut out);
        out
    }

    fn point(number: f32, quality: u32, time: u64) -> Value {
        Value::structure(vec![
            Value::structure(vec![Value::float32(number)]),
            Value::new(Data::BitString(BitString::from_integer(quality, 13))),
            Value::utc_time_ms(time, 0),
            Value::array(vec![
                Value::integer(number as i64, 32),
                Value::unsigned(7, 64),
                Value::boolean(number > 1.0),
            ]),
        ])
    }

    #[test]
    fn a_value_of_the_same_shape_is_taken_over_in_place() {
        let mut own = point(0.5, 1, 5);
        let address: *const Value =
            own.elements().unwrap().get(0).unwrap().elements().unwrap().get(0).unwrap();
        let new = encoded(&point(1234.5, 0x1fff, 1_700_000_000_123));
        assert!(own.refresh(&new));
        assert_eq!(own, point(1234.5, 0x1fff, 1_700_000_000_123));
        assert!(std::ptr::eq(
            own.elements().unwrap().get(0).unwrap().elements().unwrap().get(0).unwrap(),
            address
        ));
    }

    #[test]
    fn what_has_another_shape_does_not_fit() {
        let own =
            Value::structure(vec![Value::integer(1, 32), Value::new(Data::BitString(BitString::new(2)))]);
        let bits = |size| Value::new(Data::BitString(BitString::new(size)));
        for other in [
            Value::structure(vec![Value::integer(1, 32)]),
            Value::structure(vec![Value::integer(1, 32), bits(2), bits(2)]),
            Value::structure(vec![Value::integer(1 << 40, 64), bits(2)]),
            Value::structure(vec![Value::unsigned(1, 32), bits(2)]),
            Value::structure(vec![Value::integer(1, 32), bits(3)]),
            Value::array(vec![Value::integer(1, 32), bits(2)]),
            Value::access_error(crate::error::DataAccessError::UNKNOWN),
        ] {
            assert!(!own.clone().refresh(&encoded(&other)), "{other:?}");
        }
        let good = encoded(&own);
        assert!(own.clone().refresh(&good));
        assert!(!own.clone().refresh(&good[..good.len() - 1]));
    }

    proptest! {
        /// What is taken over in place is what decoding gives, whatever comes.
        #[test]
        fn refreshing_and_decoding_agree(
            own in any_value(),
            other in any_value(),
            same in any::<bool>(),
            damage in prop::collection::vec((any::<usize>(), any::<u8>()), 0..3),
        ) {
            let mut octets = encoded(if same { &own } else { &other });
            for (at, octet) in damage {
                let len = octets.len();
                octets[at % len] = octet;
            }
            let decoded = ber::decode_access_result(&octets, MAX_DEPTH);
            let mut refreshed = own.clone();
            if refreshed.refresh(&octets) {
                prop_assert_eq!(Ok((refreshed, octets.len())), decoded);
            } else if let Ok((value, used)) = decoded
                && used == octets.len()
                && value.has_type_of(&own)
                && same
            {
                // Only what may stand behind a pointer of C, or has another size, is left to others.
                let plain = |value: &Value| !matches!(value.kind(), Kind::Boolean | Kind::UtcTime);
                prop_assert!(plain(&own), "{:?} refused for {:?}", value, own);
            }
        }
    }
}
