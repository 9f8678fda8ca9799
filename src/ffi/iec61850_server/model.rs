//! From the C structs of a model to what the core serves, and back from its numbers to the structs.

use std::collections::HashMap;
use std::ffi::c_char;

use crate::ffi::iec61850_common::PhyComAddress;
use crate::ffi::iec61850_dynamic_model::nodes::elements;
use crate::ffi::iec61850_model::*;
use crate::ffi::mms_value::MmsValue;
use crate::model::tree;
use crate::server::space::{Block, NodeId, Space};

/// The C structs by the numbers that the core gives them.
#[derive(Debug, Default)]
pub(crate) struct Structs {
    /// The model.
    pub(crate) model: usize,
    /// Logical devices.
    devices: Vec<usize>,
    /// Logical nodes.
    logical_nodes: Vec<usize>,
    /// Data objects and attributes.
    data: Vec<usize>,
    ids: HashMap<usize, NodeId>,
    reports: Vec<usize>,
    goose: Vec<usize>,
    sampled: Vec<usize>,
    log_controls: Vec<usize>,
    settings: Vec<usize>,
}

fn at<T>(list: &[usize], index: u32) -> *mut T {
    list.get(index as usize).map_or(std::ptr::null_mut(), |&address| address as *mut T)
}

fn index_of<T>(list: &[usize], pointer: *const T) -> Option<u32> {
    list.iter().position(|&address| address == pointer as usize).map(|index| index as u32)
}

impl Structs {
    /// The data object or attribute of a number.
    pub(crate) fn node(&self, id: NodeId) -> *mut ModelNode {
        at(&self.data, id)
    }

    /// The number of a data object or attribute; none for what is not of this model.
    pub(crate) fn id<T>(&self, node: *const T) -> Option<NodeId> {
        self.ids.get(&(node as usize)).copied()
    }

    /// A logical device.
    pub(crate) fn device(&self, index: u32) -> *mut LogicalDevice {
        at(&self.devices, index)
    }

    /// A logical node.
    pub(crate) fn logical_node(&self, index: u32) -> *mut LogicalNode {
        at(&self.logical_nodes, index)
    }

    /// A report control block.
    pub(crate) fn report(&self, index: u32) -> *mut ReportControlBlock {
        at(&self.reports, index)
    }

    /// The number of a report control block.
    pub(crate) fn report_index(&self, block: *const ReportControlBlock) -> Option<u32> {
        index_of(&self.reports, block)
    }

    /// A GOOSE control block.
    pub(crate) fn goose(&self, index: u32) -> *mut GSEControlBlock {
        at(&self.goose, index)
    }

    /// A sampled value control block.
    pub(crate) fn sampled(&self, index: u32) -> *mut SVControlBlock {
        at(&self.sampled, index)
    }

    /// The number of a sampled value control block.
    pub(crate) fn sampled_index(&self, block: *const SVControlBlock) -> Option<u32> {
        index_of(&self.sampled, block)
    }

    /// A setting group control block.
    pub(crate) fn settings(&self, index: u32) -> *mut SettingGroupControlBlock {
        at(&self.settings, index)
    }

    /// The number of a setting group control block.
    pub(crate) fn settings_index(&self, block: *const SettingGroupControlBlock) -> Option<u32> {
        index_of(&self.settings, block)
    }

    /// All data objects and attributes with their numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = (NodeId, *mut ModelNode)> {
        self.data.iter().enumerate().map(|(id, &address)| (id as NodeId, address as *mut ModelNode))
    }

    /// Finds the structs of control blocks, now that the core has given them numbers.
    pub(crate) fn number_blocks(&mut self, space: &Space) {
        // SAFETY: the live model.
        let Some(model) = (unsafe { (self.model as *const IedModel).as_ref() }) else { return };
        // SAFETY: live control blocks of the model.
        unsafe {
            self.reports =
                self.find(&space.reports, chain(model.rcbs), |block| ((*block).parent, (*block).name));
            self.goose =
                self.find(&space.goose, chain(model.gseCBs), |block| ((*block).parent, (*block).name));
            self.sampled =
                self.find(&space.sampled, chain(model.svCBs), |block| ((*block).parent, (*block).name));
            self.log_controls =
                self.find(&space.log_controls, chain(model.lcbs), |block| ((*block).parent, (*block).name));
            let name = c"SGCB".as_ptr().cast_mut();
            self.settings = self.find(&space.settings, chain(model.sgcbs), |block| ((*block).parent, name));
        }
    }

    fn find<B: Named, T>(
        &self,
        blocks: &[Block<B>],
        structs: impl Iterator<Item = *mut T>,
        key: impl Fn(*mut T) -> (*mut LogicalNode, *mut c_char),
    ) -> Vec<usize> {
        let mut found: HashMap<(usize, &[u8]), usize> = HashMap::new();
        for block in structs {
            let (parent, name) = key(block);
            found.entry((parent as usize, name_of(name))).or_insert(block as usize);
        }
        let of = |block: &Block<B>| {
            let node = self.logical_node(block.ln) as usize;
            found.get(&(node, block.model.name())).copied().unwrap_or_default()
        };
        blocks.iter().map(of).collect()
    }
}

/// A control block with a name.
trait Named {
    fn name(&self) -> &[u8];
}

macro_rules! named {
    ($($block:ty),*) => {
        $(impl Named for $block {
            fn name(&self) -> &[u8] {
                &self.name
            }
        })*
    };
}

named!(tree::Report, tree::Goose, tree::SampledValue, tree::LogControl);

impl Named for crate::server::space::SettingGroup {
    fn name(&self) -> &[u8] {
        b"SGCB"
    }
}

/// Reads the C structs.
pub(crate) fn read(model: *mut IedModel) -> (tree::Model, Structs) {
    let mut structs = Structs { model: model as usize, ..Structs::default() };
    let mut out = tree::Model::default();
    // SAFETY: NULL or a live model.
    let Some(from) = (unsafe { model.as_ref() }) else { return (out, structs) };
    out.name = name_of(from.name).to_vec();
    let mut places = HashMap::new();
    for device in devices(model) {
        structs.devices.push(device as usize);
        // SAFETY: a live logical device.
        let (inst, name) = unsafe { ((*device).name, (*device).ldName) };
        let mut to = tree::LogicalDevice {
            inst: name_of(inst).to_vec(),
            name: (!name.is_null()).then(|| name_of(name).to_vec()),
            nodes: Vec::new(),
        };
        for node in children(device.cast()) {
            structs.logical_nodes.push(node as usize);
            places.insert(node as usize, (out.devices.len(), to.nodes.len()));
            // SAFETY: a live logical node.
            let name = unsafe { name_of((*node).name) }.to_vec();
            let objects = children(node).map(|object| data(object, &mut structs, 0)).collect();
            to.nodes.push(tree::LogicalNode { name, objects, blocks: Vec::new() });
        }
        out.devices.push(to);
    }
    blocks(from, &places, &mut out);
    (out, structs)
}

/// Deeper nesting is a mistake; the core refuses it, too.
const MAX_DEPTH: usize = 64;

fn data(node: *mut ModelNode, structs: &mut Structs, depth: usize) -> tree::Node {
    structs.ids.insert(node as usize, structs.data.len() as NodeId);
    structs.data.push(node as usize);
    // SAFETY: a live node; the type says which struct it is.
    let (name, count, attribute) = unsafe {
        let name = name_of((*node).name).to_vec();
        if (*node).modelType == DA {
            let attribute = &*node.cast::<DataAttribute>();
            let value = attribute.mmsValue.cast_const().as_ref().map(MmsValue::clone);
            let about = tree::Attribute {
                data_type: attribute.r#type,
                fc: attribute.fc,
                triggers: attribute.triggerOptions,
                short_address: attribute.sAddr,
                value,
            };
            (name, attribute.elementCount, Some(about))
        } else {
            (name, (*node.cast::<DataObject>()).elementCount, None)
        }
    };
    let mut out = tree::Node { name, count, attribute, elements: Vec::new(), children: Vec::new() };
    if depth > MAX_DEPTH {
        return out;
    }
    let elements: Vec<*mut ModelNode> = if count > 0 { elements(node).collect() } else { Vec::new() };
    let skip = elements.len();
    for (index, element) in elements.into_iter().enumerate() {
        out.elements.push((index, data(element, structs, depth + 1)));
    }
    for child in children(node).skip(skip) {
        out.children.push(data(child, structs, depth + 1));
    }
    out
}

/// Logical node structs and where they are in the description.
type Places = HashMap<usize, (usize, usize)>;

fn blocks(from: &IedModel, places: &Places, out: &mut tree::Model) {
    let mut add = |parent: *mut LogicalNode, block: tree::Block| {
        let place = places.get(&(parent as usize));
        let node = place.and_then(|(device, node)| out.devices.get_mut(*device)?.nodes.get_mut(*node));
        match node {
            Some(node) => node.blocks.push(block),
            None => tracing::warn!(?block, "a control block of no logical node of the model"),
        }
    };
    // SAFETY: live structs of the model.
    unsafe {
        for block in chain(from.rcbs).map(|block| &*block) {
            add(block.parent, tree::Block::Report(report(block)));
        }
        for block in chain(from.gseCBs).map(|block| &*block) {
            let goose = tree::Goose {
                name: text(block.name),
                id: text(block.appId),
                data_set: optional(block.dataSetName),
                configuration_revision: block.confRev,
                fixed_offsets: block.fixedOffs.get(),
                min_time: block.minTime,
                max_time: block.maxTime,
                address: address(block.address),
            };
            add(block.parent, tree::Block::Goose(goose));
        }
        for block in chain(from.svCBs).map(|block| &*block) {
            let sampled = tree::SampledValue {
                name: text(block.name),
                id: text(block.svId),
                data_set: optional(block.dataSetName),
                configuration_revision: block.confRev,
                sample_mode: block.smpMod,
                sample_rate: block.smpRate,
                options: block.optFlds,
                unicast: block.isUnicast.get(),
                address: address(block.dstAddress),
            };
            add(block.parent, tree::Block::SampledValue(sampled));
        }
        for block in chain(from.lcbs).map(|block| &*block) {
            let log = tree::LogControl {
                name: text(block.name),
                data_set: optional(block.dataSetName),
                log: optional(block.logRef),
                triggers: block.trgOps,
                integrity_period: block.intPeriod,
                enabled: block.logEna.get(),
                reason_code: block.reasonCode.get(),
            };
            add(block.parent, tree::Block::LogControl(log));
        }
        for log in chain(from.logs).map(|log| &*log) {
            add(log.parent, tree::Block::Log(text(log.name)));
        }
        for block in chain(from.sgcbs).map(|block| &*block) {
            add(block.parent, tree::Block::SettingGroup { active: block.actSG, count: block.numOfSGs });
        }
    }
    for set in chain(from.dataSets) {
        data_set(set, out);
    }
}

fn report(block: &ReportControlBlock) -> tree::Report {
    tree::Report {
        name: text(block.name),
        id: optional(block.rptId),
        buffered: block.buffered.get(),
        data_set: optional(block.dataSetName),
        configuration_revision: block.confRef,
        triggers: block.trgOps,
        options: block.options,
        buffer_time: block.bufferTime,
        integrity_period: block.intPeriod,
        client: client(&block.clientReservation),
    }
}

/// The client that a report control block is made for: the kind of its address, 4 or 6, and the octets.
fn client(reservation: &[u8; 17]) -> Option<Box<[u8]>> {
    let len = match reservation[0] {
        4 => 4,
        6 => 16,
        _ => return None,
    };
    reservation.get(1..=len).map(Into::into)
}

fn data_set(set: *mut DataSet, out: &mut tree::Model) {
    // SAFETY: a live data set.
    let (device, name, first) =
        unsafe { (name_of((*set).logicalDeviceName), name_of((*set).name), (*set).fcdas) };
    let mut parts = name.splitn(2, |&octet| octet == b'$');
    let (node, short) = (parts.next().unwrap_or_default(), parts.next());
    let Some(target) = out.devices.iter_mut().find(|known| known.inst == device) else {
        return tracing::warn!(name = %name.escape_ascii(), "a data set of no logical device of the model");
    };
    let (Some(node), Some(short)) = (target.nodes.iter_mut().find(|known| known.name == node), short) else {
        return tracing::warn!(name = %name.escape_ascii(), "a data set of no logical node of the model");
    };
    let members = chain(first)
        .map(|entry| {
            // SAFETY: a live entry.
            let entry = unsafe { &*entry };
            let own = name_of(entry.logicalDeviceName);
            let variable = name_of(entry.variableName);
            let variable = if own == device { variable.to_vec() } else { [own, b"/", variable].concat() };
            tree::Member { variable, index: entry.index, component: optional(entry.componentName) }
        })
        .collect();
    node.blocks.push(tree::Block::DataSet(tree::DataSet { name: short.to_vec(), members }));
}

fn text(name: *mut c_char) -> Vec<u8> {
    name_of(name).to_vec()
}

fn optional(name: *mut c_char) -> Option<Vec<u8>> {
    (!name.is_null()).then(|| text(name))
}

fn address(from: *mut PhyComAddress) -> Option<tree::Address> {
    // SAFETY: NULL or a live address.
    unsafe { from.as_ref() }.map(|from| tree::Address {
        vlan_priority: from.vlanPriority,
        vlan_id: from.vlanId,
        app_id: from.appId,
        destination: from.dstAddress,
    })
}
