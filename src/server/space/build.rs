//! From a model to its name space and first values.

use std::collections::HashMap;

use thiserror::Error;

use super::types::{self, BlockOptions, CONSTRUCTED};
use super::{
    Attribute, Block, DataNode, Domain, Entry, Group, LogicalNode, NodeId, Place, SettingGroup, Space,
};
use crate::mms::type_spec::{TypeKind, TypeSpec};
use crate::mms::value::{Data, Value};
use crate::model::fc::FunctionalConstraint as Fc;
use crate::model::tree;

/// Groups of a logical node in the order of IEC 61850-8-1.
const ORDER: [Fc; 19] = [
    Fc::MX,
    Fc::ST,
    Fc::CO,
    Fc::CF,
    Fc::DC,
    Fc::SP,
    Fc::SG,
    Fc::RP,
    Fc::LG,
    Fc::BR,
    Fc::GO,
    Fc::SV,
    Fc::SE,
    Fc::MS,
    Fc::US,
    Fc::EX,
    Fc::SR,
    Fc::OR,
    Fc::BL,
];

/// Deeper nesting of a model is a mistake, or an attack.
const MAX_DEPTH: usize = 32;
/// More components or elements than a path can index.
const MAX_CHILDREN: usize = u16::MAX as usize;

/// Why a model cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BuildError {
    /// Nested too deeply.
    #[error("{0} is nested too deeply")]
    Depth(String),
    /// Too many components or elements.
    #[error("{0} has too many parts")]
    Size(String),
    /// Two logical devices or logical nodes of the same name.
    #[error("{0} is there twice")]
    Double(String),
}

/// A model node with the number that it has got.
struct Numbered<'m> {
    id: NodeId,
    node: &'m tree::Node,
    elements: Vec<Numbered<'m>>,
    children: Vec<Numbered<'m>>,
}

/// What a group of one functional constraint is made of.
struct Part {
    spec: TypeSpec,
    entry: Entry,
    value: Value,
}

impl Space {
    /// The name space of a model, and the first values of its groups.
    pub fn build(model: tree::Model, options: BlockOptions) -> Result<(Self, Vec<Value>), BuildError> {
        let mut builder =
            Builder { space: Self { ied: model.name, ..Self::default() }, roots: Vec::new(), options };
        for device in model.devices {
            builder.device(device)?;
        }
        builder.space.fill_names();
        Ok((builder.space, builder.roots))
    }
}

struct Builder {
    space: Space,
    roots: Vec<Value>,
    options: BlockOptions,
}

impl Builder {
    fn device(&mut self, device: tree::LogicalDevice) -> Result<(), BuildError> {
        let name = device.name.unwrap_or_else(|| [&self.space.ied[..], &device.inst].concat());
        let index = self.space.domains.len() as u32;
        let start = self.space.nodes.len() as u32;
        let mut node_index = HashMap::new();
        for node in device.nodes {
            let number = self.space.nodes.len() as u32;
            if node_index.insert(node.name.clone(), number).is_some() {
                return Err(BuildError::Double(printable(&[&name[..], b"/", &node.name].concat())));
            }
            self.node(index, node)?;
        }
        if self.space.domain_index.insert(name.clone(), index).is_some() {
            return Err(BuildError::Double(printable(&name)));
        }
        let nodes = start..self.space.nodes.len() as u32;
        self.space.domains.push(Domain { name, inst: device.inst, nodes, node_index, names: Vec::new() });
        Ok(())
    }

    fn node(&mut self, domain: u32, node: tree::LogicalNode) -> Result<(), BuildError> {
        let ln = self.space.nodes.len() as u32;
        let objects = self.number(&node.objects, None, ln, 0)?;
        let mut blocks = Blocks::default();
        for block in node.blocks {
            match block {
                tree::Block::DataSet(set) => self.space.sets.push((ln, set)),
                tree::Block::Log(name) => self.space.logs.push((ln, name)),
                tree::Block::Report(block) if block.buffered => blocks.buffered.push(block),
                tree::Block::Report(block) => blocks.unbuffered.push(block),
                tree::Block::Goose(block) => blocks.goose.push(block),
                tree::Block::SampledValue(block) if block.unicast => blocks.unicast.push(block),
                tree::Block::SampledValue(block) => blocks.multicast.push(block),
                tree::Block::LogControl(block) => blocks.logs.push(block),
                tree::Block::SettingGroup { active, count } => {
                    blocks.settings.get_or_insert(SettingGroup { active, count });
                }
            }
        }
        let first = self.space.groups.len() as u32;
        let mut specs = Vec::new();
        for fc in ORDER {
            let group = self.space.groups.len() as u32;
            let mut indices = Vec::new();
            let parts = match fc {
                Fc::RP => self.blocks(std::mem::take(&mut blocks.unbuffered), &mut indices, ln, group),
                Fc::BR => self.blocks(std::mem::take(&mut blocks.buffered), &mut indices, ln, group),
                Fc::GO => self.blocks(std::mem::take(&mut blocks.goose), &mut indices, ln, group),
                Fc::MS => self.blocks(std::mem::take(&mut blocks.multicast), &mut indices, ln, group),
                Fc::US => self.blocks(std::mem::take(&mut blocks.unicast), &mut indices, ln, group),
                Fc::LG => self.blocks(std::mem::take(&mut blocks.logs), &mut indices, ln, group),
                _ => {
                    let mut parts = parts(&objects, fc, 0)?;
                    if fc == Fc::SP
                        && let Some(settings) = blocks.settings.take()
                    {
                        let place = Place { group, path: [0].into() };
                        self.space.settings.push(Block { ln, place, model: settings });
                        parts.insert(0, plain(b"SGCB", types::settings(self.options)));
                    }
                    parts
                }
            };
            if parts.is_empty() {
                continue;
            }
            let part = structure(fc.name().as_bytes().to_vec(), parts)?;
            specs.push(part.spec);
            self.roots.push(part.value);
            self.space.groups.push(Group { ln, fc, entry: part.entry, blocks: indices });
        }
        let groups = first..self.space.groups.len() as u32;
        let spec = TypeSpec::new(node.name, TypeKind::Structure { elements: specs });
        self.space.nodes.push(LogicalNode { domain, spec, groups: groups.clone() });
        for group in groups {
            let space = &mut self.space;
            let Some(entry) = space.groups.get(group as usize).map(|group| &group.entry) else { continue };
            note_places(entry, group, &mut Vec::new(), &mut space.data);
        }
        Ok(())
    }

    /// Gives numbers to nodes and all below them.
    fn number<'m>(
        &mut self,
        nodes: &'m [tree::Node],
        parent: Option<NodeId>,
        ln: u32,
        depth: usize,
    ) -> Result<Vec<Numbered<'m>>, BuildError> {
        nodes.iter().map(|node| self.number_one(node, parent, ln, depth)).collect()
    }

    fn number_one<'m>(
        &mut self,
        node: &'m tree::Node,
        parent: Option<NodeId>,
        ln: u32,
        depth: usize,
    ) -> Result<Numbered<'m>, BuildError> {
        if depth > MAX_DEPTH {
            return Err(BuildError::Depth(printable(&node.name)));
        }
        let id = self.space.data.len() as NodeId;
        let attribute = node.attribute.as_ref().and_then(|attribute| {
            let fc = Fc::from_number(attribute.fc)?;
            Some(Attribute { fc, data_type: attribute.data_type, triggers: attribute.triggers })
        });
        self.space.data.push(DataNode { name: node.name.clone(), parent, ln, attribute, places: Vec::new() });
        let mut elements = Vec::new();
        for (_, element) in &node.elements {
            elements.push(self.number_one(element, Some(id), ln, depth + 1)?);
        }
        let children = self.number(&node.children, Some(id), ln, depth + 1)?;
        Ok(Numbered { id, node, elements, children })
    }

    fn blocks<T: Described>(
        &mut self,
        blocks: Vec<T>,
        indices: &mut Vec<u32>,
        ln: u32,
        group: u32,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        for (position, model) in blocks.into_iter().enumerate() {
            parts.push(plain(model.name(), model.spec(self.options)));
            let place = Place { group, path: [position as u16].into() };
            let list = T::list(&mut self.space);
            indices.push(list.len() as u32);
            list.push(Block { ln, place, model });
        }
        parts
    }
}

#[derive(Default)]
struct Blocks {
    unbuffered: Vec<tree::Report>,
    buffered: Vec<tree::Report>,
    goose: Vec<tree::Goose>,
    multicast: Vec<tree::SampledValue>,
    unicast: Vec<tree::SampledValue>,
    logs: Vec<tree::LogControl>,
    settings: Option<SettingGroup>,
}

/// A control block of the model: its name, its type, and where blocks of its kind are kept.
trait Described: Sized {
    fn name(&self) -> &[u8];
    fn spec(&self, options: BlockOptions) -> TypeKind;
    fn list(space: &mut Space) -> &mut Vec<Block<Self>>;
}

impl Described for tree::Report {
    fn name(&self) -> &[u8] {
        &self.name
    }
    fn spec(&self, options: BlockOptions) -> TypeKind {
        types::report(self.buffered, options)
    }
    fn list(space: &mut Space) -> &mut Vec<Block<Self>> {
        &mut space.reports
    }
}

impl Described for tree::Goose {
    fn name(&self) -> &[u8] {
        &self.name
    }
    fn spec(&self, _: BlockOptions) -> TypeKind {
        types::goose()
    }
    fn list(space: &mut Space) -> &mut Vec<Block<Self>> {
        &mut space.goose
    }
}

impl Described for tree::SampledValue {
    fn name(&self) -> &[u8] {
        &self.name
    }
    fn spec(&self, _: BlockOptions) -> TypeKind {
        types::sampled(self.unicast)
    }
    fn list(space: &mut Space) -> &mut Vec<Block<Self>> {
        &mut space.sampled
    }
}

impl Described for tree::LogControl {
    fn name(&self) -> &[u8] {
        &self.name
    }
    fn spec(&self, _: BlockOptions) -> TypeKind {
        types::log()
    }
    fn list(space: &mut Space) -> &mut Vec<Block<Self>> {
        &mut space.log_controls
    }
}

/// What of these nodes belongs to a functional constraint.
fn parts(nodes: &[Numbered<'_>], fc: Fc, depth: usize) -> Result<Vec<Part>, BuildError> {
    let mut found = Vec::new();
    for node in nodes {
        found.extend(part(node, fc, depth)?);
    }
    Ok(found)
}

fn part(numbered: &Numbered<'_>, fc: Fc, depth: usize) -> Result<Option<Part>, BuildError> {
    let Numbered { id, node, .. } = numbered;
    if let Some(attribute) = &node.attribute
        && Fc::from_number(attribute.fc) != Some(fc)
    {
        return Ok(None);
    }
    let mut part = if node.count > 0 {
        let count = node.count as usize;
        if count > MAX_CHILDREN {
            return Err(BuildError::Size(printable(&node.name)));
        }
        let mut elements = Vec::with_capacity(count);
        for (position, element) in numbered.elements.iter().enumerate() {
            // elements that the model says nothing about are as the one before
            let index = node.elements.get(position).map_or(0, |(index, _)| *index);
            if let Some(content) = content(element, fc, depth)? {
                elements.push((index, element.id, content));
            }
        }
        let own = content(numbered, fc, depth)?;
        let Some(pattern) = elements.first().map(|(_, _, part)| part).or(own.as_ref()) else {
            return Ok(None);
        };
        array(node.name.clone(), count, copy(pattern), elements)
    } else {
        match content(numbered, fc, depth)? {
            Some(part) => part,
            None => return Ok(None),
        }
    };
    part.entry.node = Some(*id);
    Ok(Some(part))
}

/// A node without regard to its being an array.
fn content(numbered: &Numbered<'_>, fc: Fc, depth: usize) -> Result<Option<Part>, BuildError> {
    let node = numbered.node;
    let name = node.name.clone();
    if let Some(attribute) = &node.attribute
        && attribute.data_type != CONSTRUCTED
    {
        let Some(mut kind) = types::of_attribute(attribute.data_type) else { return Ok(None) };
        // a bit string of no fixed size has that of its value
        if let (TypeKind::BitString(0), Some(Data::BitString(bits))) =
            (&kind, attribute.value.as_ref().map(|value| &value.data))
        {
            kind = TypeKind::BitString(i32::try_from(bits.size()).unwrap_or(0));
        }
        let mut part = plain(&name, kind);
        if let Some(value) = &attribute.value {
            take_over(&mut part.value, value);
        }
        return Ok(Some(part));
    }
    let parts = parts(&numbered.children, fc, depth + 1)?;
    // an attribute without parts is there, an object without any of this functional constraint is not
    if parts.is_empty() && node.attribute.is_none() {
        return Ok(None);
    }
    structure(name, parts).map(Some)
}

/// Integers of a model may be of another width than their type.
fn take_over(own: &mut Value, value: &Value) {
    let taken = match (&mut own.data, &value.data) {
        (Data::Integer(own), Data::Integer(other)) => own.set_signed(other.as_i64()),
        (Data::Unsigned(own), Data::Unsigned(other)) => own.set_unsigned(other.as_u64()),
        _ => own.update(value),
    };
    if !taken {
        tracing::warn!(kind = ?own.kind(), given = ?value.kind(), "initial value of another type");
    }
}

fn plain(name: &[u8], kind: TypeKind) -> Part {
    let spec = TypeSpec::new(name, kind);
    let value = Value::default_for(&spec).unwrap_or_else(|| Value::structure(Vec::new()));
    Part { spec, entry: Entry::default(), value }
}

fn structure(name: Vec<u8>, parts: Vec<Part>) -> Result<Part, BuildError> {
    if parts.len() > MAX_CHILDREN {
        return Err(BuildError::Size(printable(&name)));
    }
    let (mut specs, mut children, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        specs.push(part.spec);
        children.push(part.entry);
        values.push(part.value);
    }
    Ok(Part {
        spec: TypeSpec::new(name, TypeKind::Structure { elements: specs }),
        entry: Entry { node: None, children },
        value: Value::structure(values),
    })
}

fn array(name: Vec<u8>, count: usize, pattern: Part, given: Vec<(usize, NodeId, Part)>) -> Part {
    let mut entries: Vec<Entry> = std::iter::repeat_with(Entry::default).take(count).collect();
    let mut values = vec![pattern.value.clone(); count];
    for (index, id, part) in given {
        if let (Some(entry), Some(value)) = (entries.get_mut(index), values.get_mut(index)) {
            *entry = part.entry;
            entry.node = Some(id);
            if part.value.has_type_of(value) {
                *value = part.value;
            }
        }
    }
    let mut element = pattern.spec;
    element.name.clear();
    Part {
        spec: TypeSpec::new(name, TypeKind::Array { count: count as u32, element: Box::new(element) }),
        entry: Entry { node: None, children: entries },
        value: Value::array(values),
    }
}

/// Type and value of a part; its entry belongs to the original.
fn copy(part: &Part) -> Part {
    Part { spec: part.spec.clone(), entry: Entry::default(), value: part.value.clone() }
}

fn note_places(entry: &Entry, group: u32, path: &mut Vec<u16>, data: &mut [DataNode]) {
    if let Some(node) = entry.node.and_then(|id| data.get_mut(id as usize)) {
        node.places.push(Place { group, path: path.as_slice().into() });
    }
    for (index, child) in entry.children.iter().enumerate() {
        path.push(index as u16);
        note_places(child, group, path, data);
        path.pop();
    }
}

fn printable(name: &[u8]) -> String {
    name.escape_ascii().to_string()
}
