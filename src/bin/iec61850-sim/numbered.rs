//! The nodes of a model with the numbers that the server gives them.

use iec61850::model::tree::{LogicalNode, Model, Node};
use iec61850::server::space::NodeId;

/// A node, its number, and all below it.
pub(crate) struct Numbered<'m> {
    pub(crate) id: NodeId,
    pub(crate) node: &'m Node,
    pub(crate) elements: Vec<Numbered<'m>>,
    pub(crate) children: Vec<Numbered<'m>>,
}

impl<'m> Numbered<'m> {
    /// The child of a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.node.name == name.as_bytes())
    }

    /// Gives numbers in the order that [`NodeId`] tells.
    fn of(node: &'m Node, next: &mut NodeId) -> Self {
        let id = *next;
        *next += 1;
        let elements = node.elements.iter().map(|(_, element)| Self::of(element, next)).collect();
        let children = node.children.iter().map(|child| Self::of(child, next)).collect();
        Self { id, node, elements, children }
    }
}

/// The data objects of all logical nodes.
pub(crate) fn objects(model: &Model) -> impl Iterator<Item = (&LogicalNode, Vec<Numbered<'_>>)> {
    let mut next = 0;
    let nodes = model.devices.iter().flat_map(|device| &device.nodes);
    nodes.map(move |node| (node, node.objects.iter().map(|object| Numbered::of(object, &mut next)).collect()))
}
