//! Service tracking (IEC 61850-7-2 §14, IEC 61850-7-3 §7.9): what clients did to control blocks and controllable objects
//! is shown in the data objects of logical nodes LTRK, and so can be reported and logged.

mod service;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::service::{Kind, Parameters, Service};
use super::core::{Core, State, times};
use super::space::{NodeId, Place, Space};
use super::ticket::Slot;
use crate::error::DataAccessError;
use crate::mms::value::{Data, Value};
use crate::model::fc::FunctionalConstraint as Fc;

/// AddCause of a command for an object that is not selected.
const NOT_SELECTED: i32 = 18;
/// Quality of times: leap seconds known, accurate to a millisecond.
const TIME_QUALITY: u8 = 0x8a;

/// The tracking objects of a server.
#[derive(Debug, Default)]
pub struct Tracking {
    objects: Vec<Object>,
}

/// One tracking object.
#[derive(Debug)]
struct Object {
    kind: Kind,
    domain: u32,
    /// Its attributes by name. Those whose update is reported come last: reports show all of them.
    attributes: Vec<(Vec<u8>, NodeId)>,
}

impl Tracking {
    /// The tracking objects of the model.
    pub(super) fn new(space: &Space) -> Self {
        let nodes = space.nodes.iter().enumerate().filter(|(_, node)| is_tracking(node.name()));
        let mut objects = Vec::new();
        for (ln, node) in nodes {
            let Some(group) = space.group_of(ln as u32, Fc::SR) else { continue };
            let Some(spec) = space.group_spec(group) else { continue };
            for (index, child) in spec.children().iter().enumerate() {
                let Some(kind) = Kind::of_object(&child.name) else { continue };
                let place = Place { group, path: [index as u16].into() };
                objects.push(Object::new(space, kind, node.domain, &place));
            }
        }
        Self { objects }
    }

    /// The tracking object for a service in a domain: its own, or that of the first domain that has one.
    fn find(&self, kind: Kind, domain: u32) -> Option<&Object> {
        let mut fitting = self.objects.iter().filter(|object| object.kind == kind);
        let first = fitting.next()?;
        std::iter::once(first).chain(fitting).find(|object| object.domain == domain).or(Some(first))
    }
}

impl Object {
    fn new(space: &Space, kind: Kind, domain: u32, place: &Place) -> Self {
        let children = space.spec_at(place).map(|spec| spec.children()).unwrap_or_default();
        let entries = space.entry(place).map(|entry| &entry.children[..]).unwrap_or_default();
        let mut attributes: Vec<(Vec<u8>, NodeId)> = children
            .iter()
            .zip(entries)
            .filter_map(|(spec, entry)| Some((spec.name.clone(), entry.node?)))
            .collect();
        attributes.sort_by_key(|(_, node)| {
            let attribute = space.data_node(*node).and_then(|node| node.attribute);
            attribute.is_some_and(|attribute| attribute.triggers != 0)
        });
        Self { kind, domain, attributes }
    }
}

/// Whether a logical node is of class LTRK: prefix, class, instance number.
fn is_tracking(name: &[u8]) -> bool {
    let end = name.iter().rposition(|octet| !octet.is_ascii_digit()).map_or(0, |last| last + 1);
    name.get(..end).is_some_and(|name| name.ends_with(b"LTRK"))
}

impl Core {
    /// Tracks the write of an attribute of a control block, or of a command, when it is answered.
    pub(super) fn track(self: &Arc<Self>, slot: Slot, place: &Place, value: &Value) -> Slot {
        if self.tracking.objects.is_empty() {
            return slot;
        }
        let Some(service) = Service::of_write(&self.space, place, value) else { return slot };
        let core = Arc::clone(self);
        slot.then(move |result, cause| core.track_service(&service, result, cause))
    }

    /// Tracks the selection of a controllable object by a read of its SBO. `place` is that of the SBO.
    pub(super) fn track_select(&self, place: &Place, result: DataAccessError, cause: i32) {
        if let Some(service) = self.tracked_command(place, service::SELECT) {
            self.track_service(&service, result, cause);
        }
    }

    /// Tracks the end of a command. `place` is that of the object's Oper.
    pub(super) fn track_termination(&self, place: &Place, result: DataAccessError, cause: i32) {
        if let Some(service) = self.tracked_command(place, service::TERMINATION) {
            self.track_service(&service, result, cause);
        }
    }

    fn tracked_command(&self, place: &Place, number: i32) -> Option<Service> {
        if self.tracking.objects.is_empty() { None } else { Service::of_command(&self.space, place, number) }
    }

    fn track_service(&self, service: &Service, result: DataAccessError, cause: i32) {
        let Some(object) = self.tracking.find(service.kind, service.domain) else { return };
        let (_, now_ms) = times();
        self.with(|state| {
            for (name, node) in &object.attributes {
                let value = match &name[..] {
                    b"objRef" => Some(Value::visible_string(&service.reference)),
                    b"serviceType" => Some(Value::integer(service.number.into(), 32)),
                    b"errorCode" => Some(Value::integer(error_code(result, cause).into(), 32)),
                    b"t" => Some(Value::utc_time_ms(now_ms, TIME_QUALITY)),
                    b"respAddCause" => Some(Value::integer(cause.into(), 32)),
                    name => state.parameter(&self.space, service, name),
                };
                if let Some(value) = value {
                    state.update(&self.space, *node, false, |own| {
                        let before = own.clone();
                        own.update(&value);
                        *own != before
                    });
                }
            }
        });
    }
}

impl State {
    /// A parameter of a service by the name that the tracking object has for it.
    fn parameter(&self, space: &Space, service: &Service, name: &[u8]) -> Option<Value> {
        let index = |place: &Place| {
            let children = space.spec_at(place)?.children();
            let found = children.iter().position(|child| child.name.eq_ignore_ascii_case(name))?;
            u16::try_from(found).ok()
        };
        match &service.parameters {
            Parameters::Command { place, value } => {
                // letters are told apart here: T is the time of the command
                let children = space.spec_at(place)?.children();
                let at = children.iter().position(|child| child.name == name)?;
                match value {
                    Some(value) => value.elements()?.get(at).cloned(),
                    None => self.values.get(&place.child(u16::try_from(at).ok()?)).cloned(),
                }
            }
            Parameters::Block { place, written } => {
                let index = index(place)?;
                let mut value = match written {
                    Some((at, value)) if *at == index => value.clone(),
                    _ => self.values.get(&place.child(index))?.clone(),
                };
                if let (b"datSet" | b"logRef", Data::VisibleString(text)) = (name, &mut value.data) {
                    let dotted: Vec<u8> = service::dotted(text.as_bytes());
                    text.set(&dotted);
                }
                Some(value)
            }
        }
    }
}

/// ServiceError of IEC 61850-7-2 §5.3.3.
fn error_code(result: DataAccessError, cause: i32) -> i32 {
    match result {
        DataAccessError::SUCCESS => 0,
        DataAccessError::OBJECT_ACCESS_DENIED if cause == NOT_SELECTED => 9,
        DataAccessError::OBJECT_NON_EXISTENT => 1,
        DataAccessError::OBJECT_ACCESS_DENIED => 3,
        DataAccessError::OBJECT_VALUE_INVALID => 5,
        DataAccessError::OBJECT_ATTRIBUTE_INCONSISTENT => 6,
        DataAccessError::OBJECT_ACCESS_UNSUPPORTED => 7,
        DataAccessError::TEMPORARILY_UNAVAILABLE => 8,
        DataAccessError::TYPE_INCONSISTENT => 10,
        _ => 12,
    }
}
