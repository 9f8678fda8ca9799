//! The TLS state of one connection: octets of the association on one side, of the socket on the other.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use rustls::pki_types::ServerName;
use rustls::{ClientConnection, Connection, Error, ServerConnection};

use super::event::{TlsEvent, TlsEventCode, TlsPeer, words};
use super::rules::TlsConfiguration;
use super::suites::TlsVersion;
use super::verify::{Verifier, seen};
use crate::error::{Failure, Layer};

/// What came of received octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::net) enum Unsealed {
    /// So many octets for the association; 0: more have to be received.
    Octets(usize),
    /// The peer has ended the TLS session.
    End,
}

/// The TLS state of one connection. The lock is held for computing only.
pub(in crate::net) struct TlsStream {
    state: Mutex<State>,
    configuration: Arc<TlsConfiguration>,
    verifier: Arc<Verifier>,
    peer: Arc<TlsPeer>,
    /// Nobody has been told of yet.
    events: Mutex<Vec<TlsEvent>>,
}

struct State {
    connection: Connection,
    established: bool,
    /// Something for the association has come.
    used: bool,
    failed: Option<Failure>,
}

impl TlsStream {
    /// The client's side of a connection to `peer`.
    pub(in crate::net) fn client(
        configuration: &Arc<TlsConfiguration>,
        peer: SocketAddr,
    ) -> Result<Self, Failure> {
        let (config, verifier) = configuration.client()?;
        let name = ServerName::IpAddress(peer.ip().into());
        let connection = ClientConnection::new(config, name).map_err(|error| failure(&error))?;
        Ok(Self::new(Connection::Client(connection), configuration, verifier, peer))
    }

    /// The server's side of a connection from `peer`.
    pub(in crate::net) fn server(
        configuration: &Arc<TlsConfiguration>,
        peer: SocketAddr,
    ) -> Result<Self, Failure> {
        let (config, verifier) = configuration.server()?;
        let connection = ServerConnection::new(config).map_err(|error| failure(&error))?;
        Ok(Self::new(Connection::Server(connection), configuration, verifier, peer))
    }

    fn new(
        mut connection: Connection,
        configuration: &Arc<TlsConfiguration>,
        verifier: Arc<Verifier>,
        peer: SocketAddr,
    ) -> Self {
        // How much may wait is the session's matter.
        connection.set_buffer_limit(None);
        Self {
            state: Mutex::new(State { connection, established: false, used: false, failed: None }),
            configuration: Arc::clone(configuration),
            verifier,
            peer: TlsPeer::new(peer),
            events: Mutex::default(),
        }
    }

    /// The peer, for who wants to know about it.
    pub(in crate::net) fn peer(&self) -> &Arc<TlsPeer> {
        &self.peer
    }

    /// Whether the handshake is over.
    pub(in crate::net) fn is_established(&self) -> bool {
        self.state.lock().established
    }

    /// Whether something for the association has come.
    pub(in crate::net) fn is_used(&self) -> bool {
        self.state.lock().used
    }

    /// Whether there is something to be sent that [`TlsStream::seal`] gives.
    pub(in crate::net) fn wants_write(&self) -> bool {
        self.state.lock().connection.wants_write()
    }

    /// Appends to `sealed` what is to be sent: `plain`, and what TLS itself has to say. Before the handshake is over, `plain`
    /// is kept, and comes with a later call.
    pub(in crate::net) fn seal(&self, plain: &[u8], sealed: &mut Vec<u8>) -> std::io::Result<()> {
        let mut state = self.state.lock();
        state.connection.writer().write_all(plain)?;
        while state.connection.wants_write() {
            state.connection.write_tls(sealed)?;
        }
        Ok(())
    }

    /// Takes received octets, and appends what they hold for the association to `plain`.
    pub(in crate::net) fn unseal(&self, mut sealed: &[u8], plain: &mut Vec<u8>) -> Result<Unsealed, Failure> {
        let mut state = self.state.lock();
        if let Some(failure) = &state.failed {
            return Err(failure.clone());
        }
        let before = plain.len();
        let mut ended = false;
        while !sealed.is_empty() && !ended {
            if let Err(error) = state.connection.read_tls(&mut sealed) {
                return Err(self.failed(&mut state, &Error::General(error.to_string())));
            }
            let progress = match state.connection.process_new_packets() {
                Ok(progress) => progress,
                Err(error) => return Err(self.failed(&mut state, &error)),
            };
            if !state.established && !state.connection.is_handshaking() {
                self.established(&mut state);
            }
            let at = plain.len();
            plain.resize(at + progress.plaintext_bytes_to_read(), 0);
            let mut filled = at;
            while filled < plain.len() {
                match state.connection.reader().read(&mut plain[filled..]) {
                    Ok(0) => break,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                    Err(error) => return Err(self.failed(&mut state, &Error::General(error.to_string()))),
                }
            }
            plain.truncate(filled);
            ended = progress.peer_has_closed();
        }
        state.used |= plain.len() > before;
        match plain.len() - before {
            0 if ended => Ok(Unsealed::End),
            count => Ok(Unsealed::Octets(count)),
        }
    }

    /// Says good-bye; the caller sends it.
    pub(in crate::net) fn close(&self) {
        let mut state = self.state.lock();
        if state.failed.is_none() {
            state.connection.send_close_notify();
        }
    }

    fn established(&self, state: &mut State) {
        state.established = true;
        let version = state.connection.protocol_version().and_then(TlsVersion::of);
        if let Some(version) = version {
            self.peer.version.get_or_init(|| version);
        }
        let shown = state.connection.peer_certificates().and_then(|chain| chain.first());
        if let Some(certificate) = shown {
            self.peer.certificate.get_or_init(|| certificate.to_vec());
        }
        seen();
        let suite = state.connection.negotiated_cipher_suite();
        let resumed = state.connection.handshake_kind() == Some(rustls::HandshakeKind::Resumed);
        let message = format!(
            "TLS session {}{}",
            if resumed { "resumed" } else { "established" },
            suite.map_or_else(String::new, |suite| format!(": {:?}", suite.suite()))
        );
        let mut events = self.events.lock();
        events.extend(
            self.peer.certificate().into_iter().flat_map(|certificate| self.verifier.warnings(certificate)),
        );
        events.push(TlsEvent::new(TlsEventCode::SessionEstablished, message));
    }

    fn failed(&self, state: &mut State, error: &Error) -> Failure {
        if let Some(certificate) = seen() {
            self.peer.certificate.get_or_init(|| certificate);
        }
        let mut events = TlsEvent::of(error);
        let mut failure = failure(error);
        if state.established && !state.used && *error == Error::DecryptError {
            // mbed TLS tells a client of TLS 1.3 that it is refused with the keys of the handshake, which are over.
            let text =
                "the peer ends the session before its first use; it may have refused this side's certificate";
            failure.text = text.to_owned();
            events.iter_mut().for_each(|event| event.message = text.to_owned());
        }
        self.events.lock().extend(events);
        state.failed = Some(failure.clone());
        failure
    }

    /// Takes the events that nobody has been told of.
    #[cfg(test)]
    pub(super) fn events(&self) -> Vec<TlsEvent> {
        std::mem::take(&mut *self.events.lock())
    }

    /// Whether the handshake was the short one of a session that is resumed.
    #[cfg(test)]
    pub(super) fn is_resumed(&self) -> bool {
        self.state.lock().connection.handshake_kind() == Some(rustls::HandshakeKind::Resumed)
    }

    /// Whether there are events that nobody has been told of.
    pub(in crate::net) fn has_events(&self) -> bool {
        !self.events.lock().is_empty()
    }

    /// Tells the handler of the events that it has not been told of. To be called where callbacks may run.
    pub(in crate::net) fn tell(&self) {
        // Taken first: in the head of the loop, the lock would be held while the handler runs.
        let events = std::mem::take(&mut *self.events.lock());
        for event in events {
            tracing::info!(peer = %self.peer.address(), code = event.code as i32, "TLS: {}", event.message);
            if let Some(handler) = self.configuration.handler() {
                handler(&event, &self.peer);
            }
        }
    }
}

/// The failure of an association whose TLS session failed; the code is that of the alert, 0 where there is none.
fn failure(error: &Error) -> Failure {
    let code = match error {
        Error::AlertReceived(alert) => u8::from(*alert).into(),
        _ => 0,
    };
    Failure::new(Layer::Tls, code, words(error))
}
