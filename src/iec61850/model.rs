//! The names of a server's variables, fetched once and looked up often.

use std::collections::HashMap;
use std::sync::OnceLock;

/// All logical devices with their variables' MMS names, in the server's order.
#[derive(Debug, Default)]
pub struct Model {
    /// Logical devices.
    pub devices: Vec<Device>,
}

/// One logical device.
#[derive(Debug, Default)]
pub struct Device {
    /// MMS domain name.
    pub name: Vec<u8>,
    /// Names without `$`: the logical nodes.
    pub nodes: Vec<Vec<u8>>,
    below: HashMap<Vec<u8>, Node>,
}

/// The names below a logical node.
#[derive(Debug, Default)]
struct Node {
    /// `LN$` cut off.
    names: Vec<Vec<u8>>,
    /// By the path of a data object or attribute (`DO$DA`) the places of the names directly below it, whatever their
    /// functional constraint. Made when it is first looked into.
    parents: OnceLock<HashMap<Box<[u8]>, Vec<u32>>>,
}

impl Node {
    fn parents(&self) -> &HashMap<Box<[u8]>, Vec<u32>> {
        self.parents.get_or_init(|| {
            let mut parents: HashMap<Box<[u8]>, Vec<u32>> = HashMap::new();
            for (at, name) in (0..).zip(&self.names) {
                let Some((_, path)) = split_at(name) else { continue };
                let Some(end) = path.iter().rposition(|&octet| octet == b'$') else { continue };
                match parents.get_mut(&path[..end]) {
                    Some(places) => places.push(at),
                    None => drop(parents.insert(path[..end].into(), vec![at])),
                }
            }
            parents
        })
    }
}

/// First part and the rest of an MMS name.
pub(super) fn split_at(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = name.iter().position(|&octet| octet == b'$')?;
    Some((&name[..at], &name[at + 1..]))
}

impl Device {
    /// From the names that getNameList gave for the domain.
    pub fn new(name: Vec<u8>, variables: Vec<Vec<u8>>) -> Self {
        let mut device = Self { name, ..Self::default() };
        for mut variable in variables {
            match variable.iter().position(|&octet| octet == b'$') {
                None => device.nodes.push(variable),
                Some(at) => {
                    let rest = variable.split_off(at + 1);
                    variable.truncate(at);
                    device.below.entry(variable).or_default().names.push(rest);
                }
            }
        }
        device
    }

    /// The names below a logical node, `LN$` cut off, in the server's order; none for an unknown node.
    pub fn below(&self, node: &[u8]) -> &[Vec<u8>] {
        self.below.get(node).map_or(&[], |node| node.names.as_slice())
    }

    /// Of the names below a logical node those directly below a data object or attribute (`DO$DA`), whatever their
    /// functional constraint: that, and the last part of the name. In the server's order.
    pub fn children<'m>(&'m self, node: &[u8], path: &[u8]) -> impl Iterator<Item = (&'m [u8], &'m [u8])> {
        let node = self.below.get(node);
        let places = node.and_then(|node| node.parents().get(path)).into_iter().flatten();
        let start = path.len() + 1;
        places.filter_map(move |&at| {
            let (constraint, path) = split_at(node?.names.get(at as usize)?)?;
            Some((constraint, path.get(start..)?))
        })
    }
}

impl Model {
    /// The logical device of this name.
    pub fn device(&self, name: &[u8]) -> Option<&Device> {
        self.devices.iter().find(|device| device.name == name)
    }
}
