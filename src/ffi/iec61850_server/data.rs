//! The values that a server serves.

use std::ffi::c_char;
use std::ptr::{null, null_mut};

use super::object::{ServerObject, with};
use super::types::IedServer;
use crate::ffi::iec61850_common::timestamp::Timestamp;
use crate::ffi::iec61850_common::{Dbpos, FunctionalConstraint, Quality};
use crate::ffi::iec61850_model::{DataAttribute, DataObject};
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::{BoolArg, CBool, get, text};
use crate::mms::value::{Data, Value, time};

/// Locks the model: clients see the changes of it together when it is unlocked. May be held across functions, and
/// unlocked by another thread; not to be locked twice.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_lockDataModel(self_: IedServer) {
    with(self_, |object| object.core().lock_model());
}

/// Unlocks the model, and reports what was changed meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_unlockDataModel(self_: IedServer) {
    with(self_, |object| object.core().unlock_model());
}

/// The value of an attribute, which belongs to the server. It may be read, and changed without a report, while the
/// model is locked. NULL for an attribute of another model.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
) -> *mut MmsValue {
    with(self_, |object| {
        let place = object.structs.id(dataAttribute).and_then(|id| object.place(id));
        place.map_or(null_mut(), |place| object.value(place))
    })
}

/// The values that a data object has under a functional constraint: a structure, which belongs to the server. NULL if
/// there are none.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getFunctionalConstrainedData(
    self_: IedServer,
    dataObject: *mut DataObject,
    fc: FunctionalConstraint,
) -> *mut MmsValue {
    with(self_, |object| {
        let space = &object.core().space;
        let node = object.structs.id(dataObject).and_then(|id| space.data_node(id));
        let place = node.and_then(|node| {
            let has_fc = |place: &&crate::server::space::Place| {
                space.group(place.group).is_some_and(|group| group.fc.number() == fc)
            };
            node.places.iter().find(has_fc)
        });
        place.map_or(null_mut(), |place| object.value(place))
    })
}

/// What a value of the server says to `read`; the default for an attribute of another model or type.
fn read<R: Default>(
    object: &ServerObject,
    attribute: *const DataAttribute,
    read: impl FnOnce(&Value) -> Option<R>,
) -> R {
    let place = object.structs.id(attribute).and_then(|id| object.place(id));
    place
        .and_then(|place| object.core().with(|state| state.values.get(place).and_then(read)))
        .unwrap_or_default()
}

/// The value of a boolean attribute; false for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getBooleanAttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> CBool {
    with(self_, |object| read(object, dataAttribute, Value::as_bool).into())
}

/// The value of an integer attribute, its low 32 bits; 0 for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getInt32AttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> i32 {
    with(self_, |object| read(object, dataAttribute, Value::as_i64) as i32)
}

/// The value of an integer attribute; 0 for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getInt64AttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> i64 {
    with(self_, |object| read(object, dataAttribute, Value::as_i64))
}

/// The value of an unsigned attribute, its low 32 bits; 0 for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getUInt32AttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> u32 {
    with(self_, |object| read(object, dataAttribute, Value::as_u64) as u32)
}

/// The value of a floating point attribute; 0 for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getFloatAttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> f32 {
    with(self_, |object| read(object, dataAttribute, Value::as_f64) as f32)
}

/// The value of a time stamp attribute in milliseconds since 1970; 0 for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getUTCTimeAttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> u64 {
    with(self_, |object| read(object, dataAttribute, Value::as_time_ms))
}

/// The value of a bit string attribute, bit 0 as the lowest; 0 for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getBitStringAttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> u32 {
    with(self_, |object| {
        read(object, dataAttribute, |value| match &value.data {
            Data::BitString(bits) => Some(bits.as_integer()),
            _ => None,
        })
    })
}

/// The value of a string attribute, valid until it is changed; NULL for others.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getStringAttributeValue(
    self_: IedServer,
    dataAttribute: *const DataAttribute,
) -> *const c_char {
    with(self_, |object| {
        let address =
            read(object, dataAttribute, |value| Some(value.text()?.as_bytes_with_nul().as_ptr() as usize));
        if address == 0 { null() } else { address as *const c_char }
    })
}

/// Changes an attribute: reports and logs follow as its trigger options say. `change` says whether the value fits the
/// attribute's type.
fn update(self_: IedServer, attribute: *mut DataAttribute, change: impl FnOnce(&mut Value) -> bool) {
    with(self_, |object| {
        let Some(id) = object.structs.id(attribute) else {
            return tracing::warn!("update of an attribute of another model");
        };
        object.core().update(id, |value| {
            let before = value.clone();
            if !change(value) {
                tracing::warn!(kind = ?value.kind(), "update with a value of another type, or without room");
            }
            *value != before
        });
    });
}

/// Takes over a value of the attribute's type; it stays the caller's. Another type changes nothing.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: *mut MmsValue,
) {
    get(value, |value: &Value| {
        // a copy, since it may be the attribute's own value
        let value = value.clone();
        update(self_, dataAttribute, |own| own.update(&value));
    });
}

/// Sets a floating point attribute.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateFloatAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: f32,
) {
    update(self_, dataAttribute, |own| match &mut own.data {
        Data::Float(own) => {
            own.set(value.into());
            true
        }
        _ => false,
    });
}

/// Sets an integer attribute.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateInt32AttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: i32,
) {
    IedServer_updateInt64AttributeValue(self_, dataAttribute, value.into());
}

/// Sets a double point attribute (of two bits).
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateDbposValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: Dbpos,
) {
    update(self_, dataAttribute, |own| match &mut own.data {
        Data::BitString(bits) => {
            bits.set_from_integer_big_endian(value as u32);
            true
        }
        _ => false,
    });
}

/// Sets an integer attribute.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateInt64AttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: i64,
) {
    update(self_, dataAttribute, |own| match &mut own.data {
        Data::Integer(own) => own.set_signed(value),
        Data::Unsigned(own) => u64::try_from(value).is_ok_and(|value| own.set_unsigned(value)),
        _ => false,
    });
}

/// Sets an unsigned attribute.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateUnsignedAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: u32,
) {
    update(self_, dataAttribute, |own| match &mut own.data {
        Data::Unsigned(own) => own.set_unsigned(value.into()),
        Data::Integer(own) => own.set_signed(value.into()),
        _ => false,
    });
}

/// Sets a bit string attribute, bit 0 as the lowest.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateBitStringAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: u32,
) {
    update(self_, dataAttribute, |own| set_bits(own, value));
}

fn set_bits(own: &mut Value, value: u32) -> bool {
    match &mut own.data {
        Data::BitString(bits) => {
            bits.set_from_integer(value);
            true
        }
        _ => false,
    }
}

/// Sets a boolean attribute.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateBooleanAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: BoolArg,
) {
    update(self_, dataAttribute, |own| match &mut own.data {
        Data::Boolean(own) => {
            *own = value.get();
            true
        }
        _ => false,
    });
}

/// Sets a string attribute. The string is copied; NULL changes nothing.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateVisibleStringAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: *mut c_char,
) {
    // SAFETY: NULL or a C string.
    if let Some(text) = unsafe { text::bytes(value) } {
        update(self_, dataAttribute, |own| own.set_text(text));
    }
}

/// Sets a time stamp attribute, with the quality of `IedServer_setTimeQuality`.
///
/// @param value milliseconds since 1970
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateUTCTimeAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    value: u64,
) {
    let quality = with(self_, |object| object.time_quality());
    update(self_, dataAttribute, |own| set_time(own, time::utc_from_ms(value, quality)));
}

/// Sets a time stamp attribute. NULL changes nothing.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateTimestampAttributeValue(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    timestamp: *mut Timestamp,
) {
    get(timestamp, |timestamp| {
        let octets = *timestamp.octets();
        update(self_, dataAttribute, |own| set_time(own, octets));
    });
}

fn set_time(own: &mut Value, octets: [u8; 8]) -> bool {
    match &mut own.data {
        Data::UtcTime(own) => {
            *own = octets;
            true
        }
        _ => false,
    }
}

/// Sets a quality attribute.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateQuality(
    self_: IedServer,
    dataAttribute: *mut DataAttribute,
    quality: Quality,
) {
    update(self_, dataAttribute, |own| set_bits(own, quality.into()));
}
