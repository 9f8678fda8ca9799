//! The confirmed services: build a request, read a request, build an answer, read an answer.
//!
//! Requests and answers are the service's element with its tag, which [`super::pdu::envelope`] wraps and unwraps.
//! Values travel as encoded `Data` or `AccessResult` elements; `crate::mms::value` turns them into values.

pub mod access;
pub mod elements;
pub mod file;
pub mod get_name_list;
pub mod get_variable_attributes;
pub mod identify;
pub mod information_report;
pub mod read;
pub mod read_journal;
pub mod status;
pub mod variable_list;
pub mod write;

#[cfg(test)]
pub(crate) mod golden;
#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod oracle_tests;

pub use access::{Access, Alternate, Selector, VariableAccess};
pub use elements::Elements;

use crate::ber::{self, BerError};
use crate::error::{Error, Result};

/// The services this project knows, by the number of their tag in ConfirmedServiceRequest and -Response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// status
    Status = 0,
    /// getNameList
    GetNameList = 1,
    /// identify
    Identify = 2,
    /// read
    Read = 4,
    /// write
    Write = 5,
    /// getVariableAccessAttributes
    GetVariableAccessAttributes = 6,
    /// defineNamedVariableList
    DefineNamedVariableList = 11,
    /// getNamedVariableListAttributes
    GetNamedVariableListAttributes = 12,
    /// deleteNamedVariableList
    DeleteNamedVariableList = 13,
    /// obtainFile
    ObtainFile = 46,
    /// readJournal
    ReadJournal = 65,
    /// fileOpen
    FileOpen = 72,
    /// fileRead
    FileRead = 73,
    /// fileClose
    FileClose = 74,
    /// fileRename
    FileRename = 75,
    /// fileDelete
    FileDelete = 76,
    /// fileDirectory
    FileDirectory = 77,
}

impl Service {
    const ALL: [Self; 17] = [
        Self::Status,
        Self::GetNameList,
        Self::Identify,
        Self::Read,
        Self::Write,
        Self::GetVariableAccessAttributes,
        Self::DefineNamedVariableList,
        Self::GetNamedVariableListAttributes,
        Self::DeleteNamedVariableList,
        Self::ObtainFile,
        Self::ReadJournal,
        Self::FileOpen,
        Self::FileRead,
        Self::FileClose,
        Self::FileRename,
        Self::FileDelete,
        Self::FileDirectory,
    ];

    /// Which service `service` (an element with its tag) belongs to; `None` for one this project does not know.
    pub fn of(service: &[u8]) -> Option<Self> {
        let number = tag_number(ber::Reader::new(service).peek_tag()?)?;
        Self::ALL.into_iter().find(|known| *known as u32 == number)
    }
}

/// Number of a context-specific tag, whether its encoding says primitive or constructed.
fn tag_number(tag: u32) -> Option<u32> {
    match tag {
        0x80..=0x9e | 0xa0..=0xbe => Some(tag & 0x1f),
        0x9f00..=0x9f7f | 0xbf00..=0xbf7f => Some(tag & 0x7f),
        _ => None,
    }
}

/// The content of `service`, which must carry the tag of `expected`. Devices confuse primitive and constructed in
/// the answers without content, so only the number counts.
fn content(service: &[u8], expected: Service) -> Result<&[u8]> {
    let (element, _) = ber::read_element(service)?;
    if tag_number(element.tag) == Some(expected as u32) {
        Ok(element.content)
    } else {
        Err(Error::Malformed("answer or request of another service"))
    }
}

/// Reads the answer of a service that answers with NULL.
fn parse_null(service: &[u8], expected: Service) -> Result<()> {
    content(service, expected).map(|_| ())
}

/// The NULL answer of `service`.
fn null(service: Service) -> Vec<u8> {
    let number = service as u32;
    let mut out = Vec::with_capacity(3);
    ber::write(&mut out, if number < 31 { 0x80 | number } else { 0x9f00 | number }, &[]);
    out
}

/// Writes a BOOLEAN. True is 01, since some devices refuse ff.
fn write_bool(out: &mut Vec<u8>, tag: u32, value: bool) {
    ber::write(out, tag, &[u8::from(value)]);
}

/// What is wrong when octets follow where none may.
fn trailing(tag: u32) -> BerError {
    BerError::Content(tag)
}
