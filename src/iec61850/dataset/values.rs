//! The values of a data set, read once or again and again.

use std::ffi::{CStr, CString};

use super::reference::dots;
use crate::error::{Error, Result};
use crate::mms::service::Elements;
use crate::mms::value::{Data, Place, Value};

/// How many values that have been displaced by another type are kept for each member, see [`DataSet::update`].
const KEPT_PER_MEMBER: usize = 4;

/// A data set as it was read last.
#[derive(Debug)]
pub struct DataSet {
    reference: CString,
    values: Value,
    /// Index and former value of members that changed their type: C may still hold pointers into them.
    displaced: Vec<(usize, Value)>,
}

impl DataSet {
    /// The data set that the user calls `reference`.
    pub fn new(reference: &[u8], values: Vec<Value>) -> Self {
        let reference = dots(reference, b'.', b'$');
        let mut values = Value::array(values);
        // Part of this object: deleting it alone must not free it.
        values.place = Place::Element;
        // A C string has no NUL inside, so nothing gets lost.
        Self { reference: CString::new(reference).unwrap_or_default(), values, displaced: Vec::new() }
    }

    /// The reference with `$` for `.`, as in `LD/LN$name`.
    pub fn reference(&self) -> &CStr {
        &self.reference
    }

    /// The values, an array with one element per member.
    pub fn values(&self) -> &Value {
        &self.values
    }

    /// The values, for changes by the user.
    pub fn values_mut(&mut self) -> &mut Value {
        &mut self.values
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.values.elements().map_or(0, |elements| elements.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes over newer values that have the shape of those that are there, in place, and without making values of them
    /// first. False if not all have: then some may have been taken over, and [`DataSet::update`] can do it.
    pub fn refresh(&mut self, mut results: Elements<'_>) -> bool {
        let Some(elements) = self.values.elements_mut() else { return false };
        results.len() == elements.len()
            && elements.all_mut(|own| results.next().is_some_and(|encoded| own.refresh(encoded)))
    }

    /// Takes over newer values in place: addresses of members, and of what is in them, stay valid. Also a member that
    /// changes its type (to an access error and back) keeps its address. Another number of members is an error.
    pub fn update(&mut self, values: Vec<Value>) -> Result<()> {
        let Self { values: own, displaced, .. } = self;
        let elements = own.elements_mut().filter(|elements| elements.len() == values.len());
        let elements = elements.ok_or(Error::UnexpectedType)?;
        let mut outcome = Ok(());
        for (index, value) in values.into_iter().enumerate() {
            match elements.get_mut(index) {
                Some(element) => {
                    if !take_over(element, &value) && !displace(element, value, index, displaced) {
                        outcome = Err(Error::UnexpectedType);
                    }
                }
                None => drop(elements.replace(index, Some(Box::new(value)))),
            }
        }
        outcome
    }
}

fn take_over(own: &mut Value, value: &Value) -> bool {
    match (&mut own.data, &value.data) {
        (Data::AccessError(own), Data::AccessError(error)) => {
            *own = *error;
            true
        }
        _ => own.update(value),
    }
}

/// Puts a value of another type at the address of `own`. False if that happened too often.
fn displace(own: &mut Value, value: Value, index: usize, displaced: &mut Vec<(usize, Value)>) -> bool {
    let former = displaced.iter_mut().position(|(at, old)| *at == index && old.update(&value));
    if !has_storage(own) {
        // Nothing points into what stands here now.
        own.data = former.map_or(value.data, |at| displaced.swap_remove(at).1.data);
        return true;
    }
    if let Some((_, old)) = former.and_then(|at| displaced.get_mut(at)) {
        std::mem::swap(&mut own.data, &mut old.data);
        return true;
    }
    if displaced.iter().filter(|(at, _)| *at == index).count() >= KEPT_PER_MEMBER {
        return false;
    }
    displaced.push((index, Value::new(std::mem::replace(&mut own.data, value.data))));
    true
}

/// Whether C may hold a pointer into the value.
fn has_storage(value: &Value) -> bool {
    !matches!(
        value.data,
        Data::AccessError(_)
            | Data::Boolean(_)
            | Data::Integer(_)
            | Data::Unsigned(_)
            | Data::Float(_)
            | Data::BinaryTime(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::DataAccessError;
    use crate::mms::value::ber;

    fn point(on: bool) -> Value {
        Value::structure(vec![Value::boolean(on), Value::visible_string(b"x")])
    }

    fn set(values: Vec<Value>) -> DataSet {
        DataSet::new(b"LD/LN.Ds", values)
    }

    fn member(set: &DataSet, index: usize) -> &Value {
        set.values().elements().and_then(|elements| elements.get(index)).unwrap()
    }

    #[test]
    fn newer_values_come_in_place() {
        let mut set = set(vec![point(false), Value::float32(1.0)]);
        let (first, inner): (*const Value, *const Value) =
            (member(&set, 0), member(&set, 0).elements().unwrap().get(0).unwrap());
        set.update(vec![point(true), Value::float32(2.0)]).unwrap();
        assert_eq!((member(&set, 0), member(&set, 1)), (&point(true), &Value::float32(2.0)));
        assert!(std::ptr::eq(member(&set, 0), first));
        assert!(std::ptr::eq(member(&set, 0).elements().unwrap().get(0).unwrap(), inner));
        assert_eq!(set.reference(), c"LD/LN$Ds");
    }

    #[test]
    fn values_of_the_same_shape_are_taken_from_the_answer_as_they_stand() {
        let number = |own: i64| Value::structure(vec![Value::boolean(own > 1), Value::integer(own, 32)]);
        let encoded = |values: &[Value]| {
            let mut out = Vec::new();
            values.iter().for_each(|value| ber::encode_access_result(value, &mut out));
            out
        };
        let mut set = set(vec![number(1), number(1)]);
        let inner: *const Value = member(&set, 1).elements().unwrap().get(1).unwrap();
        assert!(set.refresh(Elements::new(&encoded(&[number(2), number(3)])).unwrap()));
        assert_eq!((member(&set, 0), member(&set, 1)), (&number(2), &number(3)));
        assert!(std::ptr::eq(member(&set, 1).elements().unwrap().get(1).unwrap(), inner));
        let error = Value::access_error(DataAccessError::UNKNOWN);
        for other in
            [vec![number(4), error], vec![number(4), point(true)], vec![number(4)], vec![number(4); 3]]
        {
            assert!(!set.refresh(Elements::new(&encoded(&other)).unwrap()));
            assert_eq!(member(&set, 1), &number(3));
        }
    }

    #[test]
    fn an_access_error_takes_the_place_of_a_member_and_goes_again() {
        let error = || Value::access_error(DataAccessError::OBJECT_NON_EXISTENT);
        let mut set = set(vec![point(false), Value::float32(1.0)]);
        let inner: *const Value = member(&set, 0).elements().unwrap().get(0).unwrap();
        for _ in 0..100 {
            set.update(vec![error(), Value::float32(2.0)]).unwrap();
            assert_eq!((member(&set, 0), member(&set, 1)), (&error(), &Value::float32(2.0)));
            set.update(vec![point(true), error()]).unwrap();
            assert_eq!((member(&set, 0), member(&set, 1)), (&point(true), &error()));
            assert!(std::ptr::eq(member(&set, 0).elements().unwrap().get(0).unwrap(), inner));
        }
        assert!(set.displaced.len() <= 1);
    }

    #[test]
    fn a_server_that_keeps_changing_types_is_stopped() {
        let mut set = set(vec![point(false)]);
        let outcomes: Vec<_> = (0..20)
            .map(|size| set.update(vec![Value::structure(vec![Value::boolean(true); size + 3])]))
            .collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), KEPT_PER_MEMBER);
        assert_eq!(set.displaced.len(), KEPT_PER_MEMBER);
    }

    #[test]
    fn another_number_of_members_changes_nothing() {
        let mut set = set(vec![Value::boolean(true)]);
        assert_eq!(set.update(vec![]), Err(Error::UnexpectedType));
        assert_eq!(set.update(vec![Value::boolean(false); 2]), Err(Error::UnexpectedType));
        assert_eq!(member(&set, 0), &Value::boolean(true));
    }
}
