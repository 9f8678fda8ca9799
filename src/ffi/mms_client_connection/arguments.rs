//! What C passes, as the core takes it.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use crate::error::{Error, Result};
use crate::ffi::linked_list::{LinkedList, elements};
use crate::ffi::mms_common::MmsVariableAccessSpecification as Specification;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::text;
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::access::{Access, Alternate, Selector, VariableAccess};
use crate::mms::value::Value;

/// A string, or NULL.
pub(super) fn optional<'a>(argument: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: C passes NULL or a NUL-terminated string that stays valid during the call.
    unsafe { text::bytes(argument) }
}

/// A required string.
pub(super) fn required<'a>(argument: *const c_char) -> Result<&'a [u8]> {
    optional(argument).ok_or(Error::InvalidArgument("NULL string"))
}

/// A name in a domain, or without one in the VMD.
pub(super) fn name<'a>(domain: *const c_char, item: *const c_char) -> Result<ObjectNameRef<'a>> {
    let item = required(item)?;
    Ok(match optional(domain) {
        Some(domain) => ObjectNameRef::Domain { domain, item },
        None => ObjectNameRef::Vmd(item),
    })
}

/// The same, owned.
pub(super) fn owned_name(domain: *const c_char, item: *const c_char) -> Result<ObjectName> {
    name(domain, item).map(ObjectNameRef::to_owned)
}

/// A name that lives as long as the association.
pub(super) fn association_name(item: *const c_char) -> Result<ObjectName> {
    Ok(ObjectName::Aa(required(item)?.into()))
}

/// Elements of an array: one, or with a count several.
pub(super) fn range(start: u32, count: u32) -> Alternate {
    if count == 0 { Alternate::index(start) } else { Alternate::range(start, count) }
}

/// A component, whose levels are separated by `$`, of the variable or of what `of` selects.
pub(super) fn component(of: Option<Alternate>, path: &[u8]) -> Result<Alternate> {
    if path.is_empty() {
        return Err(Error::InvalidArgument("empty component"));
    }
    let mut levels = path.split(|&octet| octet == b'$').map(|level| Selector::Component(level.into()));
    let first = match of {
        Some(of) => of,
        None => Alternate { path: levels.next().into_iter().collect() },
    };
    Ok(levels.fold(first, Alternate::then))
}

/// The variables of one domain, or of the VMD, that a list of strings names.
pub(super) fn variables(domain: *const c_char, items: LinkedList) -> Result<Access> {
    if items.is_null() {
        return Err(Error::InvalidArgument("NULL list"));
    }
    let item = |item: *mut std::ffi::c_void| Ok(VariableAccess::new(owned_name(domain, item.cast())?));
    Ok(Access::Variables(elements(items).map(item).collect::<Result<_>>()?))
}

/// A value.
pub(super) fn value<'a>(value: *const MmsValue) -> Result<&'a Value> {
    // SAFETY: C passes NULL or a live value.
    unsafe { value.as_ref() }.ok_or(Error::InvalidArgument("NULL value"))
}

/// The values in a list.
pub(super) fn values<'a>(list: LinkedList) -> Result<Vec<&'a Value>> {
    if list.is_null() {
        return Err(Error::InvalidArgument("NULL list"));
    }
    // SAFETY: the elements are live values, which C keeps during the call; NULL ones are left out.
    Ok(elements(list).filter_map(|element| unsafe { element.cast::<Value>().as_ref() }).collect())
}

/// The members in a list of MmsVariableAccessSpecification.
pub(super) fn members(list: LinkedList) -> Result<Vec<VariableAccess>> {
    if list.is_null() {
        return Err(Error::InvalidArgument("NULL list"));
    }
    let member = |element: *mut std::ffi::c_void| {
        // SAFETY: the elements are live specifications, which C keeps during the call.
        let specification = unsafe { &*element.cast::<Specification>() };
        let name = owned_name(specification.domainId, specification.itemId)?;
        let index = u32::try_from(specification.arrayIndex).ok().map(Alternate::index);
        let alternate = match (index, optional(specification.componentName)) {
            (index, Some(path)) => Some(component(index, path)?),
            (index, None) => index,
        };
        Ok(VariableAccess { name, alternate })
    };
    elements(list).map(member).collect()
}

/// A member for C, out of libc memory: index and component are those of its alternate access, as far as there is room. The
/// variable of a member that is gone from the server is empty.
pub(super) fn specification(member: Option<&VariableAccess>) -> *mut Specification {
    let mut own =
        Specification { domainId: null_mut(), itemId: null_mut(), arrayIndex: -1, componentName: null_mut() };
    let Some(member) = member else {
        own.itemId = malloc_text(b"");
        return allocate(own);
    };
    match member.name.as_ref() {
        ObjectNameRef::Domain { domain, item } => {
            own.domainId = malloc_text(domain);
            own.itemId = malloc_text(item);
        }
        ObjectNameRef::Vmd(item) | ObjectNameRef::Aa(item) => own.itemId = malloc_text(item),
    }
    let mut path: Vec<&[u8]> = Vec::new();
    for selector in member.alternate.iter().flat_map(|alternate| &alternate.path) {
        match selector {
            Selector::Index(index) if own.arrayIndex < 0 => {
                own.arrayIndex = c_int::try_from(*index).unwrap_or(c_int::MAX);
            }
            Selector::Component(name) => path.push(name.as_bytes()),
            other => tracing::warn!(?other, "selection that MmsVariableAccessSpecification cannot say"),
        }
    }
    if !path.is_empty() {
        own.componentName = malloc_text(&path.join(&b'$'));
    }
    allocate(own)
}

/// A struct in libc memory; NULL when memory is exhausted.
pub(super) fn allocate<T>(content: T) -> *mut T {
    // SAFETY: malloc gives NULL or room for a T, well aligned for every type of C, which is written at once.
    unsafe {
        let memory = libc::malloc(size_of::<T>()).cast::<T>();
        if !memory.is_null() {
            memory.write(content);
        }
        memory
    }
}
