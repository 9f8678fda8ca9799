//! The enums of iec61850_model.h.

/// The basic type of a data attribute (IEC 61850-7-2, IEC 61850-7-3).
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataAttributeType {
    /// no known type
    IEC61850_UNKNOWN_TYPE = -1,
    /// boolean
    IEC61850_BOOLEAN = 0,
    /// int8
    IEC61850_INT8 = 1,
    /// int16
    IEC61850_INT16 = 2,
    /// int32
    IEC61850_INT32 = 3,
    /// int64
    IEC61850_INT64 = 4,
    /// int128
    IEC61850_INT128 = 5,
    /// int8u
    IEC61850_INT8U = 6,
    /// int16u
    IEC61850_INT16U = 7,
    /// int24u
    IEC61850_INT24U = 8,
    /// int32u
    IEC61850_INT32U = 9,
    /// float32
    IEC61850_FLOAT32 = 10,
    /// float64
    IEC61850_FLOAT64 = 11,
    /// enumerated
    IEC61850_ENUMERATED = 12,
    /// octet string 64
    IEC61850_OCTET_STRING_64 = 13,
    /// octet string 6
    IEC61850_OCTET_STRING_6 = 14,
    /// octet string 8
    IEC61850_OCTET_STRING_8 = 15,
    /// visible string 32
    IEC61850_VISIBLE_STRING_32 = 16,
    /// visible string 64
    IEC61850_VISIBLE_STRING_64 = 17,
    /// visible string 65
    IEC61850_VISIBLE_STRING_65 = 18,
    /// visible string 129
    IEC61850_VISIBLE_STRING_129 = 19,
    /// visible string 255
    IEC61850_VISIBLE_STRING_255 = 20,
    /// unicode string 255
    IEC61850_UNICODE_STRING_255 = 21,
    /// timestamp
    IEC61850_TIMESTAMP = 22,
    /// quality
    IEC61850_QUALITY = 23,
    /// check conditions, two bits
    IEC61850_CHECK = 24,
    /// double point position or step command, two bits
    IEC61850_CODEDENUM = 25,
    /// bit string of any meaning
    IEC61850_GENERIC_BITSTRING = 26,
    /// has attributes of its own
    IEC61850_CONSTRUCTED = 27,
    /// binary time of a report or log entry
    IEC61850_ENTRY_TIME = 28,
    /// layer 2 address
    IEC61850_PHYCOMADDR = 29,
    /// currency, three letters
    IEC61850_CURRENCY = 30,
    /// optional fields of a report control block
    IEC61850_OPTFLDS = 31,
    /// trigger options of a control block
    IEC61850_TRGOPS = 32,
}

/// What a node of the model is.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelNodeType {
    /// a logical device
    LogicalDeviceModelType = 0,
    /// a logical node
    LogicalNodeModelType = 1,
    /// a data object, or an element of an array of them
    DataObjectModelType = 2,
    /// a data attribute, or an element of an array of them
    DataAttributeModelType = 3,
}
