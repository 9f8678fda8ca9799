//! integer, unsigned and floating-point.

use crate::ber;

/// integer or unsigned: up to 64 bits, remembering which width its storage was made for.
#[derive(Debug, Clone, Copy)]
pub struct Integer {
    /// Two's complement for integer, plain bits for unsigned.
    bits: u64,
    wide: bool,
}

impl Integer {
    /// A signed number; `wide` storage takes 64 bits, otherwise 32.
    pub fn signed(value: i64, wide: bool) -> Self {
        Self { bits: value as u64, wide: wide || i32::try_from(value).is_err() }
    }

    /// A signed number of 32 bits.
    #[inline]
    pub(super) fn short(value: i32) -> Self {
        Self { bits: i64::from(value) as u64, wide: false }
    }

    /// An unsigned number; `wide` storage takes 64 bits, otherwise 32.
    pub fn unsigned(value: u64, wide: bool) -> Self {
        Self { bits: value, wide: wide || u32::try_from(value).is_err() }
    }

    /// The number, signed.
    pub fn as_i64(self) -> i64 {
        self.bits as i64
    }

    /// The number, unsigned.
    pub fn as_u64(self) -> u64 {
        self.bits
    }

    /// Whether 64 bits fit.
    pub fn is_wide(self) -> bool {
        self.wide
    }

    /// Sets a signed number if the storage is wide enough.
    pub fn set_signed(&mut self, value: i64) -> bool {
        let fits = self.wide || i32::try_from(value).is_ok();
        if fits {
            self.bits = value as u64;
        }
        fits
    }

    /// Sets an unsigned number if the storage is wide enough.
    pub fn set_unsigned(&mut self, value: u64) -> bool {
        let fits = self.wide || u32::try_from(value).is_ok();
        if fits {
            self.bits = value;
        }
        fits
    }

    /// The shortest two's complement octets read as an unsigned number: -8 is 0xf8.
    pub fn shortest_octets(self) -> u64 {
        let (_, count) = ber::i64_octets(self.as_i64());
        if count >= 8 { self.bits } else { self.bits & ((1 << (8 * count)) - 1) }
    }
}

impl PartialEq for Integer {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}

/// floating-point, in the precision it has on the wire.
#[derive(Debug, Clone, Copy)]
pub enum Float {
    /// IEEE 754 single: exponent width 8, 32 bits.
    Single(f32),
    /// IEEE 754 double: exponent width 11, 64 bits.
    Double(f64),
}

impl Float {
    /// As double.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Single(value) => f64::from(value),
            Self::Double(value) => value,
        }
    }

    /// As single, rounded.
    pub fn as_f32(self) -> f32 {
        match self {
            Self::Single(value) => value,
            Self::Double(value) => value as f32,
        }
    }

    /// Sets the number, keeping the precision.
    pub fn set(&mut self, new: f64) {
        match self {
            Self::Single(value) => *value = new as f32,
            Self::Double(value) => *value = new,
        }
    }

    /// Bits of the IEEE format: 32 or 64.
    pub fn format_width(self) -> u8 {
        match self {
            Self::Single(_) => 32,
            Self::Double(_) => 64,
        }
    }
}

impl PartialEq for Float {
    /// The same bits: a NaN equals itself, and -0 is not 0.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Single(own), Self::Single(other)) => own.to_bits() == other.to_bits(),
            (Self::Double(own), Self::Double(other)) => own.to_bits() == other.to_bits(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_keeps_its_width() {
        let mut number = Integer::signed(5, false);
        assert!(!number.set_signed(1 << 40) && number.set_signed(-70_000));
        assert_eq!((number.as_i64(), number.shortest_octets()), (-70_000, 0xfe_ee90));
        let mut number = Integer::unsigned(0, false);
        assert!(number.set_unsigned(u32::MAX.into()) && !number.set_unsigned(1 << 32));
        assert!(Integer::signed(i64::MIN, false).is_wide());
    }
}
