//! The names of a server's variables, fetched once and looked up often.

use std::collections::HashMap;

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
    /// Per logical node the names below it, `LN$` cut off.
    below: HashMap<Vec<u8>, Vec<Vec<u8>>>,
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
                    device.below.entry(variable).or_default().push(rest);
                }
            }
        }
        device
    }

    /// The names below a logical node, `LN$` cut off, in the server's order; none for an unknown node.
    pub fn below(&self, node: &[u8]) -> &[Vec<u8>] {
        self.below.get(node).map_or(&[], Vec::as_slice)
    }
}

impl Model {
    /// The logical device of this name.
    pub fn device(&self, name: &[u8]) -> Option<&Device> {
        self.devices.iter().find(|device| device.name == name)
    }
}
