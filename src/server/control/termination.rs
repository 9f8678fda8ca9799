//! What a client is told of the end of its command: LastApplError and CommandTermination (IEC 61850-8-1 §20.5, §20.8).

use std::sync::Arc;

use super::command::Command;
use super::object::{Description, Service};
use super::state::Work;
use crate::error::DataAccessError;
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::information_report;
use crate::mms::service::{Access, VariableAccess};
use crate::mms::value::{Value, ber};
use crate::server::connection::Connection;

/// Error and AddCause.
type Reason = (i32, i32);

/// LastApplError of a refused command.
pub(super) fn send_error(
    client: &Connection,
    about: &Description,
    service: Service,
    command: &Command,
    reason: Reason,
) {
    report(client, vec![(last_appl_error(), error_value(about, service, command, reason))]);
}

impl Work<'_> {
    /// The end of an execution, or the beginning of a time-activated one; with a reason, a bad one.
    pub(super) fn terminate(
        &mut self,
        index: u32,
        client: &Arc<Connection>,
        command: &Arc<Command>,
        reason: Option<Reason>,
    ) {
        let Some(about) = self.object(index).map(|object| Arc::clone(&object.about)) else { return };
        let (client, command) = (Arc::clone(client), Arc::clone(command));
        self.state.later.push(Box::new(move |core| {
            if let Some((oper, _)) = about.service(Service::Oper) {
                let result = reason.map_or(DataAccessError::SUCCESS, |_| DataAccessError::HARDWARE_FAULT);
                core.track_termination(oper, result, reason.map_or(0, |(_, cause)| cause));
            }
            let mut variables = Vec::with_capacity(2);
            if let Some(reason) = reason {
                variables.push((last_appl_error(), error_value(&about, Service::Oper, &command, reason)));
            }
            variables.push((about.oper_name(), command.whole.clone()));
            report(&client, variables);
        }));
    }
}

fn last_appl_error() -> ObjectName {
    ObjectName::Vmd(b"LastApplError"[..].into())
}

fn error_value(about: &Description, service: Service, command: &Command, (error, cause): Reason) -> Value {
    Value::structure(vec![
        Value::visible_string(&about.service_reference(service)),
        Value::integer(i64::from(error), 32),
        Value::structure(vec![
            Value::integer(i64::from(command.origin.category), 32),
            Value::octet_string(&command.origin.identifier),
        ]),
        Value::unsigned(command.number, 32),
        Value::integer(i64::from(cause), 32),
    ])
}

fn report(client: &Connection, variables: Vec<(ObjectName, Value)>) {
    let (names, values): (Vec<_>, Vec<_>) = variables.into_iter().unzip();
    let mut results = Vec::with_capacity(64);
    values.iter().for_each(|value| ber::encode_access_result(value, &mut results));
    let access = Access::Variables(names.into_iter().map(VariableAccess::new).collect());
    if let Err(error) = client.unconfirmed(&information_report::build(&access, &results)) {
        tracing::info!(client = client.peer(), %error, "client not told of the end of its command");
    }
}
