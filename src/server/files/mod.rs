//! Files below one directory (IEC 61850-7-2 §23, IEC 61850-8-1 §23). The thread that serves the client reads the disk.

mod directory;
mod obtain;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use super::connection::Connection;
use super::core::Core;
use super::hooks::FileService;
use super::requests::{Outcome, UNRECOGNIZED_SERVICE, resource};
use crate::ber;
use crate::error::{Error, Result};
use crate::mms::pdu::envelope;
use crate::mms::pdu::error::service_error::{FILE_NON_EXISTENT, FILE_OTHER};
use crate::mms::service::Service;
use crate::mms::service::file::{self, Opened};
use crate::store::{self, Content};

/// Files that a client may have open.
const MAX_OPEN: usize = 5;

/// Octets of a fileRead answer beside those of the file, at least.
const OVERHEAD: usize = 20;

/// The files that a client has open.
#[derive(Debug, Default)]
pub struct OpenFiles {
    open: Vec<(i32, Content)>,
    next: i32,
    /// Files that the server is getting from the client.
    obtaining: usize,
}

impl Core {
    /// One of the file services.
    pub(super) fn file_service(
        self: &Arc<Self>,
        client: &Arc<Connection>,
        invoke_id: u32,
        kind: Service,
        service: &[u8],
    ) -> Result<Outcome> {
        if !self.config.file_service {
            return Err(Error::Reject(UNRECOGNIZED_SERVICE));
        }
        let answer = match kind {
            Service::FileOpen => self.open_file(client, service)?,
            Service::FileRead => read_file(client, invoke_id, service)?,
            Service::FileClose => close_file(client, service)?,
            Service::FileRename => self.rename_file(client, service)?,
            Service::FileDelete => self.delete_file(client, service)?,
            Service::FileDirectory => self.file_directory(client, invoke_id, service)?,
            Service::ObtainFile => {
                self.obtain_file(client, invoke_id, service)?;
                return Ok(Outcome::Taken);
            }
            _ => return Err(Error::Reject(UNRECOGNIZED_SERVICE)),
        };
        Ok(Outcome::Answer(answer))
    }

    /// Sets the directory of the files. What clients have open stays so.
    pub fn set_file_base(&self, base: PathBuf) {
        *self.file_base.write() = base;
    }

    fn file_base(&self) -> PathBuf {
        self.file_base.read().clone()
    }

    /// Asks the application.
    fn ask_file(
        &self,
        client: &Arc<Connection>,
        service: FileService,
        name: Option<&[u8]>,
        other: Option<&[u8]>,
    ) -> Result<()> {
        self.hooks.file_access(client, service, name, other).map_err(Error::Service)
    }

    fn open_file(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let request = file::parse_open_request(service)?;
        let name = local(&request.name)?;
        self.ask_file(client, FileService::Open, Some(&request.name), None)?;
        if client.files.lock().open.len() >= MAX_OPEN {
            return Err(resource(0));
        }
        let path = store::locate(&self.file_base(), &name).map_err(Error::Service)?;
        let (content, attributes) = Content::open(&path, request.position).map_err(Error::Service)?;
        let mut files = client.files.lock();
        let frsm_id = files.next;
        files.next = frsm_id.checked_add(1).unwrap_or(0);
        files.open.push((frsm_id, content));
        Ok(file::open_response(Opened { frsm_id, attributes }))
    }

    fn rename_file(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let (current, new) = file::parse_rename_request(service)?;
        let (from, to) = (local(&current)?, local(&new)?);
        self.ask_file(client, FileService::Rename, Some(&current), Some(&new))?;
        store::rename(&self.file_base(), &from, &to).map_err(Error::Service)?;
        Ok(file::rename_response())
    }

    fn delete_file(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let name = file::parse_delete_request(service)?;
        let path = local(&name)?;
        self.ask_file(client, FileService::Delete, Some(&name), None)?;
        store::remove(&self.file_base(), &path).map_err(Error::Service)?;
        Ok(file::delete_response())
    }

    /// A client is gone: what it has open is closed.
    pub(super) fn files_disconnected(&self, client: &Arc<Connection>) {
        client.files.lock().open.clear();
    }
}

fn read_file(client: &Arc<Connection>, invoke_id: u32, service: &[u8]) -> Result<Vec<u8>> {
    let frsm_id = file::parse_read_request(service)?;
    let size = chunk_size(client.max_pdu(), invoke_id);
    let mut files = client.files.lock();
    let open = files.open.iter_mut().find(|(id, _)| *id == frsm_id);
    let (_, content) = open.ok_or(Error::Service(FILE_OTHER))?;
    let (data, more) = content.read(size).map_err(Error::Service)?;
    Ok(file::read_response(data, more))
}

fn close_file(client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
    let frsm_id = file::parse_close_request(service)?;
    let mut files = client.files.lock();
    let before = files.open.len();
    files.open.retain(|(id, _)| *id != frsm_id);
    if files.open.len() == before {
        return Err(Error::Service(FILE_OTHER));
    }
    Ok(file::close_response())
}

/// A file's octets that an answer of `max_pdu` octets has room for.
fn chunk_size(max_pdu: usize, invoke_id: u32) -> usize {
    // moreFollows takes three octets
    let total =
        |data| envelope::confirmed_len(invoke_id, ber::element_len(0xbf49, ber::element_len(0x80, data) + 3));
    let overhead = total(max_pdu).saturating_sub(max_pdu).max(OVERHEAD);
    max_pdu.saturating_sub(overhead).max(1)
}

/// A client's name of a file with slashes. What leads out of the base names nothing, as far as clients can tell.
fn local(name: &[u8]) -> Result<Vec<u8>> {
    let name = slashes(name);
    if store::parts(&name).is_some() { Ok(name) } else { Err(Error::Service(FILE_NON_EXISTENT)) }
}

/// IEC 61850-8-1 has both separators.
fn slashes(name: &[u8]) -> Vec<u8> {
    name.iter().map(|&octet| if octet == b'\\' { b'/' } else { octet }).collect()
}
