//! One client connection as the C interface sees it: it outlives its associations, and keeps settings, handlers,
//! the model cache and the last application error.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::appl_error::{self, LastApplError};
use super::control::Controls;
use super::file::FileStore;
use super::model::Model;
use super::report::Reports;
use crate::assoc::{Config, Negotiated};
use crate::error::{Error, Failure, Result};
use crate::mms::service::information_report::{self, ReportAccess};
use crate::net::{Dispatch, Observer, Session};

/// Default time for connecting, in ms.
const CONNECT_TIMEOUT_MS: u32 = 10_000;
/// Default time for the answer of a request, in ms.
const REQUEST_TIMEOUT_MS: u32 = 5_000;

/// State of a connection, with the numbers of the C interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionState {
    /// No association.
    Closed = 0,
    /// An association is being opened.
    Connecting = 1,
    /// Associated.
    Connected = 2,
    /// This side ends the association.
    Closing = 3,
}

/// Called with each new state.
pub type StateHandler = Arc<dyn Fn(ConnectionState) + Send + Sync>;
/// Called when an association is over.
pub type ClosedHandler = Arc<dyn Fn() + Send + Sync>;

/// The user's handlers; they run on a callback thread, with no lock held, and may call anything.
#[derive(Default, Clone)]
pub struct Handlers {
    /// Called with each new state.
    pub state: Option<StateHandler>,
    /// Called after the state has become closed.
    pub closed: Option<ClosedHandler>,
}

/// What the next connect uses.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Association parameters.
    pub config: Config,
    /// Local address and port, if they matter; `Some(None)` stands for one that is unusable.
    pub local: Option<Option<(Option<IpAddr>, u16)>>,
}

/// A client connection.
pub struct Client {
    pub(super) settings: Mutex<Settings>,
    connect_timeout: AtomicU32,
    request_timeout: AtomicU32,
    pub(super) threads: bool,
    pub(super) link: Mutex<Link>,
    pub(super) dispatch: Arc<Dispatch>,
    pub(super) handlers: Mutex<Handlers>,
    pub(super) model: Mutex<Option<Arc<Model>>>,
    pub(super) reports: Reports,
    pub(super) controls: Controls,
    pub(super) files: FileStore,
    last_appl_error: Mutex<LastApplError>,
    time_quality: AtomicU64,
    /// The handle is gone: no more callbacks of this connection's own handlers.
    pub(super) destroyed: AtomicBool,
    pub(super) me: Weak<Client>,
}

/// The current or last association and what the user believes of it.
pub(super) struct Link {
    pub(super) session: Option<Arc<Session>>,
    pub(super) state: ConnectionState,
}

impl Client {
    /// A connection that is not connected. Without `threads`, [`Client::tick`] drives it.
    pub fn new(threads: bool) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            settings: Mutex::new(Settings { config: Config::default(), local: None }),
            connect_timeout: AtomicU32::new(CONNECT_TIMEOUT_MS),
            request_timeout: AtomicU32::new(REQUEST_TIMEOUT_MS),
            threads,
            link: Mutex::new(Link { session: None, state: ConnectionState::Closed }),
            dispatch: Dispatch::new(!threads),
            handlers: Mutex::new(Handlers::default()),
            model: Mutex::new(None),
            reports: Reports::default(),
            controls: Controls::default(),
            files: FileStore::default(),
            last_appl_error: Mutex::new(LastApplError::default()),
            time_quality: AtomicU64::new(0),
            destroyed: AtomicBool::new(false),
            me: me.clone(),
        })
    }

    /// Time for connecting, from name resolution to the answer of the association request.
    pub fn connect_timeout(&self) -> Duration {
        Duration::from_millis(self.connect_timeout.load(Ordering::Relaxed).into())
    }

    /// Sets the time for connecting in ms; 0 means the default.
    pub fn set_connect_timeout(&self, ms: u32) {
        self.connect_timeout.store(if ms == 0 { CONNECT_TIMEOUT_MS } else { ms }, Ordering::Relaxed);
    }

    /// Time for the answer of a request.
    pub fn request_timeout(&self) -> Duration {
        Duration::from_millis(self.request_timeout_ms().into())
    }

    /// The same in ms.
    pub fn request_timeout_ms(&self) -> u32 {
        self.request_timeout.load(Ordering::Relaxed)
    }

    /// Sets the time for the answer of a request in ms; it counts from the next request on.
    pub fn set_request_timeout(&self, ms: u32) {
        self.request_timeout.store(ms, Ordering::Relaxed);
    }

    /// Changes what the next connect uses.
    pub fn configure(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.lock());
    }

    /// What the next connect uses.
    pub fn settings(&self) -> Settings {
        self.settings.lock().clone()
    }

    /// What was agreed on for the current or last association.
    pub fn negotiated(&self) -> Option<Negotiated> {
        self.link.lock().session.as_ref()?.negotiated()
    }

    /// Changes the handlers.
    pub fn set_handlers(&self, change: impl FnOnce(&mut Handlers)) {
        change(&mut self.handlers.lock());
    }

    /// Quality octet of the time stamps that control commands carry (IEC 61850-8-1 §8.1.3.7).
    pub fn time_quality(&self) -> u8 {
        self.time_quality.load(Ordering::Relaxed) as u8
    }

    /// Sets the quality octet of the time stamps that control commands carry.
    pub fn set_time_quality(&self, quality: u8) {
        self.time_quality.store(quality.into(), Ordering::Relaxed);
    }

    /// The state, never blocking.
    pub fn state(&self) -> ConnectionState {
        self.link.lock().state
    }

    /// What the server said last about a failed control (IEC 61850-8-1 §20.11).
    pub fn last_appl_error(&self) -> LastApplError {
        *self.last_appl_error.lock()
    }

    /// Forgets the last application error: a control action begins.
    pub(super) fn clear_appl_error(&self) {
        *self.last_appl_error.lock() = LastApplError::default();
    }

    /// The association to make requests on. Never connected: not connected; over: connection lost.
    pub(super) fn session(&self) -> Result<Arc<Session>> {
        self.link.lock().session.clone().ok_or(Error::NotConnected)
    }

    /// One confirmed service on the current association.
    pub(super) fn call<R>(&self, service: &[u8], read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        self.session()?.call(service, self.request_timeout(), read)
    }

    /// Starts a confirmed service on the current association. `read` decodes the answer on the thread that reads;
    /// `done` runs as a callback, exactly once unless this fails. Returns the invoke id.
    pub(super) fn start<R: Send + 'static>(
        &self,
        service: &[u8],
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.session()?.start(service, self.request_timeout(), self.completion(read, done))
    }

    /// [`Client::start`] of what follows an earlier request, from its `done`: others may have filled the negotiated window
    /// meanwhile, so this waits for room.
    pub(super) fn follow<R: Send + 'static>(
        &self,
        service: &[u8],
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.session()?.follow(service, self.request_timeout(), self.completion(read, done))
    }

    fn completion<R: Send + 'static>(
        &self,
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> impl FnOnce(u32, Result<&[u8]>) + Send + 'static {
        let dispatch = Arc::clone(&self.dispatch);
        move |invoke_id, answer: Result<&[u8]>| {
            let result = answer.and_then(read);
            dispatch.push(Box::new(move || done(invoke_id, result)));
        }
    }

    /// How long the end of an object waits for its handlers on other threads.
    pub(super) fn patience(&self) -> Duration {
        self.request_timeout().max(Duration::from_millis(REQUEST_TIMEOUT_MS.into()))
    }

    /// Changes the state and queues the handlers.
    pub(super) fn enter(&self, link: &mut Link, state: ConnectionState) {
        if link.state == state {
            return;
        }
        link.state = state;
        self.notify(move |handlers| {
            if let Some(handler) = handlers.state {
                handler(state);
            }
            if state == ConnectionState::Closed
                && let Some(handler) = handlers.closed
            {
                handler();
            }
        });
    }

    /// Queues a call of the handlers that are installed when it runs.
    fn notify(&self, call: impl FnOnce(Handlers) + Send + 'static) {
        {
            let handlers = self.handlers.lock();
            if handlers.state.is_none() && handlers.closed.is_none() {
                return;
            }
        }
        let me = self.me.clone();
        self.dispatch.push(Box::new(move || {
            let Some(client) = me.upgrade() else { return };
            let handlers = client.handlers.lock().clone();
            drop(client);
            call(handlers);
        }));
    }
}

impl Observer for Client {
    fn dispatch(&self) -> Option<Arc<Dispatch>> {
        Some(Arc::clone(&self.dispatch))
    }

    fn up(&self, session: &Arc<Session>) {
        let mut link = self.link.lock();
        let current = link.session.as_ref().is_some_and(|current| Arc::ptr_eq(current, session));
        // Another thread may have ended it since, and told so already.
        if current && link.state == ConnectionState::Connecting && session.is_up() {
            self.enter(&mut link, ConnectionState::Connected);
        }
    }

    fn closed(&self, session: &Arc<Session>, _failure: &Failure) {
        let mut link = self.link.lock();
        let current = link.session.as_ref().is_some_and(|current| Arc::ptr_eq(current, session));
        if current && link.state != ConnectionState::Closed {
            if link.state == ConnectionState::Connecting {
                // Handlers know it so: a connect that fails passes through closing.
                self.enter(&mut link, ConnectionState::Closing);
            }
            self.enter(&mut link, ConnectionState::Closed);
            self.files.reset();
        }
    }

    fn unconfirmed(&self, _session: &Arc<Session>, service: &[u8]) {
        let report = match information_report::parse(service) {
            Ok(report) => report,
            Err(error) => return tracing::warn!(%error, "unreadable unconfirmed service"),
        };
        match &report.access {
            ReportAccess::List(name) => self.reports.received(self, *name, &report),
            ReportAccess::Variables(_) => {
                let reported = appl_error::from_report(&report).unwrap_or_else(|error| {
                    tracing::warn!(%error, "unreadable LastApplError");
                    None
                });
                if let Some(reported) = &reported {
                    *self.last_appl_error.lock() = reported.error;
                }
                self.controls.received(self, &report, reported.as_ref());
            }
        }
    }

    fn request(&self, session: &Arc<Session>, invoke_id: u32, service: &[u8]) {
        self.serve(session, invoke_id, service);
    }
}
