//! Names of variables, lists and journals, and types of variables.

use std::ffi::c_char;

use super::MmsConnection;
use super::arguments::{name, required};
use super::handle::service;
use crate::ffi::linked_list::{LinkedList, list_of_texts};
use crate::ffi::mms_common::MmsError;
use crate::ffi::mms_types::{MmsVariableSpecification, from_type_spec};
use crate::mms::service::get_name_list::{ObjectClass, Scope};
use crate::mmsclient::calls;

/// Names of the variables of the VMD, with all pages.
///
/// @param self the connection
/// @param mmsError the result
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getVMDVariableNames(
    self_: MmsConnection,
    mmsError: *mut MmsError,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        Ok(list_of_texts(connection.names(ObjectClass::NAMED_VARIABLE, Scope::Vmd)?))
    })
}

/// Names of the domains, in IEC 61850 the logical devices, with all pages.
///
/// @param self the connection
/// @param mmsError the result
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainNames(self_: MmsConnection, mmsError: *mut MmsError) -> LinkedList {
    service(self_, mmsError, |connection| {
        Ok(list_of_texts(connection.names(ObjectClass::DOMAIN, Scope::Vmd)?))
    })
}

/// Names of the variables of a domain, with all pages.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainVariableNames(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        Ok(list_of_texts(connection.names(ObjectClass::NAMED_VARIABLE, Scope::Domain(required(domainId)?))?))
    })
}

/// Names of the named variable lists of a domain, in IEC 61850 its data sets, with all pages.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainVariableListNames(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        Ok(list_of_texts(
            connection.names(ObjectClass::NAMED_VARIABLE_LIST, Scope::Domain(required(domainId)?))?,
        ))
    })
}

/// Names of the journals of a domain, in IEC 61850 its logs, with all pages.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getDomainJournals(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        Ok(list_of_texts(connection.names(ObjectClass::JOURNAL, Scope::Domain(required(domainId)?))?))
    })
}

/// Names of the named variable lists of this association, with all pages.
///
/// @param self the connection
/// @param mmsError the result
/// @return a list of strings, to be freed with LinkedList_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getVariableListNamesAssociationSpecific(
    self_: MmsConnection,
    mmsError: *mut MmsError,
) -> LinkedList {
    service(self_, mmsError, |connection| {
        Ok(list_of_texts(connection.names(ObjectClass::NAMED_VARIABLE_LIST, Scope::Aa)?))
    })
}

/// The type of a variable.
///
/// @param self the connection
/// @param mmsError the result
/// @param domainId the domain; NULL for the VMD
/// @param itemId the variable
/// @return the type, to be freed with MmsVariableSpecification_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getVariableAccessAttributes(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    domainId: *const c_char,
    itemId: *const c_char,
) -> *mut MmsVariableSpecification {
    service(self_, mmsError, |connection| {
        connection.run(&calls::variable_type(name(domainId, itemId)?)).map(|spec| from_type_spec(&spec))
    })
}
