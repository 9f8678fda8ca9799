//! File services (IEC 61850-7-2 §23, IEC 61850-8-1 §23).

use std::collections::HashSet;

mod download;
mod reading;

pub use download::{Chunk, Download};

use super::client::Client;
use crate::error::{Error, Result};
use crate::mms::service::file::{self, Directory};
pub use crate::mms::service::file::{DirectoryEntry, FileAttributes};

/// Entries that one directory may have at most: a server that says for ever that more follows is stopped here.
const MAX_ENTRIES: usize = 1_000_000;
/// Octets of all their names together.
const MAX_OCTETS: usize = 32 * 1024 * 1024;
/// Answers that one directory may take at most.
const MAX_PAGES: usize = 100_000;
/// Parts of a file without octets that may come in a row while more is said to follow.
const MAX_EMPTY: u32 = 100;

/// Whether a file that is read gets any further.
#[derive(Debug, Default)]
struct Progress {
    empty: u32,
}

impl Progress {
    /// Takes note of a part: its octets, and whether more follow.
    fn note(&mut self, octets: usize, more: bool) -> Result<()> {
        self.empty = if octets == 0 && more { self.empty + 1 } else { 0 };
        if self.empty > MAX_EMPTY { Err(Error::Malformed("file without end")) } else { Ok(()) }
    }
}

impl Client {
    /// GetServerDirectory(FILE) of a directory with all its pages; the root without name.
    pub fn file_directory(&self, name: Option<&[u8]>) -> Result<Vec<DirectoryEntry>> {
        let mut entries: Vec<DirectoryEntry> = Vec::new();
        let (mut octets, mut ends) = (0, HashSet::new());
        for _ in 0..MAX_PAGES {
            let after = entries.last().map(|entry| &entry.name[..]);
            let page = self.file_directory_page(name, after)?;
            // A server that begins again and again would be asked for ever.
            let begins_again = page.entries.last().is_none_or(|last| !ends.insert(last.name.clone()));
            octets += page.entries.iter().map(|entry| entry.name.len()).sum::<usize>();
            entries.extend(page.entries);
            if !page.more_follows {
                return Ok(entries);
            }
            if begins_again || entries.len() > MAX_ENTRIES || octets > MAX_OCTETS {
                break;
            }
        }
        Err(Error::Malformed("file directory without end"))
    }

    /// One answer of a directory, from behind the entry `after` on.
    pub fn file_directory_page(&self, name: Option<&[u8]>, after: Option<&[u8]>) -> Result<Directory> {
        self.call(&file::directory_request(name, after), file::parse_directory_response)
    }

    /// [`Client::file_directory_page`] whose outcome `done` gets.
    pub fn file_directory_async(
        &self,
        name: Option<&[u8]>,
        after: Option<&[u8]>,
        done: impl FnOnce(u32, Result<Directory>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&file::directory_request(name, after), file::parse_directory_response, done)
    }

    /// DeleteFile
    pub fn delete_file(&self, name: &[u8]) -> Result<()> {
        self.call(&file::delete_request(name), file::parse_delete_response)
    }

    /// [`Client::delete_file`] whose outcome `done` gets.
    pub fn delete_file_async(
        &self,
        name: &[u8],
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&file::delete_request(name), file::parse_delete_response, done)
    }
}
