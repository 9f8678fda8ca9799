//! One client connection: it outlives its associations, and keeps settings, handlers and the last failure.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::association::{Concluding, conclusion};
use super::calls::Call;
use super::report::{self, ReportHandler};
use super::store::FileStore;
use crate::assoc::{Config, Negotiated, Tap};
use crate::error::{Error, Failure, Result};
use crate::mms::service::information_report::{self, InformationReport};
use crate::net::{Capture, Dispatch, Observer, Session, TlsConfiguration};

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
/// Called when the association ended otherwise than by this side's close or abort, or could not be made.
pub type LostHandler = Arc<dyn Fn() + Send + Sync>;
/// Called with each MMS PDU, and whether it was received.
pub type MessageHandler = Arc<dyn Fn(&mut [u8], bool) + Send + Sync>;

/// The user's handlers; they run on a callback thread, with no lock held, and may call anything.
#[derive(Default, Clone)]
pub struct Handlers {
    /// Called with each new state; not with [`ConnectionState::Closing`] when this side closes or aborts.
    pub state: Option<StateHandler>,
    /// Called after the state has become closed.
    pub lost: Option<LostHandler>,
    /// Called with each InformationReport.
    pub report: Option<ReportHandler>,
}

/// The client that is built on a connection.
pub trait Upper: Send + Sync {
    /// A new state. Called with a lock held: it must only note or queue.
    fn entered(&self, state: ConnectionState);
    /// An InformationReport came. Called on the thread that reads: it must not block or call user code.
    fn reported(&self, report: &InformationReport<'_>);
}

/// What the next connect uses.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Association parameters.
    pub config: Config,
    /// Local address and port, if they matter; `Some(None)` stands for one that is unusable.
    pub local: Option<Option<(Option<IpAddr>, u16)>>,
    /// The connection is secured with these keys and rules.
    pub tls: Option<Arc<TlsConfiguration>>,
}

/// A client connection.
pub struct Connection {
    pub(super) settings: Mutex<Settings>,
    connect_timeout: AtomicU32,
    request_timeout: AtomicU32,
    pub(super) threads: bool,
    /// Whether this side may ask for what is most likely wanted next.
    looks_ahead: AtomicBool,
    pub(super) link: Mutex<Link>,
    pub(super) dispatch: Arc<Dispatch>,
    handlers: Mutex<Handlers>,
    /// Apart from the others: looked at for every PDU.
    message_handler: Mutex<Option<MessageHandler>>,
    has_message_handler: AtomicBool,
    pub(super) files: FileStore,
    pub(super) capture: Mutex<Option<Arc<Capture>>>,
    /// The handle is gone: no more callbacks of this connection's own handlers.
    pub(super) destroyed: AtomicBool,
    upper: Option<Weak<dyn Upper>>,
    pub(super) me: Weak<Connection>,
}

/// The current or last association and what the user believes of it.
pub(super) struct Link {
    pub(super) session: Option<Arc<Session>>,
    pub(super) state: ConnectionState,
    pub(super) failure: Option<Failure>,
    /// Who waits for the end that this side has asked for.
    pub(super) concluding: Vec<Concluding>,
}

impl Connection {
    /// A connection that is not connected. Without `threads`, [`Connection::tick`] drives it.
    pub fn new(threads: bool, upper: Option<Weak<dyn Upper>>) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            settings: Mutex::new(Settings { config: Config::default(), local: None, tls: None }),
            connect_timeout: AtomicU32::new(CONNECT_TIMEOUT_MS),
            request_timeout: AtomicU32::new(REQUEST_TIMEOUT_MS),
            threads,
            looks_ahead: AtomicBool::new(true),
            link: Mutex::new(Link {
                session: None,
                state: ConnectionState::Closed,
                failure: None,
                concluding: Vec::new(),
            }),
            dispatch: Dispatch::new(!threads),
            handlers: Mutex::new(Handlers::default()),
            message_handler: Mutex::new(None),
            has_message_handler: AtomicBool::new(false),
            files: FileStore::default(),
            capture: Mutex::new(None),
            destroyed: AtomicBool::new(false),
            upper,
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

    /// Sets who sees each MMS PDU, also of the association that is up.
    pub fn set_message_handler(&self, handler: Option<MessageHandler>) {
        self.has_message_handler.store(handler.is_some(), Ordering::Relaxed);
        *self.message_handler.lock() = handler;
    }

    /// Writes what goes over this connection to a capture from now on; None ends it. Returns whether there was one, and all is in
    /// its file.
    pub fn capture(&self, capture: Option<Arc<Capture>>) -> bool {
        let before = {
            let mut slot = self.capture.lock();
            if let Some(session) = &self.link.lock().session {
                session.capture(capture.clone());
            }
            std::mem::replace(&mut *slot, capture)
        };
        before.is_some_and(|before| before.stop())
    }

    /// Whether this side may ask for what is most likely wanted next, before the answer to the request before is there.
    pub fn looks_ahead(&self) -> bool {
        self.looks_ahead.load(Ordering::Relaxed)
    }

    /// Allows or forbids it, for devices that take one request at a time only.
    pub fn set_looks_ahead(&self, allowed: bool) {
        self.looks_ahead.store(allowed, Ordering::Relaxed);
    }

    /// The state, never blocking.
    pub fn state(&self) -> ConnectionState {
        self.link.lock().state
    }

    /// Why the last association ended or could not be made; None while one is being opened or is up.
    pub fn failure(&self) -> Option<Failure> {
        self.catch_up();
        self.link.lock().failure.clone()
    }

    /// The queue of the callbacks.
    pub fn dispatch(&self) -> &Arc<Dispatch> {
        &self.dispatch
    }

    /// Whether [`Connection::destroy`] was called.
    pub fn is_destroyed(&self) -> bool {
        self.destroyed.load(Ordering::SeqCst)
    }

    /// The association to make requests on. Never connected: not connected; over: connection lost.
    pub fn session(&self) -> Result<Arc<Session>> {
        self.link.lock().session.clone().ok_or(Error::NotConnected)
    }

    /// One confirmed service on the current association.
    pub fn call<R>(&self, service: &[u8], read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        self.session()?.call(service, self.request_timeout(), read)
    }

    /// Starts a confirmed service on the current association. `read` decodes the answer on the thread that reads;
    /// `done` runs as a callback, exactly once unless this fails. Returns the invoke id.
    pub fn start<R: Send + 'static>(
        &self,
        service: &[u8],
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.session()?.start(service, self.request_timeout(), self.completion(read, done))
    }

    /// [`Connection::start`] of what follows an earlier request, from its `done`: others may have filled the negotiated
    /// window meanwhile, so this waits for room.
    pub fn follow<R: Send + 'static>(
        &self,
        service: &[u8],
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.session()?.follow(service, self.request_timeout(), self.completion(read, done))
    }

    /// One of the services of [`super::calls`].
    pub fn run<R>(&self, call: &Call<R>) -> Result<R> {
        self.call(&call.request, call.read)
    }

    /// [`Connection::run`] whose outcome `done` gets as a callback, exactly once unless this fails. Returns the invoke id.
    pub fn launch<R: Send + 'static>(
        &self,
        call: &Call<R>,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&call.request, call.read, done)
    }

    /// Sends an MMS PDU as it is; what the peer answers goes to the message handler.
    pub fn send_pdu(&self, pdu: &[u8]) -> Result<()> {
        self.session()?.send_pdu(pdu)
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
    pub fn patience(&self) -> Duration {
        self.request_timeout().max(Duration::from_millis(REQUEST_TIMEOUT_MS.into()))
    }

    /// Changes the state and queues the handlers.
    pub(super) fn enter(&self, link: &mut Link, state: ConnectionState) {
        if link.state == state {
            return;
        }
        self.enter_quietly(link, state);
        self.notify(move |handlers| {
            if let Some(handler) = handlers.state {
                handler(state);
            }
        });
    }

    /// Changes the state without a word to this connection's own handlers.
    pub(super) fn enter_quietly(&self, link: &mut Link, state: ConnectionState) {
        link.state = state;
        if let Some(upper) = self.upper() {
            upper.entered(state);
        }
    }

    fn upper(&self) -> Option<Arc<dyn Upper>> {
        self.upper.as_ref()?.upgrade()
    }

    /// Queues a call of the handlers that are installed when it runs.
    fn notify(&self, call: impl FnOnce(Handlers) + Send + 'static) {
        {
            let handlers = self.handlers.lock();
            if handlers.state.is_none() && handlers.lost.is_none() && handlers.report.is_none() {
                return;
            }
        }
        let me = self.me.clone();
        self.dispatch.push(Box::new(move || {
            let Some(connection) = me.upgrade() else { return };
            let handlers = connection.handlers.lock().clone();
            drop(connection);
            call(handlers);
        }));
    }

    /// Gives the PDUs of an association to the message handler.
    pub(super) fn tap(&self) -> Tap {
        let me = self.me.clone();
        Tap::new(move |pdu, received| {
            let Some(connection) = me.upgrade() else { return };
            if !connection.has_message_handler.load(Ordering::Relaxed) {
                return;
            }
            let (me, mut pdu) = (me.clone(), pdu.to_vec());
            connection.dispatch.push(Box::new(move || {
                let handler = me.upgrade().and_then(|connection| connection.message_handler.lock().clone());
                if let Some(handler) = handler {
                    handler(&mut pdu, received);
                }
            }));
        })
    }
}

impl Observer for Connection {
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

    fn closed(&self, session: &Arc<Session>, failure: &Failure) {
        let mut link = self.link.lock();
        let current = link.session.as_ref().is_some_and(|current| Arc::ptr_eq(current, session));
        if !current || link.state == ConnectionState::Closed {
            return;
        }
        link.failure = Some(failure.clone());
        let wanted = link.state == ConnectionState::Closing;
        if link.state == ConnectionState::Connecting {
            // Handlers know it so: a connect that fails passes through closing.
            self.enter(&mut link, ConnectionState::Closing);
        }
        self.enter(&mut link, ConnectionState::Closed);
        self.files.reset();
        for concluding in std::mem::take(&mut link.concluding) {
            let outcome = conclusion(failure);
            self.dispatch.push(Box::new(move || concluding(outcome)));
        }
        if !wanted {
            self.notify(|handlers| {
                if let Some(handler) = handlers.lost {
                    handler();
                }
            });
        }
    }

    fn unconfirmed(&self, _session: &Arc<Session>, service: &[u8]) {
        let report = match information_report::parse(service) {
            Ok(report) => report,
            Err(error) => return tracing::warn!(%error, "unreadable unconfirmed service"),
        };
        if let Some(upper) = self.upper() {
            upper.reported(&report);
        }
        if self.handlers.lock().report.is_none() {
            return;
        }
        for report in report::reports(&report) {
            self.notify(move |handlers| {
                if let Some(handler) = handlers.report {
                    handler(report);
                }
            });
        }
    }

    fn request(&self, session: &Arc<Session>, invoke_id: u32, service: &[u8]) {
        self.serve(session, invoke_id, service);
    }
}
