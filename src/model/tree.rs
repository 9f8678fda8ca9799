//! A description of a data model: nodes and control blocks as a file lists them.

use crate::mms::value::Value;

/// A whole model.
#[derive(Debug, Default)]
pub struct Model {
    /// Name of the IED.
    pub name: Vec<u8>,
    /// Logical devices.
    pub devices: Vec<LogicalDevice>,
}

/// A logical device.
#[derive(Debug, Default)]
pub struct LogicalDevice {
    /// Instance name (ldInst).
    pub inst: Vec<u8>,
    /// Functional name (ldName).
    pub name: Option<Vec<u8>>,
    /// Logical nodes.
    pub nodes: Vec<LogicalNode>,
}

/// A logical node.
#[derive(Debug, Default)]
pub struct LogicalNode {
    /// Prefix, class and instance.
    pub name: Vec<u8>,
    /// Data objects.
    pub objects: Vec<Node>,
    /// Control blocks, data sets and logs in the order of the file.
    pub blocks: Vec<Block>,
}

/// A data object or data attribute, or an element of an array of them.
#[derive(Debug)]
pub struct Node {
    /// Its name; empty for an element of an array.
    pub name: Vec<u8>,
    /// Number of elements of an array; 0 or less if it is none.
    pub count: i32,
    /// What only data attributes have.
    pub attribute: Option<Attribute>,
    /// Elements of the array that the file says something about, by their index.
    pub elements: Vec<(usize, Node)>,
    /// Data objects and data attributes below.
    pub children: Vec<Node>,
}

/// What data attributes have beyond data objects.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Number of the type, as in C's `DataAttributeType`.
    pub data_type: i32,
    /// Number of the functional constraint, as in C's `FunctionalConstraint`.
    pub fc: i32,
    /// Trigger options.
    pub triggers: u8,
    /// Short address.
    pub short_address: u32,
    /// Initial value.
    pub value: Option<Value>,
}

/// What a logical node has besides data.
#[derive(Debug)]
pub enum Block {
    /// A data set.
    DataSet(DataSet),
    /// A report control block.
    Report(Report),
    /// A GOOSE control block.
    Goose(Goose),
    /// A sampled value control block.
    SampledValue(SampledValue),
    /// A log control block.
    LogControl(LogControl),
    /// A log.
    Log(Vec<u8>),
    /// A setting group control block.
    SettingGroup {
        /// Active setting group.
        active: u8,
        /// Number of setting groups.
        count: u8,
    },
}

/// A data set.
#[derive(Debug)]
pub struct DataSet {
    /// Its name.
    pub name: Vec<u8>,
    /// Its members.
    pub members: Vec<Member>,
}

/// A member of a data set.
#[derive(Debug)]
pub struct Member {
    /// MMS name of the variable, in another logical device with its name and `/` before it.
    pub variable: Vec<u8>,
    /// Index of the element of an array, or -1.
    pub index: i32,
    /// Part of the element.
    pub component: Option<Vec<u8>>,
}

/// A report control block.
#[derive(Debug)]
pub struct Report {
    /// Its name.
    pub name: Vec<u8>,
    /// RptID.
    pub id: Option<Vec<u8>>,
    /// Buffered, not unbuffered.
    pub buffered: bool,
    /// Data set.
    pub data_set: Option<Vec<u8>>,
    /// ConfRev.
    pub configuration_revision: u32,
    /// TrgOps.
    pub triggers: u8,
    /// OptFlds.
    pub options: u8,
    /// BufTm in milliseconds.
    pub buffer_time: u32,
    /// IntgPd in milliseconds.
    pub integrity_period: u32,
    /// Address of the only client that may use it: 4 or 16 octets.
    pub client: Option<Box<[u8]>>,
}

/// A layer 2 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// VLAN priority.
    pub vlan_priority: u8,
    /// VLAN.
    pub vlan_id: u16,
    /// APPID.
    pub app_id: u16,
    /// Multicast address.
    pub destination: [u8; 6],
}

/// A GOOSE control block.
#[derive(Debug)]
pub struct Goose {
    /// Its name.
    pub name: Vec<u8>,
    /// GoID.
    pub id: Vec<u8>,
    /// Data set.
    pub data_set: Option<Vec<u8>>,
    /// ConfRev.
    pub configuration_revision: u32,
    /// FixedOffs.
    pub fixed_offsets: bool,
    /// Shortest time between messages in milliseconds, or -1.
    pub min_time: i32,
    /// Longest time between messages in milliseconds, or -1.
    pub max_time: i32,
    /// DstAddress.
    pub address: Option<Address>,
}

/// A sampled value control block.
#[derive(Debug)]
pub struct SampledValue {
    /// Its name.
    pub name: Vec<u8>,
    /// MsvID or UsvID.
    pub id: Vec<u8>,
    /// Data set.
    pub data_set: Option<Vec<u8>>,
    /// ConfRev.
    pub configuration_revision: u32,
    /// SmpMod.
    pub sample_mode: u8,
    /// SmpRate.
    pub sample_rate: u16,
    /// OptFlds.
    pub options: u8,
    /// Unicast, not multicast.
    pub unicast: bool,
    /// DstAddress.
    pub address: Option<Address>,
}

/// A log control block.
#[derive(Debug)]
pub struct LogControl {
    /// Its name.
    pub name: Vec<u8>,
    /// Data set.
    pub data_set: Option<Vec<u8>>,
    /// Reference of the log.
    pub log: Option<Vec<u8>>,
    /// TrgOps.
    pub triggers: u8,
    /// IntgPd in milliseconds.
    pub integrity_period: u32,
    /// LogEna.
    pub enabled: bool,
    /// Entries tell their reason.
    pub reason_code: bool,
}
