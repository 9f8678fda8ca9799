//! SetFile: a client lets the server fetch a file from it (ISO 9506 obtainFile). The server opens, reads and closes the
//! file by requests of its own over the same association.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::FileService;
use super::super::requests::resource;
use super::local;
use crate::error::{Error, Result, ServiceError};
use crate::mms::pdu::error::service_error::{DUPLICATE_FILENAME, FILE_NON_EXISTENT, FILE_OTHER};
use crate::mms::service::file;
use crate::store;

/// How long a client may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Files that the server gets from one client at the same time.
const MAX_OBTAINING: usize = 5;

/// Octets of a file that the server takes: a client must not fill the disk.
const MAX_SIZE: u64 = 1 << 30;

/// obtainFile-Error: destination-file
const DESTINATION_EXISTS: ServiceError = ServiceError { detail: Some((0, 1)), ..DUPLICATE_FILENAME };

/// Numbers of unfinished files: several clients may send the same one.
static UNFINISHED: AtomicU64 = AtomicU64::new(0);

/// A file that is on its way from a client. Until it is complete it has another name, and when it does not become so,
/// nothing is left of it.
struct Obtained {
    client: Arc<Connection>,
    invoke_id: u32,
    destination: PathBuf,
    unfinished: PathBuf,
    file: File,
    frsm_id: i32,
    octets: u64,
    complete: bool,
}

type Answer = Result<Vec<u8>>;

impl Core {
    pub(super) fn obtain_file(&self, client: &Arc<Connection>, invoke_id: u32, service: &[u8]) -> Result<()> {
        let (source, destination) = file::parse_obtain_request(service)?;
        let name = local(&destination)?;
        self.ask_file(client, FileService::Obtain, Some(&destination), Some(&source))?;
        let destination = store::locate_new(&self.file_base(), &name).map_err(|error| match error {
            FILE_NON_EXISTENT => Error::Service(FILE_OTHER),
            DUPLICATE_FILENAME => Error::Service(DESTINATION_EXISTS),
            error => Error::Service(error),
        })?;
        let mut files = client.files.lock();
        if files.obtaining >= MAX_OBTAINING {
            return Err(resource(0));
        }
        files.obtaining += 1;
        drop(files);
        let obtained = Obtained::new(client, invoke_id, destination)?;
        client.ask(&file::open_request(&source, 0), TIMEOUT, move |answer| obtained.opened(answer))
    }
}

impl Obtained {
    fn new(client: &Arc<Connection>, invoke_id: u32, destination: PathBuf) -> Result<Box<Self>> {
        let number = UNFINISHED.fetch_add(1, Ordering::Relaxed);
        let unfinished = destination.with_file_name(format!(".obtain-{}-{number}", std::process::id()));
        let file = File::create_new(&unfinished);
        let file = file.map_err(|error| {
            client.files.lock().obtaining -= 1;
            Error::Service(store::refusal(error))
        })?;
        let client = Arc::clone(client);
        Ok(Box::new(Self {
            client,
            invoke_id,
            destination,
            unfinished,
            file,
            frsm_id: 0,
            octets: 0,
            complete: false,
        }))
    }

    fn opened(mut self: Box<Self>, answer: Answer) {
        match answer.and_then(|answer| file::parse_open_response(&answer)) {
            Ok(opened) => {
                self.frsm_id = opened.frsm_id;
                self.read();
            }
            Err(error) => refuse(&self.client, self.invoke_id, &error),
        }
    }

    fn read(self: Box<Self>) {
        let request = file::read_request(self.frsm_id);
        let (client, invoke_id) = (Arc::clone(&self.client), self.invoke_id);
        if let Err(error) = client.ask(&request, TIMEOUT, move |answer| self.received(answer)) {
            refuse(&client, invoke_id, &error);
        }
    }

    fn received(mut self: Box<Self>, answer: Answer) {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return refuse(&self.client, self.invoke_id, &error),
        };
        match file::parse_read_response(&answer) {
            Ok((data, more)) => match self.store(data) {
                // an answer without octets that announces more would come for ever
                Ok(()) if more && !data.is_empty() => self.read(),
                Ok(()) => self.close(),
                Err(error) => {
                    tracing::warn!(%error, "a client's file cannot be written");
                    self.client.respond(self.invoke_id, Err(Error::Service(store::refusal(error))));
                    // the client has it open, whatever it says to that
                    if let Err(error) = self.client.ask(&file::close_request(self.frsm_id), TIMEOUT, drop) {
                        tracing::debug!(%error, "a client's file is not closed");
                    }
                }
            },
            Err(error) => refuse(&self.client, self.invoke_id, &error),
        }
    }

    fn store(&mut self, data: &[u8]) -> io::Result<()> {
        self.octets += data.len() as u64;
        if self.octets > MAX_SIZE {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.write_all(data)
    }

    fn close(self: Box<Self>) {
        let request = file::close_request(self.frsm_id);
        let (client, invoke_id) = (Arc::clone(&self.client), self.invoke_id);
        if let Err(error) = client.ask(&request, TIMEOUT, move |answer| (*self).closed(answer)) {
            refuse(&client, invoke_id, &error);
        }
    }

    fn closed(mut self, answer: Answer) {
        if let Err(error) = answer.and_then(|answer| file::parse_close_response(&answer)) {
            return refuse(&self.client, self.invoke_id, &error);
        }
        let answer = match fs::symlink_metadata(&self.destination) {
            Ok(_) => Err(Error::Service(DESTINATION_EXISTS)),
            Err(_) => fs::rename(&self.unfinished, &self.destination)
                .map_err(|error| Error::Service(store::refusal(error))),
        };
        self.complete = answer.is_ok();
        let response = answer.map(|()| file::obtain_response());
        self.client.respond(self.invoke_id, response.as_deref().map_err(Clone::clone));
    }
}

/// The client does not give the file.
fn refuse(client: &Arc<Connection>, invoke_id: u32, error: &Error) {
    tracing::info!(client = client.peer(), %error, "a client does not give the file that it offered");
    client.respond(invoke_id, Err(Error::Service(FILE_NON_EXISTENT)));
}

impl Drop for Obtained {
    fn drop(&mut self) {
        self.client.files.lock().obtaining -= 1;
        if !self.complete
            && let Err(error) = fs::remove_file(&self.unfinished)
        {
            tracing::warn!(%error, "an unfinished file stays");
        }
    }
}
