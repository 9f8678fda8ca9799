//! Directory services (IEC 61850-7-2 §7, §9 to §12), from the cached names of the server's variables.

use std::collections::HashSet;
use std::sync::Arc;

use super::client::Client;
use super::model::{Device, Model, split_at};
use super::reference::{MAX_REFERENCE, split_device};
use crate::error::{Error, Result};
use crate::mms::service::get_name_list::{ObjectClass, Scope};
use crate::mmsclient::Names;
use crate::model::fc::FunctionalConstraint;

/// Octets of all names of a server together.
const MAX_OCTETS: usize = 64 * 1024 * 1024;

/// What of a logical node a directory lists (IEC 61850-7-2, ACSIClass), with the numbers of the C interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcsiClass {
    /// Data objects.
    DataObject = 0,
    /// Data sets.
    DataSet = 1,
    /// Buffered report control blocks.
    Brcb = 2,
    /// Unbuffered report control blocks.
    Urcb = 3,
    /// Log control blocks.
    Lcb = 4,
    /// Logs.
    Log = 5,
    /// Setting group control block.
    Sgcb = 6,
    /// GOOSE control blocks.
    GoCb = 7,
    /// GSSE control blocks.
    GsCb = 8,
    /// Multicast sampled value control blocks.
    MsvCb = 9,
    /// Unicast sampled value control blocks.
    UsvCb = 10,
}

impl AcsiClass {
    /// From its number in the C interface.
    pub fn from_number(number: i32) -> Option<Self> {
        use AcsiClass::*;
        [DataObject, DataSet, Brcb, Urcb, Lcb, Log, Sgcb, GoCb, GsCb, MsvCb, UsvCb]
            .into_iter()
            .find(|&class| class as i32 == number)
    }
}

impl Client {
    /// Fetches the names of all variables anew.
    pub fn fetch_model(&self) -> Result<Arc<Model>> {
        let mut model = Model::default();
        let mut octets = 0;
        for device in self.connection().names(ObjectClass::DOMAIN, Scope::Vmd)? {
            let variables = self.connection().names(ObjectClass::NAMED_VARIABLE, Scope::Domain(&device))?;
            octets += device.len() + variables.iter().map(Vec::len).sum::<usize>();
            if octets > MAX_OCTETS {
                return Err(Error::Malformed("model without end"));
            }
            model.devices.push(Device::new(device, variables));
        }
        let model = Arc::new(model);
        *self.model.lock() = Some(Arc::clone(&model));
        Ok(model)
    }

    /// The names of all variables, fetched at the first use; they stay over reconnects.
    pub fn model(&self) -> Result<Arc<Model>> {
        let cached = self.model.lock().clone();
        cached.map_or_else(|| self.fetch_model(), Ok)
    }

    /// GetServerDirectory(LOGICAL-DEVICE)
    pub fn devices(&self) -> Result<Names> {
        Ok(self.model()?.devices.iter().map(|device| device.name.clone()).collect())
    }

    /// GetServerDirectory(FILE): names of the files in the root of the file store.
    pub fn root_files(&self) -> Result<Names> {
        Ok(self.file_directory(None)?.into_iter().map(|entry| entry.name).collect())
    }

    /// GetLogicalDeviceDirectory: the logical nodes.
    pub fn nodes(&self, device: &[u8]) -> Result<Names> {
        Ok(self.model()?.device(device).ok_or(Error::InvalidReference)?.nodes.clone())
    }

    /// All names below a logical node, functional constraints first.
    pub fn node_variables(&self, node: &[u8]) -> Result<Names> {
        let model = self.model()?;
        let (device, name) = split_node(&model, node)?;
        Ok(device.below(node_name(name)).to_vec())
    }

    /// GetLogicalNodeDirectory
    pub fn node_directory(&self, node: &[u8], class: Option<AcsiClass>) -> Result<Names> {
        let model = self.model()?;
        if node.len() > MAX_REFERENCE {
            return Err(Error::InvalidReference);
        }
        let slash = node.iter().position(|&octet| octet == b'/');
        let slash = slash.ok_or(Error::InvalidArgument("logical node reference"))?;
        let (device, name) = (&node[..slash], node_name(&node[slash + 1..]));
        match class {
            Some(AcsiClass::DataSet) => {
                return self.node_objects(device, name, ObjectClass::NAMED_VARIABLE_LIST);
            }
            Some(AcsiClass::Log) => return self.node_objects(device, name, ObjectClass::JOURNAL),
            _ => split_device(node)?,
        };
        let below = model.device(device).ok_or(Error::InvalidReference)?.below(name);
        Ok(match class {
            Some(AcsiClass::DataObject) => data_objects(below),
            Some(AcsiClass::Brcb) => children(below, b"BR"),
            Some(AcsiClass::Urcb) => children(below, b"RP"),
            Some(AcsiClass::Lcb) => children(below, b"LG"),
            Some(AcsiClass::GoCb) => children(below, b"GO"),
            Some(AcsiClass::Sgcb) => vec![b"SGCB".to_vec()],
            _ => Names::new(),
        })
    }

    /// Objects of the device whose name begins with the logical node's, without that. Always asks the server.
    fn node_objects(&self, device: &[u8], node: &[u8], class: ObjectClass) -> Result<Names> {
        let names = self.connection().names(class, Scope::Domain(device))?;
        let below = |name: Vec<u8>| Some(name.strip_prefix(node)?.strip_prefix(b"$")?.to_vec());
        Ok(names.into_iter().filter_map(below).collect())
    }

    /// GetDataDirectory: the names below a data object or attribute; with `fc` only under that functional constraint.
    /// `label` appends the functional constraint as `[FC]`.
    pub fn data_directory(
        &self,
        data: &[u8],
        fc: Option<FunctionalConstraint>,
        label: bool,
    ) -> Result<Names> {
        let model = self.model()?;
        let (device, name) = split_node(&model, data)?;
        let dot = name.iter().position(|&octet| octet == b'.').ok_or(Error::InvalidReference)?;
        let (node, path) = (&name[..dot], &name[dot + 1..]);
        if path.is_empty() {
            return Err(Error::InvalidReference);
        }
        let path: Vec<u8> = path.iter().map(|&octet| if octet == b'.' { b'$' } else { octet }).collect();
        let mut seen = HashSet::new();
        let mut found = Names::new();
        for (constraint, child) in device.children(node, &path) {
            if fc.is_some_and(|fc| fc.name().as_bytes() != constraint) {
                continue;
            }
            let mut child = child.to_vec();
            if label {
                child.extend([b"[", constraint, b"]"].concat());
            }
            if seen.insert(child.clone()) {
                found.push(child);
            }
        }
        Ok(found)
    }

    /// All variables of a logical device, as MMS names; of the VMD without one. Never from the cache.
    pub fn device_variables(&self, device: Option<&[u8]>) -> Result<Names> {
        self.connection().names(ObjectClass::NAMED_VARIABLE, device.map_or(Scope::Vmd, Scope::Domain))
    }

    /// All data sets of a logical device, as MMS names; of the VMD without one. Never from the cache.
    pub fn device_data_sets(&self, device: Option<&[u8]>) -> Result<Names> {
        self.connection().names(ObjectClass::NAMED_VARIABLE_LIST, device.map_or(Scope::Vmd, Scope::Domain))
    }
}

fn split_node<'m, 'r>(model: &'m Model, reference: &'r [u8]) -> Result<(&'m Device, &'r [u8])> {
    let (device, name) = split_device(reference)?;
    Ok((model.device(device).ok_or(Error::InvalidReference)?, name))
}

/// The logical node at the start of a reference without its device.
fn node_name(name: &[u8]) -> &[u8] {
    let end = name.iter().position(|octet| b".$".contains(octet)).unwrap_or(name.len());
    &name[..end]
}

/// Names directly under one functional constraint.
fn children(names: &[Vec<u8>], fc: &[u8]) -> Names {
    let child = |name: &Vec<u8>| {
        let (constraint, rest) = split_at(name)?;
        (constraint == fc && !rest.contains(&b'$')).then(|| rest.to_vec())
    };
    names.iter().filter_map(child).collect()
}

/// Data objects: what is directly under any functional constraint but those of reports and GOOSE, each once.
fn data_objects(names: &[Vec<u8>]) -> Names {
    let mut seen = HashSet::new();
    let objects = names.iter().filter_map(|name| {
        let (constraint, rest) = split_at(name)?;
        let hidden = [&b"RP"[..], b"BR", b"GO"].contains(&constraint);
        (!hidden && !rest.contains(&b'$') && seen.insert(rest)).then(|| rest.to_vec())
    });
    objects.collect()
}
