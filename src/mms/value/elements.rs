//! Elements of an array or structure.

use super::{Place, Value, pool};

/// Elements of an array or structure, in one allocation.
///
/// C may replace an element by a value that it made itself, and still owns (and may look at) the replaced one. So
/// replacing never moves or frees an element that stands in `items`; it puts the new value into a side table.
#[derive(Debug)]
pub struct Elements {
    items: Box<[Value]>,
    /// Present once an element has been replaced or was empty from the start; then as long as the container.
    #[expect(clippy::box_collection, reason = "rare, and must not make every value larger")]
    slots: Option<Box<Vec<Slot>>>,
}

/// What stands at an index of a container that has a side table.
#[derive(Debug)]
pub enum Slot {
    /// The element in the contiguous storage.
    Inline,
    /// A value that was handed in later.
    Set(Box<Value>),
    /// Nothing.
    Empty,
}

impl Elements {
    /// Takes these values as elements.
    pub fn new(mut values: Vec<Value>) -> Self {
        for value in &mut values {
            value.place = Place::Element;
        }
        Self::from_items(values.into_boxed_slice())
    }

    /// Elements whose place has been set.
    pub(crate) fn from_items(items: Box<[Value]>) -> Self {
        Self { items, slots: None }
    }

    /// `count` empty elements, to be set one by one.
    pub fn empty(count: usize) -> Self {
        let slots =
            (count > 0).then(|| Box::new(std::iter::repeat_with(|| Slot::Empty).take(count).collect()));
        Self { items: Box::default(), slots }
    }

    /// Elements that may be missing.
    pub fn from_options(values: Vec<Option<Value>>) -> Self {
        if values.iter().all(Option::is_some) {
            return Self::new(values.into_iter().flatten().collect());
        }
        let mut elements = Self::empty(values.len());
        for (index, value) in values.into_iter().enumerate() {
            elements.replace(index, value.map(Box::new));
        }
        elements
    }

    /// How many elements there are, empty ones included.
    pub fn len(&self) -> usize {
        self.slots.as_ref().map_or(self.items.len(), |slots| slots.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`; `None` beyond the end and for an empty or deleted element.
    pub fn get(&self, index: usize) -> Option<&Value> {
        let value = match self.slots.as_ref().and_then(|slots| slots.get(index)) {
            None if self.slots.is_some() => return None,
            None | Some(Slot::Inline) => self.items.get(index)?,
            Some(Slot::Set(value)) => value,
            Some(Slot::Empty) => return None,
        };
        (value.place != Place::Deleted).then_some(value)
    }

    /// Like [`Self::get`], to change the element.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut Value> {
        let value = match &mut self.slots {
            None => self.items.get_mut(index)?,
            Some(slots) => match slots.get_mut(index)? {
                Slot::Inline => self.items.get_mut(index)?,
                Slot::Set(value) => value,
                Slot::Empty => return None,
            },
        };
        (value.place != Place::Deleted).then_some(value)
    }

    /// All elements in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&Value>> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The elements, if all stand in the contiguous storage.
    #[inline]
    fn plain(&self) -> Option<&[Value]> {
        self.slots.is_none().then_some(&*self.items)
    }

    /// Whether `f` is true of every element; what is empty or deleted counts as `None`.
    #[inline]
    pub fn all<'a>(&'a self, mut f: impl FnMut(Option<&'a Value>) -> bool) -> bool {
        match self.plain() {
            Some(items) => items.iter().all(|item| f((item.place != Place::Deleted).then_some(item))),
            None => self.slots.iter().flat_map(|slots| slots.iter()).enumerate().all(|(index, slot)| {
                let value = match slot {
                    Slot::Set(value) => Some(&**value),
                    Slot::Inline => self.items.get(index),
                    Slot::Empty => None,
                };
                f(value.filter(|value| value.place != Place::Deleted))
            }),
        }
    }

    /// Whether `f` is true of every element; false if one is empty or deleted.
    #[inline]
    pub fn all_mut(&mut self, mut f: impl FnMut(&mut Value) -> bool) -> bool {
        if self.slots.is_none() {
            return self.items.iter_mut().all(|item| item.place != Place::Deleted && f(item));
        }
        (0..self.len()).all(|index| self.get_mut(index).is_some_and(&mut f))
    }

    /// Puts `new` at `index` (which must exist). A previous value of its own comes back unless it was deleted already;
    /// one in the contiguous storage stays there, detached, until the caller deletes it.
    pub fn replace(&mut self, index: usize, new: Option<Box<Value>>) -> Option<Box<Value>> {
        if index >= self.len() {
            return new;
        }
        let count = self.items.len();
        let slots = self
            .slots
            .get_or_insert_with(|| Box::new(std::iter::repeat_with(|| Slot::Inline).take(count).collect()));
        let slot = slots.get_mut(index)?;
        let new = new.map_or(Slot::Empty, |mut value| {
            value.place = Place::Element;
            Slot::Set(value)
        });
        match std::mem::replace(slot, new) {
            Slot::Inline => {
                if let Some(item) = self.items.get_mut(index).filter(|item| item.place == Place::Element) {
                    item.place = Place::Detached;
                }
                None
            }
            Slot::Set(mut old) => (old.place != Place::Deleted).then(|| {
                old.place = Place::Own;
                old
            }),
            Slot::Empty => None,
        }
    }

    /// Every value whose memory belongs to this container, detached and deleted ones included.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &Value> {
        let set = self.slots.iter().flat_map(|slots| slots.iter()).filter_map(|slot| match slot {
            Slot::Set(value) => Some(&**value),
            _ => None,
        });
        self.items.iter().chain(set)
    }
}

impl Drop for Elements {
    fn drop(&mut self) {
        let handed_in = self.slots.take().into_iter().flat_map(|slots| *slots);
        handed_in.for_each(|slot| {
            if let Slot::Set(value) = slot {
                pool::recycle(value);
            }
        });
    }
}

impl Clone for Elements {
    fn clone(&self) -> Self {
        let mut values = Vec::with_capacity(self.len());
        let complete = self.all(|element| {
            values.extend(element.map(Value::clone_element));
            element.is_some()
        });
        if complete {
            return Self::from_items(values.into_boxed_slice());
        }
        Self::from_options(self.iter().map(|element| element.cloned()).collect())
    }
}

impl PartialEq for Elements {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaced_elements_keep_their_place_until_deleted() {
        let mut elements = Elements::new(vec![Value::boolean(true), Value::boolean(false)]);
        let inline: *const Value = elements.get(0).unwrap();
        assert!(elements.replace(0, Some(Box::new(Value::integer(7, 32)))).is_none());
        assert_eq!(elements.get(0), Some(&Value::integer(7, 32)));
        assert!(std::ptr::eq(elements.stored().next().unwrap(), inline));
        assert_eq!(elements.stored().next().unwrap().place, Place::Detached);
        let old = elements.replace(0, None).unwrap();
        assert_eq!((old.place, elements.get(0)), (Place::Own, None));
        assert_eq!(elements.len(), 2);
    }

    #[test]
    fn empty_elements_are_none_and_can_be_set() {
        let mut elements = Elements::empty(3);
        assert_eq!((elements.len(), elements.get(1)), (3, None));
        assert!(elements.replace(1, Some(Box::new(Value::boolean(true)))).is_none());
        assert_eq!(
            elements.iter().map(|element| element.is_some()).collect::<Vec<_>>(),
            [false, true, false]
        );
        assert_eq!(elements.clone(), elements);
        assert!(
            elements.replace(3, Some(Box::new(Value::boolean(true)))).is_some(),
            "beyond the end comes back"
        );
    }
}
