//! What an engine tells its owner.

use std::ops::{Deref, Range};

use crate::error::{Error, Failure};
use crate::wire::{Indication, Payload};

/// Octets inside the receive buffer, or inside a message that had to be put together from several TPDUs.
#[derive(Debug)]
pub struct Body<'a> {
    message: Payload<'a>,
    range: Range<usize>,
}

impl<'a> Body<'a> {
    /// The part `range` of `message`.
    pub(super) fn new(message: Payload<'a>, range: Range<usize>) -> Self {
        Self { message, range }
    }
}

impl Deref for Body<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.message.get(self.range.clone()).unwrap_or_default()
    }
}

/// One thing that happened. `T` is what the owner gave along with a call.
#[derive(Debug)]
pub enum Event<'a, T> {
    /// The association is up; parameters are in [`Engine::negotiated`](super::Engine::negotiated).
    Up,
    /// A client asks this server for an association: accept or refuse it.
    Associate {
        /// Who calls whom, and the password.
        indication: Box<Indication>,
    },
    /// The end of one call: the ConfirmedServiceResponse element, or why there is none.
    Reply {
        /// Invoke id of the call.
        invoke_id: u32,
        /// Given with the call.
        token: T,
        /// Answer or error.
        result: Result<Body<'a>, Error>,
    },
    /// An UnconfirmedService element (InformationReport).
    Unconfirmed(Body<'a>),
    /// The peer requests a service: answer by `respond`, `respond_error` or `reject`.
    Request {
        /// The peer's invoke id.
        invoke_id: u32,
        /// The ConfirmedServiceRequest element.
        service: Body<'a>,
    },
    /// The association is over, or was never made. Comes once, after the replies of all outstanding calls.
    Closed(Failure),
}
