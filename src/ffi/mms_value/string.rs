//! Texts and octet strings.

use std::ffi::{c_char, c_int};

use super::MmsValue;
use crate::ffi::support::{get, get_mut, guard, text};
use crate::mms::value::{Data, Octets};

/// `size` octets at `from`; `None` for NULL or a negative size.
///
/// # Safety
/// `from` is NULL or points to that many octets, which outlive `'a`.
pub(super) unsafe fn octets<'a>(from: *const u8, size: c_int) -> Option<&'a [u8]> {
    let size = usize::try_from(size).ok()?;
    // SAFETY: passed on to the caller.
    (!from.is_null()).then(|| unsafe { std::slice::from_raw_parts(from, size) })
}

/// The text of a visible or MMS string; NULL for other types. It belongs to the value and is valid until that is
/// changed or deleted.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_toString(self_: *mut MmsValue) -> *const c_char {
    get(self_, |value| match value.text() {
        Some(text) => text.as_bytes_with_nul().as_ptr().cast(),
        None => std::ptr::null(),
    })
}

/// Room of a visible or MMS string in octets, without the NUL (the text may be shorter); 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getStringSize(self_: *mut MmsValue) -> c_int {
    get(self_, |value| value.text().map_or(0, |text| text.size() as c_int))
}

/// Sets the text of a visible string, which grows as needed; NULL empties it. Other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setVisibleString(self_: *mut MmsValue, string: *const c_char) {
    get_mut(self_, |value| {
        if let Data::VisibleString(_) = value.data {
            // SAFETY: NULL or a C string.
            value.set_text(unsafe { text::bytes(string) }.unwrap_or_default());
        }
    });
}

/// Sets the text of an MMS string, which grows as needed; NULL empties it. Other types are left alone.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setMmsString(value: *mut MmsValue, string: *const c_char) {
    get_mut(value, |value| {
        if let Data::MmsString(_) = value.data {
            // SAFETY: NULL or a C string.
            value.set_text(unsafe { text::bytes(string) }.unwrap_or_default());
        }
    });
}

fn with_octets(value: *mut MmsValue, change: impl FnOnce(&mut Octets)) {
    get_mut(value, |value| {
        if let Data::OctetString(octets) = &mut value.data {
            change(octets);
        }
    });
}

/// Sets an octet string to the `size` octets at `buf`. More than it has room for, and other types, change nothing.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setOctetString(self_: *mut MmsValue, buf: *const u8, size: c_int) {
    with_octets(self_, |own| {
        // SAFETY: NULL or that many octets.
        if let Some(new) = unsafe { octets(buf, size) } {
            own.set(new);
        }
    });
}

/// Sets one octet of an octet string, which grows to hold it; beyond its room nothing happens.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setOctetStringOctet(self_: *mut MmsValue, octetPos: c_int, value: u8) {
    with_octets(self_, |own| {
        if let Ok(position) = usize::try_from(octetPos) {
            own.set_octet(position, value);
        }
    });
}

/// Octets in an octet string; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getOctetStringSize(self_: *const MmsValue) -> u16 {
    get(self_, |value| match &value.data {
        Data::OctetString(octets) => octets.size() as u16,
        _ => 0,
    })
}

/// Octets that an octet string has room for; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getOctetStringMaxSize(self_: *mut MmsValue) -> u16 {
    get(self_, |value| match &value.data {
        Data::OctetString(octets) => octets.max_size() as u16,
        _ => 0,
    })
}

/// The octets of an octet string, which may be changed in place; NULL for other types. They belong to the value.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getOctetStringBuffer(self_: *mut MmsValue) -> *mut u8 {
    get_mut(self_, |value| match &mut value.data {
        Data::OctetString(octets) => octets.buffer_mut().as_mut_ptr(),
        _ => std::ptr::null_mut(),
    })
}

/// One octet of an octet string; 0 beyond its end and for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getOctetStringOctet(self_: *mut MmsValue, octetPos: c_int) -> u8 {
    get(self_, |value| match (&value.data, usize::try_from(octetPos)) {
        (Data::OctetString(octets), Ok(position)) => octets.as_bytes().get(position).copied().unwrap_or(0),
        _ => 0,
    })
}

/// Writes `value` as text into `buffer`, cut to `bufferSize` octets including the NUL. Used by `MmsValue_printToBuffer`.
pub(super) fn print_into(text: &[u8], buffer: *mut c_char, bufferSize: c_int) -> *const c_char {
    guard(|| {
        let room = usize::try_from(bufferSize).unwrap_or(0);
        let Some(last) = room.checked_sub(1).filter(|_| !buffer.is_null()) else { return c"".as_ptr() };
        let text = text.get(..text.len().min(last)).unwrap_or_default();
        // SAFETY: the caller's buffer has `bufferSize` octets, of which `text.len() + 1` are written.
        unsafe {
            let to = buffer.cast::<u8>();
            to.copy_from_nonoverlapping(text.as_ptr(), text.len());
            to.add(text.len()).write(0);
        }
        buffer.cast_const()
    })
}
