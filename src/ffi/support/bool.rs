//! `bool` across the boundary.
//!
//! A Rust `bool` result may leave garbage above `al`; callers that read four octets (ctypes, .NET) then see true for
//! false. So results are a 32-bit 0/1 and arguments a single octet, any non-zero of which is true. The headers spell
//! both `bool` (see `cbindgen.toml`).

/// A `bool` result, or a `bool` argument of a callback.
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CBool(u32);

impl CBool {
    /// false
    pub const FALSE: Self = Self(0);
    /// true
    pub const TRUE: Self = Self(1);
}

impl From<bool> for CBool {
    fn from(value: bool) -> Self {
        Self(u32::from(value))
    }
}

/// A `bool` argument, the `bool` result of a callback, or a `bool` in a struct.
#[repr(transparent)]
#[derive(Debug, Clone, Copy)]
pub struct BoolArg(u8);

impl BoolArg {
    /// true
    pub const TRUE: Self = Self(1);

    /// The truth of it.
    pub fn get(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for BoolArg {
    fn from(value: bool) -> Self {
        Self(value.into())
    }
}
