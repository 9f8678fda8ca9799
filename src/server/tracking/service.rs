//! Which services are tracked, in which object, and what there is to show of them.

use super::super::space::{Owner, Place, Space, Variable};
use crate::mms::type_spec::TypeKind;
use crate::mms::value::Value;
use crate::model::fc::FunctionalConstraint as Fc;

/// ServiceType of IEC 61850-7-2 §14.
pub(super) const SELECT: i32 = 43;
const SELECT_WITH_VALUE: i32 = 44;
const CANCEL: i32 = 45;
const OPERATE: i32 = 46;
pub(super) const TERMINATION: i32 = 47;
const TIME_ACTIVATED_OPERATE: i32 = 48;
const SELECT_ACTIVE_GROUP: i32 = 16;
const SELECT_EDIT_GROUP: i32 = 17;
const CONFIRM_EDIT: i32 = 19;
const SET_BUFFERED_REPORT: i32 = 24;
const SET_UNBUFFERED_REPORT: i32 = 26;
const SET_LOG: i32 = 28;
const SET_GOOSE: i32 = 34;
const SET_MULTICAST: i32 = 39;
const SET_UNICAST: i32 = 42;

/// Number of enumerations in C's `DataAttributeType`.
const ENUMERATED: i32 = 12;

/// The kinds of tracking objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Unbuffered,
    Buffered,
    Log,
    Goose,
    Multicast,
    Unicast,
    Settings,
    SinglePoint,
    DoublePoint,
    Integer,
    Enumerated,
    BinaryStep,
    IntegerStep,
    AnalogueFloat,
    AnalogueInteger,
}

impl Kind {
    /// By the name of the data object. Several objects of a kind have numbers.
    pub(super) fn of_object(name: &[u8]) -> Option<Self> {
        let end = name.iter().rposition(|octet| !octet.is_ascii_digit()).map_or(0, |last| last + 1);
        Some(match name.get(..end)? {
            b"UrcbTrk" => Self::Unbuffered,
            b"BrcbTrk" => Self::Buffered,
            b"LocbTrk" => Self::Log,
            b"GocbTrk" => Self::Goose,
            b"MsvcbTrk" => Self::Multicast,
            b"UsvcbTrk" => Self::Unicast,
            b"SgcbTrk" => Self::Settings,
            b"SpcTrk" => Self::SinglePoint,
            b"DpcTrk" => Self::DoublePoint,
            b"IncTrk" => Self::Integer,
            b"EncTrk" => Self::Enumerated,
            b"BscTrk" => Self::BinaryStep,
            b"IscTrk" => Self::IntegerStep,
            b"ApcFTrk" => Self::AnalogueFloat,
            b"ApcIntTrk" => Self::AnalogueInteger,
            _ => return None,
        })
    }
}

/// A service that is tracked.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) kind: Kind,
    pub(super) domain: u32,
    /// ServiceType.
    pub(super) number: i32,
    /// The object as `LD/LN.name`.
    pub(super) reference: Vec<u8>,
    pub(super) parameters: Parameters,
}

/// Where the parameters of a service are.
#[derive(Debug)]
pub(super) enum Parameters {
    /// In a control block, one perhaps as a client has written it.
    Block { place: Place, written: Option<(u16, Value)> },
    /// In the value of a command (as written, or as Oper has it now), whose type is that at a place.
    Command { place: Place, value: Option<Value> },
}

impl Service {
    /// The service that a write is.
    pub(super) fn of_write(space: &Space, place: &Place, value: &Value) -> Option<Self> {
        let group = space.group(place.group)?;
        let attribute = place.path.get(1).copied();
        let (kind, number, shown) = match (space.owner(place), group.fc) {
            (Owner::Report(..), Fc::BR) => (Kind::Buffered, SET_BUFFERED_REPORT, true),
            (Owner::Report(..), _) => (Kind::Unbuffered, SET_UNBUFFERED_REPORT, true),
            (Owner::Goose(..), _) => (Kind::Goose, SET_GOOSE, false),
            (Owner::Sampled(..), Fc::US) => (Kind::Unicast, SET_UNICAST, false),
            (Owner::Sampled(..), _) => (Kind::Multicast, SET_MULTICAST, false),
            (Owner::Log(..), _) => (Kind::Log, SET_LOG, false),
            (Owner::Settings(..), _) => {
                let number = match &space.spec_at(place)?.name[..] {
                    b"ActSG" => SELECT_ACTIVE_GROUP,
                    b"EditSG" => SELECT_EDIT_GROUP,
                    b"CnfEdit" => CONFIRM_EDIT,
                    _ => return None,
                };
                (Kind::Settings, number, false)
            }
            (Owner::Data, Fc::CO) => return Self::of_command_write(space, place, value),
            (Owner::Data | Owner::Blocks, _) => return None,
        };
        let block = Place { group: place.group, path: place.path.get(..1)?.into() };
        let written = attribute.filter(|_| shown).map(|index| (index, value.clone()));
        Some(Self {
            kind,
            domain: space.node(group.ln)?.domain,
            number,
            reference: dotted(&space.name_in(group.ln, &space.spec_at(&block)?.name)?),
            parameters: Parameters::Block { place: block, written },
        })
    }

    fn of_command_write(space: &Space, place: &Place, value: &Value) -> Option<Self> {
        let spec = space.spec_at(place)?;
        let number = match &spec.name[..] {
            b"Oper" => {
                let at = spec.child(b"operTm").map(|(index, _)| index);
                let time = at.and_then(|at| value.elements()?.get(at)?.as_utc_time());
                let timed = time.is_some_and(|time| time.iter().take(4).any(|octet| *octet != 0));
                if timed { TIME_ACTIVATED_OPERATE } else { OPERATE }
            }
            b"SBOw" => SELECT_WITH_VALUE,
            b"Cancel" => CANCEL,
            _ => return None,
        };
        let mut service = Self::of_command(space, place, number)?;
        let parameters = Parameters::Command { place: place.clone(), value: Some(value.clone()) };
        service.parameters = parameters;
        Some(service)
    }

    /// A service of the controllable object that a place is a part of, with what its Oper has now.
    pub(super) fn of_command(space: &Space, place: &Place, number: i32) -> Option<Self> {
        let group = space.group(place.group)?;
        let (_, path) = place.path.split_last()?;
        let object = Place { group: place.group, path: path.into() };
        let (oper, _) = space.spec_at(&object)?.child(b"Oper")?;
        let oper = object.child(u16::try_from(oper).ok()?);
        let item = space.item(&Variable::Part(object))?;
        // without the functional constraint
        let prefix = space.node(group.ln)?.name().len() + 1 + group.fc.name().len() + 1;
        let name = item.get(prefix..)?;
        Some(Self {
            kind: kind_of_command(space, &oper)?,
            domain: space.node(group.ln)?.domain,
            number,
            reference: dotted(&space.name_in(group.ln, name)?),
            parameters: Parameters::Command { place: oper, value: None },
        })
    }
}

/// Which common data class a controllable object has, as its tracking object tells them apart.
fn kind_of_command(space: &Space, oper: &Place) -> Option<Kind> {
    let (at, spec) = space.spec_at(oper)?.child(b"ctlVal")?;
    let node = space.node_at(&oper.child(u16::try_from(at).ok()?));
    let attribute = node.and_then(|node| space.data_node(node)?.attribute);
    Some(match &spec.kind {
        TypeKind::Boolean if has_double_point(space, oper) => Kind::DoublePoint,
        TypeKind::Boolean => Kind::SinglePoint,
        TypeKind::BitString(_) => Kind::BinaryStep,
        TypeKind::Integer(_) if attribute.is_some_and(|attribute| attribute.data_type == ENUMERATED) => {
            Kind::Enumerated
        }
        TypeKind::Integer(8) => Kind::IntegerStep,
        TypeKind::Integer(_) => Kind::Integer,
        TypeKind::Float { .. } => Kind::AnalogueFloat,
        TypeKind::Structure { .. } if spec.child(b"f").is_some() => Kind::AnalogueFloat,
        TypeKind::Structure { .. } => Kind::AnalogueInteger,
        _ => return None,
    })
}

/// Whether the status of a controllable object has two bits.
fn has_double_point(space: &Space, oper: &Place) -> bool {
    let object = oper.path.split_last().map(|(_, path)| Place { group: oper.group, path: path.into() });
    let node = object.and_then(|object| space.node_at(&object)).and_then(|node| space.data_node(node));
    node.is_some_and(|node| {
        node.places
            .iter()
            .filter_map(|place| space.spec_at(place)?.child(b"stVal"))
            .any(|(_, spec)| matches!(spec.kind, TypeKind::BitString(_)))
    })
}

/// A reference as IEC 61850-7-2 writes it.
pub(super) fn dotted(reference: &[u8]) -> Vec<u8> {
    reference.iter().map(|&octet| if octet == b'$' { b'.' } else { octet }).collect()
}
