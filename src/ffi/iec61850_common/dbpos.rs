//! Double point positions, which MMS carries as a bit string of two bits.

use super::Dbpos;
use crate::ffi::mms_value::{MmsValue, new_value};
use crate::ffi::support::{get, get_mut, guard};
use crate::mms::value::{BitString, Data};

/// The position that a bit string holds, first bit most significant. `DBPOS_INTERMEDIATE_STATE` (0) for values of
/// other types and NULL.
#[unsafe(no_mangle)]
pub extern "C" fn Dbpos_fromMmsValue(mmsValue: *const MmsValue) -> Dbpos {
    get(mmsValue, |value| match &value.data {
        Data::BitString(bits) => bits.as_integer_big_endian() as Dbpos,
        _ => 0,
    })
}

/// Writes the position into `mmsValue` and returns it; NULL if that is no bit string of two bits. With NULL for
/// `mmsValue` a new value is returned, which the caller frees with `MmsValue_delete`.
#[unsafe(no_mangle)]
pub extern "C" fn Dbpos_toMmsValue(mmsValue: *mut MmsValue, dbpos: Dbpos) -> *mut MmsValue {
    let write = |bits: &mut BitString| bits.set_from_integer_big_endian(dbpos as u32 & 3);
    if mmsValue.is_null() {
        return guard(|| {
            let mut bits = BitString::new(2);
            write(&mut bits);
            new_value(Data::BitString(bits))
        });
    }
    get_mut(mmsValue, |value| match &mut value.data {
        Data::BitString(bits) if bits.size() == 2 => {
            write(bits);
            mmsValue
        }
        _ => std::ptr::null_mut(),
    })
}
