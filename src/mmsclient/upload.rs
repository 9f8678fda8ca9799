//! SetFile: the server is told to fetch a file, and fetches it from this side's file store (ISO 9506 obtainFile).

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::connection::Connection;
use crate::error::{Error, Result, ServiceError};
use crate::mms::pdu::error::reject::{INVALID_ARGUMENT, MAX_SERV_OUTSTANDING_EXCEEDED, UNRECOGNIZED_SERVICE};
use crate::mms::service::{Service, file};
use crate::net::{Session, on_foreign_thread};

/// What a fileRead answer has beside the octets, at most.
const READ_OVERHEAD: usize = 26;

impl Connection {
    /// Where the files are that servers may fetch; `None` for the default.
    pub fn set_file_store(&self, base: Option<PathBuf>) {
        self.files.set_base(base);
    }

    /// SetFile: lets the server fetch `source` from the file store, as `destination`. The request timeout counts from
    /// the last part that the server fetched.
    pub fn set_file(&self, source: &[u8], destination: &[u8]) -> Result<()> {
        let offer = self.files.offer(source);
        let request = file::obtain_request(source, destination);
        let mut seen = self.files.progress();
        let fetching = || {
            let before = std::mem::replace(&mut seen, self.files.progress());
            before != seen
        };
        let outcome = self.session().and_then(|session| {
            session.call_while(&request, self.request_timeout(), file::parse_obtain_response, fetching)
        });
        self.files.withdraw(offer);
        outcome
    }

    /// [`Connection::set_file`] whose outcome `done` gets.
    pub fn set_file_async(
        &self,
        source: &[u8],
        destination: &[u8],
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        let offer = self.files.offer(source);
        let connection = self.me.clone();
        let finish = move |invoke_id, outcome| {
            if let Some(connection) = connection.upgrade() {
                connection.files.withdraw(offer);
            }
            done(invoke_id, outcome);
        };
        let request = file::obtain_request(source, destination);
        let started = self.start(&request, file::parse_obtain_response, finish);
        match &started {
            Ok(invoke_id) => self.files.note(offer, *invoke_id),
            Err(_) => self.files.withdraw(offer),
        }
        started
    }

    /// A server's request. Answered on the reading thread when that is the program's own thread, which waits here
    /// anyway, as long as the server gets on; else on a pool thread, since disks may be slow. Requests are answered in order.
    pub(super) fn serve(&self, session: &Arc<Session>, invoke_id: u32, service: &[u8]) {
        let queued = &self.files.queued;
        let gets_on = self.files.gets_on();
        let here = !self.threads || (gets_on && on_foreign_thread() && queued.load(Ordering::SeqCst) == 0);
        if here {
            return session
                .respond(invoke_id, self.answer(session, service).as_deref().map_err(Clone::clone));
        }
        if queued.fetch_add(1, Ordering::SeqCst) >= self.files.max_queued() {
            queued.fetch_sub(1, Ordering::SeqCst);
            return session.respond(invoke_id, Err(Error::Reject(MAX_SERV_OUTSTANDING_EXCEEDED)));
        }
        let (connection, session, service) = (self.me.clone(), Arc::clone(session), service.to_vec());
        self.files.jobs.push(Box::new(move || {
            let Some(connection) = connection.upgrade() else { return };
            let answer = connection.answer(&session, &service);
            session.respond(invoke_id, answer.as_deref().map_err(Clone::clone));
            connection.files.queued.fetch_sub(1, Ordering::SeqCst);
        }));
    }

    fn answer(&self, session: &Session, service: &[u8]) -> Result<Vec<u8>> {
        let answer = match Service::of(service) {
            Some(Service::FileOpen) => {
                let request = file::parse_open_request(service).map_err(invalid)?;
                self.files.open(&request).map(file::open_response)
            }
            Some(Service::FileRead) => {
                let frsm_id = file::parse_read_request(service).map_err(invalid)?;
                let max_pdu = session.negotiated().map_or(0, |negotiated| negotiated.max_pdu as usize);
                let size = max_pdu.saturating_sub(READ_OVERHEAD).max(1);
                let before = self.files.progress();
                let answer = self.files.read(frsm_id, size, file::read_response);
                if self.files.progress() != before {
                    for invoke_id in self.files.waiting() {
                        session.postpone(invoke_id, self.request_timeout());
                    }
                }
                answer
            }
            Some(Service::FileClose) => {
                let frsm_id = file::parse_close_request(service).map_err(invalid)?;
                self.files.close(frsm_id).map(|()| file::close_response())
            }
            _ => return Err(Error::Reject(UNRECOGNIZED_SERVICE)),
        };
        answer.map_err(|error: ServiceError| {
            tracing::warn!(?error, "a server's file request is refused");
            Error::Service(error)
        })
    }
}

fn invalid(error: Error) -> Error {
    tracing::warn!(%error, "unreadable file request");
    Error::Reject(INVALID_ARGUMENT)
}
