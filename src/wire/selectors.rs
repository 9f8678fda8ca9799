//! Who connects to whom: selectors of the three layers, AP-title, AE-qualifier, and the connect parameters.

use std::fmt;

use crate::error::{Failure, Layer};

/// A selector: at most `MAX` octets, none meaning that the parameter is left out.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Selector<const MAX: usize> {
    len: u8,
    octets: [u8; MAX],
}

/// Transport selector (ISO 8073 allows 32 octets).
pub type TSelector = Selector<32>;
/// Session selector.
pub type SSelector = Selector<16>;
/// Presentation selector.
pub type PSelector = Selector<16>;

impl<const MAX: usize> Selector<MAX> {
    /// No selector.
    pub const EMPTY: Self = Self { len: 0, octets: [0; MAX] };

    /// A selector of these octets; `None` if there are more than `MAX`.
    pub fn new(octets: &[u8]) -> Option<Self> {
        let mut selector = Self::EMPTY;
        selector.octets.get_mut(..octets.len())?.copy_from_slice(octets);
        selector.len = u8::try_from(octets.len()).ok()?;
        Some(selector)
    }

    /// The octets.
    pub fn as_bytes(&self) -> &[u8] {
        self.octets.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Whether there is no selector.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<const MAX: usize> Default for Selector<MAX> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<const MAX: usize> fmt::Debug for Selector<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

/// An AP-title in form 2, an OBJECT IDENTIFIER, held in its encoded form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ApTitle(Vec<u8>);

/// Encoded octets of an AP-title that are accepted at most.
const MAX_AP_TITLE: usize = 64;

impl ApTitle {
    /// From arcs; `None` if they are no OBJECT IDENTIFIER.
    pub fn from_arcs(arcs: &[u32]) -> Option<Self> {
        let (&first, &second, rest) = match arcs {
            [first, second, rest @ ..] => (first, second, rest),
            _ => return None,
        };
        if first > 2 || (first < 2 && second > 39) {
            return None;
        }
        let mut octets = Vec::new();
        push_arc(&mut octets, u64::from(first) * 40 + u64::from(second));
        rest.iter().for_each(|&arc| push_arc(&mut octets, u64::from(arc)));
        Self::from_ber(&octets)
    }

    /// From the dotted form, as `1.1.1.999.1`.
    pub fn parse(text: &str) -> Option<Self> {
        let arcs: Option<Vec<u32>> = text.split('.').map(|arc| arc.trim().parse().ok()).collect();
        Self::from_arcs(&arcs?)
    }

    /// From the content octets of an OBJECT IDENTIFIER; `None` if they are none or too many.
    pub fn from_ber(content: &[u8]) -> Option<Self> {
        let whole = content.last().is_some_and(|octet| octet & 0x80 == 0);
        (whole && content.len() <= MAX_AP_TITLE).then(|| Self(content.to_vec()))
    }

    /// The content octets of the OBJECT IDENTIFIER.
    pub fn as_ber(&self) -> &[u8] {
        &self.0
    }

    /// The arcs; larger ones than 64 bits saturate.
    pub fn arcs(&self) -> Vec<u64> {
        let mut arcs = Vec::new();
        let mut arc = 0u64;
        for &octet in &self.0 {
            arc = if arc >> 57 != 0 { u64::MAX } else { arc << 7 | u64::from(octet & 0x7f) };
            if octet & 0x80 != 0 {
                continue;
            }
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.extend([first, arc - first * 40]);
            } else {
                arcs.push(arc);
            }
            arc = 0;
        }
        arcs
    }
}

fn push_arc(out: &mut Vec<u8>, arc: u64) {
    let groups = (64 - arc.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let octet = (arc >> (7 * group)) as u8 & 0x7f;
        out.push(if group == 0 { octet } else { octet | 0x80 });
    }
}

impl fmt::Display for ApTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, arc) in self.arcs().iter().enumerate() {
            write!(f, "{}{arc}", if at == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

impl fmt::Debug for ApTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One end of an association.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Transport selector.
    pub t_selector: TSelector,
    /// Session selector.
    pub s_selector: SSelector,
    /// Presentation selector.
    pub p_selector: PSelector,
    /// AP-title, form 2.
    pub ap_title: Option<ApTitle>,
    /// AE-qualifier, form 2.
    pub ae_qualifier: Option<i32>,
}

impl Address {
    /// The selectors that nearly every device has: T 0001, S 0001, P 00000001.
    pub fn usual(ap_title: &[u32], ae_qualifier: i32) -> Self {
        Self {
            t_selector: Selector::new(&[0, 1]).unwrap_or_default(),
            s_selector: Selector::new(&[0, 1]).unwrap_or_default(),
            p_selector: Selector::new(&[0, 0, 0, 1]).unwrap_or_default(),
            ap_title: ApTitle::from_arcs(ap_title),
            ae_qualifier: Some(ae_qualifier),
        }
    }
}

/// A maximum TPDU size of ISO 8073, 128 to 8192 octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TpduSize(u8);

impl TpduSize {
    /// 128 octets, the least.
    pub const MIN: Self = Self(7);
    /// 8192 octets, the most.
    pub const MAX: Self = Self(13);

    /// The largest size that is not above `octets` (at least 128, at most 8192).
    pub fn at_most(octets: usize) -> Self {
        let exponent = octets.clamp(128, 8192).ilog2();
        Self(exponent as u8)
    }

    /// From the parameter value on the wire, the power of two. Larger values than the standard's count as 8192.
    pub fn from_code(code: u8) -> Option<Self> {
        (code >= Self::MIN.0).then(|| Self(code).min(Self::MAX))
    }

    /// The parameter value on the wire.
    pub fn code(self) -> u8 {
        self.0
    }

    /// In octets, TPDU header included.
    pub fn octets(self) -> usize {
        1 << self.0
    }
}

/// What an initiator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectParams {
    /// This side.
    pub calling: Address,
    /// The peer.
    pub called: Address,
    /// Password for ACSE authentication.
    pub password: Option<Vec<u8>>,
    /// Proposed TPDU size; `None` leaves the parameter out of the CR (Siemens S7 drops the link otherwise).
    pub tpdu_size: Option<TpduSize>,
}

impl Default for ConnectParams {
    fn default() -> Self {
        Self {
            calling: Address::usual(&[1, 1, 1, 999], 12),
            called: Address::usual(&[1, 1, 1, 999, 1], 12),
            password: None,
            tpdu_size: Some(TpduSize::MAX),
        }
    }
}

/// A received selector, which must fit.
pub(crate) fn received<const MAX: usize>(layer: Layer, octets: &[u8]) -> Result<Selector<MAX>, Failure> {
    Selector::new(octets).ok_or_else(|| Failure::new(layer, 0, "selector too long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ap_titles_are_encoded_as_the_genuine_client_does() {
        let title = ApTitle::parse("1.1.1.999.1").unwrap();
        assert_eq!(title.as_ber(), [0x29, 0x01, 0x87, 0x67, 0x01]);
        assert_eq!(title.to_string(), "1.1.1.999.1");
        assert_eq!(ApTitle::parse("1.3.9999.1.200.70000").unwrap().to_string(), "1.3.9999.1.200.70000");
        assert_eq!(ApTitle::parse("2.999").unwrap().to_string(), "2.999");
    }

    #[test]
    fn what_is_no_object_identifier_is_refused() {
        for text in ["", "1", "3.1", "1.40", "1..2", "1.a", "1.2.4294967296"] {
            assert_eq!(ApTitle::parse(text), None, "{text}");
        }
        assert_eq!(ApTitle::from_ber(&[]), None);
        assert_eq!(ApTitle::from_ber(&[0x29, 0x87]), None);
        assert_eq!(ApTitle::from_ber(&[1; 65]), None);
        assert_eq!(ApTitle::from_ber(&[0xff; 63]), None);
        let mut huge = vec![0xff; 40];
        huge.push(1);
        assert_eq!(ApTitle::from_ber(&huge).unwrap().arcs().len(), 2);
    }

    #[test]
    fn selectors_hold_no_more_than_their_layer_allows() {
        assert!(PSelector::new(&[1; 16]).is_some());
        assert!(PSelector::new(&[1; 17]).is_none());
        assert_eq!(format!("{:?}", SSelector::new(&[0, 1]).unwrap()), "0001");
    }

    #[test]
    fn tpdu_sizes_round_down_to_a_power_of_two() {
        assert_eq!(TpduSize::at_most(0).octets(), 128);
        assert_eq!(TpduSize::at_most(1500).octets(), 1024);
        assert_eq!(TpduSize::at_most(70_000).octets(), 8192);
        assert_eq!(TpduSize::from_code(6), None);
        assert_eq!(TpduSize::from_code(16), Some(TpduSize::MAX));
    }
}
