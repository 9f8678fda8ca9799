//! Sampled value control blocks, multicast and unicast (IEC 61850-7-2 §19, IEC 61850-9-2).

use std::sync::Arc;

use super::client::Client;
use super::goose_cb::DstAddress;
use super::reference::Reference;
use crate::error::{Error, Result};
use crate::mms::value::{Data, Value};
use crate::model::fc::FunctionalConstraint;

/// A sampled value control block of a server. Every access is a request.
pub struct SvControlBlock {
    client: Arc<Client>,
    block: Reference,
    multicast: bool,
}

impl SvControlBlock {
    /// Looks for a multicast control block `LD/LN.name`, then for a unicast one.
    pub fn find(client: &Arc<Client>, reference: &[u8]) -> Result<Self> {
        let look = |fc: &str| -> Result<_> {
            let block = Reference::parse(reference, FunctionalConstraint::from_name(fc.as_bytes()))?;
            let found = client.read(&block)?.as_access_error();
            Ok((block, found))
        };
        let (block, multicast) = match look("MS")? {
            (block, None) => (block, true),
            (_, Some(_)) => match look("US")? {
                (block, None) => (block, false),
                (_, Some(error)) => return Err(Error::DataAccess(error)),
            },
        };
        Ok(Self { client: Arc::clone(client), block, multicast })
    }

    /// Whether it is a multicast control block (MSVCB), not a unicast one (USVCB).
    pub fn is_multicast(&self) -> bool {
        self.multicast
    }

    fn attribute(&self, name: &str) -> Reference {
        let item = [&self.block.item, &b"$"[..], name.as_bytes()].concat();
        Reference { item, ..self.block.clone() }
    }

    fn read<R>(&self, name: &str, pick: impl FnOnce(&Value) -> Option<R>) -> Result<R> {
        self.client.read_as(&self.attribute(name), pick)
    }

    /// A BOOLEAN attribute: SvEna, Resv.
    pub fn flag(&self, name: &str) -> Result<bool> {
        self.read(name, Value::as_bool)
    }

    /// Writes a BOOLEAN attribute: SvEna, Resv.
    pub fn set_flag(&self, name: &str, value: bool) -> Result<()> {
        self.client.write(&self.attribute(name), &Value::boolean(value))
    }

    /// A number: ConfRev, SmpRate, SmpMod, noASDU.
    pub fn number(&self, name: &str) -> Result<u32> {
        self.read(name, |value| value.as_u64().map(|number| number as u32))
    }

    /// OptFlds, its first bit being the least significant.
    pub fn opt_flds(&self) -> Result<u32> {
        self.read("OptFlds", |value| match &value.data {
            Data::BitString(bits) => Some(bits.as_integer()),
            _ => None,
        })
    }

    /// A text: DatSet.
    pub fn text(&self, name: &str) -> Result<Vec<u8>> {
        self.read(name, |value| value.text().map(|text| text.as_bytes().to_vec()))
    }

    /// MsvID, or UsvID of a unicast control block.
    pub fn id(&self) -> Result<Vec<u8>> {
        self.text(if self.multicast { "MsvID" } else { "UsvID" })
    }

    /// DstAddress
    pub fn dst_address(&self) -> Result<DstAddress> {
        self.read("DstAddress", DstAddress::from_value)
    }
}
