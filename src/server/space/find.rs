//! Looking up by name, index and place.

use super::{
    Block, DataNode, Domain, Entry, Group, LogicalNode, NodeId, Owner, Place, Selection, Space, Variable,
};
use crate::error::DataAccessError;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::Alternate;
use crate::mms::type_spec::{TypeKind, TypeSpec};
use crate::model::fc::FunctionalConstraint;

impl Space {
    /// The index of a domain.
    pub fn domain_index(&self, name: &[u8]) -> Option<u32> {
        self.domain_index.get(name).copied()
    }

    /// A domain.
    pub fn domain(&self, index: u32) -> Option<&Domain> {
        self.domains.get(index as usize)
    }

    /// A logical node.
    pub fn node(&self, index: u32) -> Option<&LogicalNode> {
        self.nodes.get(index as usize)
    }

    /// A group.
    pub fn group(&self, index: u32) -> Option<&Group> {
        self.groups.get(index as usize)
    }

    /// A data object or attribute.
    pub fn data_node(&self, id: NodeId) -> Option<&DataNode> {
        self.data.get(id as usize)
    }

    /// The logical node of a name in a domain.
    pub fn node_index(&self, domain: u32, name: &[u8]) -> Option<u32> {
        self.domain(domain)?.node_index.get(name).copied()
    }

    /// The group of a logical node under a functional constraint.
    pub fn group_of(&self, node: u32, fc: FunctionalConstraint) -> Option<u32> {
        let groups = self.node(node)?.groups.clone();
        groups.into_iter().find(|&index| self.group(index).is_some_and(|group| group.fc == fc))
    }

    /// The variable of an MMS name: `LN`, `LN$FC`, `LN$FC$DO$DA`, …
    pub fn find(&self, domain: u32, item: &[u8]) -> Option<Variable> {
        let mut parts = item.split(|&octet| octet == b'$');
        let node = self.node_index(domain, parts.next()?)?;
        let Some(fc) = parts.next() else { return Some(Variable::Node(node)) };
        let group = self.group_of(node, FunctionalConstraint::from_name(fc)?)?;
        let mut spec = self.group_spec(group)?;
        let mut path = Vec::with_capacity(6);
        for part in parts {
            let (index, child) = spec.child(part)?;
            path.push(u16::try_from(index).ok()?);
            spec = child;
        }
        Some(Variable::Part(Place { group, path: path.into() }))
    }

    /// What a variable access names.
    pub fn resolve(
        &self,
        name: ObjectNameRef<'_>,
        alternate: Option<&Alternate>,
    ) -> Result<Selection, DataAccessError> {
        // IEC 61850-8-1 knows variables of domains only
        let ObjectNameRef::Domain { domain, item } = name else {
            return Err(DataAccessError::OBJECT_NON_EXISTENT);
        };
        let domain = self.domain_index(domain).ok_or(DataAccessError::OBJECT_NON_EXISTENT)?;
        let variable = self.find(domain, item).ok_or(DataAccessError::OBJECT_NON_EXISTENT)?;
        self.select(variable, alternate)
    }

    /// The type of a variable.
    pub fn spec(&self, variable: &Variable) -> Option<&TypeSpec> {
        match variable {
            Variable::Node(node) => Some(&self.node(*node)?.spec),
            Variable::Part(place) => self.spec_at(place),
        }
    }

    /// The type of a group.
    pub fn group_spec(&self, group: u32) -> Option<&TypeSpec> {
        let node = self.node(self.group(group)?.ln)?;
        node.spec.children().get((group - node.groups.start) as usize)
    }

    /// The type of what is at a place.
    pub fn spec_at(&self, place: &Place) -> Option<&TypeSpec> {
        place.path.iter().try_fold(self.group_spec(place.group)?, |spec, &index| match &spec.kind {
            TypeKind::Array { count, element } => (u32::from(index) < *count).then_some(&**element),
            _ => spec.children().get(usize::from(index)),
        })
    }

    /// The model nodes at and below a place.
    pub fn entry(&self, place: &Place) -> Option<&Entry> {
        let root = &self.group(place.group)?.entry;
        place.path.iter().try_fold(root, |entry, &index| entry.children.get(usize::from(index)))
    }

    /// The innermost model nodes that a place is in or at, from the outside in.
    pub fn nodes_to<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = NodeId> + 'a {
        let mut entry = self.group(place.group).map(|group| &group.entry);
        let mut path = place.path.iter();
        std::iter::from_fn(move || {
            let index = *path.next()?;
            entry = entry?.children.get(usize::from(index));
            entry?.node
        })
    }

    /// The model node at a place.
    pub fn node_at(&self, place: &Place) -> Option<NodeId> {
        self.entry(place)?.node
    }

    /// The domain that a variable is in.
    pub fn domain_of(&self, variable: &Variable) -> Option<u32> {
        let node = match variable {
            Variable::Node(node) => *node,
            Variable::Part(place) => self.group(place.group)?.ln,
        };
        Some(self.node(node)?.domain)
    }

    /// Whose business a write to a place is.
    pub fn owner<'p>(&self, place: &'p Place) -> Owner<'p> {
        let Some(group) = self.group(place.group) else { return Owner::Data };
        let rest = place.path.get(1..).unwrap_or_default();
        if group.fc == FunctionalConstraint::SP {
            let found = self.settings.iter().position(|block| block.place.contains(place));
            return found.map_or(Owner::Data, |index| Owner::Settings(index as u32, rest));
        }
        let Some(first) = place.path.first() else {
            return if group.blocks.is_empty() { Owner::Data } else { Owner::Blocks };
        };
        let Some(&block) = group.blocks.get(usize::from(*first)) else { return Owner::Data };
        match group.fc {
            FunctionalConstraint::RP | FunctionalConstraint::BR => Owner::Report(block, rest),
            FunctionalConstraint::GO => Owner::Goose(block, rest),
            FunctionalConstraint::MS | FunctionalConstraint::US => Owner::Sampled(block, rest),
            FunctionalConstraint::LG => Owner::Log(block, rest),
            _ => Owner::Data,
        }
    }

    /// MMS reference of a control block: `LD/LN$FC$name`.
    pub fn block_reference<T>(&self, block: &Block<T>) -> Vec<u8> {
        self.reference(&Variable::Part(block.place.clone())).unwrap_or_default()
    }

    /// Reference of something of a logical node that is no variable: `LD/LN$name`.
    pub fn name_in(&self, ln: u32, name: &[u8]) -> Option<Vec<u8>> {
        let node = self.node(ln)?;
        Some([&self.domain(node.domain)?.name[..], b"/", node.name(), b"$", name].concat())
    }

    /// The reference of a data set that a control block of a logical node has by its name, or with the logical device.
    pub fn data_set_reference(&self, ln: u32, name: Option<&[u8]>) -> Vec<u8> {
        match name {
            None | Some(b"") => Vec::new(),
            Some(name) if name.contains(&b'/') => self.full_reference(name),
            Some(name) => self.name_in(ln, name).unwrap_or_default(),
        }
    }

    /// A reference of the model, whose logical device has no name of the IED before it, as clients know it.
    pub fn full_reference(&self, reference: &[u8]) -> Vec<u8> {
        let slash = reference.iter().position(|&octet| octet == b'/').unwrap_or(0);
        let (device, rest) = reference.split_at(slash);
        if let Some(domain) = self.domains.iter().find(|domain| domain.inst == device) {
            return [&domain.name[..], rest].concat();
        }
        let ied = if self.domain_index(device).is_some() { &[][..] } else { &self.ied };
        [ied, reference].concat()
    }

    /// MMS reference of a variable: `LD/LN$FC$DO$DA`.
    pub fn reference(&self, variable: &Variable) -> Option<Vec<u8>> {
        let domain = self.domain(self.domain_of(variable)?)?;
        Some([&domain.name[..], b"/", &self.item(variable)?].concat())
    }

    /// MMS name of a variable within its domain. Elements of arrays have none of their own: their array's.
    pub fn item(&self, variable: &Variable) -> Option<Vec<u8>> {
        let Variable::Part(place) = variable else {
            let Variable::Node(node) = variable else { return None };
            return Some(self.node(*node)?.name().to_vec());
        };
        let group = self.group(place.group)?;
        let mut name = [self.node(group.ln)?.name(), b"$", group.fc.name().as_bytes()].concat();
        let mut spec = self.group_spec(place.group)?;
        for &index in &place.path {
            if matches!(spec.kind, TypeKind::Array { .. }) {
                break;
            }
            spec = spec.children().get(usize::from(index))?;
            name.push(b'$');
            name.extend_from_slice(&spec.name);
        }
        Some(name)
    }
}
