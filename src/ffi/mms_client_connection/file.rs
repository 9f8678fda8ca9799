//! Files of the server.

use std::ffi::{c_char, c_void};

use super::arguments::{optional, required};
use super::handle::service;
use super::{MmsConnection, MmsFileDirectoryHandler, MmsFileReadHandler};
use crate::ffi::mms_common::MmsError;
use crate::ffi::support::CBool;
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::out::Out;
use crate::mmsclient::calls;

/// Opens a file of the server for reading.
///
/// @param self the connection
/// @param mmsError the result
/// @param filename name of the file on the server
/// @param initialPosition where reading begins
/// @param fileSize becomes its size in octets; may be NULL
/// @param lastModified becomes its date in milliseconds since 1970; may be NULL
/// @return what the other functions call the open file; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileOpen(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    filename: *const c_char,
    initialPosition: u32,
    fileSize: *mut u32,
    lastModified: *mut u64,
) -> i32 {
    service(self_, mmsError, |connection| {
        let opened = connection.run(&calls::open_file(required(filename)?, initialPosition))?;
        Out::new(fileSize).set(opened.attributes.size);
        Out::new(lastModified).set(opened.attributes.last_modified.unwrap_or(0));
        Ok(opened.frsm_id)
    })
}

/// Reads the next octets of an open file.
///
/// @param self the connection
/// @param mmsError the result
/// @param frsmId what MmsConnection_fileOpen returned
/// @param handler gets the octets, before this returns; the buffer is valid during the call
/// @param handlerParameter passed to the handler
/// @return whether more follow
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileRead(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    frsmId: i32,
    handler: MmsFileReadHandler,
    handlerParameter: *mut c_void,
) -> CBool {
    service(self_, mmsError, |connection| {
        let (mut data, more) = connection.run(&calls::read_file(frsmId))?;
        if let Some(handler) = handler {
            let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
            // SAFETY: the handler and its parameter are C's; the buffer is of this length.
            unsafe { handler(handlerParameter, frsmId, data.as_mut_ptr(), length) }
        }
        Ok(more.into())
    })
}

/// Closes an open file.
///
/// @param self the connection
/// @param mmsError the result
/// @param frsmId what MmsConnection_fileOpen returned
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileClose(self_: MmsConnection, mmsError: *mut MmsError, frsmId: i32) {
    service(self_, mmsError, |connection| connection.run(&calls::close_file(frsmId)));
}

/// Deletes a file of the server.
///
/// @param self the connection
/// @param mmsError the result
/// @param fileName name of the file on the server
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileDelete(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    fileName: *const c_char,
) {
    service(self_, mmsError, |connection| connection.run(&calls::delete_file(required(fileName)?)));
}

/// Renames a file of the server.
///
/// @param self the connection
/// @param mmsError the result
/// @param currentFileName its name on the server
/// @param newFileName the new name
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_fileRename(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    currentFileName: *const c_char,
    newFileName: *const c_char,
) {
    service(self_, mmsError, |connection| {
        connection.run(&calls::rename_file(required(currentFileName)?, required(newFileName)?))
    });
}

/// Uploads a file: asks the server to fetch it, and serves it meanwhile. The server can fetch nothing else. The request
/// timeout counts from the last part that the server fetched.
///
/// @param self the connection
/// @param mmsError the result
/// @param sourceFile the local file, below the base path of the file store
/// @param destinationFile name for the file on the server
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_obtainFile(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    sourceFile: *const c_char,
    destinationFile: *const c_char,
) {
    service(self_, mmsError, |connection| {
        connection.set_file(required(sourceFile)?, required(destinationFile)?)
    });
}

/// Lists a directory of the server: one page, as much as fits one answer.
///
/// @param self the connection
/// @param mmsError the result
/// @param fileSpecification a directory or file of the server; NULL for the root
/// @param continueAfter the last entry of the page before; NULL for the first page
/// @param handler gets each entry, before this returns; its name is valid during the call
/// @param handlerParameter passed to the handler
/// @return whether more entries follow: ask for them with the name of the last one as continueAfter
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getFileDirectory(
    self_: MmsConnection,
    mmsError: *mut MmsError,
    fileSpecification: *const c_char,
    continueAfter: *const c_char,
    handler: MmsFileDirectoryHandler,
    handlerParameter: *mut c_void,
) -> CBool {
    service(self_, mmsError, |connection| {
        let call = calls::file_directory(optional(fileSpecification), optional(continueAfter));
        let page = connection.run(&call)?;
        for entry in &page.entries {
            let Some(handler) = handler else { break };
            let (size, modified) = (entry.attributes.size, entry.attributes.last_modified.unwrap_or(0));
            let name = malloc_text(&entry.name);
            // SAFETY: the handler and its parameter are C's; the name is malloc'ed and used for nothing else.
            unsafe {
                handler(handlerParameter, name, size, modified);
                free(name.cast());
            }
        }
        Ok(page.more_follows.into())
    })
}
