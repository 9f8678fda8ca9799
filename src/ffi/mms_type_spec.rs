//! mms_type_spec.h: looking at variable specifications, those of this library and static ones of C programs alike.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::linked_list::{LinkedList, list_of_texts};
use super::mms_common::MmsType;
use super::mms_types::{MmsVariableSpecification, destroy, to_type_spec};
use super::mms_value::MmsValue;
use super::mms_value::arrays::MmsValue_getElement;
use super::support::{CBool, get, get_mut, guard, text};
use crate::mms::value::Kind;

/// Frees a specification with everything in it. For those that this library returned; NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_destroy(self_: *mut MmsVariableSpecification) {
    // SAFETY: a whole tree out of this library by the C contract.
    guard(|| unsafe { destroy(self_) });
}

/// The index and type of a component.
fn component(
    spec: *const MmsVariableSpecification,
    name: &[u8],
) -> Option<(usize, *mut MmsVariableSpecification)> {
    // SAFETY: NULL or a well-formed tree by the C contract.
    unsafe {
        let components = spec.as_ref()?.components().iter().copied().enumerate();
        let mut present = components.filter(|(_, child)| !child.is_null());
        present.find(|(_, child)| (**child).name_bytes() == name)
    }
}

/// The value at a path of component names, separated by `$` or `.`, of `value`, whose type is `spec`.
pub(super) fn find_value(
    spec: *const MmsVariableSpecification,
    value: *mut MmsValue,
    path: &[u8],
) -> *mut MmsValue {
    let mut found = (spec, value);
    for name in path.split(|&octet| octet == b'$' || octet == b'.') {
        let Some((index, child)) = component(found.0, name) else { return null_mut() };
        found = (child, MmsValue_getElement(found.1, index as c_int));
    }
    found.1
}

/// The part of `value` (whose type is `self`) at a path of component names, separated by `$` or `.`. It belongs to the
/// value. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getChildValue(
    self_: *mut MmsVariableSpecification,
    value: *mut MmsValue,
    childId: *const c_char,
) -> *mut MmsValue {
    // SAFETY: NULL or a C string.
    guard(|| unsafe { text::bytes(childId) }.map_or(null_mut(), |path| find_value(self_, value, path)))
}

/// The type of the component at a path of names, separated by `$`. It belongs to the specification. NULL if there is
/// none.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getNamedVariableRecursive(
    self_: *mut MmsVariableSpecification,
    nameId: *const c_char,
) -> *mut MmsVariableSpecification {
    guard(|| {
        // SAFETY: NULL or a C string.
        let Some(path) = (unsafe { text::bytes(nameId) }) else { return null_mut() };
        let mut found = self_;
        for name in path.split(|&octet| octet == b'$') {
            match component(found, name) {
                Some((_, child)) => found = child,
                None => return null_mut(),
            }
        }
        found
    })
}

/// The kind of a type. NULL counts as `MMS_DATA_ACCESS_ERROR`.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getType(self_: *mut MmsVariableSpecification) -> MmsType {
    if self_.is_null() {
        return Kind::AccessError as MmsType;
    }
    get(self_, |spec| spec.r#type)
}

/// Whether a value is of this type, element for element: kinds, numbers of elements, sizes of bit strings and binary
/// times, precision of floating point numbers. False for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_isValueOfType(
    self_: *mut MmsVariableSpecification,
    value: *const MmsValue,
) -> CBool {
    get(value, |value| {
        // SAFETY: NULL or a well-formed tree by the C contract.
        match unsafe { to_type_spec(self_) } {
            Some(spec) => spec.admits(value).into(),
            None => (MmsVariableSpecification_getType(self_) == value.kind() as MmsType && !self_.is_null())
                .into(),
        }
    })
}

/// The name of the variable or component; NULL for elements of arrays. It belongs to the specification.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getName(self_: *mut MmsVariableSpecification) -> *const c_char {
    get(self_, |spec| spec.name.cast_const())
}

/// The names of the components of a structure, to be freed with `LinkedList_destroy`. NULL for other kinds.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getStructureElements(
    self_: *mut MmsVariableSpecification,
) -> LinkedList {
    get(self_, |spec| {
        if spec.r#type != Kind::Structure as MmsType {
            return null_mut();
        }
        // SAFETY: a well-formed tree by the C contract.
        unsafe {
            let present = spec.components().iter().filter(|child| !child.is_null());
            list_of_texts(present.map(|&child| (*child).name_bytes()))
        }
    })
}

/// Elements of an array, components of a structure, bits of a number or bit string, octets of a string or binary time;
/// a negative one is an upper bound. -1 for kinds without a size, and for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getSize(self_: *mut MmsVariableSpecification) -> c_int {
    if self_.is_null() {
        return -1;
    }
    get(self_, |spec| match spec.r#type {
        0 | 1 | 3 | 4 | 5 | 7 | 8 | 10 | 13 => spec.number(),
        6 => spec.float().formatWidth.into(),
        _ => -1,
    })
}

/// The type of a structure's component, counted from 0. It belongs to the specification. NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getChildSpecificationByIndex(
    self_: *mut MmsVariableSpecification,
    index: c_int,
) -> *mut MmsVariableSpecification {
    get(self_, |spec| {
        // SAFETY: a well-formed tree by the C contract.
        let components = unsafe { spec.components() };
        usize::try_from(index).ok().and_then(|index| components.get(index).copied()).unwrap_or(null_mut())
    })
}

/// The type of a structure's component with this name; its index goes to `index` (unless NULL). It belongs to the
/// specification. NULL, with `index` unchanged, if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getChildSpecificationByName(
    self_: *mut MmsVariableSpecification,
    name: *const c_char,
    index: *mut c_int,
) -> *mut MmsVariableSpecification {
    guard(|| {
        // SAFETY: NULL or a C string.
        let Some((at, child)) = unsafe { text::bytes(name) }.and_then(|name| component(self_, name)) else {
            return null_mut();
        };
        get_mut(index, |index| *index = at as c_int);
        child
    })
}

/// The type of an array's elements. It belongs to the specification. NULL for other kinds.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getArrayElementSpecification(
    self_: *mut MmsVariableSpecification,
) -> *mut MmsVariableSpecification {
    get(self_, MmsVariableSpecification::element)
}

/// Bits of the exponent of a floating point type; -1 for other kinds, and for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableSpecification_getExponentWidth(self_: *mut MmsVariableSpecification) -> c_int {
    if self_.is_null() {
        return -1;
    }
    get(self_, |spec| if spec.r#type == 6 { spec.float().exponentWidth.into() } else { -1 })
}
