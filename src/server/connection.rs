//! One client's association.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::core::Core;
use super::files::OpenFiles;
use super::outlet::Outlet;
use super::requests::resource;
use super::sets::Scope;
use crate::assoc::{Indication, Refusal};
use crate::error::{Error, Failure, Result};
use crate::mms::pdu::envelope;
use crate::net::{Capture, Dispatch, Observer, Session};

/// A client's association, from its request to its end.
pub struct Connection {
    me: Weak<Self>,
    id: u64,
    core: Weak<Core>,
    outlet: OnceLock<Box<dyn Outlet>>,
    dispatch: Arc<Dispatch>,
    /// Data sets that live as long as the association.
    pub(super) sets: Mutex<Scope>,
    /// Files that the client has open.
    pub(super) files: Mutex<OpenFiles>,
    /// It has asked for an association, and counts as a client.
    admitted: AtomicBool,
    /// The application has been told of it.
    announced: AtomicBool,
    /// It has ended, and nothing is done for it any more.
    over: AtomicBool,
    /// Whatever the application keeps for it (its authenticator's security token).
    token: AtomicUsize,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Connection {
    /// A connection that has no way to its client yet.
    pub(super) fn new(id: u64, core: Weak<Core>, dispatch: Arc<Dispatch>) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            id,
            core,
            outlet: OnceLock::new(),
            dispatch,
            sets: Mutex::new(Scope::new()),
            files: Mutex::new(OpenFiles::default()),
            admitted: AtomicBool::new(false),
            announced: AtomicBool::new(false),
            over: AtomicBool::new(false),
            token: AtomicUsize::new(0),
        })
    }

    /// Gives it its way to the client.
    pub(super) fn attach(&self, outlet: Box<dyn Outlet>) {
        // a second way would be a mistake of this crate; the first one stays
        if self.outlet.set(outlet).is_err() {
            tracing::error!("connection attached twice");
        }
    }

    /// Unique among the connections of a server.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Address and port of the client, as text.
    pub fn peer(&self) -> String {
        self.outlet.get().and_then(|outlet| outlet.peer()).map(|peer| peer.to_string()).unwrap_or_default()
    }

    /// Address of the client in octets: 4 or 16; empty when unknown.
    pub fn peer_octets(&self) -> Vec<u8> {
        match self.outlet.get().and_then(|outlet| outlet.peer()).map(|peer| peer.ip()) {
            Some(std::net::IpAddr::V4(address)) => address.octets().to_vec(),
            Some(std::net::IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(mapped) => mapped.octets().to_vec(),
                None => address.octets().to_vec(),
            },
            None => Vec::new(),
        }
    }

    /// Own address and port of the connection, as text.
    pub fn local(&self) -> String {
        self.outlet.get().and_then(|outlet| outlet.local()).map(|local| local.to_string()).unwrap_or_default()
    }

    /// The certificate (X.509, DER) by which the client has proved who it is; None without TLS.
    pub fn certificate(&self) -> Option<Vec<u8>> {
        self.outlet.get()?.certificate()
    }

    /// Writes what comes and goes to a capture from now on; None ends that.
    pub(super) fn capture(&self, capture: Option<Arc<Capture>>) {
        if let Some(outlet) = self.outlet.get() {
            outlet.capture(capture);
        }
    }

    /// What the authenticator left for this client.
    pub fn token(&self) -> usize {
        self.token.load(Ordering::Relaxed)
    }

    /// Leaves something for this client.
    pub fn set_token(&self, token: usize) {
        self.token.store(token, Ordering::Relaxed);
    }

    /// Ends the association at once.
    pub fn abort(&self) {
        if let Some(outlet) = self.outlet.get() {
            outlet.abort();
        }
    }

    /// Answers a request. An answer that is larger than what the client takes becomes a service error.
    pub fn respond(&self, invoke_id: u32, answer: Result<&[u8]>) {
        let Some(outlet) = self.outlet.get() else { return };
        let answer = match answer {
            Ok(answer) if envelope::confirmed_len(invoke_id, answer.len()) > outlet.max_pdu() => {
                Err(resource(0))
            }
            answer => answer,
        };
        outlet.respond(invoke_id, answer);
    }

    /// A request gets no answer.
    pub(super) fn leave_unanswered(&self) {
        if let Some(outlet) = self.outlet.get() {
            outlet.leave_unanswered();
        }
    }

    /// Queues an UnconfirmedService element (a report).
    pub fn unconfirmed(&self, service: &[u8]) -> Result<()> {
        self.outlet.get().map_or(Err(Error::NotConnected), |outlet| outlet.unconfirmed(service))
    }

    /// Requests a service of the client. `done` gets the answer, in order with the client's requests; nothing of what it
    /// does holds others up. An error that is known at once is returned, and `done` is dropped.
    pub(super) fn ask(
        &self,
        service: &[u8],
        timeout: Duration,
        done: impl FnOnce(Result<Vec<u8>>) + Send + 'static,
    ) -> Result<()> {
        let outlet = self.outlet.get().ok_or(Error::NotConnected)?;
        let me = Weak::clone(&self.me);
        let queue = move |answer: Result<&[u8]>| {
            let answer = answer.map(<[u8]>::to_vec);
            if let Some(me) = me.upgrade() {
                me.queue(move |_, _| done(answer));
            }
        };
        outlet.start(service, timeout, Box::new(queue))
    }

    /// Largest PDU that the client takes, in octets.
    pub fn max_pdu(&self) -> usize {
        self.outlet.get().map_or(0, |outlet| outlet.max_pdu())
    }

    /// Octets that wait to be sent to the client.
    pub fn unsent(&self) -> usize {
        self.outlet.get().map_or(0, |outlet| outlet.unsent())
    }

    /// Wants to go on sending reports ([`Core::drained`]) when no more than `mark` octets wait. False if that is so
    /// already: then nobody will be told.
    pub fn notify_when_drained(&self, mark: usize) -> bool {
        self.outlet.get().is_some_and(|outlet| outlet.notify_when_drained(mark))
    }

    /// The queue of this client's requests.
    pub(super) fn dispatch(&self) -> &Arc<Dispatch> {
        &self.dispatch
    }

    /// Whether it counts as a client.
    pub(super) fn is_admitted(&self) -> bool {
        self.admitted.load(Ordering::Acquire)
    }

    /// Counts it as a client, or no longer.
    pub(super) fn set_admitted(&self, admitted: bool) {
        self.admitted.store(admitted, Ordering::Release);
    }

    /// The application is told of the connection.
    pub(super) fn announce(&self) {
        self.announced.store(true, Ordering::Release);
    }

    /// Whether the association is up, or was.
    pub fn is_announced(&self) -> bool {
        self.announced.load(Ordering::Acquire)
    }

    /// The association has ended.
    pub(super) fn set_over(&self) {
        self.over.store(true, Ordering::Release);
    }

    /// Whether the association has ended.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Waits until the way to the client is quiet, for `patience` at most.
    pub(super) fn quiesce(&self, patience: Duration) {
        if let Some(outlet) = self.outlet.get() {
            outlet.quiesce(patience);
        }
    }

    /// Queues work for this client behind what is there.
    pub(super) fn queue(&self, work: impl FnOnce(&Arc<Core>, &Arc<Self>) + Send + 'static) {
        let (core, me) = (Weak::clone(&self.core), Weak::clone(&self.me));
        self.dispatch.push(Box::new(move || {
            if let (Some(core), Some(me)) = (core.upgrade(), me.upgrade()) {
                work(&core, &me);
            }
        }));
    }
}

impl Observer for Connection {
    fn associate(&self, session: &Arc<Session>, indication: Box<Indication>) {
        let session = Arc::clone(session);
        // the application may take its time to decide
        self.queue(move |core, client| {
            if !core.admit(client, &indication) {
                return session.refuse_association(Refusal::AuthenticationFailure);
            }
            if let Err(error) = session.accept_association() {
                tracing::info!(%error, "association request answered too late");
            }
        });
    }

    fn up(&self, _: &Arc<Session>) {
        self.queue(|core, client| core.connected(client));
    }

    fn closed(&self, _: &Arc<Session>, failure: &Failure) {
        tracing::debug!(id = self.id, %failure, "client gone");
        self.queue(|core, client| core.disconnected(client));
    }

    fn unconfirmed(&self, _: &Arc<Session>, _: &[u8]) {
        tracing::debug!(id = self.id, "a client reports");
    }

    fn dispatch(&self) -> Option<Arc<Dispatch>> {
        Some(Arc::clone(&self.dispatch))
    }

    fn request(&self, _: &Arc<Session>, invoke_id: u32, service: &[u8]) {
        let service = service.to_vec();
        self.queue(move |core, client| core.serve(client, invoke_id, &service));
    }

    fn drained(&self, _: &Arc<Session>) {
        self.queue(|core, client| core.drained(client));
    }
}
