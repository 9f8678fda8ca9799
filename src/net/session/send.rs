//! Sending: whoever finds nobody sending takes all that the engine has, in one write.

use std::io::ErrorKind;
use std::sync::Arc;

use super::Session;
use crate::error::{Failure, Layer};

/// Octets that may wait to be sent: a peer that asks and never reads the answers must not fill the memory.
const UNSENT_MAX: usize = 64 * 1024 * 1024;

/// Octets on their way, some of which the system has taken.
#[derive(Debug, Default)]
pub(super) struct Batch {
    octets: Vec<u8>,
    sent: usize,
}

impl Session {
    /// Sends what the engine has to transmit. Never blocks: what the system does not take now, the driver (or tick)
    /// sends later, and until then nobody else tries.
    pub(super) fn flush(self: &Arc<Self>) {
        self.send_or_end(false);
    }

    /// Goes on sending after the system took no more.
    pub(super) fn flush_blocked(self: &Arc<Self>) {
        self.send_or_end(true);
    }

    fn send_or_end(self: &Arc<Self>, again: bool) {
        if let Some(failure) = self.send_all(again) {
            self.end(failure);
        }
    }

    fn send_all(&self, again: bool) -> Option<Failure> {
        let tcp = self.tcp.get()?;
        let mut state = self.state.lock();
        if state.sending || (state.blocked && !again) {
            // The other thread, or the driver, looks again before it stops.
            let waiting = state.engine.as_mut().map_or(0, |engine| engine.transmit().len());
            return (waiting > UNSENT_MAX)
                .then(|| Failure::new(Layer::Tcp, 0, "the peer does not read what is sent to it"));
        }
        state.sending = true;
        let mut batch = std::mem::take(&mut state.unsent);
        loop {
            if batch.sent == batch.octets.len() {
                batch.octets.clear();
                batch.sent = 0;
                if let Some(engine) = &mut state.engine {
                    // Also gives the emptied buffer of the last round back to the engine.
                    std::mem::swap(engine.transmit(), &mut batch.octets);
                }
            }
            if batch.octets.is_empty() {
                state.sending = false;
                state.blocked = false;
                return None;
            }
            drop(state);
            let outcome = batch.send(|octets| tcp.send(octets));
            state = self.state.lock();
            match outcome {
                Ok(true) => {}
                Ok(false) => {
                    state.unsent = batch;
                    state.sending = false;
                    state.blocked = true;
                    self.wake.notify_one();
                    return None;
                }
                Err(failure) => {
                    state.sending = false;
                    return Some(failure);
                }
            }
        }
    }
}

impl Batch {
    /// Sends as much as `send` takes. Returns whether that was all.
    fn send(&mut self, send: impl Fn(&[u8]) -> std::io::Result<usize>) -> Result<bool, Failure> {
        while self.sent < self.octets.len() {
            match send(&self.octets[self.sent..]) {
                Ok(count) => self.sent += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => {
                    let text = format!("send: {error}");
                    return Err(Failure::new(Layer::Tcp, error.raw_os_error().unwrap_or(0), text));
                }
            }
        }
        Ok(true)
    }
}
