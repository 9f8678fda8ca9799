//! Parts of variables: alternate access (ISO 9506-2 §14.1.2), as IEC 61850-8-1 uses it for arrays.

use super::{Place, Space, Variable};
use crate::error::DataAccessError;
use crate::mms::service::{Alternate, Selector};
use crate::mms::type_spec::TypeKind;

/// What a variable access names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// One variable or component or element.
    One(Variable),
    /// Elements `low..low + count` of the array at a place, each narrowed to a component.
    Range {
        /// The array.
        array: Place,
        /// First element.
        low: u16,
        /// How many.
        count: u16,
        /// Path below each element.
        below: Box<[u16]>,
    },
}

impl Space {
    /// Follows an alternate access from a variable.
    pub fn select(
        &self,
        variable: Variable,
        alternate: Option<&Alternate>,
    ) -> Result<Selection, DataAccessError> {
        let Some(alternate) = alternate else { return Ok(Selection::One(variable)) };
        let Variable::Part(place) = variable else { return Err(DataAccessError::OBJECT_NON_EXISTENT) };
        let (mut array, mut range, mut path) = (None, (0, 0), place.path.to_vec());
        let mut spec = self.spec_at(&place).ok_or(DataAccessError::OBJECT_NON_EXISTENT)?;
        for selector in &alternate.path {
            match (selector, &spec.kind) {
                (Selector::Component(name), TypeKind::Structure { .. }) => {
                    let (index, child) =
                        spec.child(name.as_bytes()).ok_or(DataAccessError::OBJECT_NON_EXISTENT)?;
                    path.push(index as u16);
                    spec = child;
                }
                (Selector::Index(index), TypeKind::Array { count, element }) => {
                    if index >= count {
                        return Err(DataAccessError::OBJECT_NON_EXISTENT);
                    }
                    path.push(*index as u16);
                    spec = element;
                }
                (Selector::Range { low, count }, TypeKind::Array { count: all, element }) => {
                    let end = low.checked_add(*count).filter(|end| end <= all && *count > 0);
                    if end.is_none() {
                        return Err(DataAccessError::OBJECT_NON_EXISTENT);
                    }
                    if array.is_some() {
                        return Err(DataAccessError::OBJECT_NON_EXISTENT);
                    }
                    array = Some(std::mem::take(&mut path));
                    range = (*low as u16, *count as u16);
                    spec = element;
                }
                (Selector::All, TypeKind::Array { count, element }) if array.is_none() => {
                    array = Some(std::mem::take(&mut path));
                    range = (0, *count as u16);
                    spec = element;
                }
                _ => return Err(DataAccessError::OBJECT_NON_EXISTENT),
            }
        }
        let group = place.group;
        Ok(match array {
            None => Selection::One(Variable::Part(Place { group, path: path.into() })),
            Some(array) => Selection::Range {
                array: Place { group, path: array.into() },
                low: range.0,
                count: range.1,
                below: path.into(),
            },
        })
    }
}
