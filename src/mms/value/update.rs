//! Comparing types, and taking over the content of another value.

use super::{Data, Place, Text, Value};

impl Value {
    /// Whether `other` has the same kind, element for element. Sizes and widths do not count.
    pub fn has_type_of(&self, other: &Value) -> bool {
        match (self.elements(), other.elements()) {
            (Some(own), Some(others)) if self.kind() == other.kind() => {
                own.len() == others.len()
                    && own.iter().zip(others.iter()).all(|pair| match pair {
                        (Some(own), Some(other)) => own.has_type_of(other),
                        (own, other) => own.is_none() && other.is_none(),
                    })
            }
            _ => self.kind() == other.kind(),
        }
    }

    /// Takes over the content of `source`, in place: element addresses stay. False, with nothing changed, if the types
    /// do not match; false also if a number or octets do not fit the storage. Of bit strings of different size the bits
    /// that both have are taken over.
    pub fn update(&mut self, source: &Value) -> bool {
        self.has_type_of(source) && self.update_same_type(source)
    }

    fn update_same_type(&mut self, source: &Value) -> bool {
        let fixed = self.place == Place::Fixed;
        match (&mut self.data, &source.data) {
            (Data::Array(own), Data::Array(others)) | (Data::Structure(own), Data::Structure(others)) => {
                (0..own.len()).all(|index| match (own.get_mut(index), others.get(index)) {
                    (Some(own), Some(other)) => own.update_same_type(other),
                    _ => true,
                })
            }
            (Data::Boolean(own), Data::Boolean(other)) => assign(own, other),
            (Data::BitString(own), Data::BitString(other)) => {
                own.copy_bits(other);
                true
            }
            (Data::Integer(own), Data::Integer(other)) => own.set_signed(other.as_i64()),
            (Data::Unsigned(own), Data::Unsigned(other)) => own.set_unsigned(other.as_u64()),
            (Data::Float(own), Data::Float(other)) => {
                own.format_width() == other.format_width() && assign(own, other)
            }
            (Data::OctetString(own), Data::OctetString(other)) => own.set(other.as_bytes()),
            (Data::VisibleString(own), Data::VisibleString(other))
            | (Data::MmsString(own), Data::MmsString(other))
            | (Data::GeneralizedTime(own), Data::GeneralizedTime(other)) => {
                set_text(own, other.as_bytes(), fixed)
            }
            (Data::BinaryTime(own), Data::BinaryTime(other)) => assign(own, other),
            (Data::UtcTime(own), Data::UtcTime(other)) => assign(own, other),
            _ => false,
        }
    }

    /// Sets the text of a value of kind text. False for other kinds, and where storage may not grow but would have to.
    pub fn set_text(&mut self, text: &[u8]) -> bool {
        let fixed = self.place == Place::Fixed;
        match &mut self.data {
            Data::VisibleString(own) | Data::MmsString(own) | Data::GeneralizedTime(own) => {
                set_text(own, text, fixed)
            }
            _ => false,
        }
    }
}

fn assign<T: Copy>(own: &mut T, other: &T) -> bool {
    *own = *other;
    true
}

fn set_text(own: &mut Text, text: &[u8], fixed: bool) -> bool {
    if fixed {
        return own.set_within(text);
    }
    own.set(text);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_keeps_addresses_and_refuses_other_types() {
        let mut own = Value::structure(vec![Value::boolean(false), Value::visible_string(b"a")]);
        let source = Value::structure(vec![Value::boolean(true), Value::visible_string(b"longer")]);
        let first: *const Value = own.elements().unwrap().get(0).unwrap();
        assert!(own.update(&source));
        assert_eq!(own, source);
        assert!(std::ptr::eq(own.elements().unwrap().get(0).unwrap(), first));
        assert!(!own.update(&Value::structure(vec![Value::boolean(true)])));
        assert!(!own.update(&Value::array(vec![Value::boolean(true), Value::visible_string(b"a")])));
    }
}
