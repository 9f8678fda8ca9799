//! What the stack tells the association engine.

use std::ops::{Deref, Range};

use crate::error::Failure;
use crate::wire::selectors::Address;

/// An MMS PDU as it came: within the caller's input, or within a reassembled TSDU.
#[derive(Debug, Clone)]
pub enum Payload<'a> {
    /// Lies in the input, nothing was copied.
    Borrowed(&'a [u8]),
    /// Lies in a TSDU put together from several TPDUs, at this range.
    Owned(Vec<u8>, Range<usize>),
}

impl Deref for Payload<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Borrowed(octets) => octets,
            Self::Owned(tsdu, range) => tsdu.get(range.clone()).unwrap_or_default(),
        }
    }
}

impl PartialEq for Payload<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Payload<'_> {}

/// An association that a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indication {
    /// The MMS initiate request PDU.
    pub user: Vec<u8>,
    /// The client's selectors, AP-title and AE-qualifier.
    pub calling: Address,
    /// Those by which it called this side.
    pub called: Address,
    /// The password, if it sent one.
    pub password: Option<Vec<u8>>,
}

/// Why a responder refuses an association.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No reason given (ACSE service-user diagnostic 1).
    NoReason,
    /// The password is missing (ACSE service-user diagnostic 14).
    AuthenticationRequired,
    /// The password is wrong (ACSE service-user diagnostic 13).
    AuthenticationFailure,
    /// Any other ACSE service-user diagnostic.
    Diagnostic(u8),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<'a> {
    /// Initiator: the CC came and the association request has been put into `out`. Responder: the CC has been.
    TransportConnected,
    /// Responder: answer with `accept` or `refuse`.
    AssociateIndication(Box<Indication>),
    /// Initiator: the association is open; this is the MMS initiate response PDU.
    AssociateConfirm(Payload<'a>),
    /// Initiator: the peer refused, in whichever layer. Responder: the stack itself refused a request that it cannot
    /// serve (no class 0, no MMS context) and put the answer into `out`. The connection is over.
    Refused(Failure),
    /// One MMS PDU.
    Data(Payload<'a>),
    /// The peer wants to release: answer with `accept_release`.
    ReleaseIndication,
    /// The peer has agreed to the release. The connection is over.
    ReleaseConfirm,
    /// The peer aborted the association. The connection is over.
    Aborted(Failure),
    /// The peer took the transport connection down (DR or ER) after the association was made. The connection is over.
    Disconnected(Failure),
}
