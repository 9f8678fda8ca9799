//! Sending: whoever finds nobody sending takes all that the engine has, in one write.

use std::io::ErrorKind;
use std::sync::Arc;

use super::Session;
use crate::error::{Failure, Layer};

impl Session {
    /// Sends what the engine has to transmit. Never blocks: what the system does not take now, the driver (or tick)
    /// sends later.
    pub(super) fn flush(self: &Arc<Self>) {
        if let Some(failure) = self.send_all() {
            self.end(failure);
        }
    }

    fn send_all(&self) -> Option<Failure> {
        let tcp = self.tcp.get()?;
        let mut batch = Vec::new();
        let mut state = self.state.lock();
        if state.sending {
            // The other thread looks again before it stops.
            return None;
        }
        state.sending = true;
        loop {
            if let Some(engine) = &mut state.engine {
                // Also gives the emptied buffer of the last round back to the engine.
                std::mem::swap(engine.transmit(), &mut batch);
            }
            if batch.is_empty() {
                state.sending = false;
                state.blocked = false;
                return None;
            }
            drop(state);
            let mut sent = 0;
            let failure = loop {
                match tcp.send(&batch[sent..]) {
                    Ok(count) => sent += count,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break None,
                    Err(error) => {
                        let text = format!("send: {error}");
                        break Some(Failure::new(Layer::Tcp, error.raw_os_error().unwrap_or(0), text));
                    }
                }
                if sent == batch.len() {
                    break None;
                }
            };
            state = self.state.lock();
            if failure.is_some() {
                state.sending = false;
                return failure;
            }
            let left = batch.split_off(sent);
            batch.clear();
            if !left.is_empty() {
                if let Some(engine) = &mut state.engine {
                    engine.transmit().splice(..0, left);
                }
                state.sending = false;
                state.blocked = true;
                self.wake.notify_one();
                return None;
            }
        }
    }
}
