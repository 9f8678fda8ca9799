//! Command terminations and application errors: which control object they are for.

use std::cell::Cell;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::object::ControlObject;
use crate::iec61850::appl_error::{LastApplError, ReportedError};
use crate::iec61850::client::Client;
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::service::information_report::{self, InformationReport, ReportAccess};

/// The control objects of a connection.
#[derive(Default)]
pub(in crate::iec61850) struct Controls {
    objects: Mutex<Vec<Weak<ControlObject>>>,
}

thread_local! {
    /// In a termination handler: its object, and what the termination says.
    static CURRENT: Cell<Option<(*const ControlObject, LastApplError)>> = const { Cell::new(None) };
}

/// What the termination says whose handler of `object` runs on this thread.
pub(super) fn current(object: &ControlObject) -> Option<LastApplError> {
    CURRENT.get().filter(|(current, _)| std::ptr::eq(*current, object)).map(|(_, error)| error)
}

/// A handler begins a new action on its object: from now on that action's error counts.
pub(super) fn forget(object: &ControlObject) {
    if current(object).is_some() {
        CURRENT.set(None);
    }
}

impl Controls {
    /// Takes a new object in; those that have ended leave.
    pub(super) fn add(&self, object: &Arc<ControlObject>) {
        let mut objects = self.objects.lock();
        objects.retain(|object| object.strong_count() > 0);
        objects.push(Arc::downgrade(object));
    }

    /// The live objects that `wanted` takes.
    fn find(&self, wanted: impl Fn(&ControlObject) -> bool) -> Vec<Arc<ControlObject>> {
        let objects = self.objects.lock();
        let live = objects.iter().filter_map(Weak::upgrade).collect::<Vec<_>>();
        drop(objects);
        live.into_iter().filter(|object| !object.is_destroyed() && wanted(object)).collect()
    }

    /// An InformationReport with a list of variables came; `reported` is the LastApplError in it.
    pub(in crate::iec61850) fn received(
        &self,
        client: &Client,
        report: &InformationReport<'_>,
        reported: Option<&ReportedError>,
    ) {
        let mut known = false;
        if let Some(reported) = reported {
            known = self.failed(reported);
        }
        let ReportAccess::Variables(variables) = &report.access else { return };
        for variable in *variables {
            let Ok(ObjectNameRef::Domain { domain, item }) = information_report::variable_name(variable)
            else {
                continue;
            };
            let Some(item) = item.strip_suffix(b"$Oper") else { continue };
            let error = reported.map(|reported| reported.error).unwrap_or_default();
            for object in self.find(|object| object.domain == domain && object.item == item) {
                known = true;
                let object = Arc::downgrade(&object);
                client.dispatch.push(Box::new(move || terminated(&object, error)));
            }
        }
        if !known {
            tracing::debug!("command termination or application error that nobody asked for");
        }
    }

    /// Gives an application error to the objects whose command it is about. Returns whether there is one.
    fn failed(&self, reported: &ReportedError) -> bool {
        let objects = self.find(|object| object.is_named(&reported.object));
        let numbered =
            |object: &Arc<ControlObject>| i32::from(object.state.lock().number) == reported.error.ctl_num;
        // Some servers repeat another number than the command's: then it can only be about what is under way.
        let exact = objects.iter().any(numbered);
        for object in &objects {
            if if exact { numbered(object) } else { object.state.lock().under_way > 0 } {
                object.state.lock().appl_error = reported.error;
            }
        }
        !objects.is_empty()
    }
}

impl ControlObject {
    /// Whether CntrlObj is this object: `LD/LN$CO$DO`, mostly with the service behind it, by some servers with points.
    fn is_named(&self, reference: &[u8]) -> bool {
        let Some(rest) =
            reference.strip_prefix(self.domain.as_slice()).and_then(|rest| rest.strip_prefix(b"/"))
        else {
            return false;
        };
        let mut parts = rest.split(|octet| b"$.".contains(octet)).filter(|part| *part != b"CO");
        let mut own = self.item.split(|&octet| octet == b'$').filter(|part| *part != b"CO");
        own.all(|part| parts.next() == Some(part))
            && parts.next().is_none_or(|part| [&b"Oper"[..], b"SBOw", b"SBO", b"Cancel"].contains(&part))
            && parts.next().is_none()
    }

    /// Sets or removes the handler of command terminations.
    pub fn set_termination_handler(&self, handler: Option<super::TerminationHandler>) {
        let before = std::mem::replace(&mut self.termination.lock().handler, handler);
        drop(before);
    }
}

/// Restores what the thread was at, also when the handler panics.
struct Running<'a> {
    object: &'a ControlObject,
    before: Option<(*const ControlObject, LastApplError)>,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        CURRENT.set(self.before);
        self.object.termination.lock().running = None;
        self.object.quiet.notify_all();
    }
}

/// Calls the handler, on a callback thread.
fn terminated(object: &Weak<ControlObject>, error: LastApplError) {
    let Some(object) = object.upgrade().filter(|object| !object.is_destroyed()) else { return };
    let mut termination = object.termination.lock();
    let Some(handler) = termination.handler.clone() else { return };
    termination.running = Some(std::thread::current().id());
    drop(termination);
    let _running = Running { object: &object, before: CURRENT.replace(Some((Arc::as_ptr(&object), error))) };
    handler();
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;
    use crate::iec61850::control::command::tests::object as types;
    use crate::mms::pdu::names::ObjectName;
    use crate::mms::service::access::{Access, VariableAccess};
    use crate::mms::type_spec::TypeKind;
    use crate::mms::value::{Value, ber};

    fn client() -> Arc<Client> {
        Client::new(true)
    }

    fn control(client: &Arc<Client>, reference: &str, number: u8) -> Arc<ControlObject> {
        let spec = types(TypeKind::Boolean, TypeKind::UtcTime, false);
        let object = ControlObject::with_types(client, reference.as_bytes(), 3, &spec).unwrap();
        object.set_number(number);
        object
    }

    fn domain(item: &str) -> VariableAccess {
        VariableAccess::new(ObjectNameRef::Domain { domain: b"LD", item: item.as_bytes() }.to_owned())
    }

    /// What a server says about `object`, and the error as it is given to objects.
    fn appl_error(object: &str, number: u64, cause: i64) -> Value {
        Value::structure(vec![
            Value::visible_string(object.as_bytes()),
            Value::integer(1, 8),
            Value::structure(vec![Value::integer(0, 8), Value::octet_string(b"")]),
            Value::unsigned(number, 8),
            Value::integer(cause, 8),
        ])
    }

    fn report(client: &Client, variables: Vec<(VariableAccess, Value)>) {
        let (names, values): (Vec<_>, Vec<_>) = variables.into_iter().unzip();
        let mut results = Vec::new();
        values.iter().for_each(|value| ber::encode_access_result(value, &mut results));
        let service = information_report::build(&Access::Variables(names), &results);
        let parsed = information_report::parse(&service).unwrap();
        crate::mmsclient::Upper::reported(client, &parsed);
    }

    fn last() -> VariableAccess {
        VariableAccess::new(ObjectName::Vmd(b"LastApplError"[..].into()))
    }

    fn error(ctl_num: i32, add_cause: i32) -> LastApplError {
        LastApplError { ctl_num, error: 1, add_cause }
    }

    #[test]
    fn an_application_error_goes_to_the_object_and_command_it_names() {
        let client = client();
        let first = control(&client, "LD/GGIO1.SPCSO1", 7);
        let same = control(&client, "LD/GGIO1.SPCSO1", 8);
        let longer = control(&client, "LD/GGIO1.SPCSO11", 7);
        report(&client, vec![(last(), appl_error("LD/GGIO1$CO$SPCSO1$Oper", 7, 10))]);
        assert_eq!(first.last_appl_error(), error(7, 10));
        assert_eq!(same.last_appl_error(), LastApplError::default());
        assert_eq!(longer.last_appl_error(), LastApplError::default());
        for name in ["LD/GGIO1$CO$SPCSO11", "LD/GGIO1.SPCSO11.SBOw", "LD/GGIO1$SPCSO11$Cancel"] {
            report(&client, vec![(last(), appl_error(name, 7, 3))]);
            assert_eq!(longer.last_appl_error(), error(7, 3), "{name}");
            longer.state.lock().appl_error = LastApplError::default();
        }
        for name in ["", "LD", "LD/", "LD/GGIO1$CO$SPCSO1x", "LDx/GGIO1$CO$SPCSO11", "LD/GGIO1$CO$SPCSO11$x"]
        {
            report(&client, vec![(last(), appl_error(name, 7, 3))]);
            assert_eq!(longer.last_appl_error(), LastApplError::default(), "{name}");
        }
    }

    #[test]
    fn a_wrong_control_number_counts_only_while_a_command_is_under_way() {
        let client = client();
        let object = control(&client, "LD/GGIO1.SPCSO1", 7);
        report(&client, vec![(last(), appl_error("LD/GGIO1$CO$SPCSO1$Oper", 0, 10))]);
        assert_eq!(object.last_appl_error(), LastApplError::default());
        object.state.lock().under_way = 1;
        report(&client, vec![(last(), appl_error("LD/GGIO1$CO$SPCSO1$Oper", 0, 10))]);
        assert_eq!(object.last_appl_error(), error(0, 10));
    }

    #[test]
    fn each_termination_handler_learns_of_its_own_termination() {
        let client = client();
        let object = control(&client, "LD/GGIO1.SPCSO1", 1);
        let (send, receive) = mpsc::channel();
        let (inside, go) = (Arc::downgrade(&object), Arc::new(Mutex::new(())));
        let held = go.lock();
        let gate = Arc::clone(&go);
        object.set_termination_handler(Some(Arc::new(move || {
            drop(gate.lock());
            send.send(inside.upgrade().map(|object| object.last_appl_error())).unwrap();
        })));
        let oper = || domain("GGIO1$CO$SPCSO1$Oper");
        report(&client, vec![(oper(), Value::boolean(true))]);
        report(
            &client,
            vec![(last(), appl_error("LD/GGIO1$CO$SPCSO1$Oper", 1, 9)), (oper(), Value::boolean(true))],
        );
        report(&client, vec![(domain("GGIO1$CO$SPCSO2$Oper"), Value::boolean(true))]);
        drop(held);
        let next = || receive.recv_timeout(Duration::from_secs(5));
        assert_eq!(next().unwrap(), Some(LastApplError::default()));
        assert_eq!(next().unwrap(), Some(error(1, 9)));
        assert!(client.dispatch.settle(Duration::from_secs(5)));
        assert_eq!(object.last_appl_error(), error(1, 9));
        object.destroy();
        report(&client, vec![(oper(), Value::boolean(true))]);
        assert!(client.dispatch.settle(Duration::from_secs(5)) && receive.try_recv().is_err());
    }

    #[test]
    fn a_termination_with_an_error_that_cannot_be_read_is_no_success() {
        let short = |count: usize| {
            let mut members: Vec<Value> = (0..count).map(|_| Value::integer(0, 8)).collect();
            members.truncate(count);
            Value::structure(members)
        };
        for unreadable in
            [short(4), short(0), Value::integer(3, 8), Value::access_error(crate::error::DataAccessError(3))]
        {
            let client = client();
            let object = control(&client, "LD/GGIO1.SPCSO1", 1);
            let (send, receive) = mpsc::channel();
            let inside = Arc::downgrade(&object);
            object.set_termination_handler(Some(Arc::new(move || {
                send.send(inside.upgrade().map(|object| object.last_appl_error())).unwrap();
            })));
            report(
                &client,
                vec![(last(), unreadable), (domain("GGIO1$CO$SPCSO1$Oper"), Value::boolean(true))],
            );
            let told = receive.recv_timeout(Duration::from_secs(5)).unwrap().unwrap();
            assert_eq!(told.error, 1, "unknown");
        }
    }

    #[test]
    fn a_termination_that_is_faster_than_the_answer_finds_the_command_agreed_to() {
        let client = client();
        let object = control(&client, "LD/GGIO1.SPCSO1", 1);
        let (send, receive) = mpsc::channel();
        let inside = Arc::downgrade(&object);
        object.set_termination_handler(Some(Arc::new(move || {
            send.send(inside.upgrade().map(|object| object.outcome())).unwrap();
        })));
        let failed = || Err(crate::error::Error::Timeout);
        object.fail(crate::error::Error::Timeout);
        let terminate = || report(&client, vec![(domain("GGIO1$CO$SPCSO1$Oper"), Value::boolean(true))]);
        terminate();
        assert_eq!(
            receive.recv_timeout(Duration::from_secs(5)).unwrap(),
            Some(failed()),
            "no command is under way"
        );
        object.state.lock().under_way = 1;
        terminate();
        assert_eq!(receive.recv_timeout(Duration::from_secs(5)).unwrap(), Some(Ok(())));
        assert_eq!(object.outcome(), failed(), "outside of the handler");
    }

    #[test]
    fn a_handler_may_destroy_its_object_and_another_thread_waits_for_the_handler() {
        let client = client();
        let object = control(&client, "LD/GGIO1.SPCSO1", 1);
        let own = Arc::downgrade(&object);
        let (send, receive) = mpsc::channel();
        object.set_termination_handler(Some(Arc::new(move || {
            send.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(100));
            if let Some(object) = own.upgrade() {
                object.destroy();
            }
            send.send(()).unwrap();
        })));
        report(&client, vec![(domain("GGIO1$CO$SPCSO1$Oper"), Value::boolean(true))]);
        receive.recv_timeout(Duration::from_secs(5)).unwrap();
        object.destroy();
        assert!(receive.try_recv().is_ok(), "the handler has ended");
    }

    #[test]
    fn unreadable_reports_are_survived() {
        let client = client();
        for service in
            [&b""[..], &[0xa0, 0], &[0xa0, 4, 0xa0, 0, 0xa0, 0], &[0xa0, 6, 0xa0, 2, 0x30, 0, 0xa0, 0]]
        {
            if let Ok(parsed) = information_report::parse(service) {
                client.controls.received(&client, &parsed, None);
            }
        }
    }
}
