//! Object references to MMS names (IEC 61850-8-1 §7.3): `LD/LN.DO.DA` with a functional constraint to domain and item.

use crate::error::{Error, Result};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::access::{Alternate, Selector};
use crate::model::fc::FunctionalConstraint;

/// Longest name of a logical device and of an MMS item.
pub(super) const MAX_NAME: usize = 64;
/// Longest part behind the slash when a functional constraint is put in.
const MAX_CONSTRAINED: usize = 62;
/// Longest object reference (IEC 61850-7-2 §22.2).
pub(super) const MAX_REFERENCE: usize = 129;

/// An MMS variable, or a part of one, in a logical device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// MMS domain: the logical device.
    pub domain: Vec<u8>,
    /// MMS item: `LN$FC$DO$DA`.
    pub item: Vec<u8>,
    /// Index into an array, and components behind it.
    pub alternate: Option<Alternate>,
}

impl Reference {
    /// From an object reference. Without functional constraint, the part behind the slash is taken as it stands.
    /// An array index is written `name(n)`.
    pub fn parse(reference: &[u8], fc: Option<FunctionalConstraint>) -> Result<Self> {
        let (domain, name) = split_device(reference)?;
        let (name, index, component) = match name.iter().position(|&octet| octet == b'(') {
            Some(open) => {
                let (index, component) = parse_index(&name[open + 1..])?;
                (&name[..open], Some(index), component)
            }
            None => (name, None, &[][..]),
        };
        let item = item_name(name, fc)?;
        let alternate = index.map(|index| {
            let parts =
                component.split(|&octet| octet == b'.' || octet == b'$').filter(|part| !part.is_empty());
            parts.fold(Alternate::index(index), |path, part| path.then(Selector::Component(part.into())))
        });
        Ok(Self { domain: domain.to_vec(), item, alternate })
    }

    /// The variable without the selection in it.
    pub fn whole(reference: &[u8], fc: Option<FunctionalConstraint>) -> Result<Self> {
        let (domain, name) = split_device(reference)?;
        let item = item_name(name, fc)?;
        Ok(Self { domain: domain.to_vec(), item, alternate: None })
    }

    /// The MMS name.
    pub fn name(&self) -> ObjectNameRef<'_> {
        ObjectNameRef::Domain { domain: &self.domain, item: &self.item }
    }
}

/// Logical device and the rest of a reference.
pub(super) fn split_device(reference: &[u8]) -> Result<(&[u8], &[u8])> {
    let slash = reference.iter().position(|&octet| octet == b'/').ok_or(Error::InvalidReference)?;
    if reference.len() > MAX_REFERENCE || slash > MAX_NAME {
        return Err(Error::InvalidReference);
    }
    Ok((&reference[..slash], &reference[slash + 1..]))
}

fn item_name(name: &[u8], fc: Option<FunctionalConstraint>) -> Result<Vec<u8>> {
    let Some(fc) = fc else { return Ok(name.to_vec()) };
    if name.len() > MAX_CONSTRAINED {
        return Err(Error::InvalidReference);
    }
    let node_end = name.iter().position(|&octet| octet == b'.').unwrap_or(name.len());
    let mut item = Vec::with_capacity(name.len() + 3);
    item.extend_from_slice(&name[..node_end]);
    item.push(b'$');
    item.extend_from_slice(fc.name().as_bytes());
    item.extend(name[node_end..].iter().map(|&octet| if octet == b'.' { b'$' } else { octet }));
    Ok(item)
}

/// `n)` and what follows; an empty index is element 0, as ever.
fn parse_index(text: &[u8]) -> Result<(u32, &[u8])> {
    const BROKEN: Error = Error::InvalidArgument("array index");
    let close = text.iter().position(|&octet| octet == b')').ok_or(BROKEN)?;
    let digits = std::str::from_utf8(&text[..close]).map_err(|_| BROKEN)?;
    let index = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| BROKEN)? };
    let rest = &text[close + 1..];
    Ok((index, rest.strip_prefix(b".").unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(reference: &str, fc: &str) -> Result<String> {
        let fc = FunctionalConstraint::from_name(fc.as_bytes());
        Reference::parse(reference.as_bytes(), fc).map(|reference| String::from_utf8(reference.item).unwrap())
    }

    #[test]
    fn the_functional_constraint_goes_behind_the_logical_node() {
        assert_eq!(item("LD/GGIO1.AnIn1.mag.f", "MX").unwrap(), "GGIO1$MX$AnIn1$mag$f");
        assert_eq!(item("LD/GGIO1", "ST").unwrap(), "GGIO1$ST");
        assert_eq!(item("LD/GGIO1.", "ST").unwrap(), "GGIO1$ST$");
        assert_eq!(item("LD/", "ST").unwrap(), "$ST");
        assert_eq!(item("LD/GGIO1.AnIn1", "none").unwrap(), "GGIO1.AnIn1");
        assert_eq!(item("LD/GGIO1$ST$Ind1", "ST").unwrap(), "GGIO1$ST$Ind1$ST");
    }

    #[test]
    fn lengths_and_the_slash_are_checked() {
        assert_eq!(item("", "ST"), Err(Error::InvalidReference));
        assert_eq!(item("LD", "ST"), Err(Error::InvalidReference));
        assert!(item(&format!("{}/LN", "x".repeat(64)), "ST").is_ok());
        assert!(item(&format!("{}/LN", "x".repeat(65)), "ST").is_err());
        assert!(item(&format!("LD/{}", "x".repeat(62)), "ST").is_ok());
        assert!(item(&format!("LD/{}", "x".repeat(63)), "ST").is_err());
        assert!(item(&format!("LD/{}", "x".repeat(126)), "none").is_ok());
        assert!(item(&format!("LD/{}", "x".repeat(127)), "none").is_err());
        assert!(item(&format!("LD/LN.{}", "x".repeat(200)), "ST").is_err());
    }

    #[test]
    fn array_elements_become_alternate_access() {
        let fc = FunctionalConstraint::from_name(b"MX");
        let one = Reference::parse(b"LD/MHAI1.HA.phsAHar(3).cVal.mag", fc).unwrap();
        assert_eq!(one.item, b"MHAI1$MX$HA$phsAHar");
        let path = [
            Selector::Index(3),
            Selector::Component(b"cVal"[..].into()),
            Selector::Component(b"mag"[..].into()),
        ];
        assert_eq!(one.alternate.unwrap().path, path);
        for broken in ["LD/LN.a(", "LD/LN.a(2", "LD/LN.a(x)", "LD/LN.a(1-2)", "LD/LN.a(-1)"] {
            let outcome = Reference::parse(broken.as_bytes(), fc);
            assert!(matches!(outcome, Err(Error::InvalidArgument(_))), "{broken}");
        }
    }
}
