//! Who frees what: deleting values that stand alone, in a container, or in what is left of one.

use std::ffi::c_int;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;

use super::MmsValue;
use crate::ffi::support::{CBool, get, get_mut, guard};
use crate::mms::value::{Data, Place, Value, pool};

/// Elements that were replaced in their container and that the caller has not deleted yet.
static DETACHED: AtomicUsize = AtomicUsize::new(0);

/// Deleted containers in whose storage such elements stand. They go when the last one is deleted.
static LIMBO: Mutex<Vec<Value>> = Mutex::new(Vec::new());

/// To be called for each element that `Elements::replace` has left detached.
pub(super) fn note_detached() {
    DETACHED.fetch_add(1, Ordering::Relaxed);
}

fn holds_detached(value: &Value) -> bool {
    let mut stored = value.elements().into_iter().flat_map(|elements| elements.stored());
    stored.any(|element| element.place == Place::Detached || holds_detached(element))
}

/// Frees a value, or keeps it while detached elements stand in it.
fn release(value: Box<Value>) {
    if DETACHED.load(Ordering::Relaxed) > 0 && holds_detached(&value) {
        LIMBO.lock().push(*value);
    } else {
        pool::recycle(value);
    }
}

/// Frees the containers in limbo that no detached element stands in any more.
fn purge() {
    let mut freed = Vec::new();
    let mut limbo = LIMBO.lock();
    let mut at = 0;
    while let Some(value) = limbo.get(at) {
        if holds_detached(value) {
            at += 1;
        } else {
            freed.push(limbo.swap_remove(at));
        }
    }
    drop(limbo);
    drop(freed);
}

/// Frees the content of a value whose memory belongs to a container.
fn tombstone(value: &mut Value) {
    value.place = Place::Deleted;
    release(pool::boxed(Value::new(std::mem::replace(&mut value.data, Data::Boolean(false)))));
}

/// Frees a value with everything in it. An element of an array or structure only becomes empty, since its memory
/// belongs to the container; one that `MmsValue_setElement` has replaced may be deleted before or after its container.
/// Values in memory of the caller's own (`MmsValue_cloneToBuffer`) are left alone, and so is, until its memory is used for another
/// one, a value that was deleted already. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_delete(self_: *mut MmsValue) {
    let own: CBool = get_mut(self_, |value| {
        match value.place {
            Place::Own => return CBool::TRUE,
            Place::Element => tombstone(value),
            Place::Detached => {
                tombstone(value);
                DETACHED.fetch_sub(1, Ordering::Relaxed);
                purge();
            }
            Place::Deleted | Place::Fixed => {}
        }
        CBool::FALSE
    });
    if own == CBool::TRUE {
        // SAFETY: a value of its own is a Box that `into_raw` gave to C, and C does not use it any more.
        guard(|| release(unsafe { Box::from_raw(self_) }));
    }
}

/// Like `MmsValue_delete`, but only for values marked with `MmsValue_setDeletable`.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_deleteConditional(value: *mut MmsValue) {
    if MmsValue_isDeletable(value) != 0 {
        MmsValue_delete(value);
    }
}

/// Marks a value for `MmsValue_deleteConditional`.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setDeletable(self_: *mut MmsValue) {
    get_mut(self_, |value| value.deletable = true);
}

/// Marks a value and all elements in it for `MmsValue_deleteConditional`.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_setDeletableRecursive(value: *mut MmsValue) {
    fn mark(value: &mut Value) {
        value.deletable = true;
        if let Some(elements) = value.elements_mut() {
            for index in 0..elements.len() {
                if let Some(element) = elements.get_mut(index) {
                    mark(element);
                }
            }
        }
    }
    get_mut(value, mark);
}

/// 1 if the value is marked for `MmsValue_deleteConditional`, otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn MmsValue_isDeletable(self_: *mut MmsValue) -> c_int {
    get(self_, |value| value.deletable.into())
}

#[cfg(test)]
mod tests {
    use super::super::arrays::{MmsValue_getElement, MmsValue_setElement};
    use super::super::into_raw;
    use super::*;

    fn pair() -> *mut MmsValue {
        into_raw(Value::structure(vec![
            Value::visible_string(b"a"),
            Value::structure(vec![Value::integer(1, 32)]),
        ]))
    }

    #[test]
    fn replaced_elements_outlive_their_container() {
        let container = pair();
        let inner = MmsValue_getElement(container, 1);
        let old = MmsValue_getElement(inner, 0);
        MmsValue_setElement(inner, 0, into_raw(Value::visible_string(b"new")));
        MmsValue_delete(container);
        assert_eq!(get(old, |value| value.as_i64().unwrap_or(0)), 1);
        assert_eq!(
            LIMBO.lock().iter().filter(|value| value.elements().is_some_and(|e| e.len() == 2)).count(),
            1
        );
        MmsValue_delete(old);
        assert!(!LIMBO.lock().iter().any(|value| value.elements().is_some_and(|e| e.len() == 2)));
    }

    #[test]
    fn deleting_an_element_only_empties_it() {
        let container = pair();
        let element = MmsValue_getElement(container, 0);
        MmsValue_delete(element);
        MmsValue_delete(element);
        assert!(MmsValue_getElement(container, 0).is_null());
        let set = into_raw(Value::boolean(true));
        MmsValue_setElement(container, 0, set);
        MmsValue_delete(set);
        MmsValue_setElement(container, 0, into_raw(Value::boolean(false)));
        MmsValue_delete(container);
    }
}
