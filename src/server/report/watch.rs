//! Who watches which attribute: the members of data sets of the control blocks that collect changes now.

use super::super::sets::DataSet;
use super::super::space::{Entry, NodeId, Place, Selection, Space, Variable};

/// A member of a control block's data set that an attribute is in, or is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Watcher {
    /// Index of the control block.
    pub(super) block: u32,
    /// Index of the member.
    pub(super) member: u32,
}

/// The watchers of all attributes. Those of one control block stand together, in the order of its data set.
#[derive(Debug)]
pub(super) struct Watch {
    lists: Box<[Vec<Watcher>]>,
}

impl Watch {
    /// Nobody watches.
    pub(super) fn new(space: &Space) -> Self {
        Self { lists: space.data.iter().map(|_| Vec::new()).collect() }
    }

    /// The watchers of an attribute.
    pub(super) fn of(&self, node: NodeId) -> &[Watcher] {
        self.lists.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// A control block begins to watch the members of its data set.
    pub(super) fn add(&mut self, space: &Space, block: u32, set: &DataSet) {
        for (member, node) in nodes(space, set) {
            let Some(list) = self.lists.get_mut(node as usize) else { continue };
            let watcher = Watcher { block, member };
            // a member is told once of an attribute, however its description meets it
            if list.last() != Some(&watcher) {
                list.push(watcher);
            }
        }
    }

    /// It stops.
    pub(super) fn remove(&mut self, space: &Space, block: u32, set: &DataSet) {
        for (_, node) in nodes(space, set) {
            if let Some(list) = self.lists.get_mut(node as usize) {
                list.retain(|watcher| watcher.block != block);
            }
        }
    }
}

/// The attributes of each member of a data set.
fn nodes(space: &Space, set: &DataSet) -> Vec<(u32, NodeId)> {
    let mut found = Vec::new();
    for (member, described) in set.members.iter().enumerate() {
        let Ok(selection) = &described.selection else { continue };
        let mut push = |node: NodeId| {
            if space.data_node(node).is_some_and(|data| data.attribute.is_some()) {
                found.push((member as u32, node));
            }
        };
        match selection {
            Selection::One(Variable::Node(ln)) => {
                let groups = space.node(*ln).map(|node| node.groups.clone()).unwrap_or_default();
                for group in groups.filter_map(|group| space.group(group)) {
                    below(&group.entry, &mut push);
                }
            }
            Selection::One(Variable::Part(place)) => at(space, place, &mut push),
            Selection::Range { array, low, count, below } => {
                for index in *low..low.saturating_add(*count) {
                    let element = array.child(index);
                    let place = below.iter().fold(element, |place, &index| place.child(index));
                    at(space, &place, &mut push);
                }
            }
        }
    }
    found
}

/// Attributes at, above and below a place: an update of a constructed attribute changes all of its parts.
fn at(space: &Space, place: &Place, push: &mut impl FnMut(NodeId)) {
    let own = space.node_at(place);
    space.nodes_to(place).filter(|&node| Some(node) != own).for_each(&mut *push);
    if let Some(entry) = space.entry(place) {
        below(entry, push);
    }
}

/// Models nest to a bounded depth.
fn below(entry: &Entry, push: &mut impl FnMut(NodeId)) {
    if let Some(node) = entry.node {
        push(node);
    }
    entry.children.iter().for_each(|child| below(child, push));
}
