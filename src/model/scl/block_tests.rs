use super::*;
use crate::model::tree::*;

/// A file with two logical devices; LN0 of the first one has these blocks.
fn file(blocks: &str) -> String {
    format!(
        r#"<SCL xmlns="http://www.iec.ch/61850/2003/SCL">
<Communication><SubNetwork name="N">
<ConnectedAP iedName="Other" apName="A"><GSE ldInst="LD" cbName="g"><Address><P type="MAC-Address">01-0C-CD-01-00-FF</P></Address></GSE></ConnectedAP>
<ConnectedAP iedName="T" apName="A"><GSE ldInst="LD" cbName="g"><Address><P type="MAC-Address">01-0C-CD-01-00-01</P><P type="APPID">1001</P><P type="VLAN-ID">00F</P><P type="VLAN-PRIORITY">6</P></Address><MinTime unit="s" multiplier="m">4</MinTime><MaxTime>1000</MaxTime></GSE>
<SMV ldInst="LD" cbName="s"><Address><P type="MAC-Address">01:0C:CD:04:00:01</P><P type="APPID">4000</P></Address></SMV></ConnectedAP>
</SubNetwork></Communication>
<IED name="T"><AccessPoint name="A"><Server>
<LDevice inst="LD"><LN0 lnClass="LLN0" inst="" lnType="Z">{blocks}</LN0><LN prefix="X" lnClass="MMXU" inst="2" lnType="M"/></LDevice>
<LDevice inst="LD2" ldName="Functional"><LN0 lnClass="LLN0" inst="" lnType="Z"/></LDevice>
</Server></AccessPoint></IED>
<DataTypeTemplates>
<LNodeType id="Z" lnClass="LLN0"><DO name="Mod" type="ENC"/></LNodeType>
<LNodeType id="M" lnClass="MMXU"><DO name="HA" type="HWYE"/></LNodeType>
<DOType id="ENC" cdc="ENC"><DA name="stVal" bType="INT32" fc="ST"/><DA name="ctlModel" bType="INT32" fc="CF"/></DOType>
<DOType id="HWYE" cdc="HWYE"><SDO name="phsA" type="CMV" count="4"/><DA name="x" bType="INT32" fc="CF" count="3"/></DOType>
<DOType id="CMV" cdc="CMV"><DA name="cVal" bType="Struct" type="V" fc="MX"/></DOType>
<DAType id="V"><BDA name="f" bType="FLOAT32"/></DAType>
</DataTypeTemplates></SCL>"#
    )
}

fn blocks(blocks: &str) -> Vec<Block> {
    let mut model =
        parse(file(blocks).as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    model.devices.remove(0).nodes.remove(0).blocks
}

fn refusal(blocks: &str) -> String {
    let error = parse(file(blocks).as_bytes(), &Options::default()).expect_err("a bad file").to_string();
    error.split_once(": ").map(|(_, reason)| reason.to_owned()).expect("a place")
}

/// Variable, index and component of a member.
fn member(fcda: &str) -> (String, i32, Option<String>) {
    let block = blocks(&format!(r#"<DataSet name="d"><FCDA {fcda}/></DataSet>"#)).remove(0);
    let Block::DataSet(mut set) = block else { panic!("{block:?}") };
    let member = set.members.remove(0);
    let text = |octets: Vec<u8>| String::from_utf8(octets).expect("a text");
    (text(member.variable), member.index, member.component.map(text))
}

#[test]
fn members_of_data_sets_are_variables() {
    let in_mmxu = r#"ldInst="LD" prefix="X" lnClass="MMXU" lnInst="2""#;
    for (fcda, variable, index, component) in [
        (
            r#"ldInst="LD" lnClass="LLN0" doName="Mod" daName="stVal" fc="ST""#.to_owned(),
            "LLN0$ST$Mod$stVal",
            -1,
            None,
        ),
        (r#"ldInst="LD" lnClass="LLN0" doName="Mod" fc="CF""#.to_owned(), "LLN0$CF$Mod", -1, None),
        (r#"ldInst="LD2" lnClass="LLN0" doName="Mod" fc="ST""#.to_owned(), "LD2/LLN0$ST$Mod", -1, None),
        (format!(r#"{in_mmxu} doName="HA.phsA" fc="MX""#), "XMMXU2$MX$HA$phsA", -1, None),
        (format!(r#"{in_mmxu} doName="HA.phsA" ix="3" fc="MX""#), "XMMXU2$MX$HA$phsA", 3, None),
        (
            format!(r#"{in_mmxu} doName="HA.phsA" daName="cVal.f" ix="0" fc="MX""#),
            "XMMXU2$MX$HA$phsA",
            0,
            Some("cVal$f"),
        ),
        (
            format!(r#"{in_mmxu} doName="HA.phsA(2)" daName="cVal" fc="MX""#),
            "XMMXU2$MX$HA$phsA",
            2,
            Some("cVal"),
        ),
        (format!(r#"{in_mmxu} doName="HA" daName="x" ix="1" fc="CF""#), "XMMXU2$CF$HA$x", 1, None),
    ] {
        assert_eq!(member(&fcda), (variable.to_owned(), index, component.map(str::to_owned)), "{fcda}");
    }
}

#[test]
fn members_that_do_not_exist_are_refused() {
    let refusal = |fcda: &str| refusal(&format!(r#"<DataSet name="d"><FCDA {fcda}/></DataSet>"#));
    let in_ln0 = r#"ldInst="LD" lnClass="LLN0""#;
    let in_mmxu = r#"ldInst="LD" prefix="X" lnClass="MMXU" lnInst="2""#;
    assert_eq!(
        refusal(r#"ldInst="NO" lnClass="LLN0" doName="Mod" fc="ST""#),
        "FCDA LLN0 Mod: there is no logical node NO/LLN0"
    );
    assert_eq!(refusal(&format!(r#"{in_ln0} doName="No" fc="ST""#)), "FCDA LLN0 No: there is no No with ST");
    assert_eq!(
        refusal(&format!(r#"{in_ln0} doName="Mod" fc="MX""#)),
        "FCDA LLN0 Mod: there is no Mod with MX"
    );
    assert_eq!(
        refusal(&format!(r#"{in_ln0} doName="Mod" daName="ctlModel" fc="ST""#)),
        "FCDA LLN0 Mod: there is no ctlModel with ST"
    );
    assert_eq!(
        refusal(&format!(r#"{in_ln0} doName="Mod" ix="1" fc="ST""#)),
        "FCDA LLN0 Mod: there is no array for ix"
    );
    assert_eq!(
        refusal(&format!(r#"{in_mmxu} doName="HA.phsA" ix="4" fc="MX""#)),
        "FCDA MMXU HA.phsA: phsA has no element 4"
    );
    assert_eq!(
        refusal(&format!(r#"{in_mmxu} doName="HA.phsA(x)" fc="MX""#)),
        "FCDA MMXU HA.phsA(x): \"phsA(x)\" is no name"
    );
    assert_eq!(
        refusal(&format!(r#"{in_ln0} doName="Mod" fc="??""#)),
        "FCDA LLN0 Mod: ?? is no functional constraint"
    );
    assert_eq!(refusal(in_ln0), "FCDA LLN0: attribute fc is missing");
}

const SET: &str = r#"<DataSet name="d"><FCDA ldInst="LD" lnClass="LLN0" doName="Mod" fc="ST"/></DataSet>"#;

fn reports(block: &str) -> Vec<Report> {
    let all = blocks(&[SET, block].concat());
    all.into_iter()
        .filter_map(|block| if let Block::Report(report) = block { Some(report) } else { None })
        .collect()
}

#[test]
fn report_control_blocks_are_there_once_for_each_client() {
    let names = |block: &str| {
        reports(block).into_iter().map(|it| String::from_utf8(it.name).expect("a text")).collect::<Vec<_>>()
    };
    assert_eq!(
        names(r#"<ReportControl name="r"><RptEnabled max="3"/></ReportControl>"#),
        ["r01", "r02", "r03"]
    );
    assert_eq!(names(r#"<ReportControl name="r"/>"#), ["r01"]);
    assert_eq!(
        names(r#"<ReportControl name="r" indexed="false"><RptEnabled max="3"/></ReportControl>"#),
        ["r"]
    );
    assert_eq!(
        refusal(r#"<ReportControl name="r"><RptEnabled max="100"/></ReportControl>"#),
        "ReportControl r: more than 99 instances"
    );
    assert_eq!(refusal(r#"<ReportControl name="r" datSet="x"/>"#), "ReportControl r: there is no data set x");
}

#[test]
fn report_control_blocks_have_their_options() {
    let all = reports(
        r#"<ReportControl name="b" buffered="true" datSet="d" rptID="id" confRev="7" bufTime="50" intgPd="1000">
<TrgOps dchg="true" qchg="1" dupd="true" period="true" gi="false"/>
<OptFields seqNum="true" timeStamp="true" dataSet="true" reasonCode="true" dataRef="true" entryID="true" configRef="true" bufOvfl="false"/></ReportControl>
<ReportControl name="u"/>"#,
    );
    let [b, u] = &all[..] else { panic!("{all:?}") };
    assert_eq!((b.buffered, b.triggers, b.options), (true, 0x0f, 0xdf));
    assert_eq!((b.configuration_revision, b.buffer_time, b.integrity_period), (7, 50, 1000));
    assert_eq!((b.id.as_deref(), b.data_set.as_deref()), (Some(&b"id"[..]), Some(&b"d"[..])));
    // as the schema has it for what is not given: general interrogation and buffer overflow
    assert_eq!((u.buffered, u.triggers, u.options), (false, 0x10, 0x20));
    assert_eq!((u.id.as_deref(), u.data_set.as_deref()), (None, None));
}

#[test]
fn goose_and_sampled_values_have_the_addresses_of_their_own_access_point() {
    let all = blocks(&format!(
        r#"{SET}<GSEControl name="g" appID="id" datSet="d" confRev="3" fixedOffs="true"/><GSEControl name="h" appID="h"/>
<GSEControl name="old" appID="x" type="GSSE"/>
<SampledValueControl name="s" smvID="sv" datSet="d" smpRate="80" nofASDU="1" smpMod="SmpPerSec" multicast="false"><SmvOpts refreshTime="true" sampleRate="true" dataSet="true" security="true"/></SampledValueControl>"#
    ));
    let [_, Block::Goose(g), Block::Goose(h), Block::SampledValue(s)] = &all[..] else { panic!("{all:?}") };
    let address =
        Address { vlan_priority: 6, vlan_id: 15, app_id: 0x1001, destination: [1, 0x0c, 0xcd, 1, 0, 1] };
    assert_eq!(g.address, Some(address));
    assert_eq!((g.min_time, g.max_time, g.fixed_offsets, g.configuration_revision), (4, 1000, true, 3));
    assert_eq!((h.address, h.min_time, h.max_time, &h.data_set), (None, -1, -1, &None));
    assert_eq!((s.options, s.sample_mode, s.sample_rate, s.unicast), (0x1d, 1, 80, true));
    assert_eq!(s.address.map(|it| (it.app_id, it.vlan_priority, it.destination[3])), Some((0x4000, 4, 4)));
}

#[test]
fn logs_and_setting_groups_are_read() {
    let all = blocks(&format!(
        r#"{SET}<LogControl name="l" datSet="d" logName="Events" intgPd="5" reasonCode="false"><TrgOps dchg="true"/></LogControl>
<LogControl name="m" logName="Events" ldInst="LD2" lnClass="LLN0" logEna="false"/><Log name="Events"/><Log/><SettingControl numOfSGs="4" actSG="2"/>"#
    ));
    let [_, Block::LogControl(l), Block::LogControl(m), Block::Log(events), Block::Log(unnamed), group] =
        &all[..]
    else {
        panic!("{all:?}")
    };
    assert_eq!(l.log.as_deref(), Some(&b"LD/LLN0$Events"[..]));
    assert_eq!((l.enabled, l.reason_code, l.triggers, l.integrity_period), (true, false, 0x11, 5));
    assert_eq!((m.log.as_deref(), m.enabled), (Some(&b"LD2/LLN0$Events"[..]), false));
    assert_eq!((&events[..], &unnamed[..]), (&b"Events"[..], &b"LD"[..]));
    assert!(matches!(group, Block::SettingGroup { active: 2, count: 4 }));
    assert_eq!(
        refusal(r#"<SettingControl numOfSGs="2" actSG="3"/>"#),
        "SettingControl: there is no setting group 3"
    );
}

#[test]
fn the_wanted_server_is_found() {
    let server = |inst: &str| {
        format!(
            r#"<Server><LDevice inst="{inst}"><LN0 lnClass="LLN0" inst="" lnType="Z"/></LDevice></Server>"#
        )
    };
    let text = format!(
        r#"<SCL xmlns="http://www.iec.ch/61850/2003/SCL"><IED name="A"><AccessPoint name="P">{}</AccessPoint><AccessPoint name="Q">{}</AccessPoint>
<AccessPoint name="R"><ServerAt apName="Q"/></AccessPoint></IED><IED name="B"><AccessPoint name="P">{}</AccessPoint></IED>
<IED name="Client"><AccessPoint name="P"/></IED>
<DataTypeTemplates><LNodeType id="Z" lnClass="LLN0"/></DataTypeTemplates></SCL>"#,
        server("AP"),
        server("AQ"),
        server("BP")
    );
    let find = |ied, access_point| {
        parse(text.as_bytes(), &Options { ied, access_point })
            .map(|model| String::from_utf8_lossy(&model.devices[0].inst).into_owned())
            .map_err(|error| error.reason)
    };
    assert_eq!(find(Some("A"), None).as_deref(), Ok("AP"));
    assert_eq!(find(Some("A"), Some("Q")).as_deref(), Ok("AQ"));
    assert_eq!(find(Some("A"), Some("R")).as_deref(), Ok("AQ"));
    assert_eq!(find(Some("B"), None).as_deref(), Ok("BP"));
    assert_eq!(find(None, None).unwrap_err(), "one of several IEDs has to be chosen: A, B");
    assert_eq!(find(Some("C"), None).unwrap_err(), "there is no IED C");
    assert_eq!(find(Some("B"), Some("Q")).unwrap_err(), "there is no access point Q");
    assert_eq!(find(Some("Client"), None).unwrap_err(), "there is no access point with a server");
    assert_eq!(parse(b"<SCL/>", &Options::default()).unwrap_err().reason, "there is no IED with a server");
    assert_eq!(
        parse(b"<html/>", &Options::default()).unwrap_err().to_string(),
        "line 1:1: html: the file is no SCL file"
    );
}

#[test]
fn functional_names_are_kept() {
    let model = parse(file("").as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(model.name, b"T");
    assert_eq!(model.devices[1].name.as_deref(), Some(&b"Functional"[..]));
    assert_eq!(model.devices[0].nodes[1].name, b"XMMXU2");
}
