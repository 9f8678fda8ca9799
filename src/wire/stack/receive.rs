//! The receiving half of the stack.

use super::{Event, Indication, OVERHEAD, Payload, Phase, REFERENCE, Stack};
use crate::error::{Failure, Layer};
use crate::wire::cotp::{self, Tpdu};
use crate::wire::presentation::{self, Contexts};
use crate::wire::selectors::{Address, TpduSize};
use crate::wire::session::{self, Spdu};
use crate::wire::{acse, tpkt};

impl Stack {
    /// Takes whole TPKTs from the front of `input`: how many octets, and the next event. Without an event, more octets
    /// are needed; with one, call again at once with the rest. Answers of the lower layers go to `out`.
    ///
    /// After an error or an event that ends the connection, `out` may still hold an answer to be sent, and whatever
    /// comes further is discarded.
    pub fn input<'a>(
        &mut self,
        input: &'a [u8],
        out: &mut Vec<u8>,
    ) -> Result<(usize, Option<Event<'a>>), Failure> {
        if self.phase == Phase::Closed {
            return Ok((input.len(), None));
        }
        let result = self.advance(input, out);
        if result.is_err() {
            self.close();
        }
        result
    }

    #[inline]
    fn advance<'a>(
        &mut self,
        input: &'a [u8],
        out: &mut Vec<u8>,
    ) -> Result<(usize, Option<Event<'a>>), Failure> {
        if let Some(pdu) = self.further.pop_front() {
            let range = 0..pdu.len();
            return Ok((0, Some(Event::Data(Payload::Owned(pdu, range)))));
        }
        let mut rest = input;
        while let Some(tpdu) = tpkt::read(rest)? {
            rest = rest.get(tpkt::HEADER_LEN + tpdu.len()..).unwrap_or_default();
            if let Some(event) = self.receive(tpdu, out)? {
                return Ok((input.len() - rest.len(), Some(event)));
            }
        }
        Ok((input.len() - rest.len(), None))
    }

    #[inline]
    fn receive<'a>(&mut self, tpdu: &'a [u8], out: &mut Vec<u8>) -> Result<Option<Event<'a>>, Failure> {
        match (cotp::read(tpdu)?, self.phase) {
            (Tpdu::Data(data, end), _) => self.fragment(data, end, out),
            (Tpdu::ConnectConfirm(confirm), Phase::AwaitingConfirm) => {
                self.confirmed(&confirm, out).map(Some)
            }
            (Tpdu::ConnectRequest(request), Phase::AwaitingRequest) => {
                Ok(Some(self.requested(&request, out)))
            }
            (Tpdu::Disconnect(reason), _) => {
                let failure = Failure::new(Layer::Cotp, i32::from(reason), cotp::reason_text(reason));
                Ok(Some(self.ended(failure, Event::Disconnected)))
            }
            (Tpdu::Error(cause), _) => {
                let failure = Failure::new(Layer::Cotp, i32::from(cause), "the peer reports a TPDU error");
                Ok(Some(self.ended(failure, Event::Disconnected)))
            }
            _ => Err(Failure::new(Layer::Cotp, 0, "unexpected TPDU")),
        }
    }

    /// The peer ended the connection: while the association is being made, that is a refusal.
    fn ended<'a>(&mut self, failure: Failure, event: fn(Failure) -> Event<'a>) -> Event<'a> {
        let connecting = matches!(self.phase, Phase::AwaitingConfirm | Phase::AwaitingAccept);
        self.close();
        if connecting { Event::Refused(failure) } else { event(failure) }
    }

    fn confirmed<'a>(&mut self, confirm: &cotp::Connect, out: &mut Vec<u8>) -> Result<Event<'a>, Failure> {
        if !confirm.class0 {
            return Err(Failure::new(Layer::Cotp, 0, "the peer chose another class than 0"));
        }
        // Without any size RFC 1006 would allow 65531 octets; 8192 suits those who assume ISO 8073 too.
        let proposed = self.params.tpdu_size.unwrap_or(TpduSize::MAX);
        self.tpdu_size = confirm.tpdu_size.map_or(proposed, |size| size.min(proposed));
        let (calling, called) = (&self.params.calling, &self.params.called);
        let password = self.params.password.as_deref();
        let aarq = acse::request(calling, called, password, self.contexts.mms, &self.user);
        let cp = presentation::connect(&calling.p_selector, &called.p_selector, self.contexts, &aarq);
        let cn = session::connect(&calling.s_selector, &called.s_selector, &cp)?;
        cotp::write_data(out, self.tpdu_size, &cn, &[]);
        self.user = Vec::new();
        self.phase = Phase::AwaitingAccept;
        Ok(Event::TransportConnected)
    }

    fn requested<'a>(&mut self, request: &cotp::Connect, out: &mut Vec<u8>) -> Event<'a> {
        if !request.class0 {
            cotp::write_disconnect(out, request.source, 0, cotp::NEGOTIATION_FAILED);
            self.close();
            return Event::Refused(Failure::new(Layer::Cotp, 0, "class 0 is not offered"));
        }
        let agreed = request.tpdu_size.map(|size| size.min(self.tpdu_size));
        self.tpdu_size = agreed.unwrap_or(self.tpdu_size);
        let confirm = cotp::Connect {
            destination: request.source,
            source: REFERENCE,
            tpdu_size: agreed,
            calling: request.calling,
            called: request.called,
            class0: true,
        };
        cotp::write_connect_confirm(out, &confirm);
        self.params.called.t_selector = request.called.unwrap_or_default();
        self.phase = Phase::AwaitingConnect;
        // The calling selector is all of the caller that COTP tells; it comes back in the indication.
        self.calling.t_selector = request.calling.unwrap_or_default();
        Event::TransportConnected
    }

    /// A piece of a TSDU. A whole one is read where it lies.
    #[inline]
    fn fragment<'a>(
        &mut self,
        data: &'a [u8],
        end: bool,
        out: &mut Vec<u8>,
    ) -> Result<Option<Event<'a>>, Failure> {
        if matches!(self.phase, Phase::Idle | Phase::AwaitingConfirm | Phase::AwaitingRequest) {
            return Err(Failure::new(Layer::Cotp, 0, "data before the transport connection"));
        }
        if end && self.partial.is_none() {
            return self.message(data, out);
        }
        let limit = self.max_message.saturating_add(OVERHEAD);
        let partial = self.partial.get_or_insert_default();
        if partial.len() + data.len() > limit {
            return Err(Failure::new(Layer::Cotp, 0, "message exceeds the negotiated size"));
        }
        partial.extend_from_slice(data);
        if !end {
            return Ok(None);
        }
        let tsdu = self.partial.take().unwrap_or_default();
        let Some(event) = self.message(&tsdu, out)? else { return Ok(None) };
        let owned = |payload: Payload<'_>| match payload {
            Payload::Borrowed(part) => {
                part.as_ptr().addr().checked_sub(tsdu.as_ptr().addr()).map(|at| at..at + part.len())
            }
            Payload::Owned(..) => None,
        };
        Ok(Some(match event {
            Event::Data(payload) => {
                let range = owned(payload).unwrap_or_default();
                Event::Data(Payload::Owned(tsdu, range))
            }
            Event::AssociateConfirm(payload) => {
                let range = owned(payload).unwrap_or_default();
                Event::AssociateConfirm(Payload::Owned(tsdu, range))
            }
            Event::TransportConnected => Event::TransportConnected,
            Event::AssociateIndication(indication) => Event::AssociateIndication(indication),
            Event::Refused(failure) => Event::Refused(failure),
            Event::ReleaseIndication => Event::ReleaseIndication,
            Event::ReleaseConfirm => Event::ReleaseConfirm,
            Event::Aborted(failure) => Event::Aborted(failure),
            Event::Disconnected(failure) => Event::Disconnected(failure),
        }))
    }

    /// A whole TSDU.
    #[inline]
    fn message<'a>(&mut self, tsdu: &'a [u8], out: &mut Vec<u8>) -> Result<Option<Event<'a>>, Failure> {
        match (session::read(tsdu)?, self.phase) {
            (Spdu::Data(ppdu), Phase::Open | Phase::Releasing) => self.data(ppdu),
            (Spdu::Accept(cpa), Phase::AwaitingAccept) => self.accepted(cpa).map(Some),
            (Spdu::Refuse(reason, cpr), Phase::AwaitingAccept) => {
                let failure = refusal(reason, cpr, self.contexts);
                Ok(Some(self.ended(failure, Event::Refused)))
            }
            (Spdu::Connect { calling, called, user }, Phase::AwaitingConnect) => {
                self.calling.s_selector = calling;
                self.params.called.s_selector = called;
                self.indicated(user, out).map(Some)
            }
            (Spdu::Finish(_), Phase::Open) => {
                self.phase = Phase::PeerReleasing;
                Ok(Some(Event::ReleaseIndication))
            }
            (Spdu::Finish(_), Phase::Releasing) => {
                // Both sides release at once: agree, and still wait for the peer to agree.
                self.write_released(out)?;
                Ok(None)
            }
            (Spdu::Disconnect(_), Phase::Releasing) => {
                self.close();
                Ok(Some(Event::ReleaseConfirm))
            }
            (Spdu::Abort(how, user), _) => {
                let failure = abort_cause(how, user, self.contexts);
                Ok(Some(self.ended(failure, Event::Aborted)))
            }
            (Spdu::Nothing | Spdu::AbortAccept, _) => Ok(None),
            (Spdu::Data(_), _) => Err(Failure::new(Layer::Session, 0, "data outside of an association")),
            _ => Err(Failure::new(Layer::Session, 0, "unexpected SPDU")),
        }
    }

    #[inline]
    fn data<'a>(&mut self, ppdu: &'a [u8]) -> Result<Option<Event<'a>>, Failure> {
        let mut first = None;
        for pdv in presentation::read_data(ppdu)? {
            let pdv = pdv?;
            if pdv.context != self.contexts.mms {
                return Err(Failure::new(
                    Layer::Presentation,
                    pdv.context,
                    "data outside of the MMS context",
                ));
            }
            match first {
                None => first = Some(pdv.apdu),
                Some(_) => self.further.push_back(pdv.apdu.to_vec()),
            }
        }
        Ok(first.map(|pdu| Event::Data(Payload::Borrowed(pdu))))
    }

    fn accepted<'a>(&mut self, cpa: &'a [u8]) -> Result<Event<'a>, Failure> {
        let apdu = match presentation::read_accept(cpa, self.contexts)? {
            Ok(apdu) => apdu,
            Err(failure) => return Ok(self.ended(failure, Event::Refused)),
        };
        match acse::read(apdu)? {
            acse::Apdu::Accept(user) => {
                self.phase = Phase::Open;
                Ok(Event::AssociateConfirm(Payload::Borrowed(user)))
            }
            acse::Apdu::Refuse(failure) => Ok(self.ended(failure, Event::Refused)),
            _ => Err(Failure::new(Layer::Acse, 0, "unexpected APDU")),
        }
    }

    fn indicated<'a>(&mut self, cp: &[u8], out: &mut Vec<u8>) -> Result<Event<'a>, Failure> {
        let request = presentation::read_connect(cp)?;
        self.results = request.results;
        let Some(contexts) = request.contexts else {
            self.write_refusal(Err(0), out)?;
            return Ok(Event::Refused(Failure::new(Layer::Presentation, 1, "no context for MMS")));
        };
        self.contexts = contexts;
        let acse::Apdu::Request(aarq) = acse::read(request.apdu)? else {
            return Err(Failure::new(Layer::Acse, 0, "unexpected APDU"));
        };
        let calling = Address {
            p_selector: request.calling,
            ap_title: aarq.calling.0,
            ae_qualifier: aarq.calling.1,
            ..std::mem::take(&mut self.calling)
        };
        let called = Address {
            p_selector: request.called,
            ap_title: aarq.called.0,
            ae_qualifier: aarq.called.1,
            ..self.params.called.clone()
        };
        self.phase = Phase::Indicated;
        Ok(Event::AssociateIndication(Box::new(Indication {
            user: aarq.user.to_vec(),
            calling,
            called,
            password: aarq.password.map(<[u8]>::to_vec),
        })))
    }
}

/// What a REFUSE says: ACSE's word before presentation's before session's.
fn refusal(reason: u8, cpr: &[u8], contexts: Contexts) -> Failure {
    let session = || Failure::new(Layer::Session, i32::from(reason), session::reason_text(reason));
    if cpr.is_empty() {
        return session();
    }
    match presentation::read_refuse(cpr, contexts) {
        Ok(Ok(apdu)) => match acse::read(apdu) {
            Ok(acse::Apdu::Refuse(failure)) => failure,
            _ => session(),
        },
        Ok(Err(failure)) => failure,
        Err(_) => session(),
    }
}

/// What an ABORT says.
fn abort_cause(how: u8, user: &[u8], contexts: Contexts) -> Failure {
    if user.is_empty() {
        let text = match how {
            how if how & 2 != 0 => "aborted by the session user",
            how if how & 4 != 0 => "aborted by the session layer: protocol error",
            _ => "aborted by the session layer",
        };
        return Failure::new(Layer::Session, i32::from(how), text);
    }
    match presentation::read_abort(user, contexts).map(acse::read) {
        Ok(Ok(acse::Apdu::Abort(failure))) => failure,
        Ok(_) => Failure::new(Layer::Session, i32::from(how), "aborted by the session user"),
        Err(failure) => failure,
    }
}
