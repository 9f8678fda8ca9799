//! Numbers that descriptions of models use: types of data attributes and bits of control blocks, as the C interface
//! numbers them.

/// Types of data attributes (C's `DataAttributeType`).
pub mod data_type {
    /// BOOLEAN
    pub const BOOLEAN: i32 = 0;
    /// INT8
    pub const INT8: i32 = 1;
    /// INT16
    pub const INT16: i32 = 2;
    /// INT32
    pub const INT32: i32 = 3;
    /// INT64
    pub const INT64: i32 = 4;
    /// INT128
    pub const INT128: i32 = 5;
    /// INT8U
    pub const INT8U: i32 = 6;
    /// INT16U
    pub const INT16U: i32 = 7;
    /// INT24U
    pub const INT24U: i32 = 8;
    /// INT32U
    pub const INT32U: i32 = 9;
    /// FLOAT32
    pub const FLOAT32: i32 = 10;
    /// FLOAT64
    pub const FLOAT64: i32 = 11;
    /// ENUMERATED
    pub const ENUMERATED: i32 = 12;
    /// OCTET STRING of up to 64 octets
    pub const OCTET_STRING_64: i32 = 13;
    /// OCTET STRING of 6 octets
    pub const OCTET_STRING_6: i32 = 14;
    /// OCTET STRING of 8 octets
    pub const OCTET_STRING_8: i32 = 15;
    /// VISIBLE STRING of up to 32 characters
    pub const VISIBLE_STRING_32: i32 = 16;
    /// VISIBLE STRING of up to 64 characters
    pub const VISIBLE_STRING_64: i32 = 17;
    /// VISIBLE STRING of up to 65 characters
    pub const VISIBLE_STRING_65: i32 = 18;
    /// VISIBLE STRING of up to 129 characters
    pub const VISIBLE_STRING_129: i32 = 19;
    /// VISIBLE STRING of up to 255 characters
    pub const VISIBLE_STRING_255: i32 = 20;
    /// UNICODE STRING of up to 255 octets
    pub const UNICODE_STRING_255: i32 = 21;
    /// TimeStamp
    pub const TIMESTAMP: i32 = 22;
    /// Quality, 13 bits
    pub const QUALITY: i32 = 23;
    /// Check conditions, 2 bits
    pub const CHECK: i32 = 24;
    /// Coded enumeration (Dbpos, Tcmd), 2 bits
    pub const CODED_ENUM: i32 = 25;
    /// Bit string of another meaning
    pub const GENERIC_BIT_STRING: i32 = 26;
    /// Has attributes of its own
    pub const CONSTRUCTED: i32 = 27;
    /// EntryTime
    pub const ENTRY_TIME: i32 = 28;
    /// PhyComAddr, a layer 2 address
    pub const PHY_COM_ADDR: i32 = 29;
    /// Currency, three letters
    pub const CURRENCY: i32 = 30;
    /// OptFlds of a report control block, 10 bits
    pub const OPT_FLDS: i32 = 31;
    /// TrgOps, 6 bits
    pub const TRG_OPS: i32 = 32;

    /// The highest number.
    pub const LAST: i32 = TRG_OPS;
}

/// Trigger options of data attributes and control blocks (C's `TRG_OPT_…`).
pub mod trigger {
    /// data-change
    pub const DATA_CHANGE: u8 = 0x01;
    /// quality-change
    pub const QUALITY_CHANGE: u8 = 0x02;
    /// data-update
    pub const DATA_UPDATE: u8 = 0x04;
    /// integrity
    pub const INTEGRITY: u8 = 0x08;
    /// general interrogation
    pub const GENERAL_INTERROGATION: u8 = 0x10;
    /// Transient data: only the rising edge is an event.
    pub const TRANSIENT: u8 = 0x80;
}

/// Optional fields of reports (C's `RPT_OPT_…`).
pub mod report_option {
    /// sequence-number
    pub const SEQUENCE_NUMBER: u8 = 0x01;
    /// report-time-stamp
    pub const TIME_STAMP: u8 = 0x02;
    /// reason-for-inclusion
    pub const REASON_FOR_INCLUSION: u8 = 0x04;
    /// data-set-name
    pub const DATA_SET: u8 = 0x08;
    /// data-reference
    pub const DATA_REFERENCE: u8 = 0x10;
    /// buffer-overflow
    pub const BUFFER_OVERFLOW: u8 = 0x20;
    /// entryID
    pub const ENTRY_ID: u8 = 0x40;
    /// conf-revision
    pub const CONFIGURATION_REVISION: u8 = 0x80;
}

/// Optional fields of sampled values (C's `IEC61850_SV_OPT_…`).
pub mod sampled_value_option {
    /// refresh-time
    pub const REFRESH_TIME: u8 = 0x01;
    /// sample-synchronised
    pub const SAMPLE_SYNCHRONIZED: u8 = 0x02;
    /// sample-rate
    pub const SAMPLE_RATE: u8 = 0x04;
    /// data-set
    pub const DATA_SET: u8 = 0x08;
    /// security
    pub const SECURITY: u8 = 0x10;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::enums::DataAttributeType as C;
    use crate::ffi::iec61850_common as c;

    #[test]
    fn numbers_are_those_of_the_c_interface() {
        assert_eq!(data_type::INT32U, C::IEC61850_INT32U as i32);
        assert_eq!(data_type::OCTET_STRING_8, C::IEC61850_OCTET_STRING_8 as i32);
        assert_eq!(data_type::UNICODE_STRING_255, C::IEC61850_UNICODE_STRING_255 as i32);
        assert_eq!(data_type::CONSTRUCTED, C::IEC61850_CONSTRUCTED as i32);
        assert_eq!(data_type::LAST, C::IEC61850_TRGOPS as i32);
        assert_eq!(i32::from(trigger::GENERAL_INTERROGATION), c::TRG_OPT_GI);
        assert_eq!(i32::from(trigger::TRANSIENT), c::TRG_OPT_TRANSIENT);
        assert_eq!(i32::from(report_option::DATA_REFERENCE), c::RPT_OPT_DATA_REFERENCE);
        assert_eq!(i32::from(report_option::CONFIGURATION_REVISION), c::RPT_OPT_CONF_REV);
    }
}
