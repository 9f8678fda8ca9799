//! Whose a control block is.

use super::super::super::config::Edition;
use super::*;

fn owned() -> Config {
    let mut config = Config::default();
    config.blocks.report_owner = true;
    config
}

const ME: [u8; 4] = [192, 0, 2, 1];

#[test]
fn the_first_write_reserves() {
    for (block, item, value) in [
        ("RP$U", "RptID", text("x")),
        ("RP$U", "RptEna", false.into()),
        ("BR$B", "OptFlds", bits(10, 0)),
        ("BR$B", "RptEna", true.into()),
    ] {
        let bench = Bench::with(owned());
        bench.set(&[(&format!("{block}${item}"), value)]);
        let (client, probe) = bench.other(1);
        let item = format!("{block}$OptFlds");
        assert_eq!(bench.write_as((&client, &probe), &item, bits(10, 0)), 2, "{block}");
        assert_eq!(bench.read(&format!("{block}$Owner")), Value::octet_string(&ME));
        if block == "RP$U" {
            assert_eq!(bench.read("RP$U$Resv"), true.into());
        } else {
            assert_eq!(bench.read("BR$B$ResvTms"), number(10));
        }
    }
}

#[test]
fn a_refused_write_does_not_reserve() {
    let bench = Bench::new();
    assert_eq!(bench.write("RP$U$ConfRev", unsigned(5)), 3);
    assert_eq!(bench.write("RP$U$DatSet", text("nonsense")), 11);
    assert_eq!(bench.read("RP$U$Resv"), false.into());
}

#[test]
fn resv_is_taken_and_given_back() {
    let bench = Bench::with(owned());
    let (client, probe) = bench.other(2);
    bench.set(&[("RP$U$Resv", true.into())]);
    assert_eq!(bench.write_as((&client, &probe), "RP$U$Resv", true.into()), 2);
    bench.set(&[("RP$U$Resv", false.into())]);
    assert_eq!(bench.read("RP$U$Owner"), Value::octet_string(&[]));
    assert_eq!(bench.write_as((&client, &probe), "RP$U$Resv", true.into()), -1);
    assert_eq!(bench.read("RP$U$Owner"), Value::octet_string(&[192, 0, 2, 2]));
    bench.core.disconnected(&client);
    assert_eq!(bench.read("RP$U$Resv"), false.into());
    bench.set(&[("RP$U$RptEna", true.into())]);
}

#[test]
fn a_reservation_time_is_set_changed_and_given_back() {
    let bench = Bench::with(owned());
    bench.set(&[("BR$B$ResvTms", number(5)), ("BR$B$ResvTms", number(7))]);
    assert_eq!(bench.read("BR$B$ResvTms"), number(7));
    let (client, probe) = bench.other(2);
    assert_eq!(bench.write_as((&client, &probe), "BR$B$ResvTms", number(0)), 2);
    bench.set(&[("BR$B$ResvTms", number(0))]);
    assert_eq!(bench.read("BR$B$ResvTms"), number(0));
    assert_eq!(bench.read("BR$B$Owner"), Value::octet_string(&[]));
    assert_eq!(bench.write_as((&client, &probe), "BR$B$ResvTms", number(3)), -1);
}

#[test]
fn for_the_reservation_time_only_the_same_address_may_come_back() {
    let bench = Bench::with(owned());
    bench.set(&[("BR$B$ResvTms", number(5))]);
    let (other, other_probe) = bench.other(2);
    bench.core.disconnected(&bench.client);
    let read = |item: &str| {
        testing::read_one(&bench.core, &other, &other_probe, "IEDLD0", &format!("LLN0$BR$B${item}"))
    };
    assert_eq!(read("ResvTms"), number(5));
    assert_eq!(read("Owner"), Value::octet_string(&ME));
    assert_eq!(bench.write_as((&other, &other_probe), "BR$B$RptEna", true.into()), 2);
    let (same, same_probe) = bench.other(1);
    assert_eq!(bench.write_as((&same, &same_probe), "BR$B$RptEna", true.into()), -1);
    bench.core.disconnected(&same);
    assert!(bench.after(4000).unwrap() <= Duration::from_secs(1));
    assert_eq!(bench.write_as((&other, &other_probe), "BR$B$RptEna", true.into()), 2);
    assert_eq!(bench.after(5001), None);
    assert_eq!(read("ResvTms"), number(0));
    assert_eq!(bench.write_as((&other, &other_probe), "BR$B$RptEna", true.into()), -1);
}

#[test]
fn the_client_of_the_model_is_the_only_one() {
    let mut model = crate::model::config_file::parse(MODEL.as_bytes()).unwrap();
    for block in &mut model.devices[0].nodes[0].blocks {
        if let crate::model::tree::Block::Report(report) = block {
            report.client = Some(Box::new([192, 0, 2, 2]));
        }
    }
    let core = Core::new(model, owned(), Arc::new(NoHooks)).unwrap();
    let (client, probe) = testing::client(&core);
    let bench = Bench { core, client, probe, log: Arc::default() };
    let owner = Value::octet_string(&[192, 0, 2, 2]);
    assert_eq!((bench.read("RP$U$Resv"), bench.read("RP$U$Owner")), (true.into(), owner.clone()));
    assert_eq!((bench.read("BR$B$ResvTms"), bench.read("BR$B$Owner")), (number(-1), owner));
    let (own, own_probe) = bench.other(2);
    for block in ["RP$U", "BR$B"] {
        let item = format!("{block}$RptEna");
        assert_eq!(bench.write(&item, true.into()), 2);
        assert_eq!(bench.write_as((&own, &own_probe), &item, true.into()), -1);
    }
    assert_eq!(bench.write_as((&own, &own_probe), "BR$B1$ResvTms", number(5)), 3);
    bench.core.disconnected(&own);
    assert_eq!((bench.read("RP$U$Resv"), bench.read("BR$B$ResvTms")), (true.into(), number(-1)));
    assert_eq!(bench.write("BR$B$RptEna", true.into()), 2);
}

#[test]
fn edition_one_has_neither_reservation_time_nor_owner() {
    let bench = Bench::with(Config { edition: Edition::One, ..owned() });
    assert_eq!(bench.read("BR$B").elements().unwrap().len(), 13);
    assert_eq!(bench.read("RP$U").elements().unwrap().len(), 11);
    bench.set(&[("BR$B$OptFlds", bits(10, 0))]);
    let (other, probe) = bench.other(2);
    assert_eq!(bench.write_as((&other, &probe), "BR$B$OptFlds", bits(10, 0)), 2);
    bench.core.disconnected(&bench.client);
    assert_eq!(bench.write_as((&other, &probe), "BR$B$OptFlds", bits(10, 0)), -1);
}

#[test]
fn edition_two_one_wants_a_reservation_first() {
    let bench = Bench::with(Config { edition: Edition::TwoOne, ..owned() });
    for (block, attribute, reserve) in
        [("RP$U", "Resv", Value::boolean(true)), ("BR$B", "ResvTms", number(5))]
    {
        let writes = [("OptFlds", bits(10, 0)), ("RptEna", true.into()), ("ConfRev", unsigned(1))];
        for (other, value) in writes.clone() {
            assert_eq!(bench.write(&format!("{block}${other}"), value), 3, "{block} {other}");
        }
        bench.set(&[(&format!("{block}${attribute}"), reserve)]);
        bench.set(&[(&format!("{block}$OptFlds"), bits(10, 0)), (&format!("{block}$RptEna"), true.into())]);
    }
}
