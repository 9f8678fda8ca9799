//! The confirmed services of a server: from a request to its answer.

mod errors;
mod lists;
mod names;
mod read;
mod write;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::blocks::class;
use super::connection::Connection;
use super::core::Core;
use super::space::Variable;
use crate::error::{Error, Result};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::{Service, get_variable_attributes, identify, status};

pub(super) use crate::mms::pdu::error::reject::{INVALID_ARGUMENT, UNRECOGNIZED_SERVICE};
use errors::{ACCESS_DENIED, UNSUPPORTED};
pub(super) use errors::{NON_EXISTENT, resource};

/// What becomes of a request.
pub(super) enum Outcome {
    /// This ConfirmedServiceResponse element.
    Answer(Vec<u8>),
    /// Answered elsewhere, or later, or never.
    Taken,
}

impl Core {
    /// Serves one request (a ConfirmedServiceRequest element) of a client.
    pub(super) fn serve(self: &Arc<Self>, client: &Arc<Connection>, invoke_id: u32, service: &[u8]) {
        // a request may have been read by another thread than the one that saw the end of the connection: what it
        // would reserve, nobody would release
        if client.is_over() {
            return;
        }
        if self.is_deaf() {
            return client.leave_unanswered();
        }
        match self.outcome(client, invoke_id, service) {
            Ok(Outcome::Answer(answer)) => client.respond(invoke_id, Ok(&answer)),
            Ok(Outcome::Taken) => {}
            Err(Error::Malformed(what)) => {
                tracing::info!(client = client.peer(), what, "malformed request");
                client.respond(invoke_id, Err(Error::Reject(INVALID_ARGUMENT)));
            }
            Err(error @ (Error::Service(_) | Error::Reject(_))) => client.respond(invoke_id, Err(error)),
            Err(error) => {
                tracing::warn!(client = client.peer(), %error, "request not served");
                client.respond(invoke_id, Err(resource(0)));
            }
        }
    }

    fn outcome(
        self: &Arc<Self>,
        client: &Arc<Connection>,
        invoke_id: u32,
        service: &[u8],
    ) -> Result<Outcome> {
        let answer = match Service::of(service) {
            Some(Service::Read) if self.ignores_reads() => {
                client.leave_unanswered();
                return Ok(Outcome::Taken);
            }
            Some(Service::Read) => self.read(client, service)?,
            Some(Service::Write) => return self.write(client, invoke_id, service).map(|()| Outcome::Taken),
            Some(Service::GetNameList) => self.name_list(client, service)?,
            Some(Service::GetVariableAccessAttributes) => self.variable_attributes(client, service)?,
            Some(Service::GetNamedVariableListAttributes) => self.list_attributes(client, service)?,
            Some(Service::DefineNamedVariableList) => self.define_list(client, service)?,
            Some(Service::DeleteNamedVariableList) => self.delete_list(client, service)?,
            Some(Service::Identify) => {
                identify::parse_request(service)?;
                identify::response(&self.identity())
            }
            Some(Service::Status) => {
                status::parse_request(service)?;
                status::response(status::VmdStatus::default())
            }
            Some(Service::ReadJournal) => self.read_journal(client, service)?,
            Some(
                kind @ (Service::ObtainFile
                | Service::FileOpen
                | Service::FileRead
                | Service::FileClose
                | Service::FileRename
                | Service::FileDelete
                | Service::FileDirectory),
            ) => return self.file_service(client, invoke_id, kind, service),
            None => return Err(Error::Reject(UNRECOGNIZED_SERVICE)),
        };
        Ok(Outcome::Answer(answer))
    }

    fn variable_attributes(&self, client: &Arc<Connection>, service: &[u8]) -> Result<Vec<u8>> {
        let name = get_variable_attributes::parse_request(service)?;
        let ObjectNameRef::Domain { domain, item } = name.as_ref() else { return Err(NON_EXISTENT) };
        let domain = self.space.domain_index(domain).ok_or(NON_EXISTENT)?;
        let variable = self.space.find(domain, item).ok_or(NON_EXISTENT)?;
        let class = match &variable {
            Variable::Part(place) => self.block_class(place),
            Variable::Node(_) => None,
        };
        let class = class.unwrap_or(class::DATA_OBJECT);
        if self.hooks.wants().lists && !self.shows(client, domain, class, item) {
            return Err(NON_EXISTENT);
        }
        let spec = self.space.spec(&variable).ok_or(NON_EXISTENT)?;
        Ok(get_variable_attributes::response(false, spec))
    }
}
