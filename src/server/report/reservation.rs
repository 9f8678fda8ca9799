//! Whose a report control block is (IEC 61850-7-2 §17.2.3.2.2: Resv, ResvTms, Owner).

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::connection::Connection;
use super::super::hooks::ReportEvent;
use super::super::values::Values;
use super::Context;
use super::attribute::Attribute;
use super::block::Block;
use crate::mms::value::Data;

/// ResvTms in seconds of who reserves without writing it.
const IMPLICIT_TIME: i16 = 10;

/// Whose a block is.
#[derive(Debug, Clone)]
pub(super) enum Reservation {
    /// Nobody's.
    Free,
    /// That of a client that is there.
    Client(Arc<Connection>),
    /// That of whoever comes from an address: of a client that was there, for some time, or of the model's own.
    Address(Box<[u8]>, Option<Instant>),
}

impl Block {
    /// Whether another client than this one has it.
    pub(super) fn is_foreign(&self, client: &Arc<Connection>) -> bool {
        match &self.reservation {
            Reservation::Free => false,
            Reservation::Client(owner) => owner.id() != client.id(),
            Reservation::Address(address, _) => **address != *client.peer_octets(),
        }
    }

    /// The client that has it and is there.
    pub(super) fn owner(&self) -> Option<&Arc<Connection>> {
        match &self.reservation {
            Reservation::Client(client) => Some(client),
            _ => None,
        }
    }

    /// When a reservation ends by itself.
    pub(super) fn reserved_until(&self) -> Option<Instant> {
        match &self.reservation {
            Reservation::Address(_, until) => *until,
            _ => None,
        }
    }

    /// Whether nobody has it, and there is an attribute to change that.
    pub(super) fn must_be_reserved(&self) -> bool {
        let can = self.layout.has(Attribute::Resv) || self.layout.has(Attribute::ResvTms);
        can && matches!(self.reservation, Reservation::Free)
    }

    /// Gives it to a client, unless it has it already.
    pub(super) fn reserve(&mut self, cx: &mut Context<'_>, client: &Arc<Connection>) {
        if self.owner().is_none() {
            if self.reservation_time == 0 {
                self.set_reservation_time(cx.values, IMPLICIT_TIME);
            }
            self.occupy(cx, client);
        }
    }

    /// Gives it to a client in any case, who is told to have asked for it.
    pub(super) fn occupy(&mut self, cx: &mut Context<'_>, client: &Arc<Connection>) {
        self.reservation = Reservation::Client(Arc::clone(client));
        self.set_flag(cx.values, Attribute::Resv, true);
        self.set_octets(cx.values, Attribute::Owner, &client.peer_octets());
        cx.tell(self.index, Some(client), ReportEvent::Reserved);
    }

    /// Takes it from its client.
    pub(super) fn release(&mut self, cx: &mut Context<'_>, client: Option<&Arc<Connection>>) {
        self.vacate(cx.values);
        cx.tell(self.index, client, ReportEvent::Unreserved);
    }

    /// Makes it nobody's, or that of the model's own client.
    pub(super) fn vacate(&mut self, values: &mut Values) {
        let address = self.client.clone();
        self.set_flag(values, Attribute::Resv, address.is_some());
        self.set_octets(values, Attribute::Owner, address.as_deref().unwrap_or_default());
        self.set_reservation_time(values, if address.is_some() { -1 } else { 0 });
        self.reservation = address.map_or(Reservation::Free, |address| Reservation::Address(address, None));
    }

    /// ResvTms. Blocks that do not have it have no time.
    pub(super) fn set_reservation_time(&mut self, values: &mut Values, seconds: i16) {
        if !self.layout.has(Attribute::ResvTms) {
            return;
        }
        self.reservation_time = seconds;
        self.set_value(values, Attribute::ResvTms, |value| {
            if let Data::Integer(own) = &mut value.data {
                own.set_signed(i64::from(seconds));
            }
        });
    }

    /// The client is gone: whoever comes from its address may take it up again for the reservation time.
    pub(super) fn abandon(&mut self, cx: &mut Context<'_>, client: &Arc<Connection>) {
        match u64::try_from(self.reservation_time) {
            Ok(seconds) if seconds > 0 => {
                let until = cx.now().at + Duration::from_secs(seconds);
                self.reservation = Reservation::Address(client.peer_octets().into(), Some(until));
                cx.plan(until);
                cx.tell(self.index, None, ReportEvent::Unreserved);
            }
            _ => self.release(cx, None),
        }
    }

    /// Ends a reservation whose time is over.
    pub(super) fn expire(&mut self, values: &mut Values, now: Instant) {
        if self.reserved_until().is_some_and(|until| until <= now) {
            self.vacate(values);
        }
    }
}
