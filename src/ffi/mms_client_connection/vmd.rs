//! Who the server is, and how it is.

use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;

use super::arguments::allocate;
use super::handle::{code, launch, service};
use super::{
    MmsConnection, MmsConnection_GetServerStatusHandler, MmsConnection_IdentifyHandler, MmsServerIdentity,
};
use crate::ffi::mms_common::MmsError;
use crate::ffi::support::callback::Context;
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::out::Out;
use crate::ffi::support::{BoolArg, get_mut};
use crate::mmsclient::calls;

/// Asks the server who it is.
///
/// @param self the connection
/// @param mmsError the result
/// @return vendor, model and revision, to be freed with MmsServerIdentity_destroy; NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_identify(
    self_: MmsConnection,
    mmsError: *mut MmsError,
) -> *mut MmsServerIdentity {
    service(self_, mmsError, |connection| {
        let identity = connection.run(&calls::identify())?;
        Ok(allocate(MmsServerIdentity {
            vendorName: malloc_text(&identity.vendor),
            modelName: malloc_text(&identity.model),
            revision: malloc_text(&identity.revision),
        }))
    })
}

/// Starts to ask the server who it is, see MmsConnection_identify.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param handler gets the strings, which are valid during the call, or NULL
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_identifyAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    handler: MmsConnection_IdentifyHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || Ok(calls::identify()),
        move |invoke_id, outcome| {
            let Some(handler) = handler else { return };
            let error = code(&outcome);
            let [vendor, model, revision]: [*mut c_char; 3] = outcome.map_or([null_mut(); 3], |identity| {
                [malloc_text(&identity.vendor), malloc_text(&identity.model), malloc_text(&identity.revision)]
            });
            // SAFETY: handler and parameter are C's, valid until the handler has been called; the strings are malloc'ed and used
            // for nothing else.
            unsafe {
                handler(invoke_id, context.parameter(), error, vendor, model, revision);
                [vendor, model, revision].into_iter().for_each(|text| free(text.cast()));
            }
        },
    );
}

/// Frees what MmsConnection_identify returned. NULL is nothing.
///
/// @param self the identity
#[unsafe(no_mangle)]
pub extern "C" fn MmsServerIdentity_destroy(self_: *mut MmsServerIdentity) {
    get_mut(self_, |own| {
        for text in [own.vendorName, own.modelName, own.revision] {
            // SAFETY: NULL or malloc'ed together with the identity.
            unsafe { free(text.cast()) }
        }
        // SAFETY: malloc'ed, and not used again.
        unsafe { free(std::ptr::from_mut(own).cast()) }
    });
}

/// Asks for the status of the server.
///
/// @param self the connection
/// @param mmsError the result
/// @param vmdLogicalStatus becomes 0 state changes allowed, 1 no state changes allowed, 2 limited services permitted or 3
/// support services allowed; may be NULL
/// @param vmdPhysicalStatus becomes 0 operational, 1 partially operational, 2 inoperable or 3 needs commissioning; may be NULL
/// @param extendedDerivation whether the server shall test itself before it answers
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getServerStatus(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    vmdLogicalStatus: *mut c_int,
    vmdPhysicalStatus: *mut c_int,
    extendedDerivation: BoolArg,
) {
    service(self_, mmsError, |connection| {
        let status = connection.run(&calls::status(extendedDerivation.get()))?;
        Out::new(vmdLogicalStatus).set(status.logical);
        Out::new(vmdPhysicalStatus).set(status.physical);
        Ok(())
    });
}

/// Starts to ask for the status of the server, see MmsConnection_getServerStatus.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param extendedDerivation whether the server shall test itself before it answers
/// @param handler gets the status; 0 on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getServerStatusAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    extendedDerivation: BoolArg,
    handler: MmsConnection_GetServerStatusHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    let call = || Ok(calls::status(extendedDerivation.get()));
    launch(self_, usedInvokeId, mmsError, call, move |invoke_id, outcome| {
        if let Some(handler) = handler {
            let error = code(&outcome);
            let status = outcome.unwrap_or_default();
            // SAFETY: handler and parameter are C's, valid until the handler has been called.
            unsafe { handler(invoke_id, context.parameter(), error, status.logical, status.physical) }
        }
    });
}
