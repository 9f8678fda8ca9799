//! Elements of arrays and structures.

use std::ffi::{c_char, c_int};

use super::MmsValue;
use super::lifetime::{MmsValue_delete, note_detached};
use crate::ffi::mms_type_spec::find_value;
use crate::ffi::mms_types::MmsVariableSpecification;
use crate::ffi::support::{CBool, get, get_mut, guard, text};
use crate::mms::value::{Elements, Place, Value};

/// Elements in an array or structure, empty ones included; 0 for other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getArraySize(self_: *const MmsValue) -> u32 {
    get(self_, |value| value.elements().map_or(0, Elements::len) as u32)
}

/// An element of an array or structure, counted from 0. It belongs to the container. NULL beyond the end, for an empty
/// element, and for values of other types.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getElement(array: *const MmsValue, index: c_int) -> *mut MmsValue {
    get_mut(array.cast_mut(), |value| {
        let element = usize::try_from(index).ok().and_then(|index| value.elements_mut()?.get_mut(index));
        element.map_or(std::ptr::null_mut(), std::ptr::from_mut)
    })
}

/// Puts `elementValue` into an array or structure, which owns it from then on; NULL makes the element empty. The caller
/// deletes the element that stood there. An element of another container is copied. Nothing happens (and the value
/// stays the caller's) beyond the end, for values of other types, for a container in memory of the caller's own, and
/// when a container would come to contain itself.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setElement(
    complexValue: *mut MmsValue,
    index: c_int,
    elementValue: *mut MmsValue,
) {
    guard(|| {
        let old = MmsValue_getElement(complexValue, index);
        let accepts: CBool = get(complexValue, |container| {
            let len = container.elements().map_or(0, Elements::len);
            (container.place != Place::Fixed && usize::try_from(index).is_ok_and(|index| index < len)).into()
        });
        if accepts == CBool::FALSE
            || (!elementValue.is_null() && (elementValue == old || elementValue == complexValue))
        {
            return;
        }
        let Some(new) = take(elementValue, complexValue) else { return };
        get_mut(complexValue, |container| {
            let Some(elements) = container.elements_mut() else { return };
            if let Some(previous) = elements.replace(index as usize, new) {
                // It stays alive for the caller, who has its address from MmsValue_getElement or made it.
                let _ = Box::into_raw(previous);
            }
        });
        get(old, |old| {
            if old.place == Place::Detached {
                note_detached();
            }
        });
    });
}

/// What to put into `container` for `value`: `None` if that must not be.
fn take(value: *mut MmsValue, container: *const MmsValue) -> Option<Option<Box<Value>>> {
    // SAFETY: NULL or a live value by the C contract.
    let Some(new) = (unsafe { value.as_ref() }) else { return Some(None) };
    match new.place {
        Place::Own if contains(new, container) => None,
        // SAFETY: a value of its own is a Box that was given to C, who gives it back here.
        Place::Own => Some(Some(unsafe { Box::from_raw(value) })),
        Place::Deleted => None,
        Place::Element | Place::Fixed => Some(Some(Box::new(new.clone()))),
        Place::Detached => {
            let copy = Box::new(new.clone());
            MmsValue_delete(value);
            Some(Some(copy))
        }
    }
}

fn contains(value: &Value, wanted: *const MmsValue) -> bool {
    std::ptr::eq(value, wanted)
        || value.elements().is_some_and(|elements| elements.stored().any(|element| contains(element, wanted)))
}

/// The element at a path of component names, separated by `$` or `.`, of a value whose type is `varSpec`. It belongs
/// to the value. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_getSubElement(
    self_: *mut MmsValue,
    varSpec: *mut MmsVariableSpecification,
    mmsPath: *mut c_char,
) -> *mut MmsValue {
    guard(|| {
        // SAFETY: NULL or a C string.
        let path = unsafe { text::bytes(mmsPath) };
        path.map_or(std::ptr::null_mut(), |path| find_value(varSpec, self_, path))
    })
}
