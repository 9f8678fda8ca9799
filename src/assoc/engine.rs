//! The association engine.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::calls::Calls;
use super::config::{Config, Negotiated};
use super::event::{Body, Event};
use super::tap::Tap;
use crate::error::{Error, Failure, Layer, RejectReason, ServiceError};
use crate::mms::pdu::envelope::{self, Pdu};
use crate::mms::pdu::error::reject::{INVALID_PDU, UNKNOWN_PDU_TYPE};
use crate::mms::pdu::initiate::Initiate;
use crate::wire::{Event as StackEvent, Payload, Refusal, Stack};

/// How long a peer that has concluded may take to release the association as well.
const RELEASE_PATIENCE: Duration = Duration::from_secs(2);
/// What a failure says of a peer that did not answer the conclude or release request.
pub const RELEASE_UNANSWERED: &str = "no answer to the release request within the set time";
/// Bounds of the messages that are put together from segments, whatever was proposed.
const MIN_MESSAGE: usize = 64 * 1024;
const MAX_MESSAGE: usize = 4 * 1024 * 1024;
/// cancel: invoke-id-unknown. What has been asked for is done at once, or not to be stopped.
const NOTHING_TO_CANCEL: ServiceError = ServiceError::new(10, 1);

/// Where an association is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    /// Transport and association requested (client) or awaited (server).
    Opening,
    /// Server: the request is with the owner.
    Asked,
    /// Data may flow.
    Up,
    /// Conclude sent, its answer awaited.
    Concluding,
    /// Concluded, release of the association awaited.
    Releasing,
    /// Over.
    Closed(Failure),
}

/// What went by that no call waited for. Nothing is dropped without being counted here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// PDUs that could not be decoded.
    pub malformed: u64,
    /// Answers to no outstanding call (late, doubled, invented).
    pub unmatched: u64,
}

/// One association. `T` is returned with the answer of the call it was given to.
#[derive(Debug)]
pub struct Engine<T> {
    stack: Stack,
    phase: Phase,
    config: Config,
    negotiated: Negotiated,
    calls: Calls<T>,
    /// Requests of the peer without answer.
    open_requests: usize,
    queued: VecDeque<Event<'static, T>>,
    out: Vec<u8>,
    deadline: Option<Instant>,
    statistics: Statistics,
    tap: Option<Tap>,
}

impl<T> Engine<T> {
    /// The client side on a fresh transport connection; gives up at `deadline`.
    pub fn client(config: Config, deadline: Instant) -> Self {
        Self::tapped_client(config, deadline, None)
    }

    /// [`Engine::client`] whose every MMS PDU, from the initiate request on, goes by `tap`.
    pub fn tapped_client(config: Config, deadline: Instant, tap: Option<Tap>) -> Self {
        let mut out = Vec::with_capacity(256);
        let request = config.mms.request();
        if let Some(tap) = &tap {
            tap.see(&request, false);
        }
        let mut stack = Stack::initiator(config.connect.clone(), request);
        let started = stack.start(&mut out);
        let mut engine = Self::new(stack, config, out, deadline);
        engine.tap = tap;
        if let Err(failure) = started {
            engine.close(failure);
        }
        engine
    }

    /// The server side on a transport connection that was just accepted; gives up at `deadline`.
    pub fn server(config: Config, deadline: Instant) -> Self {
        let stack = Stack::responder(config.respond.clone());
        Self::new(stack, config, Vec::new(), deadline)
    }

    fn new(mut stack: Stack, config: Config, out: Vec<u8>, deadline: Instant) -> Self {
        stack.set_max_message(max_message(&config.mms));
        Self {
            stack,
            phase: Phase::Opening,
            negotiated: Negotiated::proposed(&config.mms),
            config,
            calls: Calls::new(),
            open_requests: 0,
            queued: VecDeque::new(),
            out,
            deadline: Some(deadline),
            statistics: Statistics::default(),
            tap: None,
        }
    }

    fn see(&self, pdu: &[u8], received: bool) {
        if let Some(tap) = &self.tap {
            tap.see(pdu, received);
        }
    }

    /// Everything of MMS goes this way once the association is up.
    fn send_data(&mut self, pdu: &[u8]) -> Result<(), Failure> {
        self.see(pdu, false);
        self.stack.send_data(pdu, &mut self.out)
    }

    /// Whether calls can be made.
    pub fn is_up(&self) -> bool {
        self.phase == Phase::Up
    }

    /// Why the association is over, if it is.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.phase {
            Phase::Closed(failure) => Some(failure),
            _ => None,
        }
    }

    /// What both sides agreed on; the own proposal until the association is up.
    pub fn negotiated(&self) -> &Negotiated {
        &self.negotiated
    }

    /// What could not be matched or decoded so far.
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// Octets to send. Take them all, or drain what was sent.
    pub fn transmit(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// When [`Engine::handle_timeout`] is to be called next.
    pub fn timeout(&self) -> Option<Instant> {
        [self.deadline, self.calls.deadline()].into_iter().flatten().min()
    }

    /// Tokens of the calls that wait for an answer, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &T> {
        self.calls.tokens()
    }

    /// Requests of the peer that have been given out as events and not been answered. An invoke id that the peer uses
    /// twice counts, and is answered, twice.
    pub fn open_requests(&self) -> usize {
        self.open_requests
    }

    /// Whether [`Engine::call`] would take this request now. What was sent ahead is in nobody's way.
    pub fn admits(&self, service: &[u8]) -> Result<(), Error> {
        self.takes(service, self.calls.wanted())
    }

    fn takes(&self, service: &[u8], outstanding: usize) -> Result<(), Error> {
        match &self.phase {
            Phase::Up => {}
            Phase::Closed(failure) => return Err(Error::ConnectionLost(failure.clone())),
            _ => return Err(Error::NotConnected),
        }
        if outstanding >= self.window() {
            return Err(Error::OutstandingCallLimit);
        }
        if envelope::confirmed_len(self.calls.next_id(), service.len()) > self.negotiated.max_pdu as usize {
            return Err(Error::TooLarge);
        }
        Ok(())
    }

    /// Requests that the peer takes at a time.
    fn window(&self) -> usize {
        self.negotiated.max_calling.into()
    }

    /// Sends a request (a ConfirmedServiceRequest element), as soon as requests that were sent ahead leave room for it. A call
    /// without deadline is the owner's to cancel.
    pub fn call(&mut self, service: &[u8], deadline: Option<Instant>, token: T) -> Result<u32, Error> {
        self.admits(service)?;
        let (invoke_id, pdu) = self.request(service);
        if self.calls.sent() >= self.window() || self.calls.has_unsent() {
            self.calls.insert_unsent(invoke_id, deadline, token, pdu);
        } else {
            self.send_data(&pdu).map_err(Error::ConnectionLost)?;
            self.calls.insert(invoke_id, deadline, token);
        }
        Ok(invoke_id)
    }

    /// Sends a request on the chance that it will be wanted; until [`Engine::claim`] it is in nobody's way. Refused when the
    /// window has no room, and when it would have none left for others.
    pub fn call_ahead(&mut self, service: &[u8], deadline: Instant, token: T) -> Result<u32, Error> {
        self.takes(service, self.calls.sent() + 1)?;
        let (invoke_id, pdu) = self.request(service);
        self.send_data(&pdu).map_err(Error::ConnectionLost)?;
        self.calls.insert_ahead(invoke_id, deadline, token);
        Ok(invoke_id)
    }

    /// A request that was sent ahead is wanted now: it has no deadline any more, and is the owner's to cancel.
    pub fn claim(&mut self, invoke_id: u32) {
        self.calls.claim(invoke_id);
    }

    /// A request with a deadline has its `timeout` from the answers on to requests that were sent ahead and stand before it.
    pub fn be_patient(&mut self, invoke_id: u32, timeout: Duration) {
        self.calls.be_patient(invoke_id, timeout);
    }

    /// Requests that were sent ahead, that nobody waits for, and that a peer which answers in order answers before this one.
    pub fn ahead_of(&self, invoke_id: u32) -> usize {
        self.calls.ahead_of(invoke_id)
    }

    fn request(&self, service: &[u8]) -> (u32, Vec<u8>) {
        let invoke_id = self.calls.next_id();
        let mut pdu = Vec::with_capacity(service.len() + 16);
        envelope::confirmed_request(invoke_id, service, &mut pdu);
        (invoke_id, pdu)
    }

    /// The peer has room again: sends what has waited for it.
    fn send_unsent(&mut self) {
        while self.calls.has_unsent() && self.is_up() && self.calls.sent() < self.window() {
            if let Some(pdu) = self.calls.take_unsent()
                && let Err(failure) = self.send_data(&pdu)
            {
                self.close(failure);
            }
        }
    }

    /// Forgets an outstanding call; a late answer will count as unmatched. Another one may be to be sent now.
    pub fn cancel(&mut self, invoke_id: u32) -> Option<T> {
        let token = self.calls.remove(invoke_id);
        self.send_unsent();
        token
    }

    /// Server: answers a request with a ConfirmedServiceResponse element.
    pub fn respond(&mut self, invoke_id: u32, service: &[u8]) -> Result<(), Error> {
        let mut pdu = Vec::with_capacity(service.len() + 16);
        envelope::confirmed_response(invoke_id, service, &mut pdu);
        if pdu.len() > self.negotiated.max_pdu as usize {
            return Err(Error::TooLarge);
        }
        self.answer(&pdu)
    }

    /// Answers a request with a service error.
    pub fn respond_error(&mut self, invoke_id: u32, error: ServiceError) -> Result<(), Error> {
        let mut pdu = Vec::new();
        envelope::confirmed_error(invoke_id, error, &mut pdu);
        self.answer(&pdu)
    }

    /// Rejects a PDU.
    pub fn reject(&mut self, invoke_id: Option<u32>, reason: RejectReason) -> Result<(), Error> {
        let mut pdu = Vec::new();
        envelope::reject(invoke_id, reason, &mut pdu);
        if invoke_id.is_some() { self.answer(&pdu) } else { self.send(&pdu) }
    }

    fn answer(&mut self, pdu: &[u8]) -> Result<(), Error> {
        self.send(pdu)?;
        self.leave_unanswered();
        Ok(())
    }

    /// A request gets no answer: it is no longer open.
    pub fn leave_unanswered(&mut self) {
        self.open_requests = self.open_requests.saturating_sub(1);
    }

    /// Sends an UnconfirmedService element.
    pub fn unconfirmed(&mut self, service: &[u8]) -> Result<(), Error> {
        let mut pdu = Vec::with_capacity(service.len() + 8);
        envelope::unconfirmed(service, &mut pdu);
        if pdu.len() > self.negotiated.max_pdu as usize {
            return Err(Error::TooLarge);
        }
        self.send(&pdu)
    }

    /// Sends a PDU as it is. An answer to it counts as unmatched, unless a call has the invoke id that it carries.
    pub fn send_pdu(&mut self, pdu: &[u8]) -> Result<(), Error> {
        if pdu.len() > self.negotiated.max_pdu as usize {
            return Err(Error::TooLarge);
        }
        self.send(pdu)
    }

    fn send(&mut self, pdu: &[u8]) -> Result<(), Error> {
        if !self.is_up() {
            return Err(Error::NotConnected);
        }
        self.send_data(pdu).map_err(Error::ConnectionLost)
    }

    /// Server: accepts the association that [`Event::Associate`] announced.
    pub fn accept(&mut self) -> Result<(), Error> {
        if self.phase != Phase::Asked {
            return Err(Error::NotConnected);
        }
        let user = self.negotiated.answer(&self.config.mms).response();
        self.see(&user, false);
        self.stack.accept(&user, &mut self.out).map_err(Error::ConnectionLost)?;
        self.up();
        Ok(())
    }

    /// Server: refuses the association that [`Event::Associate`] announced.
    pub fn refuse(&mut self, reason: Refusal) {
        if self.phase == Phase::Asked {
            self.turn_down(reason, Failure::new(Layer::Acse, 1, format!("refused by this side: {reason:?}")));
        }
    }

    fn turn_down(&mut self, reason: Refusal, failure: Failure) {
        if let Err(error) = self.stack.refuse(reason, &mut self.out) {
            tracing::warn!(%error, "refusal not sent");
        }
        self.close(failure);
    }

    /// Moves the deadline of a request that has one.
    pub fn postpone(&mut self, invoke_id: u32, to: Instant) {
        self.calls.postpone(invoke_id, to);
    }

    /// Asks the peer to end the association in good order; [`Event::Closed`] follows, at `deadline` at the latest.
    pub fn conclude(&mut self, deadline: Instant) -> Result<(), Error> {
        let mut pdu = Vec::new();
        envelope::conclude_request(&mut pdu);
        self.send(&pdu)?;
        self.phase = Phase::Concluding;
        self.deadline = Some(deadline);
        Ok(())
    }

    /// Ends the association at once, telling the peer.
    pub fn abort(&mut self, reason: &Failure) {
        if matches!(self.phase, Phase::Closed(_)) {
            return;
        }
        self.stack.abort(&mut self.out);
        self.close(reason.clone());
    }

    /// The transport connection is gone, or the owner ends it.
    pub fn transport_closed(&mut self, failure: Failure) {
        self.close(failure);
    }

    /// Time has come: expires calls and steps whose deadline is not after `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some((invoke_id, token)) = self.calls.expired(now) {
            self.queued.push_back(Event::Reply { invoke_id, token, result: Err(Error::Timeout) });
        }
        self.send_unsent();
        if self.deadline.is_none_or(|deadline| deadline > now) {
            return;
        }
        self.deadline = None;
        match self.phase {
            Phase::Opening | Phase::Asked => {
                self.stack.abort(&mut self.out);
                self.close(Failure::new(
                    Layer::Acse,
                    0,
                    "no answer to the association request within the set time",
                ));
            }
            Phase::Concluding | Phase::Releasing => {
                self.stack.abort(&mut self.out);
                self.close(Failure::new(Layer::Mms, 0, RELEASE_UNANSWERED));
            }
            Phase::Up | Phase::Closed(_) => {}
        }
    }

    /// The next event. `input` is what has been received and not yet consumed; the first result says how much of it
    /// is done with. No event means that more input is needed. The event may borrow from `input`.
    pub fn next<'a>(&mut self, input: &'a [u8], now: Instant) -> (usize, Option<Event<'a, T>>) {
        let mut consumed = 0;
        loop {
            if let Some(event) = self.queued.pop_front() {
                return (consumed, Some(event));
            }
            if matches!(self.phase, Phase::Closed(_)) {
                return (input.len(), None);
            }
            match self.stack.input(&input[consumed..], &mut self.out) {
                Ok((used, event)) => {
                    consumed += used;
                    match event {
                        None => return (consumed, None),
                        Some(event) => {
                            if let Some(event) = self.handle(event, now) {
                                return (consumed, Some(event));
                            }
                        }
                    }
                }
                Err(failure) => {
                    self.stack.abort(&mut self.out);
                    self.close(failure);
                }
            }
        }
    }

    /// The next event that needs no input.
    pub fn queued(&mut self) -> Option<Event<'static, T>> {
        self.queued.pop_front()
    }

    fn handle<'a>(&mut self, event: StackEvent<'a>, now: Instant) -> Option<Event<'a, T>> {
        match event {
            StackEvent::TransportConnected => None,
            StackEvent::Data(message) => self.message(message, now),
            StackEvent::AssociateConfirm(user) => {
                self.confirmed(&user);
                None
            }
            StackEvent::AssociateIndication(indication) => {
                self.see(&indication.user, true);
                match Initiate::parse_request(&indication.user) {
                    Ok(request) if request.version < 1 => {
                        let failure = Failure::new(Layer::Mms, 1, "initiate request: no version in common");
                        self.turn_down(Refusal::NoReason, failure);
                        None
                    }
                    Ok(request) => {
                        self.negotiated = Negotiated::offered(&self.config.mms, &request);
                        self.phase = Phase::Asked;
                        Some(Event::Associate { indication })
                    }
                    Err(error) => {
                        let failure = Failure::new(Layer::Mms, 0, format!("initiate request: {error}"));
                        self.turn_down(Refusal::NoReason, failure);
                        None
                    }
                }
            }
            StackEvent::Refused(failure)
            | StackEvent::Aborted(failure)
            | StackEvent::Disconnected(failure) => {
                self.close(failure);
                None
            }
            StackEvent::ReleaseIndication => {
                if let Err(error) = self.stack.accept_release(&mut self.out) {
                    tracing::warn!(%error, "answer to the release not sent");
                }
                self.close(Failure::new(Layer::Acse, 0, "the peer released the association"));
                None
            }
            StackEvent::ReleaseConfirm => {
                self.close(Failure::new(Layer::Local, 0, "released by this side"));
                None
            }
        }
    }

    /// Client: the answer to the initiate request.
    fn confirmed(&mut self, user: &[u8]) {
        self.see(user, true);
        let answer = match envelope::decode(user) {
            Ok(Pdu::InitiateResponse(element)) => Initiate::parse_response(element),
            Ok(Pdu::InitiateError(error)) => Err(Error::Service(error)),
            Ok(Pdu::Reject { reason, .. }) => Err(Error::Reject(reason)),
            Ok(_) => Err(Error::Malformed("no initiate response")),
            Err(error) => Err(error.into()),
        };
        match answer {
            Ok(answer) => {
                self.negotiated = Negotiated::accepted(&self.config.mms, &answer);
                self.up();
            }
            Err(error) => {
                let code = match &error {
                    Error::Service(error) => error.code,
                    Error::Reject(reason) => reason.code,
                    _ => 0,
                };
                self.stack.abort(&mut self.out);
                self.close(Failure::new(Layer::Mms, code, format!("initiate answer: {error}")));
            }
        }
    }

    fn up(&mut self) {
        self.phase = Phase::Up;
        self.deadline = None;
        self.queued.push_back(Event::Up);
    }

    fn message<'a>(&mut self, message: Payload<'a>, now: Instant) -> Option<Event<'a, T>> {
        // Ranges instead of slices, so that a message put together from segments can travel with the event.
        let base = message.as_ptr_range().start as usize;
        let range = |part: &[u8]| {
            let start = part.as_ptr() as usize - base;
            start..start + part.len()
        };
        self.see(&message, true);
        let pdu = match envelope::decode(&message) {
            Ok(pdu) => pdu,
            Err(error) => {
                self.statistics.malformed += 1;
                tracing::warn!(%error, "PDU that cannot be decoded");
                // Rejects and answers are never rejected themselves: two peers would do so for ever.
                match message.first() {
                    Some(0xa1 | 0xa2 | 0xa4) => {
                        let invoke_id = envelope::answered(&message)?;
                        return self.finish(invoke_id, now, Err(error.into()));
                    }
                    None => {}
                    Some(0x85..=0x86 | 0x8b..=0x8c | 0xa0..=0xad) => {
                        self.reply(|out| envelope::reject(None, INVALID_PDU, out));
                    }
                    Some(_) => self.reply(|out| envelope::reject(None, UNKNOWN_PDU_TYPE, out)),
                }
                return None;
            }
        };
        match pdu {
            Pdu::ConfirmedResponse { invoke_id, service } => {
                let range = range(service);
                self.finish(invoke_id, now, Ok(Body::new(message, range)))
            }
            Pdu::ConfirmedError { invoke_id, error } => {
                self.finish(invoke_id, now, Err(Error::Service(error)))
            }
            Pdu::Reject { invoke_id: Some(invoke_id), reason } => {
                self.finish(invoke_id, now, Err(Error::Reject(reason)))
            }
            Pdu::Unconfirmed { service } => {
                let range = range(service);
                Some(Event::Unconfirmed(Body::new(message, range)))
            }
            Pdu::ConfirmedRequest { invoke_id, service, .. } => {
                let range = range(service);
                self.open_requests += 1;
                Some(Event::Request { invoke_id, service: Body::new(message, range) })
            }
            Pdu::CancelRequest { invoke_id } => {
                self.reply(|out| envelope::cancel_error(invoke_id, NOTHING_TO_CANCEL, out));
                None
            }
            // One that comes again prolongs nothing.
            Pdu::ConcludeRequest if self.phase != Phase::Releasing => {
                self.reply(envelope::conclude_response);
                // The peer releases or closes next; calls are over now.
                self.fail_calls(&Failure::new(Layer::Mms, 0, "the peer concluded the association"));
                self.phase = Phase::Releasing;
                let patience = now + RELEASE_PATIENCE;
                self.deadline = Some(self.deadline.map_or(patience, |own| own.min(patience)));
                None
            }
            Pdu::InitiateRequest(_) => {
                self.reply(|out| envelope::reject(None, INVALID_PDU, out));
                None
            }
            Pdu::ConcludeResponse if self.phase == Phase::Concluding => {
                match self.stack.release(&mut self.out) {
                    Ok(()) => self.phase = Phase::Releasing,
                    Err(failure) => self.close(failure),
                }
                None
            }
            Pdu::ConcludeError(error) if self.phase == Phase::Concluding => {
                self.stack.abort(&mut self.out);
                self.close(Failure::new(Layer::Mms, error.code, "the peer refused to conclude"));
                None
            }
            other => {
                self.statistics.unmatched += 1;
                tracing::warn!(?other, "PDU out of place");
                None
            }
        }
    }

    fn reply(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut pdu = Vec::new();
        write(&mut pdu);
        if let Err(error) = self.send_data(&pdu) {
            tracing::warn!(%error, "answer could not be sent");
        }
    }

    fn finish<'a>(
        &mut self,
        invoke_id: u32,
        now: Instant,
        result: Result<Body<'a>, Error>,
    ) -> Option<Event<'a, T>> {
        self.calls.answered(invoke_id, now);
        match self.calls.remove(invoke_id) {
            Some(token) => {
                self.send_unsent();
                Some(Event::Reply { invoke_id, token, result })
            }
            None => {
                self.statistics.unmatched += 1;
                tracing::warn!(invoke_id, "answer to no outstanding request");
                None
            }
        }
    }

    fn fail_calls(&mut self, failure: &Failure) {
        while let Some((invoke_id, token)) = self.calls.pop() {
            let result = Err(Error::ConnectionLost(failure.clone()));
            self.queued.push_back(Event::Reply { invoke_id, token, result });
        }
    }

    fn close(&mut self, failure: Failure) {
        if matches!(self.phase, Phase::Closed(_)) {
            return;
        }
        self.fail_calls(&failure);
        self.open_requests = 0;
        self.deadline = None;
        self.phase = Phase::Closed(failure.clone());
        self.queued.push_back(Event::Closed(failure));
    }
}

/// Peers may send PDUs up to what this side announced; some send a little more.
fn max_message(own: &Initiate) -> usize {
    own.local_detail
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(MAX_MESSAGE)
        .clamp(MIN_MESSAGE, MAX_MESSAGE)
}
