//! File services.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::{null, null_mut};

use super::asynchronous::generic;
use super::handle::{code, required, service, with};
use super::{
    FileDirectoryEntry, IedClientError, IedClientGetFileHandler, IedConnection,
    IedConnection_FileDirectoryEntryHandler, IedConnection_GenericServiceHandler,
    IedConnection_GetFileAsyncHandler,
};
use crate::error::Error;
use crate::ffi::linked_list::{LinkedList, list_of_pointers};
use crate::ffi::support::callback::Context;
use crate::ffi::support::out::Out;
use crate::ffi::support::{CBool, get, guard, text};
use crate::iec61850::file::{Chunk, DirectoryEntry};

/// An entry of a file directory.
pub struct sFileDirectoryEntry {
    name: CString,
    size: u32,
    last_modified: u64,
}

impl sFileDirectoryEntry {
    fn new(name: &[u8], size: u32, last_modified: u64) -> Self {
        Self { name: c_text(name), size, last_modified }
    }

    fn into_raw(self) -> *mut Self {
        Box::into_raw(Box::new(self))
    }
}

/// The octets up to the first NUL.
fn c_text(name: &[u8]) -> CString {
    let name = name.split(|&octet| octet == 0).next().unwrap_or_default();
    CString::new(name).unwrap_or_default()
}

fn list(entries: Vec<DirectoryEntry>) -> LinkedList {
    list_of_pointers(entries.into_iter().map(|entry| {
        let modified = entry.attributes.last_modified.unwrap_or(0);
        sFileDirectoryEntry::new(&entry.name, entry.attributes.size, modified).into_raw().cast()
    }))
}

fn optional<'a>(argument: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: C passes NULL or a NUL-terminated string that stays valid during the call.
    unsafe { text::bytes(argument) }
}

/// Makes an entry of a file directory.
///
/// @param fileName name of the file, which is copied
/// @param fileSize size in bytes
/// @param lastModified date in milliseconds since 1970
/// @return the entry, to be freed with FileDirectoryEntry_destroy; NULL without name
#[unsafe(no_mangle)]
pub extern "C" fn FileDirectoryEntry_create(
    fileName: *const c_char,
    fileSize: u32,
    lastModified: u64,
) -> FileDirectoryEntry {
    guard(|| {
        let name = optional(fileName);
        name.map_or(null_mut(), |name| sFileDirectoryEntry::new(name, fileSize, lastModified).into_raw())
    })
}

/// Frees an entry of a file directory. NULL is nothing.
///
/// @param self the entry
#[unsafe(no_mangle)]
pub extern "C" fn FileDirectoryEntry_destroy(self_: FileDirectoryEntry) {
    if !self_.is_null() {
        // SAFETY: an entry of this library, which the caller does not use again.
        guard(|| drop(unsafe { Box::from_raw(self_) }));
    }
}

/// Name of the file, with its directories.
///
/// @param self the entry
/// @return the name, valid as long as the entry
#[unsafe(no_mangle)]
pub extern "C" fn FileDirectoryEntry_getFileName(self_: FileDirectoryEntry) -> *const c_char {
    get(self_, |entry| CStr::as_ptr(&entry.name))
}

/// Size of the file, as the server states it.
///
/// @param self the entry
/// @return the size in bytes
#[unsafe(no_mangle)]
pub extern "C" fn FileDirectoryEntry_getFileSize(self_: FileDirectoryEntry) -> u32 {
    get(self_, |entry| entry.size)
}

/// Date of the file.
///
/// @param self the entry
/// @return milliseconds since 1970; 0 where the server gives none
#[unsafe(no_mangle)]
pub extern "C" fn FileDirectoryEntry_getLastModified(self_: FileDirectoryEntry) -> u64 {
    get(self_, |entry| entry.last_modified)
}

/// The files of a directory of the server, over as many requests as it takes.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown directory
/// @param directoryName the directory; NULL for the root
/// @return a list of FileDirectoryEntry, to be freed with LinkedList_destroyDeep and FileDirectoryEntry_destroy; NULL
/// on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getFileDirectory(
    self_: IedConnection,
    error: *mut IedClientError,
    directoryName: *const c_char,
) -> LinkedList {
    service(self_, error, |client| client.file_directory(optional(directoryName)).map(list))
}

/// A part of the files of a directory of the server: what one answer holds.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown directory
/// @param directoryName the directory; NULL for the root
/// @param continueAfter name of the last entry that is known already; NULL to begin
/// @param moreFollows becomes whether the server has further entries; unchanged on error. May be NULL
/// @return a list of FileDirectoryEntry, to be freed with LinkedList_destroyDeep and FileDirectoryEntry_destroy; NULL
/// on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getFileDirectoryEx(
    self_: IedConnection,
    error: *mut IedClientError,
    directoryName: *const c_char,
    continueAfter: *const c_char,
    moreFollows: *mut bool,
) -> LinkedList {
    let more = Out::new(moreFollows);
    service(self_, error, |client| {
        let page = client.file_directory_page(optional(directoryName), optional(continueAfter))?;
        more.set(page.more_follows);
        Ok(list(page.entries))
    })
}

/// Starts to ask for a part of the files of a directory of the server.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param directoryName the directory; NULL for the root
/// @param continueAfter name of the last entry that is known already; NULL to begin
/// @param handler called for each entry, with moreFollows true, and then once with filename NULL: with moreFollows
/// telling whether the server has further entries, or with the error. Nothing is called any more after it returned false
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getFileDirectoryAsyncEx(
    self_: IedConnection,
    error: *mut IedClientError,
    directoryName: *const c_char,
    continueAfter: *const c_char,
    handler: IedConnection_FileDirectoryEntryHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, error, |client| {
        let names = (optional(directoryName), optional(continueAfter));
        client.file_directory_async(names.0, names.1, move |invoke_id, page| {
            let Some(handler) = handler else { return };
            let error = code(&page);
            let tell = |name: *const c_char, size, modified, more: bool| {
                let name = name.cast_mut();
                // SAFETY: handler and parameter are C's, valid until the last call; the name is valid during it.
                unsafe { handler(invoke_id, context.parameter(), error, name, size, modified, more.into()) }
                    .get()
            };
            let (entries, more) = page.map_or((Vec::new(), false), |page| (page.entries, page.more_follows));
            for entry in entries {
                let (name, attributes) = (c_text(&entry.name), entry.attributes);
                if !tell(name.as_ptr(), attributes.size, attributes.last_modified.unwrap_or(0), true) {
                    return;
                }
            }
            tell(null(), 0, 0, more);
        })
    })
}

/// Downloads a file. Only one part of it is in memory at a time.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown file
/// @param fileName the file, with its directories
/// @param handler called with each part of the file, valid during the call; false ends the download. It may call any
/// function
/// @param handlerParameter passed to the handler
/// @return the number of bytes that the handler got; 0 when opening or reading failed
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getFile(
    self_: IedConnection,
    error: *mut IedClientError,
    fileName: *const c_char,
    handler: IedClientGetFileHandler,
    handlerParameter: *mut c_void,
) -> u32 {
    let mut received = 0;
    service(self_, error, |client| {
        let handler = handler.ok_or(Error::InvalidArgument("NULL handler"))?;
        let download = client.get_file(required(fileName)?, |part| {
            // SAFETY: handler and parameter are C's, valid during this call.
            unsafe { handler(handlerParameter, part.as_mut_ptr(), part.len() as u32) }.get()
        });
        received = download.received;
        download.outcome
    });
    received
}

/// Starts to download a file. Only one part of it is in memory at a time.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param fileName the file, with its directories
/// @param handler called with each part of the file, in order; the last call has moreFollows false, or an error and no
/// part. Its invokeId is the one returned here, its originalInvokeId that of the request for the part. False ends
/// the download, and nothing is called any more
/// @param parameter passed to the handler
/// @return the invoke id of the first request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getFileAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    fileName: *const c_char,
    handler: IedConnection_GetFileAsyncHandler,
    parameter: *mut c_void,
) -> u32 {
    let context = Context::<()>::new(null_mut(), parameter);
    service(self_, error, |client| {
        client.get_file_async(required(fileName)?, move |chunk: Chunk<'_>| {
            let Some(handler) = handler else { return false };
            let error = code(&chunk.content);
            let (buffer, size, more) = match chunk.content {
                Ok((part, more)) => (part.as_ptr().cast_mut(), part.len() as u32, CBool::from(more)),
                Err(_) => (null_mut(), 0, CBool::FALSE),
            };
            let (invoke_id, original) = (chunk.download, chunk.request);
            // SAFETY: handler and parameter are C's, valid until the last call; the buffer is valid during it.
            unsafe { handler(invoke_id, context.parameter(), error, original, buffer, size, more) }.get()
        })
    })
}

/// Sets the directory of the files that the server may fetch, see IedConnection_setFile. Nothing outside of it is ever
/// sent.
///
/// @param self the connection
/// @param basepath the directory; NULL for the default, vmd-filestore in the working directory
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setFilestoreBasepath(self_: IedConnection, basepath: *const c_char) {
    with(self_, |client| client.connection().set_file_store(optional(basepath).and_then(path)));
}

/// A path of C's. Nothing for one that the system cannot have.
fn path(text: &[u8]) -> Option<std::path::PathBuf> {
    std::str::from_utf8(text).ok().map(Into::into)
}

/// Uploads a file: asks the server to fetch it, and serves it meanwhile. The server can fetch nothing else.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST without such a local file; IED_ERROR_OBJECT_EXISTS where the
/// server does not replace files
/// @param sourceFilename the local file, below the file store's base path
/// @param destinationFilename name for the file on the server
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setFile(
    self_: IedConnection,
    error: *mut IedClientError,
    sourceFilename: *const c_char,
    destinationFilename: *const c_char,
) {
    service(self_, error, |client| {
        client.connection().set_file(required(sourceFilename)?, required(destinationFilename)?)
    });
}

/// Starts to upload a file, see IedConnection_setFile.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param sourceFilename the local file, below the file store's base path
/// @param destinationFilename name for the file on the server
/// @param handler gets the result when the server has fetched the file
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setFileAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    sourceFilename: *const c_char,
    destinationFilename: *const c_char,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let (source, destination) = (required(sourceFilename)?, required(destinationFilename)?);
        client.connection().set_file_async(source, destination, generic(handler, parameter))
    })
}

/// Deletes a file of the server.
///
/// @param self the connection
/// @param error the result; IED_ERROR_OBJECT_DOES_NOT_EXIST for an unknown file; IED_ERROR_ACCESS_DENIED
/// @param fileName the file, with its directories
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_deleteFile(
    self_: IedConnection,
    error: *mut IedClientError,
    fileName: *const c_char,
) {
    service(self_, error, |client| client.delete_file(required(fileName)?));
}

/// Starts to delete a file of the server.
///
/// @param self the connection
/// @param error what is wrong at once
/// @param fileName the file, with its directories
/// @param handler gets the result
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_deleteFileAsync(
    self_: IedConnection,
    error: *mut IedClientError,
    fileName: *const c_char,
    handler: IedConnection_GenericServiceHandler,
    parameter: *mut c_void,
) -> u32 {
    service(self_, error, |client| {
        let file = required(fileName)?;
        client.delete_file_async(file, generic(handler, parameter))
    })
}
