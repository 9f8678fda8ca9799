use std::sync::mpsc;
use std::time::Duration;

use super::*;
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::{Access, information_report};
use crate::mms::value::{BitString, Data, Value, ber as value_ber};

fn send(client: &Client, id: &[u8], number: i64) {
    let mut results = Vec::new();
    let options = Value::new(Data::BitString(BitString::new(10)));
    let inclusion = Value::new(Data::BitString(BitString::from_integer(1, 1)));
    for value in [Value::visible_string(id), options, inclusion, Value::integer(number, 32)] {
        value_ber::encode_access_result(&value, &mut results);
    }
    let pdu = information_report::build(&Access::List(ObjectName::Vmd("RPT".into())), &results);
    let report = information_report::parse(&pdu).unwrap();
    let information_report::ReportAccess::List(name) = report.access else { panic!("no list") };
    client.reports.received(client, name, &report);
}

fn value(report: &Report) -> i64 {
    report.values.as_ref().unwrap().elements().unwrap().get(0).unwrap().as_i64().unwrap()
}

/// Installs a handler that sends what it gets.
fn listen(client: &Client, reference: &str, id: Option<&str>) -> mpsc::Receiver<i64> {
    let (to, from) = mpsc::channel();
    let handler: ReportHandler = Arc::new(move |report| to.send(value(report)).unwrap());
    client.install_report_handler(reference.as_bytes(), id.map(str::as_bytes), handler);
    from
}

fn received(client: &Client, from: &mpsc::Receiver<i64>) -> Vec<i64> {
    assert!(client.dispatch.settle(Duration::from_secs(10)));
    from.try_iter().collect()
}

#[test]
fn reports_find_their_handler_by_id_or_reference() {
    let client = Client::new(true);
    let named = listen(&client, "LD/LLN0.RP.a", Some("ida"));
    let by_reference = listen(&client, "LD/LLN0.RP.b", None);
    let empty = listen(&client, "LD/LLN0.BR.c", Some(""));
    for (number, id) in ["ida", "LD/LLN0$RP$a", "LD/LLN0$RP$b", "LD/LLN0.RP.b", "LD/LLN0$BR$c", "", "x"]
        .into_iter()
        .enumerate()
    {
        send(&client, id.as_bytes(), number as i64);
    }
    assert_eq!(received(&client, &named), [0]);
    assert_eq!(received(&client, &by_reference), [2]);
    assert_eq!(received(&client, &empty), [4]);
    assert_eq!(client.report_statistics(), ReportStatistics { unmatched: 4, flawed: 0 });
    client.uninstall_report_handler(b"LD/LLN0.BR.c");
    send(&client, b"", 7);
    assert_eq!(received(&client, &by_reference), [7]);
}

#[test]
fn of_two_handlers_with_one_id_the_older_gets_the_reports() {
    let client = Client::new(true);
    let first = listen(&client, "LD/LLN0.RP.a", Some("id"));
    let second = listen(&client, "LD/LLN0.RP.b", Some("id"));
    send(&client, b"id", 1);
    assert_eq!((received(&client, &first), received(&client, &second)), (vec![1], vec![]));
    let replaced = listen(&client, "LD/LLN0.RP.a", Some("id"));
    send(&client, b"id", 2);
    assert_eq!((received(&client, &replaced), received(&client, &second)), (vec![], vec![2]));
}

#[test]
fn reports_arrive_in_order_and_none_is_lost() {
    let client = Client::new(true);
    let from = listen(&client, "LD/LLN0.RP.a", None);
    (0..10_000).for_each(|number| send(&client, b"LD/LLN0$RP$a", number));
    assert!(received(&client, &from).into_iter().eq(0..10_000));
}

#[test]
fn uninstalling_waits_for_a_running_call_and_ends_the_queued_ones() {
    let client = Client::new(true);
    let (entered, at_handler) = mpsc::channel();
    let (leave, may_leave) = mpsc::channel::<()>();
    let may_leave = Mutex::new(may_leave);
    let calls = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&calls);
    let handler: ReportHandler = Arc::new(move |_| {
        entered.send(()).unwrap();
        may_leave.lock().recv().unwrap();
        counted.fetch_add(1, Ordering::SeqCst);
    });
    client.install_report_handler(b"LD/LLN0.RP.a", None, handler);
    (0..5).for_each(|number| send(&client, b"LD/LLN0$RP$a", number));
    at_handler.recv().unwrap();
    let later = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        leave.send(()).unwrap();
        leave
    });
    client.uninstall_report_handler(b"LD/LLN0.RP.a");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    drop(later.join());
    assert!(client.dispatch.settle(Duration::from_secs(10)));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[test]
fn a_handler_may_uninstall_itself() {
    let client = Client::new(true);
    let (to, from) = mpsc::channel();
    let me = client.me.clone();
    let handler: ReportHandler = Arc::new(move |report| {
        me.upgrade().unwrap().uninstall_report_handler(b"LD/LLN0.RP.a");
        to.send(value(report)).unwrap();
    });
    client.install_report_handler(b"LD/LLN0.RP.a", None, handler);
    (0..5).for_each(|number| send(&client, b"LD/LLN0$RP$a", number));
    assert_eq!(received(&client, &from), [0]);
}

#[test]
fn a_handler_may_destroy_its_connection() {
    let client = Client::new(true);
    let (to, from) = mpsc::channel();
    let me = client.me.clone();
    let handler: ReportHandler = Arc::new(move |report| {
        me.upgrade().unwrap().connection().destroy();
        to.send(value(report)).unwrap();
    });
    client.install_report_handler(b"LD/LLN0.RP.a", None, handler);
    (0..5).for_each(|number| send(&client, b"LD/LLN0$RP$a", number));
    assert_eq!(received(&client, &from), [0]);
}
