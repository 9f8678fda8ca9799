//! The program iec61850-sim, read by our own client.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use iec61850::iec61850::{Action, Client, ControlObject, FunctionalConstraint, Reference};
use iec61850::mms::value::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_iec61850-sim");

/// A running simulator, ended when dropped.
struct Simulator {
    process: Child,
    port: u16,
}

impl Simulator {
    fn start(args: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["--port", "0", "--address", "127.0.0.1"]).args(args).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the program");
        let mut line = String::new();
        let out = process.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let port = line.strip_prefix("PORT ").and_then(|rest| rest.split(' ').next()?.parse().ok());
        Self { process, port: port.unwrap_or_else(|| panic!("{line:?}")) }
    }

    fn client(&self) -> Arc<Client> {
        let client = Client::new(true);
        client.connection().connect("127.0.0.1", self.port).expect("an association");
        client
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // it may have ended by itself
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(client: &Client, reference: &str, fc: &str) -> String {
    let fc = FunctionalConstraint::from_name(fc.as_bytes()).expect("a functional constraint");
    let reference = Reference::parse(reference.as_bytes(), Some(fc)).expect("a reference");
    let mut text = Vec::new();
    client.read(&reference).unwrap_or_else(|error| panic!("{error}")).print(&mut text);
    String::from_utf8(text).expect("a text")
}

fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).output().expect("the program")
}

#[test]
fn measurands_of_the_sample_change() {
    let simulator = Simulator::start(&[]);
    let client = simulator.client();
    let value = || read(&client, "SampleMeas/MMXU1.Hz.mag.f", "MX");
    let first = value();
    let end = Instant::now() + Duration::from_secs(20);
    while value() == first {
        assert!(Instant::now() < end, "{first} for 20 s");
    }
    assert_eq!(read(&client, "SampleMeas/MMXU1.Hz.q", "MX"), "0000000000000");
    client.connection().release().expect("a release");
}

#[test]
fn the_status_follows_the_commands_of_a_client() {
    let simulator = Simulator::start(&["--static"]);
    let client = simulator.client();
    let on = Value::boolean(true);
    let with_value = Action::SelectWithValue(&on);
    for (object, select) in [
        ("GGIO1.SPCSO1", None),
        ("GGIO1.SPCSO2", Some(Action::Select)),
        ("GGIO1.SPCSO3", None),
        ("CSWI1.Pos", Some(with_value)),
    ] {
        let reference = format!("SampleBay/{object}");
        let control = ControlObject::create(&client, reference.as_bytes()).expect("a control object");
        if let Some(select) = select {
            assert!(control.act(select), "{object}: {:?}", control.outcome());
        }
        let operate = Action::Operate(&on, 0);
        assert!(control.act(operate), "{object}: {:?}", control.outcome());
        let status = read(&client, &format!("{reference}.stVal"), "ST");
        assert!(matches!(&status[..], "true" | "10"), "{object}: {status}");
    }
}

#[test]
fn static_values_are_those_of_the_file() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/models/sample.icd");
    let simulator = Simulator::start(&[sample, "--static"]);
    let client = simulator.client();
    assert_eq!(read(&client, "SampleMeas/MMXU1.Hz.mag.f", "MX"), "50.000000");
    assert_eq!(read(&client, "SampleBay/CSWI1.Pos.ctlModel", "CF"), "4");
    assert_eq!(read(&client, "SampleBay/GAPC1.Ref1.setSrcRef", "SP"), "SampleBay/GGIO1.Ind1");
}

#[test]
fn configuration_files_are_served_too() {
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/ctests/models/simpleIO.cfg");
    let simulator = Simulator::start(&[model, "--static"]);
    assert_eq!(read(&simulator.client(), "simpleIOGenericIO/GGIO1.SPCSO1.ctlModel", "CF"), "1");
}

#[test]
fn a_printed_model_is_a_configuration_file() {
    let printed = run(&["--print"]);
    assert!(printed.status.success());
    let model = iec61850::model::config_file::parse(&printed.stdout).expect("a configuration file");
    assert_eq!((&model.name[..], model.devices.len()), (&b"Sample"[..], 2));
}

#[test]
fn what_is_wrong_is_told() {
    let refused = |args: &[&str]| {
        let output = run(args);
        assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
        String::from_utf8(output.stderr).expect("a text")
    };
    assert_eq!(
        refused(&["/no/such/file"]),
        "iec61850-sim: /no/such/file: No such file or directory (os error 2)\n"
    );
    assert!(refused(&["--ied", "Other"]).contains("there is no IED Other"));
    assert!(refused(&["--edition", "3"]).contains("Usage:"));
}
