use proptest::prelude::*;

use super::*;

/// A small file that has one of everything.
const SMALL: &str = r#"<?xml version="1.0"?><SCL xmlns="http://www.iec.ch/61850/2003/SCL"><Communication><SubNetwork name="N"><ConnectedAP iedName="T" apName="A"><GSE ldInst="L" cbName="g"><Address><P type="MAC-Address">01-0C-CD-01-00-01</P><P type="APPID">0001</P></Address><MinTime>4</MinTime></GSE></ConnectedAP></SubNetwork></Communication><IED name="T"><AccessPoint name="A"><Server><LDevice inst="L"><LN0 lnClass="LLN0" inst="" lnType="Z"><DataSet name="d"><FCDA ldInst="L" lnClass="LLN0" doName="D.s" daName="v.e" ix="1" fc="ST"/></DataSet><ReportControl name="r" datSet="d"><TrgOps dchg="true"/><OptFields seqNum="true"/><RptEnabled max="2"/></ReportControl><LogControl name="l" logName="o"/><DOI name="D"><SDI name="s" ix="1"><SDI name="v"><DAI name="e"><Val>on</Val></DAI></SDI></SDI></DOI><Log name="o"/><GSEControl name="g" appID="g" datSet="d"/><SampledValueControl name="m" smvID="m" smpRate="80" nofASDU="1"><SmvOpts/></SampledValueControl><SettingControl numOfSGs="2"/></LN0></LDevice></Server></AccessPoint></IED><DataTypeTemplates><LNodeType id="Z" lnClass="LLN0"><DO name="D" type="D"/></LNodeType><DOType id="D" cdc="X"><SDO name="s" type="S" count="2"/></DOType><DOType id="S" cdc="X"><DA name="v" bType="Struct" type="A" fc="ST"/></DOType><DAType id="A"><BDA name="e" bType="Enum" type="E"/><BDA name="t" bType="Timestamp"><Val>2020-01-01T00:00:00Z</Val></BDA></DAType><EnumType id="E"><EnumVal ord="1">on</EnumVal></EnumType></DataTypeTemplates></SCL>"#;

fn refusal(text: &str) -> String {
    parse(text.as_bytes(), &Options::default()).expect_err("a bad file").reason
}

/// A file whose only data object is of the type `T0`.
fn with_types(types: &str) -> String {
    format!(
        r#"<SCL><IED name="T"><AccessPoint name="A"><Server><LDevice inst="L"><LN0 lnClass="LLN0" lnType="Z"/></LDevice></Server></AccessPoint></IED>
<DataTypeTemplates><LNodeType id="Z"><DO name="D" type="T0"/></LNodeType>{types}</DataTypeTemplates></SCL>"#
    )
}

#[test]
fn every_part_of_a_file_is_refused() {
    parse(SMALL.as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    for end in 0..SMALL.len() {
        let text = SMALL.get(..end).expect("ASCII").as_bytes();
        assert!(parse(text, &Options::default()).is_err(), "the first {end} octets");
    }
}

#[test]
fn a_file_without_any_one_of_its_attributes_is_read_or_refused() {
    for (at, _) in SMALL.match_indices("=\"") {
        let end = at + 2 + SMALL[at + 2..].find('"').expect("a closing quote");
        for value in ["", "-1", "99999999999999999999", "\u{e4}", "true"] {
            let text = [&SMALL[..at + 2], value, &SMALL[end..]].concat();
            let _ = parse(text.as_bytes(), &Options::default());
        }
    }
}

#[test]
fn entities_are_refused() {
    let bomb = SMALL
        .replace("<SCL ", r#"<!DOCTYPE SCL [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><SCL "#);
    assert_eq!(refusal(&bomb), "XML with DTD detected");
    assert!(refusal(&SMALL.replace(">on<", ">&on;<")).contains("unknown entity"));
    assert!(refusal(&SMALL.replace(">on<", ">&#0;<")).contains("reference"));
}

#[test]
fn types_that_contain_themselves_are_refused() {
    let two = r#"<DOType id="T0"><SDO name="s" type="T1"/></DOType><DOType id="T1"><SDO name="s" type="T0"/></DOType>"#;
    assert_eq!(refusal(&with_types(two)), "the type contains itself");
    let attributes = r#"<DOType id="T0"><DA name="a" bType="Struct" type="T0" fc="ST"/></DOType>
<DAType id="T0"><BDA name="a" bType="Struct" type="T1"/></DAType><DAType id="T1"><BDA name="a" bType="Struct" type="T0"/></DAType>"#;
    assert_eq!(refusal(&with_types(attributes)), "the type contains itself");
}

#[test]
fn deep_nesting_is_refused() {
    let chain: String = (0..1000)
        .map(|at| format!(r#"<DOType id="T{at}"><SDO name="s" type="T{}"/></DOType>"#, at + 1))
        .collect();
    assert_eq!(refusal(&with_types(&chain)), "data nested too deep");
    let deep = ["<SCL>", &"<Private>".repeat(200_000), &"</Private>".repeat(200_000), "</SCL>"].concat();
    assert_eq!(refusal(&deep), "elements nested too deep");
    let empty = ["<SCL>", &"<Private/>".repeat(200_000), "</SCL>"].concat();
    assert_eq!(refusal(&empty), "there is no IED with a server");
}

#[test]
fn what_would_take_the_parser_long_is_refused() {
    let attributes: String = (0..200_000).map(|at| format!(" a{at}=\"\"")).collect();
    let error = parse(format!("<SCL>\n <X{attributes}/></SCL>").as_bytes(), &Options::default());
    assert_eq!(error.unwrap_err().to_string(), "line 2:2: an element has more than 128 attributes");
    let namespaces: String = (0..50_000).map(|at| format!("<a xmlns:n{at}=\"u\">")).collect();
    assert_eq!(refusal(&format!("<SCL>{namespaces}")), "elements nested too deep");
    // what only looks like attributes or elements is none
    let harmless = format!(
        "<SCL><!-- {} --><![CDATA[{}]]><X a=\"{}\"/></SCL>",
        "=".repeat(1000),
        "<".repeat(1000),
        "=".repeat(1000)
    );
    assert_eq!(refusal(&harmless), "there is no IED with a server");
}

#[test]
fn short_texts_make_no_large_models() {
    // each type has ten of the next one
    let types: String = (0..20)
        .map(|at| {
            let members: String =
                (0..10).map(|member| format!(r#"<SDO name="s{member}" type="T{}"/>"#, at + 1)).collect();
            format!(r#"<DOType id="T{at}">{members}</DOType>"#)
        })
        .chain([r#"<DOType id="T20"/>"#.to_owned()])
        .collect();
    assert_eq!(refusal(&with_types(&types)), "the model has more than 1048576 nodes");
    let arrays = r#"<DOType id="T0"><SDO name="s" type="T1" count="65536"/></DOType>
<DOType id="T1"><DA name="a" bType="INT8" fc="ST" count="65536"/></DOType>"#;
    assert_eq!(refusal(&with_types(arrays)), "the model has more than 1048576 nodes");
    let members: String = (0..5000).map(|at| format!(r#"<DA name="a{at}"/>"#)).collect();
    assert_eq!(
        refusal(&with_types(&format!(r#"<DOType id="T0">{members}</DOType>"#))),
        "more than 4096 members"
    );
    let fcda = r#"<FCDA ldInst="L" lnClass="LLN0" doName="D" fc="ST"/>"#.repeat(70_000);
    let text = SMALL.replace("<DataSet name=\"d\">", &format!("<DataSet name=\"d\">{fcda}"));
    assert_eq!(refusal(&text), "data sets have more than 65536 members");
}

#[test]
fn what_is_there_twice_is_refused() {
    let twice = |part: &str| refusal(&SMALL.replace(part, &part.repeat(2)));
    assert_eq!(
        twice(r#"<EnumType id="E"><EnumVal ord="1">on</EnumVal></EnumType>"#),
        "this type is there twice"
    );
    assert_eq!(twice(r#"<DO name="D" type="D"/>"#), "this name is there twice");
    assert_eq!(twice(r#"<DAI name="e"><Val>on</Val></DAI>"#), "this instance is there twice");
    let device = &SMALL[SMALL.find("<LDevice").expect("one")..SMALL.find("</Server").expect("one")];
    assert_eq!(twice(device), "L/LLN0 is there twice");
}

proptest! {
    #[test]
    fn any_change_of_a_file_is_read_or_refused(at in 0..SMALL.len(), octet in any::<u8>()) {
        let mut text = SMALL.as_bytes().to_vec();
        text[at] = octet;
        let _ = parse(&text, &Options::default());
    }

    #[test]
    fn any_exchange_of_parts_is_read_or_refused(
        from in 0..SMALL.len(), length in 0..200usize, to in 0..SMALL.len(),
    ) {
        let end = SMALL.len().min(from + length);
        let text = [&SMALL[..to], &SMALL[from..end], &SMALL[to..]].concat();
        let _ = parse(text.as_bytes(), &Options::default());
    }
}
