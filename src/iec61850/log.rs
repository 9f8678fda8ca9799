//! Logs (IEC 61850-7-2 §19, IEC 61850-8-1 §18): journals by time and after an entry.

use super::client::Client;
use super::reference::MAX_REFERENCE;
use crate::ber::MAX_DEPTH;
use crate::error::{Error, Result};
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::read_journal::{self, Journal};
use crate::mms::value::time::BinaryTime;
use crate::mms::value::{Data, Value, ber};

/// Entries of a log.
#[derive(Debug)]
pub struct LogEntries {
    /// The entries, oldest first as the server gives them.
    pub entries: Vec<LogEntry>,
    /// Whether the server has further ones behind the last.
    pub more_follows: bool,
}

/// An entry of a log.
#[derive(Debug)]
pub struct LogEntry {
    /// Its identifier: an octet string.
    pub id: Value,
    /// When it was made: a binary time.
    pub time: Value,
    /// What was logged: reference and value, then its reason.
    pub variables: Vec<(Vec<u8>, Value)>,
}

impl Client {
    /// QueryLogByTime: as many entries between two times (ms since 1970) as fit one answer. A log is `LD/LN$log`.
    pub fn query_log_by_time(&self, log: &[u8], start_ms: u64, end_ms: u64) -> Result<LogEntries> {
        self.call(&by_time(log, start_ms, end_ms)?, entries)
    }

    /// QueryLogAfter: as many entries behind one, known by identifier and time (ms since 1970), as fit one answer.
    pub fn query_log_after(&self, log: &[u8], entry: &[u8], time_ms: u64) -> Result<LogEntries> {
        self.call(&after(log, entry, time_ms)?, entries)
    }

    /// [`Client::query_log_by_time`] whose outcome `done` gets.
    pub fn query_log_by_time_async(
        &self,
        log: &[u8],
        start_ms: u64,
        end_ms: u64,
        done: impl FnOnce(u32, Result<LogEntries>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&by_time(log, start_ms, end_ms)?, entries, done)
    }

    /// [`Client::query_log_after`] whose outcome `done` gets.
    pub fn query_log_after_async(
        &self,
        log: &[u8],
        entry: &[u8],
        time_ms: u64,
        done: impl FnOnce(u32, Result<LogEntries>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&after(log, entry, time_ms)?, entries, done)
    }
}

fn by_time(log: &[u8], start_ms: u64, end_ms: u64) -> Result<Vec<u8>> {
    let (start, end) = (binary_time(start_ms), binary_time(end_ms));
    Ok(read_journal::request_time_range(journal(log)?, start.as_bytes(), end.as_bytes()))
}

fn after(log: &[u8], entry: &[u8], time_ms: u64) -> Result<Vec<u8>> {
    Ok(read_journal::request_start_after(journal(log)?, binary_time(time_ms).as_bytes(), entry))
}

fn journal(log: &[u8]) -> Result<ObjectName> {
    let slash = log.iter().position(|&octet| octet == b'/').filter(|_| log.len() <= MAX_REFERENCE);
    let slash = slash.ok_or(Error::InvalidReference)?;
    Ok(ObjectName::domain(&log[..slash], &log[slash + 1..]))
}

fn binary_time(ms: u64) -> BinaryTime {
    let mut time = BinaryTime::new(false);
    time.set_ms(ms);
    time
}

fn entries(answer: &[u8]) -> Result<LogEntries> {
    let Journal { entries, more_follows } = read_journal::parse_response(answer)?;
    let entries = entries.into_iter().map(|entry| {
        let time = BinaryTime::from_octets(entry.time).unwrap_or(BinaryTime::new(false));
        let value = |octets| ber::decode(octets, MAX_DEPTH).map(|(value, _)| value);
        let variables =
            entry.variables.iter().map(|variable| Ok((variable.tag.to_vec(), value(variable.value)?)));
        Ok(LogEntry {
            id: Value::octet_string(entry.id),
            time: Value::new(Data::BinaryTime(time)),
            variables: variables.collect::<Result<_>>()?,
        })
    });
    Ok(LogEntries { entries: entries.collect::<Result<_>>()?, more_follows })
}
