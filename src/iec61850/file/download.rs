//! GetFile: open, read until the server says that nothing follows, close. One part of the file is in memory at a time.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::super::client::Client;
use super::Progress;
use super::reading::Reading;
use crate::error::{Error, Failure, Layer, Result};
use crate::mms::service::file;

/// How a download ended.
#[derive(Debug)]
pub struct Download {
    /// Octets that the sink got; none when reading failed.
    pub received: u32,
    /// What failed, if anything did: opening, reading, or closing after all had been read.
    pub outcome: Result<()>,
}

/// A part of a file, or why there are no more.
#[derive(Debug)]
pub struct Chunk<'a> {
    /// Invoke id of the request that opened the file, which stands for the whole download.
    pub download: u32,
    /// Invoke id of the request that this answers.
    pub request: u32,
    /// The octets, and whether more follow; after an error nothing follows.
    pub content: Result<(&'a [u8], bool)>,
}

type Sink = Box<dyn FnMut(Chunk<'_>) -> bool + Send>;

impl Client {
    /// Reads a file; `sink` gets its parts in order and ends the download by false. It runs on the calling thread and
    /// may call any function.
    pub fn get_file(&self, name: &[u8], mut sink: impl FnMut(&mut [u8]) -> bool) -> Download {
        let mut reading = match Reading::open(self, name) {
            Ok(reading) => reading,
            Err(error) => return Download { received: 0, outcome: Err(error) },
        };
        let mut received = 0u32;
        loop {
            match reading.next() {
                Err(error) => {
                    // Whoever did not answer in time is not asked to close either and waited for.
                    self.close_file(reading.frsm_id());
                    return Download { received: 0, outcome: Err(error) };
                }
                Ok((part, more)) => {
                    received = received.wrapping_add(part.len() as u32);
                    if !sink(part) || !more {
                        break;
                    }
                }
            }
        }
        let close = file::close_request(reading.frsm_id());
        reading.finish();
        let outcome = self.call(&close, file::parse_close_response);
        Download { received, outcome }
    }

    /// Reads a file; `sink` gets its parts as callbacks, in order, the last being the one after which nothing follows
    /// or an error, and ends the download by false. Returns the invoke id of the first request.
    pub fn get_file_async(
        &self,
        name: &[u8],
        sink: impl FnMut(Chunk<'_>) -> bool + Send + 'static,
    ) -> Result<u32> {
        let mut sink: Sink = Box::new(sink);
        let client = self.me.clone();
        self.start(&file::open_request(name, 0), file::parse_open_response, move |invoke_id, opened| {
            match opened {
                Ok(opened) => {
                    let (frsm_id, progress) = (opened.frsm_id, Progress::default());
                    Transfer { client, download: invoke_id, frsm_id, progress, sink }.next();
                }
                Err(error) => {
                    sink(Chunk { download: invoke_id, request: invoke_id, content: Err(error) });
                }
            }
        })
    }

    /// Asks the server to close a file, not caring for the answer.
    fn close_file(&self, frsm_id: i32) {
        let request = file::close_request(frsm_id);
        if let Err(error) = self.start(&request, file::parse_close_response, |_, outcome| {
            if let Err(error) = outcome {
                tracing::debug!(%error, "the server does not close a file");
            }
        }) {
            tracing::debug!(%error, "a file stays open on the server");
        }
    }
}

/// An asynchronous download that goes on.
struct Transfer {
    client: Weak<Client>,
    download: u32,
    frsm_id: i32,
    progress: Progress,
    sink: Sink,
}

impl Transfer {
    /// Asks for the next part.
    fn next(self) {
        let Some(client) = self.client.upgrade() else {
            let gone = Failure::new(Layer::Local, 0, "connection destroyed");
            return self.fail(Error::ConnectionLost(gone));
        };
        // Shared with the completion only until `start` has taken it: when it refuses, the sink has to learn that.
        let frsm_id = self.frsm_id;
        let slot = Arc::new(Mutex::new(Some(self)));
        let taken = Arc::clone(&slot);
        let read = |answer: &[u8]| {
            let (data, more) = file::parse_read_response(answer)?;
            Ok((data.to_vec(), more))
        };
        let started = client.follow(&file::read_request(frsm_id), read, move |invoke_id, part| {
            let transfer = taken.lock().take();
            if let Some(transfer) = transfer {
                transfer.received(invoke_id, part);
            }
        });
        if let Err(error) = started {
            let transfer = slot.lock().take();
            if let Some(transfer) = transfer {
                client.close_file(frsm_id);
                transfer.fail(error);
            }
        }
    }

    fn received(mut self, request: u32, part: Result<(Vec<u8>, bool)>) {
        let part = part.and_then(|(data, more)| {
            self.progress.note(data.len(), more)?;
            Ok((data, more))
        });
        let (more, content) = match &part {
            Ok((data, more)) => (*more, Ok((&data[..], *more))),
            Err(error) => (false, Err(error.clone())),
        };
        if !more {
            self.close();
        }
        let wanted = (self.sink)(Chunk { download: self.download, request, content });
        match (more, wanted) {
            (true, true) => self.next(),
            (true, false) => self.close(),
            (false, _) => {}
        }
    }

    fn close(&self) {
        if let Some(client) = self.client.upgrade() {
            client.close_file(self.frsm_id);
        }
    }

    fn fail(mut self, error: Error) {
        (self.sink)(Chunk { download: self.download, request: self.download, content: Err(error) });
    }
}
