//! The control objects of a model: data objects that have an Oper.

use std::collections::HashMap;
use std::sync::Arc;

use super::command::Layout;
use crate::mms::pdu::names::ObjectName;
use crate::mms::type_spec::{TypeKind, TypeSpec};
use crate::mms::value::{Data, Value};
use crate::model::fc::FunctionalConstraint as Fc;
use crate::server::space::{Entry, NodeId, Place, Space, Variable};
use crate::server::values::Values;

/// The control services that have a variable of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// Select by reading.
    Sbo,
    /// Select with a value.
    Sbow,
    Oper,
    Cancel,
}

impl Service {
    fn of(name: &[u8]) -> Option<Self> {
        match name {
            b"SBO" => Some(Self::Sbo),
            b"SBOw" => Some(Self::Sbow),
            b"Oper" => Some(Self::Oper),
            b"Cancel" => Some(Self::Cancel),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sbo => "SBO",
            Self::Sbow => "SBOw",
            Self::Oper => "Oper",
            Self::Cancel => "Cancel",
        }
    }
}

/// How an object is controlled (IEC 61850-7-2 §20.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Model {
    StatusOnly,
    DirectNormal,
    SboNormal,
    DirectEnhanced,
    SboEnhanced,
}

impl Model {
    fn from_number(number: i64) -> Self {
        match number {
            1 => Self::DirectNormal,
            2 => Self::SboNormal,
            3 => Self::DirectEnhanced,
            4 => Self::SboEnhanced,
            _ => Self::StatusOnly,
        }
    }

    /// Select before operate.
    pub(super) fn selects(self) -> bool {
        matches!(self, Self::SboNormal | Self::SboEnhanced)
    }

    /// The client is told of the end of the execution.
    pub(super) fn terminates(self) -> bool {
        matches!(self, Self::DirectEnhanced | Self::SboEnhanced)
    }
}

/// What of a control object never changes.
#[derive(Debug)]
pub(super) struct Description {
    /// The data object.
    pub(super) node: NodeId,
    /// MMS domain, and name of the object in it.
    domain: Vec<u8>,
    item: Vec<u8>,
    /// Structure of each service.
    layouts: [Option<(Place, Layout)>; 4],
    model: Option<NodeId>,
    timeout: Option<NodeId>,
    class: Option<NodeId>,
    pub(super) selected: Option<NodeId>,
    pub(super) category: Option<NodeId>,
    pub(super) identifier: Option<NodeId>,
    pub(super) number: Option<NodeId>,
    pub(super) received: Option<NodeId>,
    pub(super) accepted: Option<NodeId>,
    pub(super) accepted_at: Option<NodeId>,
}

impl Description {
    /// `LD/LN$CO$DO`
    pub(super) fn reference(&self) -> Vec<u8> {
        [&self.domain[..], b"/", &self.item].concat()
    }

    /// `LD/LN$CO$DO$service`
    pub(super) fn service_reference(&self, service: Service) -> Vec<u8> {
        [&self.reference()[..], b"$", service.name().as_bytes()].concat()
    }

    /// The variable Oper.
    pub(super) fn oper_name(&self) -> ObjectName {
        ObjectName::domain(&self.domain[..], [&self.item[..], b"$Oper"].concat())
    }

    /// Where a service has its variable, and what that is made of.
    pub(super) fn service(&self, service: Service) -> Option<&(Place, Layout)> {
        self.layouts.get(service as usize)?.as_ref()
    }

    /// ctlModel. An object that has none cannot be controlled.
    pub(super) fn model(&self, space: &Space, values: &Values) -> Model {
        number(space, values, self.model).map_or(Model::StatusOnly, Model::from_number)
    }

    /// The attribute ctlModel.
    pub(super) fn model_attribute(&self) -> Option<NodeId> {
        self.model
    }

    /// sboTimeout in ms; none: a selection has no end.
    pub(super) fn timeout(&self, space: &Space, values: &Values) -> Option<u64> {
        number(space, values, self.timeout).and_then(|ms| u64::try_from(ms).ok()).filter(|&ms| ms > 0)
    }

    /// sboClass is operate-many: an operate does not end the selection.
    pub(super) fn keeps_selection(&self, space: &Space, values: &Values) -> bool {
        number(space, values, self.class) == Some(1)
    }
}

fn number(space: &Space, values: &Values, node: Option<NodeId>) -> Option<i64> {
    match &values.get(space.data_node(node?)?.places.first()?)?.data {
        Data::Integer(number) => Some(number.as_i64()),
        Data::Unsigned(number) => Some(number.as_u64() as i64),
        _ => None,
    }
}

/// The control objects of a model, and which variable belongs to which.
pub(super) type Found = (Vec<Arc<Description>>, HashMap<Place, (u32, Service)>);

/// Finds all control objects. What SBO reads as in a larger variable is put into `values`.
pub(super) fn find(space: &Space, values: &mut Values) -> Found {
    let mut finder = Finder { space, found: Vec::new(), places: HashMap::new(), children: HashMap::new() };
    for (index, node) in space.data.iter().enumerate() {
        if let Some(parent) = node.parent {
            finder.children.insert((parent, &node.name[..]), index as NodeId);
        }
    }
    for (index, group) in space.groups.iter().enumerate().filter(|(_, group)| group.fc == Fc::CO) {
        if let Some(spec) = space.group_spec(index as u32) {
            finder.walk(spec, &group.entry, &Place { group: index as u32, path: Box::default() });
        }
    }
    let Finder { found, places, .. } = finder;
    for object in &found {
        let place = object.service(Service::Sbo).map(|(place, _)| place);
        if let Some(value) = place.and_then(|place| values.get_mut(place)) {
            value.update(&Value::visible_string(&object.reference()));
        }
    }
    (found, places)
}

struct Finder<'s> {
    space: &'s Space,
    found: Vec<Arc<Description>>,
    places: HashMap<Place, (u32, Service)>,
    children: HashMap<(NodeId, &'s [u8]), NodeId>,
}

impl Finder<'_> {
    /// Models are nested no deeper than [`Space::build`] lets them be.
    fn walk(&mut self, spec: &TypeSpec, entry: &Entry, place: &Place) {
        if spec.child(b"Oper").is_some()
            && let Some(node) = entry.node
        {
            return self.add(spec, node, place);
        }
        // an element of an array has no name that a client could command
        let TypeKind::Structure { elements } = &spec.kind else { return };
        for (index, (spec, entry)) in elements.iter().zip(&entry.children).enumerate() {
            self.walk(spec, entry, &place.child(index as u16));
        }
    }

    fn add(&mut self, spec: &TypeSpec, node: NodeId, place: &Place) {
        let (domain, item) = {
            let variable = Variable::Part(place.clone());
            let domain = self.space.domain_of(&variable).and_then(|domain| self.space.domain(domain));
            let (Some(domain), Some(item)) = (domain, self.space.item(&variable)) else { return };
            (domain.name.clone(), item)
        };
        let mut layouts = [const { None }; 4];
        for (index, spec) in spec.children().iter().enumerate() {
            let Some(service) = Service::of(&spec.name) else { continue };
            let place = place.child(index as u16);
            self.places.insert(place.clone(), (self.found.len() as u32, service));
            if let Some(layout) = layouts.get_mut(service as usize) {
                *layout = Some((place, Layout::new(spec)));
            }
        }
        let child = |name: &'static str| self.children.get(&(node, name.as_bytes())).copied();
        let origin = |name: &'static str| self.children.get(&(child("origin")?, name.as_bytes())).copied();
        self.found.push(Arc::new(Description {
            node,
            domain,
            item,
            layouts,
            model: child("ctlModel"),
            timeout: child("sboTimeout"),
            class: child("sboClass"),
            selected: child("stSeld"),
            category: origin("orCat"),
            identifier: origin("orIdent"),
            number: child("ctlNum"),
            received: child("opRcvd"),
            accepted: child("opOk"),
            accepted_at: child("tOpOk"),
        }));
    }
}
