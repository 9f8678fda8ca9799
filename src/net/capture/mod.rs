//! What goes over connections, as a pcapng file for Wireshark.
//!
//! The octets are those of the association, before TLS seals and after it opens them, in the order in which this side takes
//! them; the TCP packets around them are made up (`packets`). A file error ends the capture, never a connection.

mod packets;
mod pcapng;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

pub(super) use self::packets::{Side, Stream};

use super::pool;

/// Octets that may wait to be written; a disk that is slower than that ends the capture.
const PENDING_MAX: usize = 64 * 1024 * 1024;
/// How long the end of a capture waits for the disk.
const PATIENCE: Duration = Duration::from_secs(5);

/// A file to which connections are captured.
pub struct Capture {
    state: Mutex<State>,
    idle: Condvar,
}

struct State {
    /// None when the capture has ended.
    file: Option<Arc<File>>,
    pending: Vec<u8>,
    /// A pool thread writes, and will look again.
    writing: bool,
    failed: bool,
}

impl Capture {
    /// Starts a capture; a file of that name is replaced.
    pub fn create(path: &Path) -> io::Result<Arc<Self>> {
        let mut file = File::create(path)?;
        file.write_all(&pcapng::head())?;
        Ok(Self::of(file))
    }

    fn of(file: File) -> Arc<Self> {
        let state = State { file: Some(Arc::new(file)), pending: Vec::new(), writing: false, failed: false };
        Arc::new(Self { state: Mutex::new(state), idle: Condvar::new() })
    }

    /// Ends the capture, when all that was captured is in the file. Returns whether it is.
    pub fn stop(&self) -> bool {
        self.stop_within(PATIENCE)
    }

    fn stop_within(&self, patience: Duration) -> bool {
        let mut state = self.state.lock();
        self.idle.wait_while_for(&mut state, |state| state.writing, patience);
        if state.writing && !state.failed {
            state.fail("the disk is too slow");
        }
        state.file = None;
        !state.failed
    }

    /// Queues packets. Written by a pool thread: a slow disk holds up no connection.
    fn write(self: &Arc<Self>, packets: &[u8]) {
        let mut state = self.state.lock();
        if state.file.is_none() {
            return;
        }
        if state.pending.len() + packets.len() > PENDING_MAX {
            return state.fail("the disk is too slow");
        }
        state.pending.extend_from_slice(packets);
        if !state.writing {
            state.writing = true;
            let this = Arc::clone(self);
            pool::run(move || this.drain());
        }
    }

    fn drain(&self) {
        let mut taken = Vec::new();
        loop {
            let file = {
                let mut state = self.state.lock();
                taken.clear();
                std::mem::swap(&mut taken, &mut state.pending);
                match state.file.clone().filter(|_| !taken.is_empty()) {
                    Some(file) => file,
                    None => {
                        state.writing = false;
                        break;
                    }
                }
            };
            if let Err(error) = (&*file).write_all(&taken) {
                self.state.lock().fail(&error.to_string());
            }
        }
        self.idle.notify_all();
    }
}

impl State {
    fn fail(&mut self, why: &str) {
        tracing::error!("the capture ends: {why}");
        self.failed = true;
        self.file = None;
        self.pending = Vec::new();
    }
}
