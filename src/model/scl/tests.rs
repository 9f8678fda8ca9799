use super::*;
use crate::model::config_file;
use crate::model::tree::Node;

/// A file with one logical device, one LN0 and one GGIO1 of the type `G`.
fn file(templates: &str, instances: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<SCL xmlns="http://www.iec.ch/61850/2003/SCL" version="2007" revision="B" release="4">
<IED name="T"><AccessPoint name="AP1"><Server><LDevice inst="LD">
<LN0 lnClass="LLN0" inst="" lnType="Z"/>
<LN lnClass="GGIO" inst="1" lnType="G">{instances}</LN>
</LDevice></Server></AccessPoint></IED>
<DataTypeTemplates><LNodeType id="Z" lnClass="LLN0"/>{templates}</DataTypeTemplates></SCL>"#
    )
}

fn read(text: &str) -> Result<Model, Error> {
    parse(text.as_bytes(), &Options::default())
}

fn objects(templates: &str, instances: &str) -> Vec<Node> {
    let mut model = read(&file(templates, instances)).unwrap_or_else(|error| panic!("{error}"));
    model.devices.remove(0).nodes.remove(1).objects
}

fn refusal(templates: &str, instances: &str) -> String {
    read(&file(templates, instances)).expect_err("a bad file").to_string()
}

/// A data object of one attribute.
fn one(attribute: &str) -> String {
    format!(
        r#"<LNodeType id="G" lnClass="GGIO"><DO name="D" type="D"/></LNodeType>
<DOType id="D" cdc="INS">{attribute}</DOType>
<EnumType id="E"><EnumVal ord="-1">minus</EnumVal><EnumVal ord="4">test/blocked</EnumVal></EnumType>"#
    )
}

fn print(node: &Node) -> Option<String> {
    let mut text = Vec::new();
    node.attribute.as_ref()?.value.as_ref()?.print(&mut text);
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// Type and value of an attribute.
fn typed(basic_type: &str, value: &str) -> (i32, Option<String>) {
    let attribute = format!(r#"<DA name="v" bType="{basic_type}" type="E" fc="ST"><Val>{value}</Val></DA>"#);
    let attribute = &objects(&one(&attribute), "")[0].children[0];
    (attribute.attribute.as_ref().expect("an attribute").data_type, print(attribute))
}

#[test]
fn basic_types_have_their_numbers_and_values() {
    for (basic_type, number, value, printed) in [
        ("BOOLEAN", 0, "true", "true"),
        ("INT8", 1, "-128", "-128"),
        ("INT32", 3, " 010 ", "10"),
        ("INT64", 4, "-1099511627776", "-1099511627776"),
        ("INT8U", 6, "255", "255"),
        ("INT32U", 9, "4294967295", "4294967295"),
        ("FLOAT32", 10, "1.5e3", "1500.000000"),
        ("FLOAT64", 11, "-0.25", "-0.250000"),
        ("Enum", 12, "test/blocked", "4"),
        ("Enum", 12, "-1", "-1"),
        ("Octet64", 13, "00ff", "00ff"),
        ("VisString64", 17, "a &lt; b", "a < b"),
        ("ObjRef", 19, "IEDLD/LLN0.Mod", "IEDLD/LLN0.Mod"),
        ("VisString255", 20, " kept ", " kept "),
        ("Unicode255", 21, "\u{e4}", "\u{e4}"),
        ("Timestamp", 22, "2024-02-29T12:00:00.5Z", "20240229120000.500Z"),
        ("Quality", 23, "0000000000010", "0000000000010"),
        ("Check", 24, "10", "10"),
        ("Dbpos", 25, "on", "10"),
        ("Tcmd", 25, "lower", "01"),
        ("Currency", 30, "EUR", "EUR"),
        ("OptFlds", 31, "5", "0000000101"),
        ("TrgOps", 32, "010001", "010001"),
        ("SvOptFlds", 26, "", "00000"),
    ] {
        assert_eq!(typed(basic_type, value), (number, Some(printed.to_owned())), "{basic_type}");
    }
    for (basic_type, number) in
        [("Octet6", 14), ("EntryID", 15), ("EntryTime", 28), ("PhyComAddr", 29), ("INT128", 5)]
    {
        assert_eq!(typed(basic_type, ""), (number, None), "{basic_type}");
    }
}

#[test]
fn values_that_do_not_suit_their_type_are_left_out() {
    for (basic_type, value) in [
        ("BOOLEAN", "yes"),
        ("INT8", "128"),
        ("INT8U", "-1"),
        ("INT32U", "4294967296"),
        ("FLOAT32", "one"),
        ("Enum", "unknown"),
        ("Octet64", "0"),
        ("Quality", "good"),
        ("Dbpos", "open"),
        ("Timestamp", "yesterday"),
    ] {
        assert_eq!(typed(basic_type, value).1, None, "{basic_type}");
    }
}

#[test]
fn values_of_instances_stand_before_those_of_templates() {
    let templates = r#"<LNodeType id="G" lnClass="GGIO"><DO name="D" type="D"/><DO name="E" type="D"/></LNodeType>
<DOType id="D" cdc="MV"><DA name="mag" bType="Struct" type="A" fc="MX" dchg="true"/><DA name="q" bType="Quality" fc="MX" qchg="true"/></DOType>
<DAType id="A"><BDA name="f" bType="FLOAT32" sAddr="7"><Val>1</Val></BDA></DAType>"#;
    let instances = r#"<DOI name="E"><SDI name="mag"><DAI name="f" sAddr="9"><Val sGroup="1">2.5</Val><Val sGroup="2">3</Val></DAI></SDI></DOI>"#;
    let objects = objects(templates, instances);
    let leaf = |at: usize| &objects[at].children[0].children[0];
    assert_eq!((print(leaf(0)).as_deref(), print(leaf(1)).as_deref()), (Some("1.000000"), Some("2.500000")));
    let kind = |node: &Node| {
        let it = node.attribute.clone().expect("an attribute");
        (it.data_type, it.fc, it.triggers, it.short_address)
    };
    assert_eq!(kind(leaf(0)), (10, 1, 1, 7));
    assert_eq!(kind(leaf(1)), (10, 1, 1, 9));
    assert_eq!(kind(&objects[0].children[0]), (27, 1, 1, 0));
    assert_eq!(kind(&objects[0].children[1]), (23, 1, 2, 0));
}

#[test]
fn arrays_have_elements_with_values_of_their_own() {
    let templates = r#"<LNodeType id="G" lnClass="GGIO"><DO name="H" type="H"/></LNodeType>
<DOType id="H" cdc="HMV"><SDO name="har" type="C" count="numHar"/><DA name="numHar" bType="INT16U" fc="CF"><Val>3</Val></DA><DA name="x" bType="INT32" fc="CF" count="2"><Val>5</Val></DA><DA name="pts" bType="Struct" type="P" fc="CF" count="2"/></DOType>
<DOType id="C" cdc="CMV"><DA name="v" bType="INT32" fc="MX"/></DOType>
<DAType id="P"><BDA name="y" bType="INT32"/></DAType>"#;
    let instances = r#"<DOI name="H"><SDI name="har" ix="2"><DAI name="v"><Val>42</Val></DAI></SDI>
<DAI name="x" ix="1"><Val>6</Val></DAI><SDI name="pts" ix="0"><DAI name="y"><Val>8</Val></DAI></SDI></DOI>"#;
    let object = &objects(templates, instances)[0];
    let [har, _, x, points] = &object.children[..] else { panic!("{object:?}") };
    assert_eq!((har.count, har.elements.len(), har.children.len()), (3, 3, 0));
    assert_eq!(print(&har.elements[2].1.children[0]).as_deref(), Some("42"));
    assert_eq!(print(&har.elements[1].1.children[0]), None);
    assert_eq!((x.count, print(x).as_deref()), (2, Some("5")));
    assert_eq!((x.elements[0].0, print(&x.elements[0].1).as_deref()), (1, Some("6")));
    assert_eq!((points.count, print(&points.elements[0].1.children[0]).as_deref()), (2, Some("8")));
    // the number of elements may be that of the instance
    let object = &self::objects(templates, r#"<DOI name="H"><DAI name="numHar"><Val>5</Val></DAI></DOI>"#)[0];
    assert_eq!(object.children[0].count, 5);
}

#[test]
fn settings_of_setting_groups_are_active_and_edited() {
    let constraints = |attributes: &str| {
        let children = objects(&one(attributes), "").remove(0).children;
        children.iter().map(|child| child.attribute.as_ref().map_or(-1, |it| it.fc)).collect::<Vec<_>>()
    };
    assert_eq!(constraints(r#"<DA name="s" bType="INT32" fc="SG"/>"#), [6, 7]);
    assert_eq!(constraints(r#"<DA name="s" bType="INT32" fc="SE"/>"#), [7, 6]);
    assert_eq!(
        constraints(r#"<DA name="s" bType="INT32" fc="SE"/><DA name="s" bType="INT32" fc="SG"/>"#),
        [7, 6]
    );
}

#[test]
fn transient_objects_have_transient_triggers() {
    let templates = one(r#"<DA name="v" bType="BOOLEAN" fc="ST" dchg="true" dupd="true"/>"#)
        .replace("type=\"D\"", "type=\"D\" transient=\"true\"");
    let object = &objects(&templates, "")[0];
    assert_eq!(object.children[0].attribute.as_ref().map(|it| it.triggers), Some(0x85));
}

#[test]
fn what_is_missing_is_named_with_its_place() {
    assert_eq!(refusal("", ""), "line 5:1: LN GGIO 1: there is no LNodeType G");
    let of_one = |attribute: &str| refusal(&one(attribute), "");
    assert_eq!(of_one(r#"<DA name="v" fc="ST"/>"#), "line 8:26: DA v: attribute bType is missing");
    assert_eq!(of_one(r#"<DA name="v" bType="FOO" fc="ST"/>"#), "line 8:26: DA v: FOO is no basic type");
    assert_eq!(
        of_one(r#"<DA name="v" bType="Struct" type="X" fc="ST"/>"#),
        "line 8:26: DA v: there is no DAType X"
    );
    assert_eq!(
        of_one(r#"<DA name="v" bType="Enum" type="X" fc="ST"/>"#),
        "line 8:26: DA v: there is no EnumType X"
    );
    assert_eq!(
        of_one(r#"<DA name="v" bType="INT8" fc="XX"/>"#),
        "line 8:26: DA v: XX is no functional constraint"
    );
    assert_eq!(of_one(r#"<SDO name="s" type="X"/>"#), "line 8:26: SDO s: there is no DOType X");
    assert_eq!(of_one(r#"<SDO name="s" type="D"/>"#), "line 8:1: DOType D: the type contains itself");
    assert_eq!(of_one(r#"<DA name="a$b" bType="INT8" fc="ST"/>"#), "line 8:26: DA a$b: \"a$b\" is no name");
    assert_eq!(
        of_one(r#"<DA name="v" bType="INT8" fc="ST" count="65537"/>"#),
        "line 8:26: DA v: more than 65536 elements"
    );
    assert_eq!(
        of_one(r#"<DA name="v" bType="INT8" fc="ST" count="n"/>"#),
        "line 8:26: DA v: \"n\" is no number of elements"
    );
    assert_eq!(
        of_one(r#"<DA name="v" bType="INT8" fc="ST" dchg="maybe"/>"#),
        "line 8:26: DA v: dchg is true or false, not \"maybe\""
    );
}

#[test]
fn instances_of_nothing_and_elements_of_manufacturers_do_no_harm() {
    let instances = r#"<Private><DOI name="D"/></Private><DOI name="Other"><DAI name="v"/></DOI>
<x:DOI xmlns:x="urn:x" name="D"/><DOI name="D"><DAI name="w"><Val>1</Val></DAI></DOI>"#;
    let objects = objects(&one(r#"<DA name="v" bType="INT8" fc="ST"/>"#), instances);
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0].children.len(), 1);
}

#[test]
fn other_encodings_are_read() {
    let text = file(&one(r#"<DA name="v" bType="Unicode255" fc="ST"><Val>Ä</Val></DA>"#), "");
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend(text.replace("UTF-8", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes));
    let latin1 = text.replace("UTF-8", "ISO-8859-1").chars().map(|c| c as u8).collect::<Vec<_>>();
    let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for text in [text.as_bytes(), &utf16, &latin1, &with_mark] {
        let model = parse(text, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(print(&model.devices[0].nodes[1].objects[0].children[0]).as_deref(), Some("Ä"));
    }
    let error = parse(b"<SCL>\n  \xff</SCL>", &Options::default()).expect_err("no UTF-8");
    assert_eq!(error.to_string(), "line 2:3: no UTF-8 text");
}

/// The text of a configuration file says all that a model has.
#[test]
fn the_sample_of_the_tests_gives_the_model_on_record() {
    let text = include_bytes!("../../../ctests/models/sim.cid");
    let model = parse(text, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let written = String::from_utf8(config_file::write(&model)).expect("a text");
    let record = include_str!("../testdata/sim.cfg");
    for (line, (written, record)) in written.lines().zip(record.lines()).enumerate() {
        assert_eq!(written, record, "line {}", line + 1);
    }
    assert_eq!(written.len(), record.len());
}
