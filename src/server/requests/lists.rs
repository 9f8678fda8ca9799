//! Named variable lists: data sets that clients look at, make and delete.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::DataSetOperation;
use super::super::sets::{DataSet, Member, Scope};
use super::errors::{DEFINITION, EXISTS, IN_USE, UNDEFINED, after_deleting};
use super::{NON_EXISTENT, UNRECOGNIZED_SERVICE, resource};
use crate::error::{Error, Result};
use crate::mms::pdu::error::reject::INVALID_PDU;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::variable_list::{self, DeleteRequest, Deleted};

/// Longest name of a data set: that of an MMS name without logical node.
const MAX_NAME: usize = 60;
/// resource: memory-unavailable
const MEMORY_UNAVAILABLE: i32 = 1;

/// Puts a new data set into its scope, if there is room.
fn insert(scope: &mut Scope, set: Arc<DataSet>, limit: usize) -> Result<()> {
    let key = item_of(set.name.as_ref()).to_vec();
    if scope.contains_key(&key) {
        return Err(EXISTS);
    }
    if scope.len() >= limit {
        return Err(resource(MEMORY_UNAVAILABLE));
    }
    scope.insert(key, set);
    Ok(())
}

impl Core {
    pub(super) fn list_attributes(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let name = variable_list::parse_attributes_request(service)?;
        let set = self.find_set(client, name.as_ref()).ok_or(NON_EXISTENT)?;
        self.ask_data_set(client, DataSetOperation::Directory, name.as_ref())?;
        let members = set.members.iter().map(|member| &member.access);
        Ok(variable_list::attributes_response(set.deletable, members))
    }

    pub(super) fn define_list(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        if !self.config.dynamic_data_sets {
            return Err(Error::Reject(UNRECOGNIZED_SERVICE));
        }
        let request = variable_list::parse_define_request(service)?;
        let name = request.name.as_ref();
        if request.variables.is_empty() {
            return Err(DEFINITION);
        }
        if request.variables.len() > self.config.data_set_members {
            return Err(resource(MEMORY_UNAVAILABLE));
        }
        let members: Box<[Member]> =
            request.variables.into_iter().map(|access| Member::new(&self.space, access)).collect();
        if members.iter().any(|member| member.selection.is_err()) {
            return Err(UNDEFINED);
        }
        if self.find_set(client, name).is_some() {
            return Err(EXISTS);
        }
        self.check_set_room(name)?;
        self.ask_data_set(client, DataSetOperation::Create, name)?;
        self.check_set_node(name)?;
        let set = Arc::new(DataSet { name: request.name.clone(), members, deletable: true });
        match name {
            ObjectNameRef::Aa(_) => insert(&mut client.sets.lock(), set, self.config.association_data_sets)?,
            _ => self.with(|state| {
                let scope = state.sets.scope_mut(&self.space, name).ok_or(NON_EXISTENT)?;
                insert(scope, set, self.config.domain_data_sets)
            })?,
        }
        Ok(variable_list::define_response())
    }

    /// Whether a name's domain is there and its length suits: the application is not asked about others.
    fn check_set_room(&self, name: ObjectNameRef<'_>) -> Result<()> {
        let item = item_of(name);
        let fits = match name {
            ObjectNameRef::Domain { domain, .. } => {
                self.space.domain_index(domain).is_some() && after_node(item).len() < MAX_NAME
            }
            ObjectNameRef::Vmd(_) | ObjectNameRef::Aa(_) => !item.is_empty() && item.len() <= MAX_NAME,
        };
        if fits { Ok(()) } else { Err(NON_EXISTENT) }
    }

    /// In a domain, names begin with a logical node.
    fn check_set_node(&self, name: ObjectNameRef<'_>) -> Result<()> {
        let ObjectNameRef::Domain { domain, item } = name else { return Ok(()) };
        let domain = self.space.domain_index(domain).ok_or(NON_EXISTENT)?;
        let node = item.split(|&octet| octet == b'$').next().unwrap_or_default();
        let fits = self.space.node_index(domain, node).is_some() && !after_node(item).is_empty();
        if fits { Ok(()) } else { Err(NON_EXISTENT) }
    }

    pub(super) fn delete_list(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        if !self.config.dynamic_data_sets {
            return Err(Error::Reject(UNRECOGNIZED_SERVICE));
        }
        let names = match variable_list::parse_delete_request(service)? {
            DeleteRequest::Specific(names) => names,
            DeleteRequest::Aa | DeleteRequest::Domain(_) | DeleteRequest::Vmd => {
                return Err(Error::Reject(INVALID_PDU));
            }
        };
        let mut done = Deleted { matched: 0, deleted: 0 };
        for name in &names {
            let Some(set) = self.find_set(client, name.as_ref()) else { continue };
            if set.deletable {
                self.ask_data_set(client, DataSetOperation::Delete, name.as_ref())
                    .map_err(|error| after_deleting(done.deleted, error))?;
            }
            done.matched += 1;
            if !set.deletable {
                continue;
            }
            let removed =
                self.remove_set(client, &set).map_err(|error| after_deleting(done.deleted, error))?;
            done.deleted += u32::from(removed);
        }
        Ok(variable_list::delete_response(done))
    }

    /// Whether it was there to remove. A data set that a report control block has stays: an error.
    fn remove_set(&self, client: &Arc<Connection>, set: &Arc<DataSet>) -> Result<bool> {
        let name = set.name.as_ref();
        let removed = self.with(|state| {
            if state.reports.uses(set) {
                return Err(IN_USE);
            }
            let scope = state.sets.scope_mut(&self.space, name);
            Ok(scope.is_some_and(|scope| scope.remove(item_of(name)).is_some()))
        })?;
        // those of an association have their own lock; nobody else chooses them
        Ok(match name {
            ObjectNameRef::Aa(item) => client.sets.lock().remove(item).is_some(),
            _ => removed,
        })
    }

    fn find_set(&self, client: &Arc<Connection>, name: ObjectNameRef<'_>) -> Option<Arc<DataSet>> {
        let own = client.sets.lock();
        self.with(|state| state.sets.find(&self.space, &own, name))
    }
}

fn item_of(name: ObjectNameRef<'_>) -> &[u8] {
    match name {
        ObjectNameRef::Vmd(item) | ObjectNameRef::Aa(item) | ObjectNameRef::Domain { item, .. } => item,
    }
}

/// A data set's own name, behind that of its logical node.
fn after_node(item: &[u8]) -> &[u8] {
    item.iter()
        .position(|&octet| octet == b'$')
        .map_or(&[], |dollar| item.get(dollar + 1..).unwrap_or_default())
}
