//! All layers below MMS of one connection, without timers.

mod event;
mod receive;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

pub use event::{Event, Indication, Payload, Refusal};

use crate::error::{Failure, Layer};
use crate::wire::presentation::{ContextResult, Contexts};
use crate::wire::selectors::{Address, ConnectParams, TpduSize};
use crate::wire::{acse, cotp, presentation, session};

/// Octets that the layers here add to an MMS PDU, association requests included.
const OVERHEAD: usize = 512;
/// The largest message before the PDU size has been negotiated.
const INITIAL_MAX_MESSAGE: usize = 65_536;
/// This side's transport reference: there is one transport connection in a TCP connection.
const REFERENCE: u16 = 1;

/// What a responder has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponderParams {
    /// The largest TPDU size to agree to.
    pub tpdu_size: TpduSize,
    /// This side, for the answer. Its selectors are not compared with those that are called.
    pub local: Address,
}

impl Default for ResponderParams {
    /// Answers as the genuine server does: P-selector 00000001, the session selector that was called, no AP-title.
    fn default() -> Self {
        let local = Address { ap_title: None, ae_qualifier: None, ..Address::usual(&[], 0) };
        Self { tpdu_size: TpduSize::MAX, local }
    }
}

/// How far the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Initiator, not started.
    Idle,
    /// Initiator: CR sent.
    AwaitingConfirm,
    /// Initiator: CN sent.
    AwaitingAccept,
    /// Responder: nothing came.
    AwaitingRequest,
    /// Responder: CC sent.
    AwaitingConnect,
    /// Responder: the association waits for the user's answer.
    Indicated,
    /// Data can flow.
    Open,
    /// FN sent.
    Releasing,
    /// FN received.
    PeerReleasing,
    /// Over.
    Closed,
}

/// TPKT, COTP, session, presentation and ACSE of one connection.
#[derive(Debug)]
pub struct Stack {
    phase: Phase,
    params: ConnectParams,
    /// Responder: who calls, as far as it is known yet.
    calling: Address,
    /// The initiate request until it is sent.
    user: Vec<u8>,
    /// Largest TPDU to send.
    tpdu_size: TpduSize,
    contexts: Contexts,
    /// Responder: the answers to the contexts that the peer proposed.
    results: Vec<ContextResult>,
    max_message: usize,
    /// The TSDU under reassembly, if there is one.
    partial: Option<Vec<u8>>,
    /// Further PDUs of a TSDU that carried several.
    further: VecDeque<Vec<u8>>,
    header: Vec<u8>,
}

impl Stack {
    fn new(phase: Phase, params: ConnectParams, user: Vec<u8>) -> Self {
        Self {
            phase,
            tpdu_size: params.tpdu_size.unwrap_or(TpduSize::MAX),
            params,
            calling: Address::default(),
            user,
            contexts: Contexts::default(),
            results: Vec::new(),
            max_message: INITIAL_MAX_MESSAGE,
            partial: None,
            further: VecDeque::new(),
            header: Vec::with_capacity(32),
        }
    }

    /// The side that connects; `user` is the MMS initiate request PDU.
    pub fn initiator(params: ConnectParams, user: Vec<u8>) -> Self {
        Self::new(Phase::Idle, params, user)
    }

    /// The side that listens.
    pub fn responder(params: ResponderParams) -> Self {
        let params = ConnectParams {
            calling: params.local,
            called: Address::default(),
            password: None,
            tpdu_size: Some(params.tpdu_size),
        };
        Self::new(Phase::AwaitingRequest, params, Vec::new())
    }

    /// Initiator: queues the CR.
    pub fn start(&mut self, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.require(&[Phase::Idle])?;
        let request = cotp::Connect {
            destination: 0,
            source: REFERENCE,
            tpdu_size: self.params.tpdu_size,
            calling: Some(self.params.calling.t_selector),
            called: Some(self.params.called.t_selector),
            class0: true,
        };
        cotp::write_connect_request(out, &request);
        self.phase = Phase::AwaitingConfirm;
        Ok(())
    }

    /// The largest MMS PDU that is put together from several TPDUs from now on (protocol overhead is added).
    pub fn set_max_message(&mut self, octets: usize) {
        self.max_message = octets;
    }

    /// Whether data can be sent.
    pub fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// Whether the connection is over: nothing can be sent, and what comes is discarded.
    pub fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    /// Sends one MMS PDU.
    #[inline]
    pub fn send_data(&mut self, pdu: &[u8], out: &mut Vec<u8>) -> Result<(), Failure> {
        self.require(&[Phase::Open])?;
        self.header.clear();
        self.header.extend_from_slice(&session::DATA_HEADER);
        presentation::write_data_header(&mut self.header, self.contexts.mms, pdu.len());
        cotp::write_data(out, self.tpdu_size, &self.header, pdu);
        Ok(())
    }

    /// Responder: accepts the indicated association; `user` is the MMS initiate response PDU.
    pub fn accept(&mut self, user: &[u8], out: &mut Vec<u8>) -> Result<(), Failure> {
        self.require(&[Phase::Indicated])?;
        let local = &self.params.calling;
        let aare = acse::accept(local, self.contexts.mms, user);
        let cpa = presentation::accept(&local.p_selector, &self.results, self.contexts, &aare);
        let ac = session::accept(&self.params.called.s_selector, &cpa)?;
        cotp::write_data(out, self.tpdu_size, &ac, &[]);
        self.phase = Phase::Open;
        Ok(())
    }

    /// Responder: refuses the indicated association. The connection is over.
    pub fn refuse(&mut self, reason: Refusal, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.require(&[Phase::Indicated])?;
        let diagnostic = match reason {
            Refusal::NoReason => acse::NO_REASON,
            Refusal::AuthenticationRequired => acse::AUTHENTICATION_REQUIRED,
            Refusal::AuthenticationFailure => acse::AUTHENTICATION_FAILURE,
            Refusal::Diagnostic(code) => code,
        };
        let aare = acse::refuse(&self.params.calling, diagnostic);
        self.write_refusal(Ok((self.contexts, &aare)), out)
    }

    /// CPR in RF.
    fn write_refusal(
        &mut self,
        user: Result<(Contexts, &[u8]), u8>,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let cpr = presentation::refuse(&self.params.calling.p_selector, &self.results, user);
        let rf = session::refuse(session::REJECTED_BY_USER, &cpr)?;
        cotp::write_data(out, self.tpdu_size, &rf, &[]);
        self.close();
        Ok(())
    }

    /// Asks the peer to release the association (RLRQ in session FINISH).
    pub fn release(&mut self, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.require(&[Phase::Open])?;
        let spdu = session::finish(&presentation::data(self.contexts.acse, &acse::RELEASE))?;
        cotp::write_data(out, self.tpdu_size, &spdu, &[]);
        self.phase = Phase::Releasing;
        Ok(())
    }

    /// Agrees to the peer's release (RLRE in session DISCONNECT). The connection is over.
    pub fn accept_release(&mut self, out: &mut Vec<u8>) -> Result<(), Failure> {
        self.require(&[Phase::PeerReleasing])?;
        self.write_released(out)?;
        self.close();
        Ok(())
    }

    fn write_released(&self, out: &mut Vec<u8>) -> Result<(), Failure> {
        let spdu = session::disconnect(&presentation::data(self.contexts.acse, &acse::RELEASED))?;
        cotp::write_data(out, self.tpdu_size, &spdu, &[]);
        Ok(())
    }

    /// Aborts (ABRT in session ABORT), as far as there is anything to abort. The connection is over.
    pub fn abort(&mut self, out: &mut Vec<u8>) {
        let begun = !matches!(
            self.phase,
            Phase::Idle
                | Phase::AwaitingConfirm
                | Phase::AwaitingRequest
                | Phase::AwaitingConnect
                | Phase::Closed
        );
        if begun && let Ok(spdu) = session::abort(&presentation::abort(self.contexts, &acse::ABORT)) {
            cotp::write_data(out, self.tpdu_size, &spdu, &[]);
        }
        self.close();
    }

    fn close(&mut self) {
        self.phase = Phase::Closed;
        self.partial = None;
        self.further.clear();
        self.user = Vec::new();
    }

    #[inline]
    fn require(&self, phases: &[Phase]) -> Result<(), Failure> {
        if phases.contains(&self.phase) {
            return Ok(());
        }
        Err(Failure::new(Layer::Local, 0, "not possible in this phase of the connection"))
    }
}
