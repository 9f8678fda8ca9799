//! Starting and stopping a server: access points, clients that come, and thread-less operation.

use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::core::Core;
use crate::assoc;
use crate::error::{Error, Result};
use crate::mms::pdu::initiate::{Initiate, SERVER_SERVICES};
use crate::net::{
    self, Acceptor, Capture, Incoming, Listener, Options, Session, Timed, TlsConfiguration, poll_ready,
};

/// How long a TCP connection may take to become an association.
const ASSOCIATE: Duration = Duration::from_secs(10);
/// Octets that may wait to be sent to one client before it counts as dead.
const UNSENT_MAX: usize = 8 * 1024 * 1024;
/// Octets that may wait to be sent while requests are read: more than reports alone fill.
const UNREAD_MAX: usize = 512 * 1024;
/// Requests of one client that may be without answer; further ones wait in TCP.
const REQUESTS_MAX: usize = 32;
/// How long stopping waits for callbacks of the application.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server of one model.
pub struct Server {
    core: Arc<Core>,
    settings: Mutex<Settings>,
    running: Mutex<Option<Running>>,
    capture: Arc<Mutex<Option<Arc<Capture>>>>,
}

#[derive(Default)]
struct Settings {
    address: Option<String>,
    tls: Option<Arc<TlsConfiguration>>,
    /// Further access points.
    points: Vec<AccessPoint>,
}

/// Where clients come in.
#[derive(Clone)]
struct AccessPoint {
    address: Option<String>,
    port: u16,
    tls: Option<Arc<TlsConfiguration>>,
}

#[derive(Clone)]
struct Running {
    listeners: Arc<[Listener]>,
    /// One for each listener.
    doors: Arc<[Arc<Door>]>,
    gateway: Arc<Gateway>,
}

/// Takes in the clients of one access point.
struct Door {
    gateway: Arc<Gateway>,
    tls: Option<Arc<TlsConfiguration>>,
}

/// Takes clients in.
struct Gateway {
    core: Weak<Core>,
    threads: bool,
    /// The server has stopped: who comes now is too late.
    closed: Mutex<bool>,
    /// Thread-less mode: who is to be served.
    sessions: Mutex<Vec<Arc<Session>>>,
    capture: Arc<Mutex<Option<Arc<Capture>>>>,
}

impl Server {
    /// A server that is not started.
    pub fn new(core: Arc<Core>) -> Self {
        Self { core, settings: Mutex::default(), running: Mutex::default(), capture: Arc::default() }
    }

    /// What all parts of the server share.
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// The address to listen on from the next start; without one, on all.
    pub fn set_address(&self, address: Option<String>) {
        self.settings.lock().address = address;
    }

    /// The keys and rules of TLS on the first access point from the next start; without them it serves in the clear.
    pub fn set_tls(&self, tls: Option<Arc<TlsConfiguration>>) {
        self.settings.lock().tls = tls;
    }

    /// A further address and port to listen on from the next start, with TLS or in the clear.
    pub fn add_access_point(&self, address: Option<String>, port: u16, tls: Option<Arc<TlsConfiguration>>) {
        self.settings.lock().points.push(AccessPoint { address, port, tls });
    }

    /// Whether the first access point has TLS.
    pub fn has_tls(&self) -> bool {
        self.settings.lock().tls.is_some()
    }

    /// Listens and serves, on threads of this library. Nothing if it does already.
    pub fn start(&self, port: u16) -> Result<()> {
        self.start_with(port, true)
    }

    /// Listens; the caller serves by [`Server::process`] and [`Server::periodic`].
    pub fn start_threadless(&self, port: u16) -> Result<()> {
        self.start_with(port, false)
    }

    fn start_with(&self, port: u16, threads: bool) -> Result<()> {
        let mut running = self.running.lock();
        if running.is_some() {
            return Ok(());
        }
        let points = {
            let settings = self.settings.lock();
            let first = AccessPoint { address: settings.address.clone(), port, tls: settings.tls.clone() };
            let mut points = vec![first];
            points.extend(settings.points.iter().cloned());
            points
        };
        for tls in points.iter().filter_map(|point| point.tls.as_ref()) {
            tls.check_server().map_err(Error::Refused)?;
        }
        let listeners = points
            .iter()
            .map(|point| Listener::bind(point.address.as_deref(), point.port))
            .collect::<Result<Arc<[_]>>>()?;
        let core = Arc::downgrade(&self.core);
        let gateway = Arc::new(Gateway {
            core,
            threads,
            closed: Mutex::new(false),
            sessions: Mutex::default(),
            capture: Arc::clone(&self.capture),
        });
        let door = |point: AccessPoint| Arc::new(Door { gateway: Arc::clone(&gateway), tls: point.tls });
        let doors: Arc<[Arc<Door>]> = points.into_iter().map(door).collect();
        if threads {
            self.core.start_timer()?;
            for (listener, door) in listeners.iter().zip(doors.iter()) {
                let acceptor: Arc<dyn Acceptor> = door.clone();
                listener.start(Arc::downgrade(&acceptor))?;
            }
        }
        *running = Some(Running { listeners, doors, gateway });
        drop(running);
        self.core.started();
        Ok(())
    }

    /// Writes what goes over all connections to a capture from now on; None ends it. Returns whether there was one, and all is in
    /// its file.
    pub fn capture(&self, capture: Option<Arc<Capture>>) -> bool {
        let before = {
            let mut slot = self.capture.lock();
            self.core.all_connections().iter().for_each(|client| client.capture(capture.clone()));
            std::mem::replace(&mut *slot, capture)
        };
        before.is_some_and(|before| before.stop())
    }

    /// Whether the server listens.
    pub fn is_running(&self) -> bool {
        self.running.lock().is_some()
    }

    /// The port of the first access point, while the server runs.
    pub fn port(&self) -> Option<u16> {
        let running = self.running.lock();
        Some(running.as_ref()?.listeners.first()?.local_addr().port())
    }

    /// Stops listening, ends all associations, and waits for the application's callbacks about them.
    pub fn stop(&self) {
        let Some(running) = self.running.lock().take() else { return };
        running.listeners.iter().for_each(Listener::stop);
        *running.gateway.closed.lock() = true;
        let clients = self.core.all_connections();
        clients.iter().for_each(|client| client.abort());
        let deadline = net::now() + PATIENCE;
        let rest = || deadline.saturating_duration_since(net::now());
        for client in clients {
            // another thread may have seen the end, and not queued it yet
            client.quiesce(rest());
            if !client.dispatch().settle(rest()) {
                tracing::warn!(client = client.peer(), "a callback does not return");
            }
            // what was never associated has no callback
            self.core.forget(&client);
        }
    }

    /// Stops for good: afterwards the application is called no more, whatever it did with its lock on the model.
    pub fn end(&self) {
        self.core.gate.retire();
        self.stop();
        self.core.end_time(PATIENCE);
        self.capture(None);
    }

    /// Thread-less operation: waits for clients to want something. False when nothing came within `timeout`.
    pub fn wait_ready(&self, timeout: Duration) -> Result<bool> {
        let running = self.running.lock().clone().ok_or(Error::NotConnected)?;
        let sessions = running.gateway.sessions.lock().clone();
        let listeners: Vec<&Listener> = running.listeners.iter().collect();
        Ok(poll_ready(&listeners, &sessions, timeout))
    }

    /// Thread-less operation: serves what is there.
    pub fn process(&self) {
        let Some(Running { listeners, doors, gateway }) = self.running.lock().clone() else { return };
        for (listener, door) in listeners.iter().zip(doors.iter()) {
            listener.accept_now(&**door);
        }
        self.turn(&gateway);
    }

    /// Thread-less operation: does what is due.
    pub fn periodic(&self) {
        let Some(Running { gateway, .. }) = self.running.lock().clone() else { return };
        self.core.due(net::now());
        self.turn(&gateway);
    }

    /// Reads what is there, does what was asked for, and sends what became of it.
    fn turn(&self, gateway: &Gateway) {
        let sessions = gateway.sessions.lock().clone();
        for session in &sessions {
            session.tick();
        }
        for client in self.core.all_connections() {
            client.dispatch().run();
        }
        for session in &sessions {
            session.tick();
        }
        gateway.sessions.lock().retain(|session| !session.is_over());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

impl Acceptor for Door {
    fn admit(&self, incoming: Incoming) {
        self.gateway.admit(incoming, self.tls.clone());
    }
}

impl Gateway {
    fn admit(&self, incoming: Incoming, tls: Option<Arc<TlsConfiguration>>) {
        let Some(core) = self.core.upgrade() else { return };
        let Some(client) = core.reserve(self.threads) else {
            tracing::warn!(peer = %incoming.peer_addr(), "too many clients: connection closed");
            return;
        };
        let mut options = Options::new(association(&core), ASSOCIATE, self.threads);
        options.unsent_max = UNSENT_MAX;
        options.unread_max = UNREAD_MAX;
        options.requests_max = REQUESTS_MAX;
        options.tls = tls;
        let observer: Arc<dyn net::Observer> = client.clone();
        // Who stops the server waits for this: the session is there then, or never will be.
        let closed = self.closed.lock();
        if *closed {
            return core.forget(&client);
        }
        let session = incoming.serve(options, Arc::downgrade(&observer));
        client.attach(Box::new(Arc::clone(&session)));
        drop(closed);
        session.capture(self.capture.lock().clone());
        if !self.threads {
            self.sessions.lock().push(session);
        }
    }
}

/// Bits of servicesSupported that depend on the configuration.
const JOURNAL: &[usize] = &[65];
const LISTS: &[usize] = &[11, 13];
const FILES: &[usize] = &[46, 72, 73, 74, 75, 76, 77];

/// What the server says in the association.
fn association(core: &Core) -> assoc::Config {
    let mut services = SERVER_SERVICES.to_vec();
    let mut without = |bits: &[usize]| {
        for bit in bits {
            if let Some(octet) = services.get_mut(bit / 8) {
                *octet &= !(0x80 >> (bit % 8));
            }
        }
    };
    if !core.config.file_service {
        without(FILES);
    }
    if !core.config.dynamic_data_sets {
        without(LISTS);
    }
    if !core.config.log_service {
        without(JOURNAL);
    }
    let mms = Initiate { services: (services, 85), ..Initiate::default() };
    assoc::Config { mms, ..assoc::Config::default() }
}
