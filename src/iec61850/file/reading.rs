//! The parts of an open file, asked for ahead: the next ones are on their way while the present one is worked on.

use std::collections::VecDeque;

use super::super::client::Client;
use super::Progress;
use crate::error::{Error, Result};
use crate::mms::pdu::error::service_error::FILE_OTHER;
use crate::mms::service::file::{self, Opened};
use crate::net::Asked;

/// Parts that may be on their way at the same time, if the negotiated window has room for them.
const AHEAD: usize = 3;

/// A file that is being read.
pub(super) struct Reading<'c> {
    client: &'c Client,
    name: &'c [u8],
    opened: Opened,
    request: Vec<u8>,
    asked: VecDeque<Asked>,
    answer: Vec<u8>,
    received: u64,
    /// Octets that the user has already, after the file was opened anew.
    known: u64,
    /// Octets of the last part.
    part: u64,
    progress: Progress,
}

impl<'c> Reading<'c> {
    /// Opens a file.
    pub(super) fn open(client: &'c Client, name: &'c [u8]) -> Result<Self> {
        let opened = client.call(&file::open_request(name, 0), file::parse_open_response)?;
        Ok(Self {
            client,
            name,
            opened,
            request: file::read_request(opened.frsm_id),
            asked: VecDeque::new(),
            answer: Vec::new(),
            received: 0,
            known: 0,
            part: 0,
            progress: Progress::default(),
        })
    }

    /// What the open file is called.
    pub(super) fn frsm_id(&self) -> i32 {
        self.opened.frsm_id
    }

    /// The next part, and whether more follow.
    pub(super) fn next(&mut self) -> Result<(&mut [u8], bool)> {
        // Kept, and not given to the user from there: the thread that delivers answers has the reader role.
        let (part, more) = loop {
            self.answer = match self.asked.pop_front() {
                Some(asked) => match asked.take() {
                    Err(Error::Reject(_) | Error::Service(_)) => self.begin_again(),
                    outcome => outcome,
                },
                None => self.client.call(&self.request, |answer| Ok(answer.to_vec())),
            }?;
            let (data, more) = file::parse_read_response(&self.answer)?;
            self.progress.note(data.len(), more)?;
            self.part = data.len() as u64;
            let end = data.as_ptr_range().end.addr() - self.answer.as_ptr().addr();
            let known = data.len().min(usize::try_from(self.known).unwrap_or(usize::MAX));
            self.known -= known as u64;
            if self.known > 0 && !more {
                return Err(Error::Service(FILE_OTHER));
            }
            if known == 0 || data.len() > known || !more {
                break (end - data.len() + known..end, more);
            }
        };
        self.received += part.len() as u64;
        if more {
            self.look_ahead();
        }
        Ok((self.answer.get_mut(part).unwrap_or_default(), more))
    }

    /// A request that was sent ahead was turned down, maybe only because another one was under way, and where the server stands
    /// is not known: the file is opened anew and read one by one, without what was read already. From its beginning: servers
    /// ignore the initial position (the genuine one does).
    fn begin_again(&mut self) -> Result<Vec<u8>> {
        self.client.session()?.ask_nothing_ahead();
        for asked in self.asked.drain(..) {
            if let Err(error @ (Error::Timeout | Error::ConnectionLost(_))) = asked.take() {
                return Err(error);
            }
        }
        if let Err(error) = self.client.call(&file::close_request(self.frsm_id()), file::parse_close_response)
        {
            tracing::debug!(%error, "the server does not close a file");
        }
        let again = self.client.call(&file::open_request(self.name, 0), file::parse_open_response)?;
        let before = std::mem::replace(&mut self.opened, again);
        // What follows must belong to what has been read.
        if before.attributes != again.attributes {
            return Err(Error::Service(FILE_OTHER));
        }
        self.request = file::read_request(again.frsm_id);
        self.known = self.received;
        self.client.call(&self.request, |answer| Ok(answer.to_vec()))
    }

    /// Asks for what is sure to come: a request beyond the end would only confuse.
    fn look_ahead(&mut self) {
        if !self.client.connection().looks_ahead() {
            return;
        }
        let Ok(session) = self.client.connection().session() else { return };
        while self.asked.len() < AHEAD
            && self.part > 0
            && self.received + self.part * (self.asked.len() as u64) < u64::from(self.opened.attributes.size)
        {
            match session.ask(&self.request, self.client.connection().request_timeout()) {
                Ok(asked) => self.asked.push_back(asked),
                Err(_) => return,
            }
        }
    }

    /// Lets the server answer what it was asked before the file is closed.
    pub(super) fn finish(self) {
        for asked in self.asked {
            if let Err(Error::Timeout | Error::ConnectionLost(_)) = asked.answer(|_| Ok(())) {
                return;
            }
        }
    }
}
