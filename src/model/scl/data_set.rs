//! Data sets: FCDA elements as the MMS variables that they name.

use std::collections::HashMap;

use super::super::fc::FunctionalConstraint;
use super::super::tree::{DataSet, LogicalNode, Member, Model, Node};
use super::MAX_DATA_SET_MEMBERS;
use super::device::node_name;
use super::xml::{Element, Error};

/// The logical nodes of a model by instance name of their logical device and by name.
pub(super) struct Directory<'m> {
    nodes: HashMap<(&'m [u8], &'m [u8]), &'m LogicalNode>,
}

impl<'m> Directory<'m> {
    /// The error is the name of what is there twice.
    pub(super) fn of(model: &'m Model) -> Result<Self, String> {
        let mut nodes = HashMap::new();
        for device in &model.devices {
            for node in &device.nodes {
                if nodes.insert((&device.inst[..], &node.name[..]), node).is_some() {
                    let name = [&device.inst[..], b"/", &node.name].concat();
                    return Err(String::from_utf8_lossy(&name).into_owned());
                }
            }
        }
        Ok(Self { nodes })
    }

    pub(super) fn find(&self, device: &str, node: &str) -> Option<&'m LogicalNode> {
        self.nodes.get(&(device.as_bytes(), node.as_bytes())).copied()
    }
}

/// Reads data sets and counts their members.
pub(super) struct DataSets {
    members: usize,
}

impl DataSets {
    pub(super) fn new() -> Self {
        Self { members: 0 }
    }

    pub(super) fn read(
        &mut self,
        element: Element<'_>,
        inst: &str,
        directory: &Directory<'_>,
    ) -> Result<DataSet, Error> {
        let mut members = Vec::new();
        for part in element.elements() {
            match part.name() {
                "FCDA" => members.push(member(part, inst, directory)?),
                "FCCB" => return Err(part.error("control blocks as members are not supported")),
                _ => {}
            }
            self.members += 1;
            if self.members > MAX_DATA_SET_MEMBERS {
                return Err(part.error(format!("data sets have more than {MAX_DATA_SET_MEMBERS} members")));
            }
        }
        Ok(DataSet { name: element.identifier("name")?.into(), members })
    }
}

fn member(fcda: Element<'_>, own: &str, directory: &Directory<'_>) -> Result<Member, Error> {
    let of_device = fcda.get("ldInst").unwrap_or(own);
    let of_node = node_name(fcda, "lnInst")?;
    let node = directory
        .find(of_device, &of_node)
        .ok_or_else(|| fcda.error(format!("there is no logical node {of_device}/{of_node}")))?;
    let fc = fcda.required("fc")?;
    let constraint = FunctionalConstraint::from_name(fc.as_bytes())
        .ok_or_else(|| fcda.error(format!("{fc} is no functional constraint")))?;

    let mut variable = if of_device == own { String::new() } else { format!("{of_device}/") };
    variable.push_str(&format!("{of_node}${fc}"));
    let path = path(fcda, node, constraint)?;
    for name in path.variable {
        variable.push('$');
        variable.push_str(name);
    }
    Ok(Member {
        variable: variable.into_bytes(),
        index: path.index.map_or(Ok(-1), i32::try_from).map_err(|_| fcda.error("no such element"))?,
        component: if path.component.is_empty() { None } else { Some(path.component.join("$").into_bytes()) },
    })
}

/// Where a member is in its logical node: the names down to an array, and those in its element.
#[derive(Default)]
struct Path<'a> {
    variable: Vec<&'a str>,
    index: Option<u32>,
    component: Vec<&'a str>,
}

fn path<'a>(fcda: Element<'a>, node: &LogicalNode, fc: FunctionalConstraint) -> Result<Path<'a>, Error> {
    let given = if fcda.get("ix").is_some() { Some(fcda.number("ix", 0u32)?) } else { None };
    let mut path = Path::default();
    let mut level = &node.objects;
    let names = fcda
        .required("doName")?
        .split('.')
        .chain(fcda.get("daName").into_iter().flat_map(|it| it.split('.')));
    for part in names {
        let (name, of_name) = indexed(part).ok_or_else(|| fcda.error(format!("{part:?} is no name")))?;
        let found = level
            .iter()
            .find(|node| node.name == name.as_bytes() && has(node, fc))
            .ok_or_else(|| fcda.error(format!("there is no {name} with {}", fc.name())))?;
        let names = if path.index.is_none() { &mut path.variable } else { &mut path.component };
        names.push(name);
        level = &found.children;
        if let (Some(index), true) = (of_name.or(given), found.count > 0 && path.index.is_none()) {
            if i32::try_from(index).map_or(true, |index| index >= found.count) {
                return Err(fcda.error(format!("{name} has no element {index}")));
            }
            path.index = Some(index);
            if let Some((_, element)) = found.elements.iter().find(|(at, _)| *at == index as usize) {
                level = &element.children;
            }
        }
    }
    if given.is_some() && path.index.is_none() {
        return Err(fcda.error("there is no array for ix"));
    }
    Ok(path)
}

/// A name with the index of an element in parentheses behind it, if it has one.
fn indexed(part: &str) -> Option<(&str, Option<u32>)> {
    match part.split_once('(') {
        None => Some((part, None)),
        Some((name, index)) => Some((name, Some(index.strip_suffix(')')?.parse().ok()?))),
    }
}

/// Whether a node is, or has below it, an attribute of a functional constraint.
fn has(node: &Node, fc: FunctionalConstraint) -> bool {
    match &node.attribute {
        Some(attribute) => attribute.fc == fc.number(),
        None if node.count > 0 => node.elements.iter().take(1).any(|(_, element)| has(element, fc)),
        None => node.children.iter().any(|child| has(child, fc)),
    }
}
