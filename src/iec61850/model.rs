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

/// Where a name stands among those of a [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    device: usize,
    node: usize,
    /// None: the logical node itself.
    name: Option<usize>,
}

/// How the names that somebody asks for follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The next one with as many parts and the same functional constraint.
    SameConstraint,
    /// The next one with as many parts.
    SameDepth,
}

impl Model {
    /// Where the variable `item` of a logical device stands.
    pub fn place(&self, device: &[u8], item: &[u8]) -> Option<Place> {
        let at = self.devices.iter().position(|known| known.name == device)?;
        let device = self.devices.get(at)?;
        let (node, name) = split_at(item).map_or((item, None), |(node, name)| (node, Some(name)));
        let name = match name {
            Some(name) => Some(device.below(node).iter().position(|known| known == name)?),
            None => None,
        };
        Some(Place { device: at, node: device.nodes.iter().position(|known| known == node)?, name })
    }

    /// The place of the name that follows.
    pub fn following(&self, place: Place, step: Step) -> Option<Place> {
        let Some(at) = place.name else { return self.next_node(place) };
        let device = self.devices.get(place.device)?;
        let like = device.below(device.nodes.get(place.node)?).get(at)?;
        let fits = |name: &[u8]| {
            let parts = |name: &[u8]| name.iter().filter(|&&octet| octet == b'$').count();
            let constraint = |name: &[u8]| name.iter().position(|&octet| octet == b'$').unwrap_or(name.len());
            let same = name.get(..constraint(name)) == like.get(..constraint(like));
            parts(name) == parts(like) && (step == Step::SameDepth || same)
        };
        let mut place = Place { name: Some(at + 1), ..place };
        loop {
            let device = self.devices.get(place.device)?;
            let below = device.below(device.nodes.get(place.node)?);
            let from = place.name.unwrap_or(0);
            if let Some(found) = below.iter().skip(from).position(|name| fits(name)) {
                return Some(Place { name: Some(from + found), ..place });
            }
            place = self.next_node(place)?;
        }
    }

    fn next_node(&self, place: Place) -> Option<Place> {
        let mut next = Place { node: place.node + 1, name: None, ..place };
        while next.node >= self.devices.get(next.device)?.nodes.len() {
            next = Place { device: next.device + 1, node: 0, name: None };
        }
        Some(next)
    }

    /// Logical device and variable at a place.
    pub fn variable(&self, place: Place) -> Option<(&[u8], Vec<u8>)> {
        let device = self.devices.get(place.device)?;
        let node = device.nodes.get(place.node)?;
        let item = match place.name {
            Some(at) => [node, &b"$"[..], device.below(node).get(at)?].concat(),
            None => node.clone(),
        };
        Some((&device.name, item))
    }

    /// The logical device of this name.
    pub fn device(&self, name: &[u8]) -> Option<&Device> {
        self.devices.iter().find(|device| device.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let device = |name: &str, variables: &[&str]| {
            Device::new(name.into(), variables.iter().map(|name| name.as_bytes().to_vec()).collect())
        };
        let first = ["A", "A$ST", "A$ST$x", "A$ST$x$q", "A$MX", "A$MX$y", "A$MX$z", "B", "B$CF", "B$CF$x"];
        Model { devices: vec![device("D", &first), device("E", &[]), device("F", &["C", "C$MX", "C$MX$x"])] }
    }

    fn order(start: &str, step: Step) -> Vec<String> {
        let model = model();
        let mut place = model.place(b"D", start.as_bytes());
        let mut names = Vec::new();
        while let Some(at) = place {
            let (device, item) = model.variable(at).unwrap();
            names.push(String::from_utf8([device, b"/", &item[..]].concat()).unwrap());
            assert_eq!(model.place(device, &item), Some(at));
            place = model.following(at, step);
        }
        names
    }

    #[test]
    fn names_follow_each_other_in_the_servers_order_over_nodes_and_devices() {
        assert_eq!(order("A", Step::SameConstraint), ["D/A", "D/B", "F/C"]);
        assert_eq!(order("A$MX", Step::SameConstraint), ["D/A$MX", "F/C$MX"]);
        assert_eq!(order("A$MX", Step::SameDepth), ["D/A$MX", "D/B$CF", "F/C$MX"]);
        assert_eq!(order("A$MX$y", Step::SameConstraint), ["D/A$MX$y", "D/A$MX$z", "F/C$MX$x"]);
        assert_eq!(model().place(b"D", b"A$MX$nope"), None);
        assert_eq!(model().place(b"G", b"A"), None);
    }

    #[test]
    fn children_are_found_under_every_functional_constraint() {
        let device = Device::new(
            b"D".to_vec(),
            [&b"A"[..], b"A$ST$x$q", b"A$CF$x$d", b"A$ST$x$q$v"].map(<[u8]>::to_vec).into(),
        );
        let found = |path: &[u8]| {
            device.children(b"A", path).map(|(fc, name)| [fc, b" ", name].concat()).collect::<Vec<_>>()
        };
        assert_eq!(found(b"x"), [b"ST q".to_vec(), b"CF d".to_vec()]);
        assert_eq!(found(b"x$q"), [b"ST v".to_vec()]);
        assert!(found(b"").is_empty() && device.children(b"B", b"x").next().is_none());
    }
}
