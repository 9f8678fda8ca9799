//! All layers below MMS of one connection, without timers.

mod event;

pub use event::{Event, Indication, Payload, Refusal};

use crate::error::{Failure, Layer};
use crate::wire::selectors::{Address, ConnectParams, TpduSize};

/// What a responder has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponderParams {
    /// The largest TPDU size to agree to.
    pub tpdu_size: TpduSize,
    /// This side, for the answer. Its selectors are not compared with those that are called.
    pub local: Address,
}

impl Default for ResponderParams {
    fn default() -> Self {
        Self { tpdu_size: TpduSize::MAX, local: Address::default() }
    }
}

/// TPKT, COTP, session, presentation and ACSE of one connection.
#[derive(Debug)]
pub struct Stack {
    max_message: usize,
}

impl Stack {
    /// The side that connects; `user` is the MMS initiate request PDU.
    pub fn initiator(_params: ConnectParams, _user: Vec<u8>) -> Self {
        Self { max_message: 0 }
    }

    /// The side that listens.
    pub fn responder(_params: ResponderParams) -> Self {
        Self { max_message: 0 }
    }

    /// Initiator: queues the CR.
    pub fn start(&mut self, _out: &mut Vec<u8>) -> Result<(), Failure> {
        Err(unfinished())
    }

    /// The largest MMS PDU to accept from now on (protocol overhead is added).
    pub fn set_max_message(&mut self, octets: usize) {
        self.max_message = octets;
    }

    /// Whether data can be sent.
    pub fn is_open(&self) -> bool {
        false
    }

    /// Takes whole TPKTs from the front of `input`: how many octets, and the next event. Without an event, more octets
    /// are needed; with one, call again at once. Answers of the lower layers go to `out`.
    /// After an error or a final event, the connection is over: everything further is an error.
    pub fn input<'a>(
        &mut self,
        _input: &'a [u8],
        _out: &mut Vec<u8>,
    ) -> Result<(usize, Option<Event<'a>>), Failure> {
        Err(unfinished())
    }

    /// Sends one MMS PDU.
    pub fn send_data(&mut self, _pdu: &[u8], _out: &mut Vec<u8>) -> Result<(), Failure> {
        Err(unfinished())
    }

    /// Responder: accepts the indicated association; `user` is the MMS initiate response PDU.
    pub fn accept(&mut self, _user: &[u8], _out: &mut Vec<u8>) -> Result<(), Failure> {
        Err(unfinished())
    }

    /// Responder: refuses the indicated association.
    pub fn refuse(&mut self, _reason: Refusal, _out: &mut Vec<u8>) -> Result<(), Failure> {
        Err(unfinished())
    }

    /// Asks the peer to release the association (RLRQ in session FINISH).
    pub fn release(&mut self, _out: &mut Vec<u8>) -> Result<(), Failure> {
        Err(unfinished())
    }

    /// Agrees to the peer's release (RLRE in session DISCONNECT).
    pub fn accept_release(&mut self, _out: &mut Vec<u8>) -> Result<(), Failure> {
        Err(unfinished())
    }

    /// Aborts (ABRT in session ABORT), as far as there is anything to abort. The connection is over.
    pub fn abort(&mut self, _out: &mut Vec<u8>) {}
}

fn unfinished() -> Failure {
    Failure::new(Layer::Local, 0, "not written yet")
}
