//! Controls over sockets: the timers and threads of a running server, with and without threads.

use std::sync::mpsc;
use std::time::Instant;

use super::*;
use crate::iec61850::{Action, Client, ControlObject};
use crate::server::Server;

const PATIENCE: Duration = Duration::from_secs(10);

fn server() -> (Arc<Application>, Server) {
    let application = Application::new();
    let server = Server::new(testing::server(&model(), Config::default(), application.clone()));
    server.set_address(Some("127.0.0.1".into()));
    (application, server)
}

/// A client's control object, and a message for each termination.
fn control(port: u16, reference: &str) -> (Arc<Client>, Arc<ControlObject>, mpsc::Receiver<i32>) {
    let client = Client::new(true);
    client.connection().connect("127.0.0.1", port).unwrap();
    let object = ControlObject::create(&client, reference.as_bytes()).unwrap();
    let (send, receive) = mpsc::channel();
    let inner = Arc::downgrade(&object);
    object.set_termination_handler(Some(Arc::new(move || {
        let cause = inner.upgrade().map_or(-1, |object| object.last_appl_error().add_cause);
        send.send(cause).unwrap();
    })));
    (client, object, receive)
}

#[test]
fn executions_go_on_and_selections_end_by_the_servers_own_timer() {
    let (application, server) = server();
    *application.wait.lock() = vec![ControlResult::Waiting, ControlResult::Waiting, ControlResult::Ok];
    *application.operate.lock() = vec![ControlResult::Waiting, ControlResult::Waiting, ControlResult::Failed];
    *application.reason.lock() = Some((1, 9));
    server.start(0).unwrap();
    let (_client, object, terminated) = control(server.port().unwrap(), "CLD/G.S4");
    let on = Value::boolean(true);
    assert!(object.act(Action::SelectWithValue(&on)), "{:?}", object.outcome());
    assert!(object.act(Action::Operate(&on, 0)), "{:?}", object.outcome());
    assert_eq!(terminated.recv_timeout(PATIENCE), Ok(9));
    application.take();
    assert!(object.act(Action::SelectWithValue(&on)));
    let start = Instant::now();
    while application.told.lock().last().is_none_or(|told| told != "selected false 2") {
        assert!(start.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!object.act(Action::Operate(&on, 0)));
    assert_eq!(object.last_appl_error().add_cause, 18);
    server.stop();
}

#[test]
fn a_server_without_threads_goes_on_in_its_periodic_work() {
    let (application, server) = server();
    *application.operate.lock() = vec![ControlResult::Waiting, ControlResult::Waiting, ControlResult::Ok];
    server.start_threadless(0).unwrap();
    let port = server.port().unwrap();
    let client = std::thread::spawn(move || {
        let (_client, object, terminated) = control(port, "CLD/G.D3");
        let agreed = object.act(Action::Operate(&Value::boolean(true), 0));
        (agreed, terminated.recv_timeout(PATIENCE))
    });
    while !client.is_finished() {
        if server.wait_ready(Duration::from_millis(10)).unwrap() {
            server.process();
        }
        server.periodic();
    }
    assert_eq!(client.join().unwrap(), (true, Ok(0)));
    assert_eq!(application.take().iter().filter(|told| *told == "operate true").count(), 3);
}
