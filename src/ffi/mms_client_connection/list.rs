//! Named variable lists, in IEC 61850 data sets: define, describe, delete.

use std::ffi::c_char;
use std::ptr::null_mut;

use super::MmsConnection;
use super::arguments::{allocate, association_name, members, owned_name};
use super::handle::service;
use super::outcomes::list_of_members;
use crate::ffi::linked_list::LinkedList;
use crate::ffi::mms_common::{MmsError, MmsVariableAccessSpecification};
use crate::ffi::support::memory::free;
use crate::ffi::support::out::Out;
use crate::ffi::support::{CBool, get_mut, guard};
use crate::mmsclient::calls;

/// Defines a named variable list.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_defineNamedVariableList(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    variableSpecs: LinkedList,
) {
    service(self_, mmsError, |connection| {
        connection.run(&calls::define_list(&owned_name(domainId, listName)?, &members(variableSpecs)?))
    });
}

/// The members of a named variable list.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @param deletable becomes whether clients may delete the list; may be NULL
/// @return a list of MmsVariableAccessSpecification, to be freed with LinkedList_destroyDeep and
/// MmsVariableAccessSpecification_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListDirectory(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
    deletable: *mut bool,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        let attributes = connection.run(&calls::list_attributes(&owned_name(domainId, listName)?))?;
        Out::new(deletable).set(attributes.deletable);
        Ok(list_of_members(&attributes))
    })
}

/// Deletes a named variable list.
///
/// @param self the connection
/// @param mmsError the result; MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT without such a list,
/// MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED for one that cannot be deleted
/// @param domainId its domain; NULL for the VMD
/// @param listName the named variable list
/// @return whether it is deleted
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_deleteNamedVariableList(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    listName: *const c_char,
) -> CBool {
    service(self_, mmsError, |connection| {
        connection.run(&calls::delete_list(&owned_name(domainId, listName)?)).map(|()| CBool::TRUE)
    })
}

/// Defines a named variable list of this association.
///
/// @param self the connection
/// @param mmsError the result
/// @param listName the named variable list
/// @param variableSpecs a list of MmsVariableAccessSpecification, which stay the caller's
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_defineNamedVariableListAssociationSpecific(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    listName: *const c_char,
    variableSpecs: LinkedList,
) {
    service(self_, mmsError, |connection| {
        connection.run(&calls::define_list(&association_name(listName)?, &members(variableSpecs)?))
    });
}

/// The members of a named variable list of this association.
///
/// @param self the connection
/// @param mmsError the result
/// @param listName the named variable list
/// @param deletable becomes whether clients may delete the list; may be NULL
/// @return a list of MmsVariableAccessSpecification, to be freed with LinkedList_destroyDeep and
/// MmsVariableAccessSpecification_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_readNamedVariableListDirectoryAssociationSpecific(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    listName: *const c_char,
    deletable: *mut bool,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        let attributes = connection.run(&calls::list_attributes(&association_name(listName)?))?;
        Out::new(deletable).set(attributes.deletable);
        Ok(list_of_members(&attributes))
    })
}

/// Deletes a named variable list of this association.
///
/// @param self the connection
/// @param mmsError the result; MMS_ERROR_ACCESS_OBJECT_NON_EXISTENT without such a list,
/// MMS_ERROR_ACCESS_OBJECT_ACCESS_DENIED for one that cannot be deleted
/// @param listName the named variable list
/// @return whether it is deleted
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_deleteAssociationSpecificNamedVariableList(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    listName: *const c_char,
) -> CBool {
    service(self_, mmsError, |connection| {
        connection.run(&calls::delete_list(&association_name(listName)?)).map(|()| CBool::TRUE)
    })
}

/// Names a variable, as a member of a list that is to be defined.
///
/// @param domainId the domain, or NULL for the VMD
/// @param itemId the variable
/// @return the name, to be freed with free() or Memory_free; its strings stay the caller's
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableAccessSpecification_create(
    domainId: *mut c_char,
    itemId: *mut c_char,
) -> *mut MmsVariableAccessSpecification {
    MmsVariableAccessSpecification_createAlternateAccess(domainId, itemId, -1, null_mut())
}

/// Names a part of a variable, as a member of a list that is to be defined.
///
/// @param domainId the domain, or NULL for the VMD
/// @param itemId the variable
/// @param index the element of an array; -1 where it is none
/// @param componentName the component of that element, or of the variable; NULL for all of it
/// @return the name, to be freed with free() or Memory_free; its strings stay the caller's
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableAccessSpecification_createAlternateAccess(
    domainId: *mut c_char,
    itemId: *mut c_char,
    index: i32,
    componentName: *mut c_char,
) -> *mut MmsVariableAccessSpecification {
    guard(|| allocate(MmsVariableAccessSpecification { domainId, itemId, arrayIndex: index, componentName }))
}

/// Frees a member that a directory function has returned, with its strings. NULL is nothing.
///
/// @param self the member
#[unsafe(no_mangle)]
pub extern "C" fn MmsVariableAccessSpecification_destroy(self_: *mut MmsVariableAccessSpecification) {
    get_mut(self_, |own| {
        for text in [own.domainId, own.itemId, own.componentName] {
            // SAFETY: NULL or malloc'ed together with the member.
            unsafe { free(text.cast()) }
        }
        // SAFETY: malloc'ed, and not used again.
        unsafe { free(std::ptr::from_mut(own).cast()) }
    });
}
