//! A server without sockets, for unit tests: requests go in by `Core::serve`, what it says is kept.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::config::Config;
use super::connection::Connection;
use super::core::Core;
use super::hooks::Hooks;
use super::outlet::{Done, Outlet};
use crate::error::{Error, Result};
use crate::mms::service::{read, write};
use crate::mms::value::Value;
use crate::model::config_file;

/// What a server said to one client, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// The answer to a request.
    Answer(u32, Result<Vec<u8>>),
    /// An UnconfirmedService element.
    Unconfirmed(Vec<u8>),
    /// A request of the server's own; [`Probe::answer`] answers it.
    Asked(Vec<u8>),
    /// The association was aborted.
    Aborted,
}

/// The client's side of a connection.
#[derive(Default)]
pub(super) struct Probe {
    pub(super) said: Mutex<Vec<Said>>,
    pub(super) max_pdu: Mutex<usize>,
    pub(super) unsent: Mutex<usize>,
    /// The server can request nothing.
    pub(super) refuses: Mutex<bool>,
    asked: Mutex<VecDeque<Done>>,
    /// Last octet of its address.
    pub(super) host: Mutex<u8>,
}

impl Probe {
    /// What was said since the last call.
    pub(super) fn take(&self) -> Vec<Said> {
        std::mem::take(&mut self.said.lock())
    }

    /// The unconfirmed services since the last call; answers are dropped.
    pub(super) fn reports(&self) -> Vec<Vec<u8>> {
        let said = self.take().into_iter();
        said.filter_map(|said| if let Said::Unconfirmed(service) = said { Some(service) } else { None })
            .collect()
    }
}

impl Probe {
    /// Answers the server's oldest open request.
    pub(super) fn answer(&self, answer: Result<&[u8]>) {
        let done = self.asked.lock().pop_front().expect("a request of the server");
        done(answer);
    }
}

impl Outlet for Arc<Probe> {
    fn start(&self, service: &[u8], _: Duration, done: Done) -> Result<()> {
        if *self.refuses.lock() {
            return Err(Error::OutstandingCallLimit);
        }
        self.said.lock().push(Said::Asked(service.to_vec()));
        self.asked.lock().push_back(done);
        Ok(())
    }

    fn respond(&self, invoke_id: u32, answer: Result<&[u8]>) {
        self.said.lock().push(Said::Answer(invoke_id, answer.map(<[u8]>::to_vec)));
    }

    fn leave_unanswered(&self) {}

    fn unconfirmed(&self, service: &[u8]) -> Result<()> {
        self.said.lock().push(Said::Unconfirmed(service.to_vec()));
        Ok(())
    }

    fn max_pdu(&self) -> usize {
        *self.max_pdu.lock()
    }

    fn unsent(&self) -> usize {
        *self.unsent.lock()
    }

    fn notify_when_drained(&self, mark: usize) -> bool {
        *self.unsent.lock() > mark
    }

    fn abort(&self) {
        self.said.lock().push(Said::Aborted);
    }

    fn quiesce(&self, _: Duration) {}

    fn peer(&self) -> Option<SocketAddr> {
        Some(([192, 0, 2, *self.host.lock()], 40000).into())
    }

    fn local(&self) -> Option<SocketAddr> {
        Some(([192, 0, 2, 2], 102).into())
    }
}

/// A server of a configuration file.
pub(super) fn server(model: &str, config: Config, hooks: Arc<dyn Hooks>) -> Arc<Core> {
    Core::new(config_file::parse(model.as_bytes()).unwrap(), config, hooks).unwrap()
}

/// A client that is associated.
pub(super) fn client(core: &Arc<Core>) -> (Arc<Connection>, Arc<Probe>) {
    client_from(core, 1)
}

/// A client with an address of its own.
pub(super) fn client_from(core: &Arc<Core>, host: u8) -> (Arc<Connection>, Arc<Probe>) {
    let probe = Arc::new(Probe { max_pdu: Mutex::new(65000), host: Mutex::new(host), ..Probe::default() });
    let client = core.reserve(false).unwrap();
    client.attach(Box::new(Arc::clone(&probe)));
    core.connected(&client);
    (client, probe)
}

/// What a client gets for one variable.
pub(super) fn read_one(
    core: &Arc<Core>,
    client: &Arc<Connection>,
    probe: &Probe,
    domain: &str,
    item: &str,
) -> Value {
    let name =
        crate::mms::pdu::names::ObjectNameRef::Domain { domain: domain.as_bytes(), item: item.as_bytes() };
    probe.take();
    core.serve(client, 1, &read::request_one(name, None));
    let Some(Said::Answer(1, Ok(answer))) = probe.take().pop() else { panic!("no answer") };
    read::parse_value(&answer).unwrap()
}

/// The result of writing one variable; what was said before the answer stays with the probe.
pub(super) fn write_one(
    core: &Arc<Core>,
    client: &Arc<Connection>,
    probe: &Probe,
    domain: &str,
    item: &str,
    value: &Value,
) -> crate::error::DataAccessError {
    let name =
        crate::mms::pdu::names::ObjectNameRef::Domain { domain: domain.as_bytes(), item: item.as_bytes() };
    core.serve(client, 2, &write::request_value(name, None, value));
    let mut said = probe.said.lock();
    let at = said.iter().position(|said| matches!(said, Said::Answer(2, _))).expect("an answer");
    let Said::Answer(_, answer) = said.remove(at) else { panic!() };
    write::parse_response_one(&answer.unwrap()).unwrap()
}

#[test]
fn a_client_reads_and_writes_what_the_model_has() {
    let model = "MODEL(IED){LD(LD0){LN(LLN0){DO(Set 0){DA(setVal 0 3 2 1 0)=7;}}}}";
    let core = server(model, Config::default(), Arc::new(super::hooks::NoHooks));
    let (client, probe) = client(&core);
    assert_eq!(read_one(&core, &client, &probe, "IEDLD0", "LLN0$SP$Set$setVal"), Value::integer(7, 32));
    let result = write_one(&core, &client, &probe, "IEDLD0", "LLN0$SP$Set$setVal", &Value::integer(9, 32));
    assert_eq!(result, crate::error::DataAccessError::SUCCESS);
    assert_eq!(
        read_one(&core, &client, &probe, "IEDLD0", "LLN0$SP$Set"),
        Value::structure(vec![Value::integer(9, 32)])
    );
}
