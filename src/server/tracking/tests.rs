use std::sync::Arc;

use super::super::config::Config;
use super::super::connection::Connection;
use super::super::core::Core;
use super::super::hooks::NoHooks;
use super::super::space::{Place, Variable};
use super::super::testing::{self, Probe, read_one, write_one};
use super::is_tracking;
use crate::error::DataAccessError as E;
use crate::mms::value::{Data, Value};

const HEAD: &str =
    "DA(objRef 0 19 8 4 0);DA(serviceType 0 12 8 0 0);DA(errorCode 0 12 8 0 0);DA(t 0 22 8 0 0);";
const COMMAND: &str =
    "DA(ctlVal 0 0 8 0 0);DA(ctlNum 0 6 8 0 0);DA(T 0 22 8 0 0);DA(respAddCause 0 12 8 0 0);";
const OPER: &str = "DA(Oper 0 27 12 0 0){DA(ctlVal 0 0 12 0 0);DA(ctlNum 0 6 12 0 0);DA(T 0 22 12 0 0);}";

fn model() -> String {
    format!(
        "MODEL(IED){{LD(A){{LN(LLN0){{DO(Mod 0){{DA(stVal 0 12 0 1 0)=1;}}
            DS(ds){{DE(LLN0$ST$Mod$stVal);}}
            GC(g01 gid ds 3 0 5 100){{}} SMVC(m01 mid ds 1 0 80 5 0){{}} SG(1 3) LOG(log); LC(lcb ds A/LLN0$log 1 0 0 1);}}
        LN(GGIO1){{DO(Spc 0){{{OPER}DA(stVal 0 0 0 1 0);}}DO(Dpc 0){{{OPER}DA(stVal 0 25 0 1 0);}}}}
        LN(LTRK1){{
            DO(GocbTrk 0){{{HEAD}DA(goEna 0 0 8 0 0);DA(goID 0 19 8 0 0);DA(datSet 0 19 8 0 0);DA(confRev 0 9 8 0 0);}}
            DO(MsvcbTrk 0){{{HEAD}DA(svEna 0 0 8 0 0);}}
            DO(SgcbTrk 0){{{HEAD}DA(numOfSG 0 6 8 0 0);DA(actSG 0 6 8 0 0);}}
            DO(LocbTrk 0){{{HEAD}DA(logRef 0 19 8 0 0);DA(trgOps 0 32 8 0 0);}}
            DO(SpcTrk 0){{{HEAD}{COMMAND}}} DO(DpcTrk 0){{{HEAD}{COMMAND}}}
        }}}}}}"
    )
}

struct Bench {
    core: Arc<Core>,
    client: Arc<Connection>,
    probe: Arc<Probe>,
}

impl Bench {
    fn new() -> Self {
        let core = testing::server(&model(), Config::default(), Arc::new(NoHooks));
        let (client, probe) = testing::client(&core);
        Self { core, client, probe }
    }

    fn write(&self, item: &str, value: &Value) -> E {
        write_one(&self.core, &self.client, &self.probe, "IEDA", item, value)
    }

    /// A tracking object without its time, printed.
    fn tracked(&self, object: &str) -> String {
        let value = read_one(&self.core, &self.client, &self.probe, "IEDA", &format!("LTRK1$SR${object}Trk"));
        let parts = value.elements().unwrap();
        let print = |(index, value): (usize, Option<&Value>)| {
            let mut out = Vec::new();
            value.unwrap().print(&mut out);
            (index != 3).then(|| String::from_utf8(out).unwrap())
        };
        parts.iter().enumerate().filter_map(print).collect::<Vec<_>>().join(" ")
    }

    fn time(&self, object: &str) -> u64 {
        let item = format!("LTRK1$SR${object}Trk$t");
        read_one(&self.core, &self.client, &self.probe, "IEDA", &item).as_time_ms().unwrap()
    }

    fn place(&self, item: &str) -> Place {
        match self.core.space.find(0, item.as_bytes()) {
            Some(Variable::Part(place)) => place,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn writes_to_control_blocks_are_tracked_with_their_outcome() {
    let bench = Bench::new();
    assert_eq!(bench.time("Gocb"), 0);
    assert_eq!(bench.write("LLN0$GO$g01$GoEna", &Value::boolean(true)), E::SUCCESS);
    assert_eq!(bench.tracked("Gocb"), "IEDA/LLN0.g01 34 0 true gid IEDA/LLN0.ds 3");
    assert!(bench.time("Gocb") > 1_700_000_000_000);
    bench.write("LLN0$GO$g01$GoID", &Value::visible_string(b"x"));
    assert_eq!(bench.tracked("Gocb"), "IEDA/LLN0.g01 34 8 true gid IEDA/LLN0.ds 3");
    bench.write("LLN0$MS$m01$SvEna", &Value::boolean(true));
    assert_eq!(bench.tracked("Msvcb"), "IEDA/LLN0.m01 39 0 true");
    bench.write("LLN0$LG$lcb$OldEntr", &Value::octet_string(&[0; 8]));
    assert_eq!(bench.tracked("Locb"), "IEDA/LLN0.lcb 28 3 IEDA/LLN0.log 010000");
}

#[test]
fn setting_group_services_are_tracked_and_constants_are_not() {
    let bench = Bench::new();
    for (attribute, value, tracked) in [
        ("ActSG", Value::unsigned(9, 8), "16 5"),
        ("EditSG", Value::unsigned(2, 8), "17 3"),
        ("CnfEdit", Value::boolean(true), "19 3"),
        ("NumOfSG", Value::unsigned(1, 8), "19 3"),
    ] {
        bench.write(&format!("LLN0$SP$SGCB${attribute}"), &value);
        assert_eq!(bench.tracked("Sgcb"), format!("IEDA/LLN0.SGCB {tracked} 3 1"), "{attribute}");
    }
}

#[test]
fn what_has_the_wrong_type_is_no_service() {
    let bench = Bench::new();
    assert_eq!(bench.write("LLN0$GO$g01$GoEna", &Value::unsigned(1, 8)), E::TYPE_INCONSISTENT);
    assert_eq!(bench.tracked("Gocb"), " 0 0 false   0");
}

#[test]
fn commands_are_tracked_by_their_class() {
    let bench = Bench::new();
    let command = Value::structure(vec![
        Value::boolean(true),
        Value::unsigned(7, 8),
        Value::utc_time_ms(1_700_000_000_000, 0),
    ]);
    for (object, tracking) in [("Spc", "Spc"), ("Dpc", "Dpc")] {
        let result = bench.write(&format!("GGIO1$CO${object}$Oper"), &command);
        let code = if result == E::SUCCESS { 0 } else { 3 };
        let tracked = bench.tracked(tracking);
        assert!(tracked.starts_with(&format!("IEDA/GGIO1.{object} 46 {code} true 7 2023")), "{tracked}");
    }
    let oper = bench.place("GGIO1$CO$Spc$Oper");
    bench.core.track_termination(&oper, E::SUCCESS, 0);
    assert!(bench.tracked("Spc").starts_with("IEDA/GGIO1.Spc 47 0"));
    bench.core.track_select(&oper, E::OBJECT_ACCESS_DENIED, 18);
    let tracked = bench.tracked("Spc");
    assert!(tracked.starts_with("IEDA/GGIO1.Spc 43 9") && tracked.ends_with(" 18"), "{tracked}");
}

#[test]
fn tracking_nodes_are_known_by_their_class() {
    for (name, tracks) in
        [("LTRK", true), ("LTRK12", true), ("preLTRK1", true), ("LTRKx", false), ("12", false)]
    {
        assert_eq!(is_tracking(name.as_bytes()), tracks, "{name}");
    }
    let value = Value::visible_string(b"LD/LN$x");
    let Data::VisibleString(text) = &value.data else { panic!() };
    assert_eq!(super::service::dotted(text.as_bytes()), b"LD/LN.x");
}
