//! The MMS name space of a model (IEC 61850-8-1 §7, §8): domains, named variables with their types, and where each
//! node of the model has its value. Made once; nothing of it changes while a server runs.

mod build;
mod find;
mod names;
mod select;
mod types;

use std::collections::HashMap;

use crate::mms::type_spec::TypeSpec;
use crate::model::fc::FunctionalConstraint;
use crate::model::tree;

pub use build::BuildError;
pub use names::mms_order;
pub use select::Selection;
pub use types::BlockOptions;

/// A data object or data attribute, by its place in the order of the model: logical devices, logical nodes, and below
/// them each node before its array elements, these before its other children.
pub type NodeId = u32;

/// The names and types that a server serves.
#[derive(Debug, Default)]
pub struct Space {
    /// Name of the IED.
    pub ied: Vec<u8>,
    /// Logical devices: MMS domains.
    pub domains: Vec<Domain>,
    /// Logical nodes of all domains.
    pub nodes: Vec<LogicalNode>,
    /// Groups of all logical nodes. The value of group `i` is root `i` of [`super::values::Values`].
    pub groups: Vec<Group>,
    /// Data objects and attributes, by [`NodeId`].
    pub data: Vec<DataNode>,
    /// Report control blocks in the order of the model.
    pub reports: Vec<Block<tree::Report>>,
    /// GOOSE control blocks.
    pub goose: Vec<Block<tree::Goose>>,
    /// Sampled value control blocks.
    pub sampled: Vec<Block<tree::SampledValue>>,
    /// Log control blocks.
    pub log_controls: Vec<Block<tree::LogControl>>,
    /// Setting group control blocks.
    pub settings: Vec<Block<SettingGroup>>,
    /// Logs: logical node and name.
    pub logs: Vec<(u32, Vec<u8>)>,
    /// Data sets of the model: logical node and description.
    pub sets: Vec<(u32, tree::DataSet)>,
    domain_index: HashMap<Vec<u8>, u32>,
}

/// A logical device.
#[derive(Debug, Default)]
pub struct Domain {
    /// MMS name: of the IED and the instance, or the functional name.
    pub name: Vec<u8>,
    /// Instance name.
    pub inst: Vec<u8>,
    /// Indices of its logical nodes.
    pub nodes: std::ops::Range<u32>,
    node_index: HashMap<Vec<u8>, u32>,
    /// Names of all variables, in MMS order.
    names: Vec<Box<[u8]>>,
}

/// A logical node: a named variable whose components are its groups.
#[derive(Debug)]
pub struct LogicalNode {
    /// Index of its domain.
    pub domain: u32,
    /// Its type; the name of the type is the logical node's.
    pub spec: TypeSpec,
    /// Its groups, in the order of the type's components.
    pub groups: std::ops::Range<u32>,
}

impl LogicalNode {
    /// Its name.
    pub fn name(&self) -> &[u8] {
        &self.spec.name
    }
}

/// What a logical node has under one functional constraint.
#[derive(Debug)]
pub struct Group {
    /// Index of the logical node.
    pub ln: u32,
    /// The functional constraint.
    pub fc: FunctionalConstraint,
    /// Model nodes, beside the type: the root is the group itself.
    pub entry: Entry,
    /// Control blocks in the order of the components, where the group consists of them.
    pub blocks: Vec<u32>,
}

/// The model node at one place of a type.
#[derive(Debug, Default)]
pub struct Entry {
    /// The data object or attribute; none for groups, control blocks and parts of basic types.
    pub node: Option<NodeId>,
    /// Beside the components of a structure or the elements of an array.
    pub children: Vec<Entry>,
}

/// Where a value is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index of the group, and of the root value.
    pub group: u32,
    /// Component and element indices below it.
    pub path: Box<[u16]>,
}

/// A named variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Variable {
    /// A whole logical node.
    Node(u32),
    /// A group, or something in it.
    Part(Place),
}

/// A data object or data attribute.
#[derive(Debug)]
pub struct DataNode {
    /// Its name; empty for elements of arrays.
    pub name: Vec<u8>,
    /// The data object or attribute that it is in.
    pub parent: Option<NodeId>,
    /// Index of its logical node.
    pub ln: u32,
    /// What only attributes have.
    pub attribute: Option<Attribute>,
    /// Where its values are: one place for an attribute, one for each functional constraint for an object.
    pub places: Vec<Place>,
}

/// What a data attribute has beyond an object.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// Functional constraint.
    pub fc: FunctionalConstraint,
    /// Number of the type as in C's `DataAttributeType`.
    pub data_type: i32,
    /// Trigger options: 1 data change, 2 quality change, 4 data update.
    pub triggers: u8,
}

/// A control block: its description in the model, and where its values are.
#[derive(Debug)]
pub struct Block<T> {
    /// Index of its logical node.
    pub ln: u32,
    /// Where its structure is.
    pub place: Place,
    /// What the model says of it.
    pub model: T,
}

/// What a model says of a setting group control block.
#[derive(Debug, Clone, Copy)]
pub struct SettingGroup {
    /// Active setting group.
    pub active: u8,
    /// Number of setting groups.
    pub count: u8,
}

/// Whose business a write to a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'p> {
    /// A group, or data: the rest is for the model node at the place.
    Data,
    /// Several control blocks at once.
    Blocks,
    /// A report control block: index, and path below it.
    Report(u32, &'p [u16]),
    /// A GOOSE control block.
    Goose(u32, &'p [u16]),
    /// A sampled value control block.
    Sampled(u32, &'p [u16]),
    /// A log control block.
    Log(u32, &'p [u16]),
    /// A setting group control block.
    Settings(u32, &'p [u16]),
}

impl Place {
    /// The place `index` below.
    pub fn child(&self, index: u16) -> Self {
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(index);
        Self { group: self.group, path: path.into() }
    }

    /// Whether `other` is here or below.
    pub fn contains(&self, other: &Self) -> bool {
        self.group == other.group && other.path.starts_with(&self.path)
    }
}
