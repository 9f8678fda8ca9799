use std::sync::Arc;

use parking_lot::Mutex;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::Hooks;
use super::super::testing::{self, Probe, read_one, write_one};
use super::{DEFAULT_ADDRESS, GooseState};
use crate::error::DataAccessError as E;
use crate::mms::value::Value;
use crate::mms::value::ber;
use crate::model::tree::Address;

const MODEL: &str = "MODEL(IED){LD(LD0){LN(LLN0){
    DO(Mod 0){DA(stVal 0 12 0 1 0)=1;}
    DS(ds){DE(LLN0$ST$Mod$stVal);}
    GC(g01 gid ds 1 0 5 100){PA(4 273 4096 010ccd010001);}
    GC(g02 other none 7 1 -1 -1){}
    SMVC(m01 mid ds 1 0 80 5 0){PA(4 273 4096 010ccd040001);}
    SMVC(u01 uid ds 3 1 4000 31 1){}
}}}";

#[derive(Default)]
struct App(Mutex<Vec<(char, u32, bool)>>);

impl Hooks for App {
    fn goose_event(&self, block: u32, enabled: bool) {
        self.0.lock().push(('g', block, enabled));
    }

    fn sampled_event(&self, block: u32, enabled: bool) {
        self.0.lock().push(('s', block, enabled));
    }
}

struct Bench {
    core: Arc<Core>,
    app: Arc<App>,
    one: (Arc<Connection>, Arc<Probe>),
    other: (Arc<Connection>, Arc<Probe>),
}

impl Bench {
    fn new() -> Self {
        let app = Arc::new(App::default());
        let core = testing::server(MODEL, Config::default(), app.clone());
        Self { one: testing::client(&core), other: testing::client(&core), core, app }
    }

    fn write_as(&self, (client, probe): &(Arc<Connection>, Arc<Probe>), item: &str, value: &Value) -> E {
        write_one(&self.core, client, probe, "IEDLD0", &format!("LLN0${item}"), value)
    }

    fn switch(&self, item: &str, on: bool) -> E {
        self.write_as(&self.one, item, &Value::boolean(on))
    }

    fn switch_other(&self, item: &str, on: bool) -> E {
        self.write_as(&self.other, item, &Value::boolean(on))
    }

    fn read(&self, item: &str) -> Value {
        read_one(&self.core, &self.one.0, &self.one.1, "IEDLD0", &format!("LLN0${item}"))
    }

    /// The content of a structure as it is encoded.
    fn octets(&self, item: &str) -> String {
        let mut out = Vec::new();
        self.read(item).elements().unwrap().iter().flatten().for_each(|value| ber::encode(value, &mut out));
        out.iter().map(|octet| format!("{octet:02x}")).collect()
    }

    fn events(&self) -> Vec<(char, u32, bool)> {
        std::mem::take(&mut self.app.0.lock())
    }
}

#[test]
fn control_blocks_show_what_the_model_says() {
    let bench = Bench::new();
    let text = |text: &str| {
        let octets: String = text.bytes().map(|octet| format!("{octet:02x}")).collect();
        format!("8a{:02x}{octets}", text.len())
    };
    let address = "a2138906010ccd01000186010486020111860210 00".replace(' ', "");
    let (data_set, none) = (text("IEDLD0/LLN0$ds"), text("IEDLD0/LLN0$none"));
    let goose = format!("830100{}{data_set}860101830100{address}86010586016483 0100", text("gid"));
    assert_eq!(bench.octets("GO$g01"), goose.replace(' ', ""));
    let address = address.replace("86020111", "860100").replace("a213", "a212");
    let goose = format!("830100{}{none}860107830100{address}860201f486021388830100", text("other"));
    assert_eq!(bench.octets("GO$g02"), goose);
    let sampled = format!("830100830100{}{data_set}85010385020fa0840203f8850101{address}850100", text("uid"));
    assert_eq!(bench.octets("US$u01"), sampled);
    assert!(bench.octets("MS$m01").contains("850101850150840203a0850100a213"));
    let state = bench.core.goose_state(0).unwrap();
    let address = Address { vlan_id: 273, ..DEFAULT_ADDRESS };
    assert_eq!(
        state,
        GooseState {
            enabled: false,
            id: b"gid".to_vec(),
            data_set: b"IEDLD0/LLN0$ds".to_vec(),
            revision: 1,
            needs_commissioning: false,
            address,
            min_time: 5,
            max_time: 100,
            fixed_offsets: false,
        }
    );
}

#[test]
fn only_goena_of_a_goose_control_block_can_be_written() {
    let bench = Bench::new();
    let others = [
        ("GoID", Value::visible_string(b"x")),
        ("DatSet", Value::visible_string(b"")),
        ("ConfRev", Value::unsigned(1, 32)),
        ("NdsCom", Value::boolean(true)),
        ("DstAddress$VID", Value::unsigned(1, 16)),
        ("MinTime", Value::unsigned(1, 32)),
    ];
    let write = |name: &str, value| bench.write_as(&bench.one, &format!("GO$g01${name}"), value);
    for (name, value) in &others {
        assert_eq!(write(name, value), E::OBJECT_ACCESS_DENIED, "{name}");
    }
    assert_eq!(bench.switch("GO$g01$GoEna", true), E::SUCCESS);
    for (name, value) in &others {
        assert_eq!(write(name, value), E::TEMPORARILY_UNAVAILABLE, "{name}");
    }
    assert_eq!(bench.switch("GO$g01$GoEna", true), E::OBJECT_VALUE_INVALID);
    assert_eq!(bench.switch_other("GO$g01$GoEna", false), E::SUCCESS);
    assert_eq!(bench.switch("GO$g01$GoEna", false), E::SUCCESS);
    assert_eq!(bench.switch("GO$g02$GoEna", true), E::OBJECT_VALUE_INVALID);
    assert_eq!(bench.events(), [('g', 0, true), ('g', 0, false), ('g', 0, false)]);
}

#[test]
fn the_application_enables_what_has_a_data_set() {
    let bench = Bench::new();
    let enabled = || [0, 1].map(|block| bench.core.goose_state(block).unwrap().enabled);
    bench.core.enable_goose(true);
    assert_eq!(enabled(), [true, false]);
    bench.core.enable_goose(false);
    assert_eq!(enabled(), [false, false]);
    assert_eq!(bench.events(), []);
}

#[test]
fn any_client_switches_a_multicast_block() {
    let bench = Bench::new();
    let rate = Value::integer(9, 32);
    assert_eq!(bench.write_as(&bench.one, "MS$m01$SmpRate", &rate), E::OBJECT_ACCESS_DENIED);
    assert_eq!(bench.switch("MS$m01$SvEna", true), E::SUCCESS);
    assert_eq!(bench.write_as(&bench.one, "MS$m01$SmpRate", &rate), E::TEMPORARILY_UNAVAILABLE);
    bench.core.streams_disconnected(&bench.one.0);
    assert_eq!(bench.read("MS$m01$SvEna"), Value::boolean(true));
    assert_eq!(bench.switch_other("MS$m01$SvEna", false), E::SUCCESS);
    assert_eq!(bench.events(), [('s', 0, true), ('s', 0, false)]);
}

#[test]
fn a_unicast_block_belongs_to_who_reserves_it() {
    let bench = Bench::new();
    assert_eq!(bench.switch("US$u01$Resv", true), E::SUCCESS);
    for attribute in ["Resv", "SvEna"] {
        assert_eq!(bench.switch_other(&format!("US$u01${attribute}"), true), E::TEMPORARILY_UNAVAILABLE);
    }
    assert_eq!(bench.switch("US$u01$SvEna", true), E::SUCCESS);
    assert_eq!(bench.switch("US$u01$Resv", false), E::SUCCESS);
    assert_eq!(bench.switch_other("US$u01$Resv", true), E::SUCCESS);
    bench.core.streams_disconnected(&bench.one.0);
    assert_eq!(bench.read("US$u01$Resv"), Value::boolean(true));
    bench.core.streams_disconnected(&bench.other.0);
    assert_eq!(
        (bench.read("US$u01$Resv"), bench.read("US$u01$SvEna")),
        (Value::boolean(false), Value::boolean(false))
    );
    assert_eq!(bench.events(), [('s', 1, true), ('s', 1, false)]);
}
