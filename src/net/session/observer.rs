//! Who learns what happens on a session.

use std::sync::Arc;

use super::super::dispatch::Dispatch;
use super::Session;
use crate::assoc::{Indication, Refusal};
use crate::error::Failure;

/// Who learns what happens on a session. Called on the thread that reads, without a lock but the reader role: it must
/// not block, wait for an answer, or call user code.
pub trait Observer: Send + Sync {
    /// The association is up.
    fn up(&self, session: &Arc<Session>);
    /// The association is over or could not be made; comes once.
    fn closed(&self, session: &Arc<Session>, failure: &Failure);
    /// An UnconfirmedService element came.
    fn unconfirmed(&self, session: &Arc<Session>, service: &[u8]);
    /// The queue of the callbacks that reports become: while it is congested, only who waits for an answer reads.
    fn dispatch(&self) -> Option<Arc<Dispatch>> {
        None
    }
    /// The peer requests a service (a ConfirmedServiceRequest element): to be answered once, by [`Session::respond`],
    /// here or later from any thread; or given up by [`Session::leave_unanswered`].
    fn request(&self, session: &Arc<Session>, invoke_id: u32, service: &[u8]);
    /// Server: a client asks for the association. To be answered by [`Session::accept_association`] or
    /// [`Session::refuse_association`], here or later from any thread, but within the connect timeout.
    fn associate(&self, session: &Arc<Session>, indication: Box<Indication>) {
        drop(indication);
        session.refuse_association(Refusal::NoReason);
    }
    /// What [`Session::notify_when_drained`] asked for. Called by the driver or within a tick, never within another
    /// call of the session; may queue more to be sent.
    fn drained(&self, session: &Arc<Session>) {
        let _ = session;
    }
}
