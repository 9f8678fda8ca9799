//! Reading a value as a Rust type. Each gives `None` for a value of another kind.

use super::{Data, Value, time};

impl Value {
    /// boolean
    pub fn as_bool(&self) -> Option<bool> {
        match self.data {
            Data::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// integer or unsigned
    pub fn as_i64(&self) -> Option<i64> {
        match self.data {
            Data::Integer(value) | Data::Unsigned(value) => Some(value.as_i64()),
            _ => None,
        }
    }

    /// unsigned, or an integer that is not negative
    pub fn as_u64(&self) -> Option<u64> {
        match self.data {
            Data::Unsigned(value) => Some(value.as_u64()),
            Data::Integer(value) => u64::try_from(value.as_i64()).ok(),
            _ => None,
        }
    }

    /// floating-point
    pub fn as_f64(&self) -> Option<f64> {
        match self.data {
            Data::Float(value) => Some(value.as_f64()),
            _ => None,
        }
    }

    /// utc-time
    pub fn as_utc_time(&self) -> Option<&[u8; 8]> {
        match &self.data {
            Data::UtcTime(time) => Some(time),
            _ => None,
        }
    }

    /// utc-time or binary-time in milliseconds since 1970
    pub fn as_time_ms(&self) -> Option<u64> {
        match &self.data {
            Data::UtcTime(utc) => Some(time::utc_as_ms(utc)),
            Data::BinaryTime(binary) => Some(binary.as_ms()),
            _ => None,
        }
    }
}
