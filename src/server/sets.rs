//! Data sets: named variable lists of the model, of clients in a domain, and of one association.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::space::{Domain, Selection, Space};
use crate::error::DataAccessError;
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::{Alternate, Selector, VariableAccess};
use crate::model::tree;

/// A data set. Members and name never change: a new one of the same name is another data set.
#[derive(Debug, PartialEq, Eq)]
pub struct DataSet {
    /// Its MMS name.
    pub name: ObjectName,
    /// Its members.
    pub members: Box<[Member]>,
    /// Made by a client, who may delete it.
    pub deletable: bool,
}

/// A member of a data set (FCDA).
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// As clients see it.
    pub access: VariableAccess,
    /// What it is; an error for a member that the model does not have.
    pub selection: Result<Selection, DataAccessError>,
}

impl Member {
    /// The member that a client or the model names.
    pub fn new(space: &Space, access: VariableAccess) -> Self {
        let selection = space.resolve(access.name.as_ref(), access.alternate.as_ref());
        Self { access, selection }
    }

    /// Its reference: `LD/LN$FC$DO`.
    pub fn reference(&self) -> Vec<u8> {
        match self.access.name.as_ref() {
            ObjectNameRef::Domain { domain, item } => [domain, b"/", item].concat(),
            ObjectNameRef::Vmd(item) | ObjectNameRef::Aa(item) => item.to_vec(),
        }
    }
}

impl DataSet {
    /// Its reference as control blocks have it: `LD/LN$name`, `@name` for that of an association.
    pub fn reference(&self) -> Vec<u8> {
        match self.name.as_ref() {
            ObjectNameRef::Vmd(item) => [b"/", item].concat(),
            ObjectNameRef::Domain { domain, item } => [domain, b"/", item].concat(),
            ObjectNameRef::Aa(item) => [b"@", item].concat(),
        }
    }
}

/// Data sets of one scope by their name, in MMS order.
pub type Scope = BTreeMap<Vec<u8>, Arc<DataSet>>;

/// The data sets of domains and of the whole device.
#[derive(Debug, Default)]
pub struct Sets {
    domains: Vec<Scope>,
    vmd: Scope,
}

impl Sets {
    /// The data sets of the model.
    pub fn new(space: &Space) -> Self {
        let mut sets =
            Self { domains: space.domains.iter().map(|_| Scope::new()).collect(), vmd: Scope::new() };
        for (ln, set) in &space.sets {
            let Some((domain, node)) =
                space.node(*ln).and_then(|node| Some((space.domain(node.domain)?, node)))
            else {
                continue;
            };
            let item = [node.name(), b"$", &set.name].concat();
            let members = set.members.iter().map(|member| member_of(space, domain, member)).collect();
            let set =
                DataSet { name: ObjectName::domain(&domain.name[..], &item[..]), members, deletable: false };
            if let Some(scope) = sets.domains.get_mut(node.domain as usize) {
                scope.insert(item, Arc::new(set));
            }
        }
        sets
    }

    /// The data sets of a domain.
    pub fn domain(&self, domain: u32) -> Option<&Scope> {
        self.domains.get(domain as usize)
    }

    /// The data sets of the whole device.
    pub fn vmd(&self) -> &Scope {
        &self.vmd
    }

    /// The scope that a name is in; none for association-specific names and unknown domains.
    pub fn scope_mut(&mut self, space: &Space, name: ObjectNameRef<'_>) -> Option<&mut Scope> {
        match name {
            ObjectNameRef::Vmd(_) => Some(&mut self.vmd),
            ObjectNameRef::Domain { domain, .. } => {
                self.domains.get_mut(space.domain_index(domain)? as usize)
            }
            ObjectNameRef::Aa(_) => None,
        }
    }

    /// The data set of a name; `own` are those of the asking association.
    pub fn find(&self, space: &Space, own: &Scope, name: ObjectNameRef<'_>) -> Option<Arc<DataSet>> {
        match name {
            ObjectNameRef::Vmd(item) => self.vmd.get(item),
            ObjectNameRef::Domain { domain, item } => self.domain(space.domain_index(domain)?)?.get(item),
            ObjectNameRef::Aa(item) => own.get(item),
        }
        .cloned()
    }

    /// The data set of a reference as control blocks have it.
    pub fn find_reference(&self, space: &Space, own: &Scope, reference: &[u8]) -> Option<Arc<DataSet>> {
        if let Some(item) = reference.strip_prefix(b"@") {
            return self.find(space, own, ObjectNameRef::Aa(item));
        }
        let slash = reference.iter().position(|&octet| octet == b'/')?;
        let (domain, item) = (&reference[..slash], &reference[slash + 1..]);
        let name =
            if domain.is_empty() { ObjectNameRef::Vmd(item) } else { ObjectNameRef::Domain { domain, item } };
        self.find(space, own, name)
    }
}

/// A member as the model describes it, in `domain` where it names no other logical device.
fn member_of(space: &Space, domain: &Domain, member: &tree::Member) -> Member {
    let (ld, variable) = match member.variable.iter().position(|&octet| octet == b'/') {
        Some(slash) => (device_name(space, &member.variable[..slash]), &member.variable[slash + 1..]),
        None => (domain.name.clone(), &member.variable[..]),
    };
    let indexed = u32::try_from(member.index).ok().map(|index| (index, member.component.as_deref()));
    let (variable, element) = match (indexed, split_index(variable)) {
        (None, Some((array, index, component))) => (array, Some((index, Some(component)))),
        (indexed, _) => (variable, indexed),
    };
    let alternate = element.map(|(index, component)| {
        let parts = component.unwrap_or_default().split(|&octet| octet == b'$' || octet == b'.');
        let steps = parts.filter(|part| !part.is_empty()).map(|part| Selector::Component(part.into()));
        steps.fold(Alternate::index(index), Alternate::then)
    });
    Member::new(space, VariableAccess { name: ObjectName::domain(&ld[..], variable), alternate })
}

/// `array(index)component` in its parts.
fn split_index(variable: &[u8]) -> Option<(&[u8], u32, &[u8])> {
    let open = variable.iter().position(|&octet| octet == b'(')?;
    let close = variable.iter().position(|&octet| octet == b')').filter(|&close| close > open)?;
    let index = std::str::from_utf8(&variable[open + 1..close]).ok()?.parse().ok()?;
    Some((&variable[..open], index, &variable[close + 1..]))
}

/// The MMS name of a logical device that the model names by its instance or in full.
fn device_name(space: &Space, name: &[u8]) -> Vec<u8> {
    let found = space.domains.iter().find(|domain| domain.inst == name || domain.name == name);
    found.map_or_else(|| [&space.ied[..], name].concat(), |domain| domain.name.clone())
}
