//! Values in memory of the caller's own: everything of them stands in one buffer, is never freed and never grows.

use std::ffi::c_int;

use super::MmsValue;
use crate::ffi::support::{get, guard};
use crate::mms::value::{BitString, Data, Elements, Octets, Place, Text, Value};

const ALIGN: usize = align_of::<Value>();

fn rounded(size: usize) -> usize {
    size.next_multiple_of(ALIGN)
}

/// Octets that a copy takes besides the `Value` itself.
fn content_size(data: &Data) -> usize {
    match data {
        Data::Array(elements) | Data::Structure(elements) => elements
            .iter()
            .map(|element| size_of::<Value>() + element.map_or(0, |element| content_size(&element.data)))
            .sum(),
        Data::BitString(bits) => bits.heap().map_or(0, |octets| rounded(octets.len())),
        Data::OctetString(octets) => rounded(octets.max_size()),
        Data::VisibleString(text) | Data::MmsString(text) | Data::GeneralizedTime(text) => {
            rounded(text.as_bytes_with_nul().len())
        }
        Data::Boolean(_)
        | Data::Integer(_)
        | Data::Unsigned(_)
        | Data::Float(_)
        | Data::BinaryTime(_)
        | Data::UtcTime(_)
        | Data::AccessError(_) => 0,
    }
}

fn size_of_copy(value: &Value) -> usize {
    size_of::<Value>() + content_size(&value.data)
}

/// The rest of the caller's buffer.
struct Room {
    next: *mut u8,
}

impl Room {
    /// Room for `count` of `T`, whose alignment is at most that of `Value`.
    ///
    /// # Safety
    /// The buffer has that much left.
    unsafe fn take<T>(&mut self, count: usize) -> *mut T {
        let taken = self.next.cast::<T>();
        // SAFETY: passed on to the caller.
        self.next = unsafe { self.next.add(rounded(count * size_of::<T>())) };
        taken
    }

    /// A copy of `octets` in the buffer, as a box that must never be dropped.
    ///
    /// # Safety
    /// The buffer has that much left, and the box goes into a value of `Place::Fixed`.
    unsafe fn octets(&mut self, octets: &[u8]) -> Box<[u8]> {
        // SAFETY: passed on to the caller; the octets are written before the box is made.
        unsafe {
            let to = self.take::<u8>(octets.len());
            to.copy_from_nonoverlapping(octets.as_ptr(), octets.len());
            Box::from_raw(std::ptr::slice_from_raw_parts_mut(to, octets.len()))
        }
    }

    /// A copy of `data` whose storage is the buffer.
    ///
    /// # Safety
    /// The buffer has `content_size(data)` left, and the result goes into a value of `Place::Fixed`.
    unsafe fn data(&mut self, data: &Data) -> Data {
        // SAFETY: passed on to the caller.
        unsafe {
            match data {
                Data::Array(elements) => Data::Array(self.elements(elements)),
                Data::Structure(elements) => Data::Structure(self.elements(elements)),
                Data::BitString(bits) => Data::BitString(match bits.heap() {
                    Some(octets) => BitString::from_heap(bits.size(), self.octets(octets)),
                    None => bits.clone(),
                }),
                Data::OctetString(octets) => {
                    Data::OctetString(Octets::from_buffer(self.octets(octets.buffer()), octets.size()))
                }
                Data::VisibleString(text) => Data::VisibleString(self.text(text)),
                Data::MmsString(text) => Data::MmsString(self.text(text)),
                Data::GeneralizedTime(text) => Data::GeneralizedTime(self.text(text)),
                plain => plain.clone(),
            }
        }
    }

    unsafe fn text(&mut self, text: &Text) -> Text {
        // SAFETY: passed on to the caller.
        Text::from_buffer(unsafe { self.octets(text.as_bytes_with_nul()) }, text.as_bytes().len())
    }

    unsafe fn elements(&mut self, elements: &Elements) -> Elements {
        let count = elements.len();
        // SAFETY: passed on to the caller; every element is written before the box is made.
        unsafe {
            let to = self.take::<Value>(count);
            for (index, element) in elements.iter().enumerate() {
                // An empty element stands there as a deleted one.
                to.add(index).write(match element {
                    Some(element) => self.value(element),
                    None => Value { data: Data::Boolean(false), deletable: false, place: Place::Deleted },
                });
            }
            Elements::from_items(Box::from_raw(std::ptr::slice_from_raw_parts_mut(to, count)))
        }
    }

    unsafe fn value(&mut self, value: &Value) -> Value {
        // SAFETY: passed on to the caller.
        Value { data: unsafe { self.data(&value.data) }, deletable: value.deletable, place: Place::Fixed }
    }
}

/// Octets that `MmsValue_cloneToBuffer` writes for this value; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getSizeInMemory(self_: *const MmsValue) -> c_int {
    get(self_, |value| c_int::try_from(size_of_copy(value)).unwrap_or(0))
}

/// Makes a deep copy in memory of the caller's own, which must be aligned for pointers and have room for
/// `MmsValue_getSizeInMemory` octets. The value stands at `destinationAddress` and lives as long as that memory; it is
/// not deleted, its strings do not grow and its elements cannot be replaced. Returns the address behind it, where the
/// next copy may go; NULL for NULL or an unaligned address.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_cloneToBuffer(self_: *const MmsValue, destinationAddress: *mut u8) -> *mut u8 {
    guard(|| {
        if destinationAddress.is_null() || destinationAddress.align_offset(ALIGN) != 0 {
            return std::ptr::null_mut();
        }
        get(self_, |value| {
            let mut room = Room { next: destinationAddress };
            // SAFETY: the caller's memory is aligned and has room for all of the copy, whose first part is the value.
            unsafe {
                let to = room.take::<Value>(1);
                to.write(room.value(value));
            }
            room.next
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::arrays::{MmsValue_getElement, MmsValue_setElement};
    use super::super::into_raw;
    use super::super::lifetime::MmsValue_delete;
    use super::super::string::{MmsValue_setVisibleString, MmsValue_toString};
    use super::*;

    #[test]
    fn copies_in_a_buffer_stand_alone_and_never_grow() {
        let original = into_raw(Value::structure(vec![
            Value::visible_string(b"text"),
            Value::array(vec![Value::octet_string(&[1, 2, 3]), Value::integer(-5, 64)]),
            Value::new(Data::BitString(BitString::from_integer(5, 100))),
            Value::new(Data::Structure(Elements::empty(1))),
        ]));
        let size = MmsValue_getSizeInMemory(original) as usize;
        let mut memory = vec![0xaaaa_aaaa_aaaa_aaaau64; size / 8 + 1];
        let start = memory.as_mut_ptr().cast::<u8>();
        let end = MmsValue_cloneToBuffer(original, start);
        assert_eq!((end.addr() - start.addr(), memory[size / 8]), (size, 0xaaaa_aaaa_aaaa_aaaa));
        let copy = memory.as_mut_ptr().cast::<MmsValue>();
        assert_eq!(super::super::compare::MmsValue_equals(copy, original), crate::ffi::support::CBool::TRUE);
        MmsValue_delete(original);
        let text = MmsValue_getElement(copy, 0);
        MmsValue_setVisibleString(text, c"far too long".as_ptr());
        // SAFETY: a visible string's text.
        assert_eq!(unsafe { std::ffi::CStr::from_ptr(MmsValue_toString(text)) }, c"text");
        MmsValue_setVisibleString(text, c"ok".as_ptr());
        let refused = into_raw(Value::boolean(true));
        MmsValue_setElement(copy, 0, refused);
        MmsValue_delete(refused);
        MmsValue_delete(text);
        MmsValue_delete(copy);
        assert!(MmsValue_getElement(MmsValue_getElement(copy, 3), 0).is_null());
        assert!(MmsValue_cloneToBuffer(copy, start.wrapping_add(1)).is_null());
    }
}
