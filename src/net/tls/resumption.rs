//! Sessions that are resumed, for as long as the configuration allows (IEC 62351-3: not beyond a day).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustls::NamedGroup;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;
use rustls::server::{ServerSessionMemoryCache, StoresServerSessions};

/// Sessions that are kept; the oldest go first.
const SESSIONS: usize = 1024;

/// A server's sessions: as in rustls' own memory, each with the time when it was made.
#[derive(Debug)]
pub(super) struct ServerSessions {
    sessions: Arc<ServerSessionMemoryCache>,
    made: Instant,
    interval: Duration,
}

impl ServerSessions {
    pub(super) fn new(interval: Duration) -> Arc<Self> {
        Arc::new(Self { sessions: ServerSessionMemoryCache::new(SESSIONS), made: Instant::now(), interval })
    }

    fn fresh(&self, stamped: Vec<u8>) -> Option<Vec<u8>> {
        let (value, stamp) = stamped.split_last_chunk::<8>()?;
        let age = self.made.elapsed().saturating_sub(Duration::from_millis(u64::from_be_bytes(*stamp)));
        (age <= self.interval).then(|| value.to_vec())
    }
}

impl StoresServerSessions for ServerSessions {
    fn put(&self, key: Vec<u8>, mut value: Vec<u8>) -> bool {
        let stamp = u64::try_from(self.made.elapsed().as_millis()).unwrap_or(u64::MAX);
        value.extend_from_slice(&stamp.to_be_bytes());
        self.sessions.put(key, value)
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.fresh(self.sessions.get(key)?)
    }

    fn take(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.fresh(self.sessions.take(key)?)
    }

    fn can_cache(&self) -> bool {
        true
    }
}

/// A client's sessions, by server; forgotten when the last full handshake with the server is too long ago.
#[derive(Debug)]
pub(super) struct ClientSessions {
    sessions: ClientSessionMemoryCache,
    /// When the oldest session that may be kept of a server was made.
    since: Mutex<HashMap<ServerName<'static>, Instant>>,
    interval: Duration,
}

impl ClientSessions {
    pub(super) fn new(interval: Duration) -> Arc<Self> {
        let sessions = ClientSessionMemoryCache::new(SESSIONS);
        Arc::new(Self { sessions, since: Mutex::default(), interval })
    }

    fn note(&self, server: &ServerName<'static>) {
        let mut since = self.since.lock();
        if since.len() >= SESSIONS {
            since.retain(|_, made| made.elapsed() <= self.interval);
        }
        since.entry(server.clone()).or_insert_with(Instant::now);
    }

    /// Forgets what is too old. Returns whether there may be something left.
    fn is_fresh(&self, server: &ServerName<'static>) -> bool {
        let mut since = self.since.lock();
        match since.get(server) {
            Some(made) if made.elapsed() <= self.interval => true,
            Some(_) => {
                since.remove(server);
                self.sessions.remove_tls12_session(server);
                while self.sessions.take_tls13_ticket(server).is_some() {}
                false
            }
            None => false,
        }
    }
}

impl ClientSessionStore for ClientSessions {
    fn set_kx_hint(&self, server_name: ServerName<'static>, group: NamedGroup) {
        self.sessions.set_kx_hint(server_name, group);
    }

    fn kx_hint(&self, server_name: &ServerName<'_>) -> Option<NamedGroup> {
        self.sessions.kx_hint(server_name)
    }

    fn set_tls12_session(&self, server_name: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.note(&server_name);
        self.sessions.set_tls12_session(server_name, value);
    }

    fn tls12_session(&self, server_name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.is_fresh(&server_name.to_owned()).then(|| self.sessions.tls12_session(server_name))?
    }

    fn remove_tls12_session(&self, server_name: &ServerName<'static>) {
        self.sessions.remove_tls12_session(server_name);
    }

    fn insert_tls13_ticket(&self, server_name: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.note(&server_name);
        self.sessions.insert_tls13_ticket(server_name, value);
    }

    fn take_tls13_ticket(&self, server_name: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.is_fresh(server_name).then(|| self.sessions.take_tls13_ticket(server_name))?
    }
}
