//! One client connection as the C interface sees it: an MMS connection with the model cache, reports, controls and the last
//! application error.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::appl_error::{self, LastApplError, ReportedError};
use super::control::Controls;
use super::model::Model;
use super::report::Reports;
use super::types_ahead::TypesAhead;
use crate::error::Result;
use crate::mms::service::information_report::{InformationReport, ReportAccess};
use crate::mmsclient::{Connection, ConnectionState, StateHandler, Upper};
use crate::net::{Dispatch, Session};

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

/// A client connection.
pub struct Client {
    connection: Arc<Connection>,
    /// That of the connection.
    pub(super) dispatch: Arc<Dispatch>,
    handlers: Mutex<Handlers>,
    pub(super) model: Mutex<Option<Arc<Model>>>,
    pub(super) types: TypesAhead,
    pub(super) reports: Reports,
    pub(super) controls: Controls,
    last_appl_error: Mutex<LastApplError>,
    time_quality: AtomicU64,
    pub(super) me: Weak<Client>,
}

impl Client {
    /// A connection that is not connected. Without `threads`, [`Connection::tick`] drives it.
    pub fn new(threads: bool) -> Arc<Self> {
        Arc::new_cyclic(|me: &Weak<Self>| {
            let upper: Weak<dyn Upper> = me.clone();
            let connection = Connection::new(threads, Some(upper));
            Self {
                dispatch: Arc::clone(connection.dispatch()),
                connection,
                handlers: Mutex::new(Handlers::default()),
                model: Mutex::new(None),
                types: TypesAhead::default(),
                reports: Reports::default(),
                controls: Controls::default(),
                last_appl_error: Mutex::new(LastApplError::default()),
                time_quality: AtomicU64::new(0),
                me: me.clone(),
            }
        })
    }

    /// The MMS connection below: association, settings, MMS services.
    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// See [`Connection::set_looks_ahead`].
    pub fn set_looks_ahead(&self, allowed: bool) {
        self.connection.set_looks_ahead(allowed);
        if !allowed {
            self.types.forget();
        }
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

    /// What the server said last about a failed control (IEC 61850-8-1 §20.11).
    pub fn last_appl_error(&self) -> LastApplError {
        *self.last_appl_error.lock()
    }

    /// Forgets the last application error: a control action begins.
    pub(super) fn clear_appl_error(&self) {
        *self.last_appl_error.lock() = LastApplError::default();
    }

    /// The association to make requests on.
    pub(super) fn session(&self) -> Result<Arc<Session>> {
        self.connection.session()
    }

    /// See [`Connection::call`].
    pub(super) fn call<R>(&self, service: &[u8], read: impl FnOnce(&[u8]) -> Result<R>) -> Result<R> {
        self.connection.call(service, read)
    }

    /// See [`Connection::start`].
    pub(super) fn start<R: Send + 'static>(
        &self,
        service: &[u8],
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.connection.start(service, read, done)
    }

    /// See [`Connection::follow`].
    pub(super) fn follow<R: Send + 'static>(
        &self,
        service: &[u8],
        read: impl FnOnce(&[u8]) -> Result<R> + Send + 'static,
        done: impl FnOnce(u32, Result<R>) + Send + 'static,
    ) -> Result<u32> {
        self.connection.follow(service, read, done)
    }

    /// How long the end of an object waits for its handlers on other threads.
    pub(super) fn patience(&self) -> Duration {
        self.connection.patience()
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

impl Upper for Client {
    fn entered(&self, state: ConnectionState) {
        if state == ConnectionState::Closed {
            self.types.forget();
        }
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

    fn reported(&self, report: &InformationReport<'_>) {
        match &report.access {
            ReportAccess::List(name) => self.reports.received(self, *name, report),
            ReportAccess::Variables(_) => {
                let reported = appl_error::from_report(report).unwrap_or_else(|error| {
                    tracing::warn!(%error, "unreadable LastApplError");
                    Some(ReportedError::unreadable())
                });
                if let Some(reported) = &reported {
                    *self.last_appl_error.lock() = reported.error;
                }
                self.controls.received(self, report, reported.as_ref());
            }
        }
    }
}
