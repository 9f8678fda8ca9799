//! The way to a client: the session, or what a test puts in its place.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Result;
use crate::net::{Capture, Session};

/// Gets the client's answer to a request of the server, on the thread that reads: must not block.
pub(super) type Done = Box<dyn FnOnce(Result<&[u8]>) + Send>;

/// The way to one client.
pub(super) trait Outlet: Send + Sync {
    /// Answers a request.
    fn respond(&self, invoke_id: u32, answer: Result<&[u8]>);
    /// A request gets no answer.
    fn leave_unanswered(&self);
    /// Queues an UnconfirmedService element. Does not wait for the client, and makes no system call of its own.
    fn unconfirmed(&self, service: &[u8]) -> Result<()>;
    /// Sends a request to the client. An error that is known at once is returned, and `done` is not called.
    fn start(&self, service: &[u8], timeout: Duration, done: Done) -> Result<()>;
    /// Largest PDU that the client takes.
    fn max_pdu(&self) -> usize;
    /// Octets that wait to be sent.
    fn unsent(&self) -> usize;
    /// Asks to be told when no more than `mark` octets wait. False if that is so already: nobody will be told.
    fn notify_when_drained(&self, mark: usize) -> bool;
    /// Ends the association at once.
    fn abort(&self);
    /// Waits, for `patience` at most, until what an end of the association means has been queued.
    fn quiesce(&self, patience: Duration);
    /// Address of the client.
    fn peer(&self) -> Option<SocketAddr>;
    /// Own address of the connection.
    fn local(&self) -> Option<SocketAddr>;
    /// Writes what comes and goes to a capture.
    fn capture(&self, capture: Option<Arc<Capture>>) {
        drop(capture);
    }
    /// The certificate (X.509, DER) by which the client has proved who it is, where the connection is secured by TLS.
    fn certificate(&self) -> Option<Vec<u8>> {
        None
    }
}

impl Outlet for Arc<Session> {
    fn respond(&self, invoke_id: u32, answer: Result<&[u8]>) {
        Session::respond(self, invoke_id, answer);
    }

    fn leave_unanswered(&self) {
        Session::leave_unanswered(self);
    }

    fn unconfirmed(&self, service: &[u8]) -> Result<()> {
        Session::queue_unconfirmed(self, service)
    }

    fn start(&self, service: &[u8], timeout: Duration, done: Done) -> Result<()> {
        Session::start(self, service, timeout, |_, answer| done(answer)).map(drop)
    }

    fn max_pdu(&self) -> usize {
        self.negotiated_pdu() as usize
    }

    fn unsent(&self) -> usize {
        Session::unsent(self)
    }

    fn notify_when_drained(&self, mark: usize) -> bool {
        Session::notify_when_drained(self, mark)
    }

    fn abort(&self) {
        Session::abort(self);
    }

    fn quiesce(&self, patience: Duration) {
        if !Session::quiesce(self, patience) {
            tracing::warn!("a session does not come to rest");
        }
    }

    fn peer(&self) -> Option<SocketAddr> {
        self.peer_addr()
    }

    fn local(&self) -> Option<SocketAddr> {
        self.local_addr()
    }

    fn capture(&self, capture: Option<Arc<Capture>>) {
        Session::capture(self, capture);
    }

    fn certificate(&self) -> Option<Vec<u8>> {
        self.tls_peer()?.certificate().map(<[u8]>::to_vec)
    }
}
