//! The server's half of a session: from an accepted socket to answered requests.

use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Instant;

use super::super::runtime;
use super::super::socket::Tcp;
use super::super::tls::{TlsPeer, TlsStream};
use super::{HANDING_OVER, Observer, Options, Session};
use crate::assoc::{Engine, Refusal};
use crate::error::{Error, Failure, Result};

impl Session {
    /// The server side of a connection that was accepted.
    pub(in crate::net) fn accept(tcp: Tcp, options: Options, observer: Weak<dyn Observer>) -> Arc<Self> {
        let engine = Engine::server(options.config.clone(), Instant::now() + options.connect_timeout);
        let session = Self::make(options, observer, false);
        let stream = session.options.tls.as_ref().map(|tls| TlsStream::server(tls, tcp.peer_addr()));
        session.state.lock().engine = Some(engine);
        // Nobody else knows the session yet: the places are empty.
        session.tcp.get_or_init(|| Arc::new(tcp));
        match stream {
            Some(Ok(stream)) => {
                session.tls.get_or_init(|| Box::new(stream));
            }
            Some(Err(failure)) => {
                tracing::error!(%failure, "a connection cannot be secured");
                session.end(failure);
            }
            None => {}
        }
        if session.options.threads {
            match runtime::handle() {
                Ok(runtime) => session.start_driver(runtime),
                Err(error) => session.unwatched(&error),
            }
        }
        session
    }

    /// Accepts the association that [`Observer::associate`] told of; [`Observer::up`] comes before this returns.
    pub fn accept_association(self: &Arc<Self>) -> Result<()> {
        self.state.lock().engine()?.accept()?;
        self.settle();
        Ok(())
    }

    /// Refuses the association that [`Observer::associate`] told of, and closes the connection.
    pub fn refuse_association(self: &Arc<Self>, reason: Refusal) {
        if let Some(engine) = &mut self.state.lock().engine {
            engine.refuse(reason);
        }
        self.settle();
    }

    /// Answers a peer's request with a ConfirmedServiceResponse element, or an error. Sends at once; where the connection
    /// turns out to be broken, [`Observer::closed`] comes before this returns.
    pub fn respond(self: &Arc<Self>, invoke_id: u32, answer: Result<&[u8]>) {
        {
            let mut state = self.state.lock();
            let Some(engine) = state.engine.as_mut() else { return };
            let sent = match answer {
                Ok(service) => engine.respond(invoke_id, service),
                Err(Error::Service(error)) => engine.respond_error(invoke_id, error),
                Err(Error::Reject(reason)) => engine.reject(Some(invoke_id), reason),
                Err(error) => Err(error),
            };
            if let Err(error) = sent {
                if engine.failure().is_none() {
                    tracing::warn!(%error, "answer to a peer's request not sent");
                }
                engine.leave_unanswered();
            }
            self.relieve(&mut state);
        }
        self.flush();
    }

    /// A peer's request gets no answer: it no longer counts among those that hold up reading.
    pub fn leave_unanswered(&self) {
        let mut state = self.state.lock();
        if let Some(engine) = &mut state.engine {
            engine.leave_unanswered();
        }
        self.relieve(&mut state);
    }

    /// The peer's address; None before there is a connection.
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.tcp.get().map(|tcp| tcp.peer_addr())
    }

    /// The other end of the TLS session; None where there is none.
    pub fn tls_peer(&self) -> Option<Arc<TlsPeer>> {
        self.tls().map(|tls| Arc::clone(tls.peer()))
    }

    /// This side's address; None before there is a connection.
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.tcp.get().and_then(|tcp| tcp.local_addr().ok())
    }

    /// Why the session has ended, if it has.
    pub fn ended(&self) -> Option<Failure> {
        self.state.lock().ended.clone()
    }

    /// [`Session::ended`] that counts from the moment when calls are refused; the observer has been told when this returns. Not for
    /// observers.
    pub fn over(self: &Arc<Self>) -> Option<Failure> {
        {
            let state = self.state.lock();
            if state.ended.is_none() && state.engine.as_ref()?.failure().is_none() {
                return None;
            }
        }
        self.settle();
        self.quiesce(HANDING_OVER);
        self.ended()
    }

    /// Whether the session has ended: nothing will happen on it any more.
    pub fn is_over(&self) -> bool {
        self.state.lock().ended.is_some()
    }
}
