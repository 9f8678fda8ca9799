//! The values that are served: one tree for each group of the name space.

use super::space::{Place, Selection, Space, Variable};
use crate::ber;
use crate::error::DataAccessError;
use crate::mms::value::{Value, ber as value_ber};

/// All values of a server. Their addresses never change: C programs hold pointers to them.
#[derive(Debug)]
pub struct Values {
    roots: Box<[Value]>,
}

impl Values {
    /// The values that [`Space::build`] made.
    pub fn new(roots: Vec<Value>) -> Self {
        let roots = roots.into_iter().map(Value::into_borrowed).collect();
        Self { roots }
    }

    /// The value at a place.
    pub fn get(&self, place: &Place) -> Option<&Value> {
        let root = self.roots.get(place.group as usize)?;
        place.path.iter().try_fold(root, |value, &index| value.elements()?.get(usize::from(index)))
    }

    /// The value at a place, to change it.
    pub fn get_mut(&mut self, place: &Place) -> Option<&mut Value> {
        let root = self.roots.get_mut(place.group as usize)?;
        place.path.iter().try_fold(root, |value, &index| value.elements_mut()?.get_mut(usize::from(index)))
    }

    /// Appends what a variable access reads, an AccessResult. Groups that are `hidden` are temporarily unavailable; in a
    /// whole logical node they have their values, as a structure has no place for an error.
    pub fn encode(
        &self,
        space: &Space,
        selection: &Selection,
        hidden: impl Fn(u32) -> bool,
        out: &mut Vec<u8>,
    ) {
        let start = out.len();
        if self.try_encode(space, selection, hidden, out).is_none() {
            out.truncate(start);
            write_error(DataAccessError::OBJECT_NON_EXISTENT, out);
        }
    }

    fn try_encode(
        &self,
        space: &Space,
        selection: &Selection,
        hidden: impl Fn(u32) -> bool,
        out: &mut Vec<u8>,
    ) -> Option<()> {
        match selection {
            Selection::One(Variable::Part(place)) | Selection::Range { array: place, .. }
                if hidden(place.group) =>
            {
                write_error(DataAccessError::TEMPORARILY_UNAVAILABLE, out);
            }
            Selection::One(Variable::Part(place)) => value_ber::encode_access_result(self.get(place)?, out),
            Selection::One(Variable::Node(node)) => {
                let groups = space.node(*node)?.groups.clone();
                let roots = self.roots.get(groups.start as usize..groups.end as usize)?;
                ber::write_nested(out, 0xa2, |out| {
                    roots.iter().for_each(|root| value_ber::encode(root, out));
                });
            }
            Selection::Range { array, low, count, below } => {
                let elements = self.get(array)?.elements()?;
                let mut found = Vec::with_capacity(usize::from(*count));
                for index in usize::from(*low)..usize::from(*low) + usize::from(*count) {
                    let below = below.iter().map(|&index| usize::from(index));
                    found
                        .push(below.fold(elements.get(index), |value, index| value?.elements()?.get(index))?);
                }
                ber::write_nested(out, 0xa1, |out| {
                    found.iter().for_each(|value| value_ber::encode(value, out));
                });
            }
        }
        Some(())
    }
}

fn write_error(error: DataAccessError, out: &mut Vec<u8>) {
    ber::write_i64(out, 0x80, i64::from(error.0));
}
