//! File services (ISO 9506-2 annex D).

use super::{Service, content, null, parse_null, write_bool};
use crate::ber::{self, Reader};
use crate::error::Result;
use crate::mms::pdu::file as pdu;
use crate::mms::pdu::{decode, encode};

/// Size and date of a file. The size is what the server says, which need not be what it streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileAttributes {
    /// Octets.
    pub size: u32,
    /// Milliseconds since 1970 (UTC); `None` where the server gives none or one that is no time.
    pub last_modified: Option<u64>,
}

/// One file or directory of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Its name or path, as octets.
    pub name: Vec<u8>,
    /// Size and date.
    pub attributes: FileAttributes,
}

/// A request to open a file as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// Path as the client wrote it: to be checked before it meets a file system.
    pub name: Vec<u8>,
    /// Where to start.
    pub position: u32,
}

/// A file that a server opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Handle; negative ones occur.
    pub frsm_id: i32,
    /// Size and date.
    pub attributes: FileAttributes,
}

/// A request to list a directory as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryRequest {
    /// Directory or file; `None` is the root.
    pub specification: Option<Vec<u8>>,
    /// The last name the client has.
    pub continue_after: Option<Vec<u8>>,
}

/// A part of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Its entries.
    pub entries: Vec<DirectoryEntry>,
    /// Whether there are more after the last.
    pub more_follows: bool,
}

/// The request to open a file.
pub fn open_request(name: &[u8], position: u32) -> Vec<u8> {
    encode(&pdu::FileOpenRequest { name: parts(name), position })
}

/// Reads a request to open a file.
pub fn parse_open_request(service: &[u8]) -> Result<OpenRequest> {
    let request: pdu::FileOpenRequest = decode(service)?;
    Ok(OpenRequest { name: path(&request.name), position: request.position })
}

/// The answer with the handle.
pub fn open_response(opened: Opened) -> Vec<u8> {
    encode(&pdu::FileOpenResponse { frsm_id: opened.frsm_id, attributes: to_pdu(opened.attributes) })
}

/// Reads the answer with the handle.
pub fn parse_open_response(service: &[u8]) -> Result<Opened> {
    let response: pdu::FileOpenResponse = decode(service)?;
    Ok(Opened { frsm_id: response.frsm_id, attributes: from_pdu(&response.attributes) })
}

/// The request for the next octets.
pub fn read_request(frsm_id: i32) -> Vec<u8> {
    encode(&pdu::FileReadRequest(frsm_id))
}

/// Reads a request for the next octets: the handle.
pub fn parse_read_request(service: &[u8]) -> Result<i32> {
    decode::<pdu::FileReadRequest>(service).map(|request| request.0)
}

/// The answer with octets.
pub fn read_response(data: &[u8], more_follows: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + 16);
    ber::write_nested(&mut out, 0xbf49, |out| {
        ber::write(out, 0x80, data);
        if !more_follows {
            write_bool(out, 0x81, false);
        }
    });
    out
}

/// Reads the answer with octets: them, and whether more follow.
pub fn parse_read_response(service: &[u8]) -> Result<(&[u8], bool)> {
    let mut fields = Reader::new(content(service, Service::FileRead)?);
    let data = fields.expect(0x80)?;
    let more = fields.optional(0x81)?.map(|flag| ber::read_bool(0x81, flag)).transpose()?;
    Ok((data, more.unwrap_or(true)))
}

/// The request to close a file.
pub fn close_request(frsm_id: i32) -> Vec<u8> {
    encode(&pdu::FileCloseRequest(frsm_id))
}

/// Reads a request to close a file: the handle.
pub fn parse_close_request(service: &[u8]) -> Result<i32> {
    decode::<pdu::FileCloseRequest>(service).map(|request| request.0)
}

/// The answer to closing.
pub fn close_response() -> Vec<u8> {
    null(Service::FileClose)
}

/// Reads the answer to closing.
pub fn parse_close_response(service: &[u8]) -> Result<()> {
    parse_null(service, Service::FileClose)
}

/// The request to rename a file.
pub fn rename_request(current: &[u8], new: &[u8]) -> Vec<u8> {
    encode(&pdu::FileRenameRequest { current: parts(current), new: parts(new) })
}

/// Reads a request to rename a file: the old name and the new.
pub fn parse_rename_request(service: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let request: pdu::FileRenameRequest = decode(service)?;
    Ok((path(&request.current), path(&request.new)))
}

/// The answer to renaming.
pub fn rename_response() -> Vec<u8> {
    null(Service::FileRename)
}

/// Reads the answer to renaming.
pub fn parse_rename_response(service: &[u8]) -> Result<()> {
    parse_null(service, Service::FileRename)
}

/// The request to delete a file.
pub fn delete_request(name: &[u8]) -> Vec<u8> {
    encode(&pdu::FileDeleteRequest(parts(name)))
}

/// Reads a request to delete a file: its name.
pub fn parse_delete_request(service: &[u8]) -> Result<Vec<u8>> {
    decode::<pdu::FileDeleteRequest>(service).map(|request| path(&request.0))
}

/// The answer to deleting.
pub fn delete_response() -> Vec<u8> {
    null(Service::FileDelete)
}

/// Reads the answer to deleting.
pub fn parse_delete_response(service: &[u8]) -> Result<()> {
    parse_null(service, Service::FileDelete)
}

/// The request to list a directory.
pub fn directory_request(specification: Option<&[u8]>, continue_after: Option<&[u8]>) -> Vec<u8> {
    encode(&pdu::FileDirectoryRequest {
        specification: specification.map(parts),
        continue_after: continue_after.map(parts),
    })
}

/// Reads a request to list a directory.
pub fn parse_directory_request(service: &[u8]) -> Result<DirectoryRequest> {
    let request: pdu::FileDirectoryRequest = decode(service)?;
    Ok(DirectoryRequest {
        specification: request.specification.map(|name| path(&name)),
        continue_after: request.continue_after.map(|name| path(&name)),
    })
}

/// The answer with a part of a directory.
pub fn directory_response(directory: &Directory) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    ber::write_nested(&mut out, 0xbf4d, |out| {
        ber::write_nested(out, 0xa0, |out| {
            ber::write_nested(out, 0x30, |out| {
                for entry in &directory.entries {
                    let entry = pdu::DirectoryEntry {
                        name: parts(&entry.name),
                        attributes: to_pdu(entry.attributes),
                    };
                    out.extend_from_slice(&encode(&entry));
                }
            });
        });
        if directory.more_follows {
            write_bool(out, 0x81, true);
        }
    });
    out
}

/// Reads the answer with a part of a directory.
pub fn parse_directory_response(service: &[u8]) -> Result<Directory> {
    let response: pdu::FileDirectoryResponse = decode(service)?;
    let entries = response
        .entries
        .iter()
        .map(|entry| DirectoryEntry { name: path(&entry.name), attributes: from_pdu(&entry.attributes) });
    Ok(Directory { entries: entries.collect(), more_follows: response.more_follows })
}

/// The request that the server fetches a file from the client.
pub fn obtain_request(source: &[u8], destination: &[u8]) -> Vec<u8> {
    encode(&pdu::ObtainFileRequest {
        source_server: None,
        source: parts(source),
        destination: parts(destination),
    })
}

/// Reads a request to fetch a file from the client: the client's name for it and the server's.
pub fn parse_obtain_request(service: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let request: pdu::ObtainFileRequest = decode(service)?;
    Ok((path(&request.source), path(&request.destination)))
}

/// The answer to obtaining.
pub fn obtain_response() -> Vec<u8> {
    null(Service::ObtainFile)
}

/// Reads the answer to obtaining.
pub fn parse_obtain_response(service: &[u8]) -> Result<()> {
    parse_null(service, Service::ObtainFile)
}

/// A path as FileName: one part with the whole of it, as IEC 61850-8-1 §23.1 wants.
fn parts(name: &[u8]) -> pdu::FileName {
    vec![pdu::FileNamePart(name.into())]
}

/// FileName as a path; several parts are joined by slashes.
fn path(name: &pdu::FileName) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    for part in name {
        if !out.is_empty() && !out.ends_with(b"/") && !out.ends_with(b"\\") {
            out.push(b'/');
        }
        out.extend_from_slice(&part.0);
    }
    out
}

fn to_pdu(attributes: FileAttributes) -> pdu::FileAttributes {
    let last_modified = attributes.last_modified.map(|time| pdu::format_time(time).into());
    pdu::FileAttributes { size: attributes.size, last_modified }
}

fn from_pdu(attributes: &pdu::FileAttributes) -> FileAttributes {
    let last_modified = attributes.last_modified.as_ref().and_then(|time| pdu::parse_time(time));
    FileAttributes { size: attributes.size, last_modified }
}
