//! Logs (IEC 61850-7-2 §19, IEC 61850-8-1 §18): journals by time and after an entry.

use super::client::Client;
use super::reference::MAX_REFERENCE;
use crate::error::{Error, Result};
use crate::mms::pdu::names::ObjectName;
use crate::mms::value::time::BinaryTime;
use crate::mmsclient::Call;
use crate::mmsclient::calls::{self, JournalPage};

impl Client {
    /// QueryLogByTime: as many entries between two times (ms since 1970) as fit one answer. A log is `LD/LN$log`.
    pub fn query_log_by_time(&self, log: &[u8], start_ms: u64, end_ms: u64) -> Result<JournalPage> {
        self.connection().run(&by_time(log, start_ms, end_ms)?)
    }

    /// QueryLogAfter: as many entries behind one, known by identifier and time (ms since 1970), as fit one answer.
    pub fn query_log_after(&self, log: &[u8], entry: &[u8], time_ms: u64) -> Result<JournalPage> {
        self.connection().run(&after(log, entry, time_ms)?)
    }

    /// [`Client::query_log_by_time`] whose outcome `done` gets.
    pub fn query_log_by_time_async(
        &self,
        log: &[u8],
        start_ms: u64,
        end_ms: u64,
        done: impl FnOnce(u32, Result<JournalPage>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&by_time(log, start_ms, end_ms)?, done)
    }

    /// [`Client::query_log_after`] whose outcome `done` gets.
    pub fn query_log_after_async(
        &self,
        log: &[u8],
        entry: &[u8],
        time_ms: u64,
        done: impl FnOnce(u32, Result<JournalPage>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&after(log, entry, time_ms)?, done)
    }
}

fn by_time(log: &[u8], start_ms: u64, end_ms: u64) -> Result<Call<JournalPage>> {
    let (start, end) = (binary_time(start_ms), binary_time(end_ms));
    Ok(calls::journal_by_time(journal(log)?, start.as_bytes(), end.as_bytes()))
}

fn after(log: &[u8], entry: &[u8], time_ms: u64) -> Result<Call<JournalPage>> {
    Ok(calls::journal_after(journal(log)?, binary_time(time_ms).as_bytes(), entry))
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
