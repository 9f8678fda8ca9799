//! The System Configuration Language (IEC 61850-6): the data model of an IED from an ICD, IID, CID or SCD file.
//!
//! Editions 1, 2 and 2.1 are read alike. Of a file, one server of one IED is of interest: its logical devices
//! (`device`), their data as the templates declare it with the values of the instances (`data`, `templates`, `values`),
//! data sets and control blocks (`data_set`, `blocks`), and the addresses of the latter (`communication`).
//! What the file says about what does not exist is logged; what it refers to and lacks is an error.

mod blocks;
mod bounds;
mod communication;
mod data;
mod data_set;
mod device;
mod encoding;
mod instances;
mod templates;
mod values;
mod xml;

use super::tree::Model;
pub use xml::Error;

/// Which server of the file is wanted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Options<'a> {
    /// Name of the IED; not needed for files in which only one has a server.
    pub ied: Option<&'a str>,
    /// Name of the access point; otherwise the first one that has a server.
    pub access_point: Option<&'a str>,
}

/// Octets of a file: station descriptions of hundreds of IEDs have some tens of millions.
const MAX_TEXT: usize = 1 << 28;

/// Elements, attributes and texts of a file.
const MAX_XML_NODES: u32 = 1 << 24;

/// Attributes of one element; SCL has elements with some twenty.
const MAX_XML_ATTRIBUTES: usize = 1 << 7;

/// Elements may nest this deep; SCL has fifteen levels, private elements of manufacturers some more.
const MAX_XML_DEPTH: usize = 1 << 7;

/// Data may nest this deep; IEC 61850-7-3 needs six levels.
const MAX_DEPTH: usize = 32;

/// Members of one type: the largest logical node classes have some two hundred data objects.
const MAX_TYPE_MEMBERS: usize = 1 << 12;

/// Elements of one array.
const MAX_ELEMENTS: u32 = 1 << 16;

/// Nodes of a model with all elements of its arrays: a short text must not make a large model.
const MAX_NODES: usize = 1 << 20;

/// Members of all data sets.
const MAX_DATA_SET_MEMBERS: usize = 1 << 16;

/// Reads the model of a server from an SCL file.
pub fn parse(text: &[u8], options: &Options<'_>) -> Result<Model, Error> {
    let text = encoding::decode(text)?;
    let document = xml::document(&text)?;
    device::model(xml::root(&document)?, options)
}

#[cfg(test)]
mod block_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod tests;
