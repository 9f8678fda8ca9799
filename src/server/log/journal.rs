//! ReadJournal: clients look into logs.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::requests::{INVALID_ARGUMENT, NON_EXISTENT, UNRECOGNIZED_SERVICE};
use super::storage::LogVisitor;
use crate::ber;
use crate::error::{Error, Result};
use crate::mms::pdu::error::reject::REQUEST_OTHER;
use crate::mms::pdu::journal::{RangeStart, RangeStop};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::read_journal::{self, JournalEntry, JournalVariable};
use crate::mms::value::{BinaryTime, BitString, Data, Value, ber as value_ber};

/// Octets of an answer besides the entries, at most.
const OVERHEAD: usize = 26;
/// The variable that says why the one before it is in the log.
const REASON: &[u8] = b"ReasonCode";
/// Bits of ReasonCode.
const REASONS: u32 = 7;

impl Core {
    /// ReadJournal.
    pub(in super::super) fn read_journal(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        if !self.config.log_service {
            return Err(Error::Reject(UNRECOGNIZED_SERVICE));
        }
        let request = read_journal::parse_request(service)?;
        let ObjectNameRef::Domain { domain, item } = request.name.as_ref() else {
            return Err(Error::Reject(REQUEST_OTHER));
        };
        if request.variables.is_some() {
            return Err(Error::Reject(REQUEST_OTHER));
        }
        let reference = [domain, b"/", item].concat();
        let log = self.with(|state| state.logs.find(&reference)).ok_or(NON_EXISTENT)?;
        let mut page = Page { limit: client.max_pdu().saturating_sub(OVERHEAD), ..Page::default() };
        match (&request.start, &request.stop, &request.start_after) {
            (Some(RangeStart::Entry(_)), ..) | (_, Some(RangeStop::Count(_)), _) => {
                return Err(Error::Reject(REQUEST_OTHER));
            }
            (Some(RangeStart::Time(from)), Some(RangeStop::Time(to)), _) => {
                let (from, to) = (time(from)?, time(to)?);
                if let Some(storage) = log.storage() {
                    storage.entries(from, to, &mut page);
                }
            }
            (None, None, Some(after)) => {
                let (at, entry) = (time(&after.time)?, number(&after.entry)?);
                if let Some(storage) = log.storage() {
                    storage.entries_after(at, entry, &mut page);
                }
            }
            _ => return Err(Error::Reject(INVALID_ARGUMENT)),
        }
        page.finish();
        Ok(read_journal::response_of(&page.entries, page.more_follows))
    }
}

fn time(octets: &[u8]) -> Result<u64> {
    BinaryTime::from_octets(octets).map(|time| time.as_ms()).ok_or(Error::Reject(INVALID_ARGUMENT))
}

/// The number of an entry, little endian as this server gives it.
fn number(octets: &[u8]) -> Result<u64> {
    let mut number = [0; 8];
    let own = number.get_mut(..octets.len()).ok_or(Error::Reject(INVALID_ARGUMENT))?;
    own.copy_from_slice(octets);
    Ok(u64::from_le_bytes(number))
}

/// The entries of one answer, as many whole ones as fit.
#[derive(Default)]
struct Page {
    limit: usize,
    entries: Vec<u8>,
    more_follows: bool,
    current: Option<Current>,
}

struct Current {
    number: u64,
    time: u64,
    /// Names and values.
    variables: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Page {
    /// Ends the current entry. False if it does not fit.
    fn finish(&mut self) -> bool {
        let Some(current) = self.current.take() else { return !self.more_follows };
        let mut time = BinaryTime::new(false);
        time.set_ms(current.time);
        let variables = current.variables.iter().map(|(tag, value)| JournalVariable { tag, value });
        let entry = JournalEntry {
            id: &current.number.to_le_bytes(),
            time: time.as_bytes(),
            variables: variables.collect(),
            annotation: None,
        };
        let before = self.entries.len();
        read_journal::write_entry(&entry, &mut self.entries);
        // the first one goes out, or the client learns that it never will
        if before > 0 && self.entries.len() > self.limit {
            self.entries.truncate(before);
            self.more_follows = true;
        }
        !self.more_follows
    }
}

impl LogVisitor for Page {
    fn entry(&mut self, entry: u64, time: u64) -> bool {
        let fits = self.finish();
        if fits {
            self.current = Some(Current { number: entry, time, variables: Vec::new() });
        }
        fits
    }

    fn data(&mut self, reference: &[u8], data: &[u8], reason: u8) -> bool {
        let Some(current) = &mut self.current else { return false };
        // what is no value would spoil the answer
        if !ber::read_element(data).is_ok_and(|(_, size)| size == data.len()) {
            tracing::warn!(entry = current.number, "a value of a log is damaged");
            return true;
        }
        let mut code = Vec::with_capacity(4);
        let bits = BitString::from_integer(reason.into(), REASONS);
        value_ber::encode(&Value::new(Data::BitString(bits)), &mut code);
        current.variables.push((reference.to_vec(), data.to_vec()));
        current.variables.push((REASON.to_vec(), code));
        true
    }
}
