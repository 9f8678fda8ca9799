//! Making data objects and data attributes.

use std::ffi::{CStr, c_char, c_int};
use std::ptr::null_mut;

use super::constants::*;
use crate::ffi::enums::DataAttributeType::{self, *};
use crate::ffi::iec61850_dynamic_model::nodes::{
    AttributeKind, DataAttribute_create, Tail, new_attribute, new_object, set_value,
};
use crate::ffi::iec61850_model::{DataAttribute, DataObject, ModelNode};
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{guard, text};
use crate::mms::value::Value;

/// Functional constraints that the common data classes use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub(super) enum Fc {
    St = 0,
    Mx = 1,
    Sp = 2,
    Sv = 3,
    Cf = 4,
    Dc = 5,
    Or = 9,
    Bl = 10,
    Ex = 11,
    Co = 12,
}

/// No trigger option.
pub(super) const NONE: u8 = 0;
/// Data change.
pub(super) const CHANGE: u8 = 1;
/// Quality change.
pub(super) const QUALITY: u8 = 2;
/// Data update.
pub(super) const UPDATE: u8 = 4;

/// The type of a value: basic, or one of the common constructed attribute classes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// a basic type
    Basic(DataAttributeType),
    /// AnalogueValue, of an integer or a floating point number
    Analogue { integer: bool },
    /// ValWithTrans, with or without the transient indicator
    Transient { indicator: bool },
    /// Vector, with or without angle
    Vector { angle: bool },
    /// Unit, with or without multiplier
    Unit { multiplier: bool },
    /// ScaledValueConfig
    Scaling,
    /// Point, with or without a third coordinate
    Point { z: bool },
}

pub(super) const BOOLEAN: Kind = Kind::Basic(IEC61850_BOOLEAN);
pub(super) const INT8: Kind = Kind::Basic(IEC61850_INT8);
pub(super) const INT32: Kind = Kind::Basic(IEC61850_INT32);
pub(super) const INT64: Kind = Kind::Basic(IEC61850_INT64);
pub(super) const INT8U: Kind = Kind::Basic(IEC61850_INT8U);
pub(super) const INT16U: Kind = Kind::Basic(IEC61850_INT16U);
pub(super) const INT32U: Kind = Kind::Basic(IEC61850_INT32U);
pub(super) const FLOAT32: Kind = Kind::Basic(IEC61850_FLOAT32);
pub(super) const ENUMERATED: Kind = Kind::Basic(IEC61850_ENUMERATED);
pub(super) const CODED_ENUM: Kind = Kind::Basic(IEC61850_CODEDENUM);
pub(super) const OCTETS64: Kind = Kind::Basic(IEC61850_OCTET_STRING_64);
pub(super) const TEXT64: Kind = Kind::Basic(IEC61850_VISIBLE_STRING_64);
pub(super) const TEXT129: Kind = Kind::Basic(IEC61850_VISIBLE_STRING_129);
pub(super) const TEXT255: Kind = Kind::Basic(IEC61850_VISIBLE_STRING_255);
pub(super) const UNICODE: Kind = Kind::Basic(IEC61850_UNICODE_STRING_255);
pub(super) const TIMESTAMP: Kind = Kind::Basic(IEC61850_TIMESTAMP);
pub(super) const CHECK: Kind = Kind::Basic(IEC61850_CHECK);
pub(super) const QUALITY_TYPE: Kind = Kind::Basic(IEC61850_QUALITY);

/// Is an option (one of the constants of the header) among these?
pub(super) fn has(options: u32, option: c_int) -> bool {
    options & option.cast_unsigned() != 0
}

/// A node that children are added to. Without one nothing happens: adding never fails for names of this module.
pub(super) struct Builder {
    node: *mut ModelNode,
    children: Tail,
}

impl Builder {
    fn new(node: *mut ModelNode) -> Self {
        Self { node, children: Tail::of(node) }
    }

    /// Adds a data object.
    pub(super) fn object(&mut self, name: &CStr) -> Self {
        let node = new_object(malloc_text(name.to_bytes()), 0);
        self.children.push(node);
        Self::new(node)
    }

    /// Adds a data attribute with all its parts.
    pub(super) fn add(&mut self, name: &CStr, kind: Kind, fc: Fc, triggers: u8) -> Self {
        self.add_array(name, kind, fc, triggers, 0)
    }

    /// Adds an array of a basic type.
    pub(super) fn add_array(&mut self, name: &CStr, kind: Kind, fc: Fc, triggers: u8, count: u16) -> Self {
        let basic = match kind {
            Kind::Basic(basic) => basic,
            _ => IEC61850_CONSTRUCTED,
        };
        let its = AttributeKind { data_type: basic as c_int, fc: fc as c_int, triggers, short_address: 0 };
        let node = new_attribute(malloc_text(name.to_bytes()), its, count.into());
        self.children.push(node);
        let mut new = Self::new(node);
        new.add_parts(kind, its.fc, triggers);
        new
    }

    /// Adds a constructed attribute that is filled by hand.
    pub(super) fn structure(&mut self, name: &CStr, fc: Fc) -> Self {
        self.add(name, Kind::Basic(IEC61850_CONSTRUCTED), fc, NONE)
    }

    /// The parts of a constructed attribute class, with functional constraint and trigger options of the whole.
    fn add_parts(&mut self, kind: Kind, fc: c_int, triggers: u8) {
        let mut part = |name: &CStr, kind: Kind| {
            let basic = match kind {
                Kind::Basic(basic) => basic,
                _ => IEC61850_CONSTRUCTED,
            };
            let its = AttributeKind { data_type: basic as c_int, fc, triggers, short_address: 0 };
            let node = new_attribute(malloc_text(name.to_bytes()), its, 0);
            self.children.push(node);
            Self::new(node).add_parts(kind, fc, triggers);
        };
        let float = Kind::Analogue { integer: false };
        match kind {
            Kind::Basic(_) => {}
            Kind::Analogue { integer: true } => part(c"i", INT32),
            Kind::Analogue { integer: false } => part(c"f", FLOAT32),
            Kind::Transient { indicator } => {
                part(c"posVal", INT8);
                if indicator {
                    part(c"transInd", BOOLEAN);
                }
            }
            Kind::Vector { angle } => {
                part(c"mag", float);
                if angle {
                    part(c"ang", float);
                }
            }
            Kind::Unit { multiplier } => {
                part(c"SIUnit", ENUMERATED);
                if multiplier {
                    part(c"multiplier", ENUMERATED);
                }
            }
            Kind::Scaling => {
                part(c"scaleFactor", FLOAT32);
                part(c"offset", FLOAT32);
            }
            Kind::Point { z } => {
                part(c"xVal", FLOAT32);
                part(c"yVal", FLOAT32);
                if z {
                    part(c"zVal", FLOAT32);
                }
            }
        }
    }

    /// Gives a data attribute its value.
    pub(super) fn value(&mut self, value: Value) {
        // SAFETY: only data attributes get values, and this one was just made.
        set_value(unsafe { &mut *self.node.cast::<DataAttribute>() }, value);
    }

    /// Quality and time stamp.
    pub(super) fn quality_and_time(&mut self, fc: Fc) {
        self.add(c"q", QUALITY_TYPE, fc, QUALITY);
        self.add(c"t", TIMESTAMP, fc, NONE);
    }

    /// The attributes of substitution, on request.
    pub(super) fn substitution(&mut self, options: u32, kind: Kind) {
        if has(options, CDC_OPTION_PICS_SUBST) {
            self.add(c"subEna", BOOLEAN, Fc::Sv, NONE);
            self.add(c"subVal", kind, Fc::Sv, NONE);
            self.add(c"subQ", QUALITY_TYPE, Fc::Sv, NONE);
            self.add(c"subID", TEXT64, Fc::Sv, NONE);
        }
        if has(options, CDC_OPTION_BLK_ENA) {
            self.add(c"blkEna", BOOLEAN, Fc::Bl, NONE);
        }
    }

    /// Description and name spaces, on request, which end every data object.
    pub(super) fn description(&mut self, options: u32) {
        if has(options, CDC_OPTION_DESC) {
            self.add(c"d", TEXT255, Fc::Dc, NONE);
        }
        if has(options, CDC_OPTION_DESC_UNICODE) {
            self.add(c"dU", UNICODE, Fc::Dc, NONE);
        }
        if has(options, CDC_OPTION_AC_DLNDA) {
            self.add(c"cdcNs", TEXT255, Fc::Ex, NONE);
            self.add(c"cdcName", TEXT255, Fc::Ex, NONE);
        }
        if has(options, CDC_OPTION_AC_DLN) {
            self.add(c"dataNs", TEXT255, Fc::Ex, NONE);
        }
    }

    /// Units, on request.
    pub(super) fn units(&mut self, options: u32) {
        if has(options, CDC_OPTION_UNIT) {
            let multiplier = has(options, CDC_OPTION_UNIT_MULTIPLIER);
            self.add(c"units", Kind::Unit { multiplier }, Fc::Cf, CHANGE);
        }
    }

    /// An attribute, on request.
    pub(super) fn option(
        &mut self,
        options: u32,
        option: c_int,
        name: &CStr,
        kind: Kind,
        fc: Fc,
        triggers: u8,
    ) {
        if has(options, option) {
            self.add(name, kind, fc, triggers);
        }
    }
}

/// Adds a data object to `parent` and lets `fill` add its attributes. NULL for a NULL name or parent.
pub(super) fn data_object(
    name: *const c_char,
    parent: *mut ModelNode,
    fill: impl FnOnce(&mut Builder),
) -> *mut DataObject {
    guard(|| {
        // SAFETY: NULL or a C string.
        let Some(name) = (unsafe { text::bytes(name) }).filter(|_| !parent.is_null()) else {
            return null_mut();
        };
        let node = new_object(malloc_text(name), 0);
        Tail::of(parent).push(node);
        fill(&mut Builder::new(node));
        node.cast()
    })
}

/// Adds an attribute of a constructed attribute class to `parent`. NULL for a NULL name or parent.
pub(super) fn constructed(
    name: *const c_char,
    parent: *mut ModelNode,
    kind: Kind,
    fc: c_int,
    triggers: u8,
) -> *mut DataAttribute {
    guard(|| {
        if name.is_null() || parent.is_null() {
            return null_mut();
        }
        let attribute = DataAttribute_create(name, parent, IEC61850_CONSTRUCTED as c_int, fc, triggers, 0, 0);
        if !attribute.is_null() {
            Builder::new(attribute.cast()).add_parts(kind, fc, triggers);
        }
        attribute
    })
}
