//! TLS between the socket and the association.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::super::dispatch::Dispatch;
use super::super::socket::Tcp;
use super::super::tls::{TlsStream, Unsealed};
use super::Session;
use super::pump::Reader;
use crate::error::{Failure, Layer};

/// The failure that an error of [`Session::receive`] stands for, unless it is the system's.
pub(super) fn failure(error: &io::Error) -> Option<Failure> {
    error.get_ref()?.downcast_ref::<Failure>().cloned()
}

impl Session {
    /// Receives what there is for the association into `reader`: until a moment, or what is there now. 0 octets: the peer
    /// has closed.
    pub(super) fn receive(
        self: &Arc<Self>,
        tcp: &Tcp,
        reader: &mut Reader,
        until: Option<Instant>,
    ) -> io::Result<usize> {
        let raw = |into: &mut [u8]| match until {
            Some(until) => tcp.receive_until(into, until),
            None => tcp.receive(into),
        };
        let Some(tls) = self.tls() else { return raw(reader.space()) };
        let mut sealed = reader.take_sealed();
        let outcome = loop {
            match raw(&mut sealed) {
                Ok(0) => break Ok(0),
                Ok(count) => {
                    let unsealed = reader.append(|plain| tls.unseal(&sealed[..count], plain));
                    // The handshake's next step, or what went wrong for the peer to know.
                    if tls.wants_write() {
                        self.flush();
                    }
                    self.tell(tls);
                    match unsealed {
                        Ok(Unsealed::Octets(0)) => {}
                        Ok(Unsealed::Octets(count)) => break Ok(count),
                        Ok(Unsealed::End) => break Ok(0),
                        Err(failure) => break Err(io::Error::other(failure)),
                    }
                }
                Err(error) => break Err(error),
            }
        };
        reader.put_sealed(sealed);
        outcome
    }

    /// Queues the events of TLS as callbacks, unless the thread that connects will tell of them.
    fn tell(self: &Arc<Self>, tls: &TlsStream) {
        if !tls.has_events() || self.tells_itself.load(Ordering::SeqCst) {
            return;
        }
        let dispatch = self.observer.upgrade().and_then(|observer| observer.dispatch());
        let this = Arc::clone(self);
        dispatch.unwrap_or_else(|| Dispatch::new(false)).push(Box::new(move || this.tell_now()));
    }

    fn tell_now(&self) {
        if let Some(tls) = self.tls() {
            tls.tell();
        }
    }

    /// The end of a connect on the calling thread: tells of the events that came meanwhile.
    pub(super) fn tell_from_now_on(&self) {
        self.tells_itself.store(false, Ordering::SeqCst);
        self.tell_now();
    }

    /// The failure of an association whose request has not even left, because the TLS handshake goes on.
    pub(super) fn earlier(&self, failure: Failure) -> Failure {
        match self.tls() {
            Some(tls) if failure.layer == Layer::Acse && !tls.is_established() => {
                Failure::new(Layer::Tls, 0, "TLS handshake not completed within the set time")
            }
            _ => failure,
        }
    }

    /// Whether a broken connection ends by what is read: the peer that closed may have said why before.
    pub(super) fn has_reason_to_come(&self) -> bool {
        self.tls().is_some_and(|tls| tls.is_established() && !tls.is_used())
    }

    /// The end of the session: the peer is to know that nothing was cut off.
    pub(super) fn say_good_bye(&self) {
        if let Some(tls) = self.tls() {
            tls.close();
        }
    }
}
