//! Named variable lists: data sets that clients look at, make and delete.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::DataSetOperation;
use super::super::sets::{DataSet, Member};
use super::errors::{EXISTS, IN_USE, UNDEFINED};
use super::{ACCESS_DENIED, NON_EXISTENT, UNRECOGNIZED_SERVICE, resource};
use crate::error::{Error, Result};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::variable_list::{self, DeleteRequest, Deleted};

/// Longest name of a data set: 32 octets and the logical node before it, as any MMS name.
const MAX_NAME: usize = 64;

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
        if request.variables.is_empty() || item_of(name).is_empty() || item_of(name).len() > MAX_NAME {
            return Err(UNDEFINED);
        }
        if request.variables.len() > self.config.data_set_members {
            return Err(resource(0));
        }
        self.ask_data_set(client, DataSetOperation::Create, name)?;
        let members: Box<[Member]> =
            request.variables.into_iter().map(|access| Member::new(&self.space, access)).collect();
        if members.iter().any(|member| member.selection.is_err()) {
            return Err(UNDEFINED);
        }
        let set = Arc::new(DataSet { name: request.name.clone(), members, deletable: true });
        let key = item_of(name).to_vec();
        if matches!(name, ObjectNameRef::Aa(_)) {
            let mut own = client.sets.lock();
            if own.contains_key(&key) {
                return Err(EXISTS);
            }
            if own.len() >= self.config.association_data_sets {
                return Err(resource(0));
            }
            own.insert(key, set);
        } else {
            self.with(|state| {
                let scope = state.sets.scope_mut(&self.space, name).ok_or(NON_EXISTENT)?;
                if scope.contains_key(&key) {
                    return Err(EXISTS);
                }
                let made = scope.values().filter(|set| set.deletable).count();
                if made >= self.config.domain_data_sets {
                    return Err(resource(0));
                }
                scope.insert(key, set);
                Ok(())
            })?;
        }
        Ok(variable_list::define_response())
    }

    pub(super) fn delete_list(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        if !self.config.dynamic_data_sets {
            return Err(Error::Reject(UNRECOGNIZED_SERVICE));
        }
        let names = match variable_list::parse_delete_request(service)? {
            DeleteRequest::Specific(names) => names,
            DeleteRequest::Aa => {
                client.sets.lock().keys().map(|name| ObjectName::Aa(name.as_slice().into())).collect()
            }
            DeleteRequest::Domain(_) | DeleteRequest::Vmd => return Err(ACCESS_DENIED),
        };
        let mut done = Deleted { matched: 0, deleted: 0 };
        for name in &names {
            let Some(set) = self.find_set(client, name.as_ref()) else { continue };
            done.matched += 1;
            let asked = self.ask_data_set(client, DataSetOperation::Delete, name.as_ref());
            if set.deletable && asked.is_ok() && self.remove_set(client, &set)? {
                done.deleted += 1;
            }
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
