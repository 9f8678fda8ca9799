//! Functional constraints (IEC 61850-7-2 §12.3.3.2, IEC 61850-8-1 §7.3).

/// A functional constraint that has a name in references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FunctionalConstraint(u8);

/// Their names, in the order of libiec61850's enumeration.
const NAMES: [&str; 19] = [
    "ST", "MX", "SP", "SV", "CF", "DC", "SG", "SE", "SR", "OR", "BL", "EX", "CO", "US", "MS", "RP", "BR",
    "LG", "GO",
];

impl FunctionalConstraint {
    /// From its number in the C interface; `None` for what is not a single functional constraint (ALL, NONE, others).
    pub fn from_number(number: i32) -> Option<Self> {
        u8::try_from(number).ok().filter(|&number| usize::from(number) < NAMES.len()).map(Self)
    }

    /// From its two letters.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        NAMES.iter().position(|known| known.as_bytes() == name).map(|at| Self(at as u8))
    }

    /// Its number in the C interface.
    pub fn number(self) -> i32 {
        i32::from(self.0)
    }

    /// Its two letters.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}
