//! Files of the server asynchronously.

use std::ffi::{c_char, c_void};
use std::ptr::null_mut;

use super::arguments::{optional, required};
use super::handle::{NONE, code, launch, service};
use super::{
    MmsConnection, MmsConnection_FileDirectoryHandler, MmsConnection_FileOpenHandler,
    MmsConnection_FileReadHandler, MmsConnection_GenericServiceHandler, outcomes,
};
use crate::error::Result;
use crate::ffi::mms_common::MmsError;
use crate::ffi::support::callback::Context;
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::out::Out;
use crate::mms::service::file::Directory;
use crate::mmsclient::calls;

/// Completes a page of a directory.
fn entries(
    handler: MmsConnection_FileDirectoryHandler,
    parameter: *mut c_void,
) -> impl FnOnce(u32, Result<Directory>) + Send + 'static {
    let context = Context::<()>::new(null_mut(), parameter);
    move |invoke_id, outcome| {
        let Some(handler) = handler else { return };
        let error = code(&outcome);
        let parameter = context.parameter();
        let mut more = false;
        if let Ok(page) = outcome {
            for entry in &page.entries {
                let (size, modified) = (entry.attributes.size, entry.attributes.last_modified.unwrap_or(0));
                let name = malloc_text(&entry.name);
                // SAFETY: handler and parameter are C's, valid until the last call; the name is malloc'ed and used for nothing
                // else.
                unsafe {
                    handler(invoke_id, parameter, error, name, size, modified, true.into());
                    free(name.cast());
                }
            }
            more = page.more_follows;
        }
        // SAFETY: as above.
        unsafe { handler(invoke_id, parameter, error, null_mut(), 0, 0, more.into()) }
    }
}

/// Starts to open a file of the server, see MmsConnection_fileOpen.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param filename name of the file on the server
/// @param initialPosition where reading begins
/// @param handler gets what the other functions call the open file, its size and date; 0 on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileOpenAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    filename: *const c_char,
    initialPosition: u32,
    handler: MmsConnection_FileOpenHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    let call = || Ok(calls::open_file(required(filename)?, initialPosition));
    launch(self_, usedInvokeId, mmsError, call, move |invoke_id, outcome| {
        let Some(handler) = handler else { return };
        let error = code(&outcome);
        let (frsm_id, size, modified) = outcome.map_or((0, 0, 0), |opened| {
            (opened.frsm_id, opened.attributes.size, opened.attributes.last_modified.unwrap_or(0))
        });
        // SAFETY: handler and parameter are C's, valid until the handler has been called.
        unsafe { handler(invoke_id, context.parameter(), error, frsm_id, size, modified) }
    });
}

/// Starts to read the next octets of an open file, see MmsConnection_fileRead.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param frsmId what MmsConnection_fileOpen returned
/// @param handler gets the octets, valid during the call, and whether more follow; NULL on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileReadAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    frsmId: i32,
    handler: MmsConnection_FileReadHandler,
    parameter: *mut c_void,
) {
    let context = Context::<()>::new(null_mut(), parameter);
    launch(
        self_,
        usedInvokeId,
        mmsError,
        || Ok(calls::read_file(frsmId)),
        move |invoke_id, outcome| {
            let Some(handler) = handler else { return };
            let error = code(&outcome);
            let (mut data, more) = outcome.unwrap_or_default();
            let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
            let buffer = if error == NONE { data.as_mut_ptr() } else { null_mut() };
            // SAFETY: handler and parameter are C's, valid until the handler has been called; the buffer is of this length.
            unsafe { handler(invoke_id, context.parameter(), error, frsmId, buffer, length, more.into()) }
        },
    );
}

/// Starts to close an open file, see MmsConnection_fileClose.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param frsmId what MmsConnection_fileOpen returned
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileCloseAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    frsmId: u32,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    // The numbers of open files may be negative; this function has always taken them so.
    let call = || Ok(calls::close_file(frsmId.cast_signed()));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}

/// Starts to delete a file of the server, see MmsConnection_fileDelete.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param fileName name of the file on the server
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileDeleteAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    fileName: *const c_char,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::delete_file(required(fileName)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}

/// Starts to rename a file of the server, see MmsConnection_fileRename.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param currentFileName its name on the server
/// @param newFileName the new name
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileRenameAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    currentFileName: *const c_char,
    newFileName: *const c_char,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::rename_file(required(currentFileName)?, required(newFileName)?));
    launch(self_, usedInvokeId, mmsError, call, outcomes::generic(handler, parameter));
}

/// Starts to upload a file, see MmsConnection_obtainFile.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param sourceFile the local file, below the base path of the file store
/// @param destinationFile name for the file on the server
/// @param handler gets the result
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_obtainFileAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    sourceFile: *const c_char,
    destinationFile: *const c_char,
    handler: MmsConnection_GenericServiceHandler,
    parameter: *mut c_void,
) {
    let invoke_id = Out::new(usedInvokeId);
    let done = outcomes::generic(handler, parameter);
    service(self_, mmsError, |connection| {
        invoke_id.set(connection.set_file_async(required(sourceFile)?, required(destinationFile)?, done)?);
        Ok(())
    });
}

/// Starts to list one page of a directory of the server, see MmsConnection_getFileDirectory.
///
/// @param self the connection
/// @param usedInvokeId becomes the invoke id of the request; may be NULL
/// @param mmsError what is wrong at once
/// @param fileSpecification a directory or file of the server; NULL for the root
/// @param continueAfter the last entry of the page before; NULL for the first page
/// @param handler gets each entry, its name valid during the call and moreFollows true, and at last NULL with whether
/// more entries follow on further pages; once with NULL on error
/// @param parameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getFileDirectoryAsync(
    self_: MmsConnection,
    usedInvokeId: *mut u32,
    mmsError: *mut MmsError,
    fileSpecification: *const c_char,
    continueAfter: *const c_char,
    handler: MmsConnection_FileDirectoryHandler,
    parameter: *mut c_void,
) {
    let call = || Ok(calls::file_directory(optional(fileSpecification), optional(continueAfter)));
    launch(self_, usedInvokeId, mmsError, call, entries(handler, parameter));
}
