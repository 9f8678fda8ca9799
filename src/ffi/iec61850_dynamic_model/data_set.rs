//! Data sets and their members.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::{copy, own};
use crate::ffi::iec61850_model::*;
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{BoolArg, get, get_mut, guard, text};

/// Adds a data set to the logical node.
///
/// @return the data set; NULL for NULL arguments or a logical node that is in no model
#[unsafe(no_mangle)]
pub extern "C" fn DataSet_create(name: *const c_char, parent: *mut LogicalNode) -> *mut DataSet {
    guard(|| {
        // SAFETY: NULL or a C string.
        let name = unsafe { text::bytes(name) };
        let (Some(name), Some(device), Some(model)) =
            (name, device_of(parent.cast()), model_of(parent.cast()))
        else {
            return null_mut();
        };
        // SAFETY: live structs of the model.
        unsafe {
            let set = own(DataSet {
                logicalDeviceName: (*device).name,
                name: malloc_text(&[name_of((*parent).name), b"$", name].concat()),
                elementCount: 0,
                fcdas: null_mut(),
                sibling: null_mut(),
            });
            append(&mut (*model).dataSets, set);
            set
        }
    })
}

/// The MMS name of a data set, `LN$name`, which belongs to it.
#[unsafe(no_mangle)]
pub extern "C" fn DataSet_getName(self_: *mut DataSet) -> *const c_char {
    get(self_, |set| set.name.cast_const())
}

/// The number of members.
#[unsafe(no_mangle)]
pub extern "C" fn DataSet_getSize(self_: *mut DataSet) -> c_int {
    get(self_, |set| set.elementCount)
}

/// The first member. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn DataSet_getFirstEntry(self_: *mut DataSet) -> *mut DataSetEntry {
    get(self_, |set| set.fcdas)
}

/// The member behind this one. NULL behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn DataSetEntry_getNext(self_: *mut DataSetEntry) -> *mut DataSetEntry {
    get(self_, |entry| entry.sibling)
}

/// Adds a member to a data set.
///
/// @param variable the MMS name of the variable, `LN$FC$DO$DA`, in another logical device `LD/LN$FC$DO$DA`
/// @param index the index of the element of an array, otherwise -1
/// @param component the part of that element, or NULL
/// @return the member; NULL for a NULL data set or variable
#[unsafe(no_mangle)]
pub extern "C" fn DataSetEntry_create(
    dataSet: *mut DataSet,
    variable: *const c_char,
    index: c_int,
    component: *const c_char,
) -> *mut DataSetEntry {
    get_mut(dataSet, |set| {
        // SAFETY: NULL or a C string.
        let Some(variable) = (unsafe { text::bytes(variable) }) else { return null_mut() };
        let slash = variable.iter().position(|&octet| octet == b'/');
        let (device, name) = match slash {
            Some(at) => (malloc_text(&variable[..at]), &variable[at + 1..]),
            None => (set.logicalDeviceName, variable),
        };
        let entry = own(DataSetEntry {
            logicalDeviceName: device,
            isLDNameDynamicallyAllocated: BoolArg::from(slash.is_some()),
            variableName: malloc_text(name),
            index,
            componentName: copy(component),
            value: null_mut(),
            sibling: null_mut(),
        });
        append(&mut set.fcdas, entry);
        set.elementCount = set.elementCount.saturating_add(1);
        entry
    })
}
