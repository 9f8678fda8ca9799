//! Identifiers and object names (ISO 9506-2 §7.5).

use std::borrow::Cow;
use std::fmt;

use rasn::prelude::*;

use crate::ber::{self, BerError, Reader};

/// A name. The tag is VisibleString's, but devices send any octets, so the content is not validated.
#[derive(AsnType, Decode, Encode, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[rasn(delegate, tag(universal, 26))]
pub struct Identifier(pub OctetString);

impl Identifier {
    /// The octets of the name.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The name for people: octets that are not UTF-8 are replaced.
    pub fn to_text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }
}

impl From<&[u8]> for Identifier {
    fn from(name: &[u8]) -> Self {
        Self(OctetString::from_slice(name))
    }
}

impl From<&str> for Identifier {
    fn from(name: &str) -> Self {
        name.as_bytes().into()
    }
}

impl From<Vec<u8>> for Identifier {
    fn from(name: Vec<u8>) -> Self {
        Self(name.into())
    }
}

impl AsRef<[u8]> for Identifier {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_text())
    }
}

/// ObjectName, owned.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq, Hash)]
#[rasn(choice)]
pub enum ObjectName {
    /// vmd-specific
    #[rasn(tag(context, 0))]
    Vmd(Identifier),
    /// domain-specific
    #[rasn(tag(context, 1))]
    Domain(DomainItem),
    /// aa-specific: lives as long as the association
    #[rasn(tag(context, 2))]
    Aa(Identifier),
}

/// The two parts of a domain-specific name.
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainItem {
    /// Name of the domain.
    pub domain: Identifier,
    /// Name within the domain.
    pub item: Identifier,
}

impl ObjectName {
    /// A name within a domain.
    pub fn domain(domain: impl Into<Identifier>, item: impl Into<Identifier>) -> Self {
        Self::Domain(DomainItem { domain: domain.into(), item: item.into() })
    }

    /// The same name, borrowed.
    pub fn as_ref(&self) -> ObjectNameRef<'_> {
        match self {
            Self::Vmd(item) => ObjectNameRef::Vmd(item.as_bytes()),
            Self::Domain(name) => {
                ObjectNameRef::Domain { domain: name.domain.as_bytes(), item: name.item.as_bytes() }
            }
            Self::Aa(item) => ObjectNameRef::Aa(item.as_bytes()),
        }
    }
}

/// ObjectName, borrowed from the caller or from a PDU: what the hand-written services use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectNameRef<'a> {
    /// vmd-specific
    Vmd(&'a [u8]),
    /// domain-specific
    Domain {
        /// Name of the domain.
        domain: &'a [u8],
        /// Name within the domain.
        item: &'a [u8],
    },
    /// aa-specific
    Aa(&'a [u8]),
}

const VISIBLE_STRING: u32 = 0x1a;

impl<'a> ObjectNameRef<'a> {
    /// Copies the name.
    pub fn to_owned(self) -> ObjectName {
        match self {
            Self::Vmd(item) => ObjectName::Vmd(item.into()),
            Self::Domain { domain, item } => ObjectName::domain(domain, item),
            Self::Aa(item) => ObjectName::Aa(item.into()),
        }
    }

    /// Writes the choice's element.
    pub fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Vmd(item) => ber::write(out, 0x80, item),
            Self::Domain { domain, item } => {
                let len = ber::element_len(VISIBLE_STRING, domain.len())
                    + ber::element_len(VISIBLE_STRING, item.len());
                ber::write_header(out, 0xa1, len);
                ber::write(out, VISIBLE_STRING, domain);
                ber::write(out, VISIBLE_STRING, item);
            }
            Self::Aa(item) => ber::write(out, 0x82, item),
        }
    }

    /// Octets that [`write`](Self::write) produces.
    pub fn encoded_len(self) -> usize {
        match self {
            Self::Vmd(item) | Self::Aa(item) => ber::element_len(0x80, item.len()),
            Self::Domain { domain, item } => ber::element_len(
                0xa1,
                ber::element_len(VISIBLE_STRING, domain.len()) + ber::element_len(VISIBLE_STRING, item.len()),
            ),
        }
    }

    /// Reads the choice's element.
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, BerError> {
        let element = reader.required()?;
        match element.tag {
            0x80 => Ok(Self::Vmd(element.content)),
            0xa1 => {
                let mut parts = Reader::new(element.content);
                let domain = parts.expect(VISIBLE_STRING)?;
                let item = parts.expect(VISIBLE_STRING)?;
                if parts.is_empty() {
                    Ok(Self::Domain { domain, item })
                } else {
                    Err(BerError::Content(0xa1))
                }
            }
            0x82 => Ok(Self::Aa(element.content)),
            tag => Err(BerError::Tag(tag)),
        }
    }
}
