//! Memory of values that stand alone, kept by each thread: C makes and deletes them one by one, by the hundred, and what an
//! allocator does then costs more than all the rest.

use std::cell::RefCell;

use super::{Data, Place, Value};

/// Values whose memory a thread keeps: 48 kB.
const KEPT: usize = 1024;

/// Not in a debug build: valgrind and AddressSanitizer are to see who uses a value after its end.
const KEEPS: bool = cfg!(test) || !cfg!(debug_assertions);

thread_local! {
    #[expect(clippy::vec_box, reason = "the boxes are what is kept")]
    static FREE: RefCell<Vec<Box<Value>>> = const { RefCell::new(Vec::new()) };
}

/// A value in memory of its own.
#[inline]
pub(crate) fn boxed(value: Value) -> Box<Value> {
    match FREE.try_with(|free| free.borrow_mut().pop()) {
        Ok(Some(mut memory)) => {
            *memory = value;
            memory
        }
        // none kept, or the thread ends
        _ => Box::new(value),
    }
}

/// Frees the content of a value now, and keeps its memory.
#[inline]
pub(crate) fn recycle(mut value: Box<Value>) {
    // Before the pool is borrowed: what is in there may be recycled as well.
    value.data = Data::Boolean(false);
    // Deleted once more, which is a mistake, it must not be kept twice and then given to two.
    value.place = Place::Deleted;
    let _ = FREE.try_with(|free| {
        let mut free = free.borrow_mut();
        if KEEPS && free.len() < KEPT {
            free.push(value);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_and_bounded() {
        let address = |value: &Value| std::ptr::from_ref(value).addr();
        let first = boxed(Value::visible_string(b"text"));
        let at = address(&first);
        recycle(first);
        let again = boxed(Value::integer(7, 32));
        assert_eq!((address(&again), &*again), (at, &Value::integer(7, 32)));
        let values: Vec<_> = (0..2 * KEPT).map(|_| boxed(Value::boolean(true))).collect();
        values.into_iter().for_each(recycle);
        assert_eq!(FREE.with_borrow(Vec::len), KEPT);
    }

    #[test]
    fn what_is_kept_is_known_as_deleted() {
        recycle(boxed(Value::integer(7, 32)));
        FREE.with_borrow(|free| assert_eq!(free.last().unwrap().place, Place::Deleted));
        assert_eq!(boxed(Value::integer(8, 32)).place, Place::Own);
    }

    #[test]
    fn values_in_a_container_that_were_handed_in_are_recycled_with_it() {
        FREE.with_borrow_mut(Vec::clear);
        let mut elements = crate::mms::value::Elements::empty(3);
        for index in 0..2 {
            elements.replace(index, Some(boxed(Value::visible_string(b"x"))));
        }
        drop(elements);
        assert_eq!(FREE.with_borrow(Vec::len), 2);
    }
}
