//! What an engine is configured with and what comes out of the negotiation.

use crate::mms::pdu::initiate::Initiate;
use crate::wire::{ConnectParams, ResponderParams};

/// Smallest PDU size that a peer may impose: below it not even a read request fits.
const MIN_PDU: u32 = 64;

/// Parameters of one association.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Client: lower-layer addresses and authentication.
    pub connect: ConnectParams,
    /// Server: lower-layer parameters.
    pub respond: ResponderParams,
    /// What this side proposes or supports.
    pub mms: Initiate,
}

/// What both sides agreed on (ISO 9506-2 §8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negotiated {
    /// Largest MMS PDU in octets, either way.
    pub max_pdu: u32,
    /// Requests this side may have outstanding.
    pub max_calling: u16,
    /// Requests the peer may have outstanding.
    pub max_called: u16,
    /// Nesting of data structures.
    pub nesting: u8,
    /// The peer's initiate PDU; before it came, the own one.
    pub peer: Initiate,
}

impl Negotiated {
    /// Before anything was agreed: the own proposal.
    pub(super) fn proposed(own: &Initiate) -> Self {
        Self::between(own, own, own.max_outstanding_calling, own.max_outstanding_called)
    }

    /// Client: from the initiate response. The answer must not exceed the proposal; if it does, the proposal counts.
    pub(super) fn accepted(own: &Initiate, answer: &Initiate) -> Self {
        let calling = own.max_outstanding_calling.min(answer.max_outstanding_calling);
        let called = own.max_outstanding_called.min(answer.max_outstanding_called);
        Self::between(own, answer, calling, called)
    }

    /// Server: from the initiate request; calling and called are the client's words.
    pub(super) fn offered(own: &Initiate, request: &Initiate) -> Self {
        let calling = own.max_outstanding_calling.min(request.max_outstanding_called);
        let called = own.max_outstanding_called.min(request.max_outstanding_calling);
        Self::between(own, request, calling, called)
    }

    fn between(own: &Initiate, peer: &Initiate, calling: i16, called: i16) -> Self {
        let size = |initiate: &Initiate| initiate.local_detail.and_then(|size| u32::try_from(size).ok());
        let count = |count: i16| u16::try_from(count).unwrap_or(0).max(1);
        let nesting = |initiate: &Initiate| initiate.nesting_level.and_then(|level| u8::try_from(level).ok());
        let max_pdu = size(own).unwrap_or(u32::MAX).min(size(peer).unwrap_or(u32::MAX)).max(MIN_PDU);
        Self {
            max_pdu,
            max_calling: count(calling),
            max_called: count(called),
            nesting: nesting(own).unwrap_or(u8::MAX).min(nesting(peer).unwrap_or(u8::MAX)),
            peer: peer.clone(),
        }
    }

    /// Server: the initiate response that tells the client.
    pub(super) fn answer(&self, own: &Initiate) -> Initiate {
        Initiate {
            local_detail: i32::try_from(self.max_pdu).ok(),
            max_outstanding_calling: self.max_called as i16,
            max_outstanding_called: self.max_calling as i16,
            nesting_level: i8::try_from(self.nesting).ok(),
            ..own.clone()
        }
    }
}
