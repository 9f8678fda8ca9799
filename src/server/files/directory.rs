//! GetServerDirectory(FILE): pages of a directory.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::FileService;
use super::slashes;
use crate::ber;
use crate::error::{Error, Result};
use crate::mms::pdu::envelope;
use crate::mms::pdu::error::service_error::FILE_NON_EXISTENT;
use crate::mms::service::file::{self, Directory, DirectoryEntry};
use crate::store;

impl Core {
    pub(super) fn file_directory(
        &self,
        client: &Arc<Connection>,
        invoke_id: u32,
        service: &[u8],
    ) -> Result<Vec<u8>> {
        let request = file::parse_directory_request(service)?;
        // several names of the root are in use
        let asked = request.specification.as_deref();
        let asked = asked.filter(|name| !matches!(*name, [] | [b'/' | b'\\' | b'*']));
        let name = slashes(asked.unwrap_or_default());
        if name.contains(&0) || name.split(|&octet| octet == b'/').any(|part| part == b"..") {
            return Err(Error::Service(FILE_NON_EXISTENT));
        }
        let after = request.continue_after.as_deref().filter(|name| !name.is_empty());
        self.ask_file(client, FileService::Directory, asked, after)?;
        let after = after.map(slashes);
        let entries = store::list(&self.file_base(), &name, after.as_deref()).map_err(Error::Service)?;
        Ok(file::directory_response(&page(entries, client.max_pdu(), invoke_id)))
    }
}

/// As many entries as an answer of `max_pdu` octets has room for, at least one.
fn page(mut entries: Vec<DirectoryEntry>, max_pdu: usize, invoke_id: u32) -> Directory {
    let mut size = 0;
    let fitting = entries.iter().position(|entry| {
        let name = ber::element_len(0xa0, ber::element_len(0x19, entry.name.len()));
        let attributes = ber::element_len(0xa1, ber::element_len(0x80, 5) + ber::element_len(0x81, 19));
        size += ber::element_len(0x30, name + attributes);
        let list = ber::element_len(0xa0, ber::element_len(0x30, size));
        envelope::confirmed_len(invoke_id, ber::element_len(0xbf4d, list + 3)) > max_pdu
    });
    let more_follows = fitting.is_some();
    if let Some(count) = fitting {
        entries.truncate(count.max(1));
    }
    Directory { entries, more_follows }
}
