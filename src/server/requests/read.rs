//! Read.

use std::sync::Arc;

use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::DataSetOperation;
use super::super::space::{NodeId, Owner, Place, Selection, Variable};
use super::{ACCESS_DENIED, NON_EXISTENT, resource};
use crate::ber;
use crate::error::{DataAccessError, Result};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::{Access, read};
use crate::model::fc::FunctionalConstraint as Fc;

/// Octets of an answer besides the results.
const OVERHEAD: usize = 24;

type Allowed = std::result::Result<(), DataAccessError>;

/// One variable of a read: what it is, or what to answer instead.
pub(in super::super) enum Item {
    /// A value of the model.
    Value(Selection),
    /// An AccessResult made elsewhere.
    Other(Vec<u8>),
    /// No value.
    Error(DataAccessError),
}

impl Core {
    pub(super) fn read(self: &Arc<Self>, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let request = read::parse_request(service)?;
        let items: Vec<Item> = match &request.access {
            Access::Variables(variables) => variables
                .iter()
                .map(|variable| self.space.resolve(variable.name.as_ref(), variable.alternate.as_ref()))
                .map(|selection| self.item(client, selection))
                .collect(),
            Access::List(name) => {
                let set = {
                    let own = client.sets.lock();
                    self.with(|state| state.sets.find(&self.space, &own, name.as_ref()))
                }
                .ok_or(NON_EXISTENT)?;
                self.ask_data_set(client, DataSetOperation::Read, name.as_ref())?;
                set.members.iter().map(|member| self.item(client, member.selection.clone())).collect()
            }
        };
        let limit = client.max_pdu().saturating_sub(OVERHEAD);
        let results = self
            .with_open_gate(|state| {
                let mut results = Vec::with_capacity(64);
                for item in &items {
                    match item {
                        Item::Value(selection) => state.encode(&self.space, selection, &mut results),
                        Item::Other(result) => results.extend_from_slice(result),
                        Item::Error(error) => ber::write_i64(&mut results, 0x80, i64::from(error.0)),
                    }
                    if results.len() > limit {
                        return None;
                    }
                }
                Some(results)
            })
            .ok_or(resource(0))?;
        // only a list's name is repeated, as the field does it
        let repeated = matches!(request.access, Access::List(_)) && request.spec_with_result;
        Ok(read::response(repeated.then_some(&request.access), &results))
    }

    /// What the application and the control blocks say to the reading of a variable.
    fn item(
        self: &Arc<Self>,
        client: &Arc<Connection>,
        selection: std::result::Result<Selection, DataAccessError>,
    ) -> Item {
        let selection = match selection {
            Ok(selection) => selection,
            Err(error) => return Item::Error(error),
        };
        let asked = match &selection {
            Selection::One(Variable::Node(node)) => self.before_node_read(client, *node),
            Selection::One(Variable::Part(place)) | Selection::Range { array: place, .. } => {
                self.before_part_read(client, place)
            }
        };
        if let Err(error) = asked {
            return Item::Error(error);
        }
        if let Selection::One(Variable::Part(place)) = &selection
            && self.space.group(place.group).is_some_and(|group| group.fc == Fc::CO)
            && let Some(result) = self.read_control(client, place)
        {
            return Item::Other(result);
        }
        Item::Value(selection)
    }

    /// A whole logical node is about to be read.
    fn before_node_read(&self, client: &Arc<Connection>, node: u32) -> Allowed {
        self.ask_read(client, node, None, None)?;
        let groups = self.space.node(node).map(|node| node.groups.clone()).unwrap_or_default();
        groups
            .into_iter()
            .try_for_each(|group| self.before_part_read(client, &Place { group, path: Box::default() }))
    }

    /// A group or something in it is about to be read.
    fn before_part_read(&self, client: &Arc<Connection>, place: &Place) -> Allowed {
        let Some(group) = self.space.group(place.group) else { return Ok(()) };
        match self.space.owner(place) {
            Owner::Data => self.ask_read(client, group.ln, self.space.nodes_to(place).next(), Some(group.fc)),
            Owner::Blocks => (0..group.blocks.len() as u16)
                .try_for_each(|block| self.before_part_read(client, &place.child(block))),
            Owner::Report(block, _) => {
                self.ask_block(client, place, false)?;
                self.before_report_read(client, block, place);
                Ok(())
            }
            Owner::Log(block, _) => {
                self.ask_block(client, place, false)?;
                self.before_log_read(client, block, place);
                Ok(())
            }
            Owner::Goose(..) | Owner::Sampled(..) | Owner::Settings(..) => {
                self.ask_block(client, place, false)
            }
        }
    }

    fn ask_read(&self, client: &Arc<Connection>, ln: u32, object: Option<NodeId>, fc: Option<Fc>) -> Allowed {
        if !self.hooks.wants().reads {
            return Ok(());
        }
        match self.hooks.read_access(client, ln, object, fc) {
            DataAccessError::SUCCESS => Ok(()),
            error => Err(error),
        }
    }

    /// Whether the application lets a client do this with a data set.
    pub(super) fn ask_data_set(
        &self,
        client: &Arc<Connection>,
        operation: DataSetOperation,
        name: ObjectNameRef<'_>,
    ) -> Result<()> {
        if !self.hooks.wants().data_sets {
            return Ok(());
        }
        let reference = match name {
            ObjectNameRef::Vmd(item) => [b"/", item].concat(),
            ObjectNameRef::Aa(item) => [b"@", item].concat(),
            ObjectNameRef::Domain { domain, item } => [domain, b"/", item].concat(),
        };
        if self.hooks.data_set_access(client, operation, &reference) { Ok(()) } else { Err(ACCESS_DENIED) }
    }
}
