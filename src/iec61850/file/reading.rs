//! The parts of an open file, asked for ahead: the next ones are on their way while the present one is worked on.

use std::collections::VecDeque;

use super::super::client::Client;
use super::Progress;
use crate::error::{Error, Result};
use crate::mms::service::file::{self, Opened};
use crate::net::Asked;

/// Parts that may be on their way at the same time, if the negotiated window has room for them.
const AHEAD: usize = 3;

/// A file that is being read.
pub(super) struct Reading<'c> {
    client: &'c Client,
    request: Vec<u8>,
    asked: VecDeque<Asked>,
    answer: Vec<u8>,
    /// What the server says: enough to know how far to look ahead, but moreFollows counts.
    size: u64,
    received: u64,
    /// Octets of the last part.
    part: u64,
    progress: Progress,
}

impl<'c> Reading<'c> {
    pub(super) fn new(client: &'c Client, opened: Opened) -> Self {
        let request = file::read_request(opened.frsm_id);
        let size = opened.attributes.size.into();
        Self {
            client,
            request,
            asked: VecDeque::new(),
            answer: Vec::new(),
            size,
            received: 0,
            part: 0,
            progress: Progress::default(),
        }
    }

    /// The next part, and whether more follow.
    pub(super) fn next(&mut self) -> Result<(&mut [u8], bool)> {
        // Kept, and not given to the user from there: the thread that delivers answers has the reader role.
        self.answer = match self.asked.pop_front() {
            Some(asked) => asked.take(),
            None => self.client.call(&self.request, |answer| Ok(answer.to_vec())),
        }?;
        let (data, more) = file::parse_read_response(&self.answer)?;
        let (length, end) = (data.len(), data.as_ptr_range().end.addr() - self.answer.as_ptr().addr());
        self.progress.note(length, more)?;
        self.part = length as u64;
        self.received += self.part;
        if more {
            self.look_ahead();
        }
        Ok((self.answer.get_mut(end - length..end).unwrap_or_default(), more))
    }

    /// Asks for what is sure to come: a request beyond the end would only confuse.
    fn look_ahead(&mut self) {
        if !self.client.connection().looks_ahead() {
            return;
        }
        let Ok(session) = self.client.connection().session() else { return };
        while self.asked.len() < AHEAD
            && self.part > 0
            && self.received + self.part * (self.asked.len() as u64) < self.size
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
