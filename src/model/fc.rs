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
    /// Status.
    pub const ST: Self = Self(0);
    /// Measured values.
    pub const MX: Self = Self(1);
    /// Set points.
    pub const SP: Self = Self(2);
    /// Substitution.
    pub const SV: Self = Self(3);
    /// Configuration.
    pub const CF: Self = Self(4);
    /// Description.
    pub const DC: Self = Self(5);
    /// Setting group.
    pub const SG: Self = Self(6);
    /// Editable setting group.
    pub const SE: Self = Self(7);
    /// Service tracking.
    pub const SR: Self = Self(8);
    /// Operate received.
    pub const OR: Self = Self(9);
    /// Blocking.
    pub const BL: Self = Self(10);
    /// Extended definition.
    pub const EX: Self = Self(11);
    /// Control.
    pub const CO: Self = Self(12);
    /// Unicast sampled value control blocks.
    pub const US: Self = Self(13);
    /// Multicast sampled value control blocks.
    pub const MS: Self = Self(14);
    /// Unbuffered report control blocks.
    pub const RP: Self = Self(15);
    /// Buffered report control blocks.
    pub const BR: Self = Self(16);
    /// Log control blocks.
    pub const LG: Self = Self(17);
    /// GOOSE control blocks.
    pub const GO: Self = Self(18);

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
