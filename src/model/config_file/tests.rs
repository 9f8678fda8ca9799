use proptest::prelude::*;

use super::*;
use crate::model::tree::Block;

fn in_node(text: &str) -> Result<Model, Error> {
    parse(format!("MODEL(m){{\nLD(l){{\nLN(LLN0){{\n{text}\n}}\n}}\n}}\n").as_bytes())
}

fn node(text: &str) -> LogicalNode {
    let mut model = in_node(text).expect("a good text");
    model.devices.remove(0).nodes.remove(0)
}

fn refusal(text: &str) -> String {
    in_node(text).expect_err("a bad text").to_string()
}

fn value(statement: &str) -> Option<String> {
    let mut node = node(&format!("DO(D 0){{\n{statement}\n}}"));
    let value = node.objects.remove(0).children.remove(0).attribute?.value?;
    let mut text = Vec::new();
    value.print(&mut text);
    Some(String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn values_follow_their_type() {
    assert_eq!(value("DA(v 0 0 0 1 0)=1;").as_deref(), Some("true"));
    assert_eq!(value("DA(v 0 3 0 1 0)= 0x10 ;").as_deref(), Some("16"));
    assert_eq!(value("DA(v 0 4 0 1 0)=123456789012345;").as_deref(), Some("123456789012345"));
    assert_eq!(value("DA(v 0 9 0 1 0)=3200000000;").as_deref(), Some("3200000000"));
    assert_eq!(value("DA(v 0 10 0 1 0)=1e3;").as_deref(), Some("1000.000000"));
    assert_eq!(value("DA(v 0 20 0 1 0)=\"a \"b\" c;)\";").as_deref(), Some("a \"b\" c;)"));
    assert_eq!(value("DA(v 0 20 0 1 0)=plain;").as_deref(), Some("plain"));
    assert_eq!(value("DA(v 0 31 0 1 0)=5;").as_deref(), Some("0000000101"));
    for none in
        ["DA(v 0 3 0 1 0)=x;", "DA(v 0 3 0 1 0)=99999999999;", "DA(v 0 22 0 1 0)=5;", "DA(v 0 3 0 1 0);"]
    {
        assert_eq!(value(none), None, "{none}");
    }
}

#[test]
fn elements_of_arrays_have_values_and_children_of_their_own() {
    let mut node =
        node("DO(D 0){\nDA(a 3 3 1 1 0){\n[0]=5;\n[2]=7;\n}\nDO(S 2){\n[1]{\nDA(x 0 3 0 0 0);\n}\n}\n}");
    let object = node.objects.remove(0);
    let indices: Vec<_> = object.children[0].elements.iter().map(|(index, _)| *index).collect();
    assert_eq!(indices, [0, 2]);
    assert_eq!(object.children[1].elements[0].1.children[0].name, b"x");
}

#[test]
fn control_blocks_keep_their_own_addresses() {
    let node = node(
        "GC(g id ds 1 0 -1 -1 ){\nPA(4 273 4096 010ccd010001);\n}\nSMVC(s id - 1 0 80 0 0 ){\nPA(1 2 3 010CCD040001);\n}\nSG(1 4)\nLOG(x);",
    );
    let [
        Block::Goose(goose),
        Block::SampledValue(sv),
        Block::SettingGroup { active: 1, count: 4 },
        Block::Log(_),
    ] = &node.blocks[..]
    else {
        panic!("{:?}", node.blocks)
    };
    assert_eq!(goose.address.map(|address| address.app_id), Some(4096));
    assert_eq!(sv.address.map(|address| address.destination), Some([1, 12, 205, 4, 0, 1]));
    assert_eq!(sv.data_set, None);
}

#[test]
fn errors_name_their_line() {
    assert_eq!(refusal("\nFOO(x);"), "line 5: FOO is no part of a logical node");
    assert_eq!(refusal("DO(x 0){\nDA(y 0 3 0 0);\n}"), "line 5: DA without short address");
    assert_eq!(refusal("DO(x y);"), "line 4: y is no number of elements");
    assert_eq!(refusal("DO(x 0){\nDA(a 2 3 0 0 0){\n[2]=1;\n}\n}"), "line 6: there is no element 2");
    assert_eq!(refusal("DO(x 0){\nDA(a 0 20 0 0 0)=\"no end;\n}"), "line 5: text without closing quote");
    assert_eq!(refusal("GC(g id ds 1 0){\nPA(1 2 3 4);\n}"), "line 5: 4 is no MAC address");
    assert_eq!(refusal("RC(r id 0 ds 1 300 1 1 1);"), "line 4: 300 is no TrgOps");
    assert_eq!(refusal("DO(x 2000000000);"), "line 4: too many elements of arrays");
    assert_eq!(
        parse(b"MODEL(m){\r\nLD(l){\r\n").unwrap_err().to_string(),
        "line 3: the file ends inside a block"
    );
    assert_eq!(parse(b"").unwrap_err().line, 1);
    assert!(parse(b"MODEL(m){\n}\nmore(x)").is_err());
}

#[test]
fn hostile_nesting_is_refused() {
    let deep = "DO(x 0){".repeat(100_000);
    assert!(refusal(&deep).contains("nested too deep"));
    let arrays = "DO(x 65536);\n".repeat(17);
    assert!(refusal(&arrays).contains("too many elements"));
}

#[test]
fn the_sample_files_are_read() {
    for (text, nodes) in [
        (&include_bytes!("../../../ctests/models/simpleIO.cfg")[..], 3),
        (&include_bytes!("../../../ctests/models/matrix.cfg")[..], 20),
    ] {
        let model = parse(text).expect("a good file");
        assert_eq!(model.devices.iter().map(|device| device.nodes.len()).sum::<usize>(), nodes);
    }
}

#[test]
fn written_files_are_read_as_the_same_model() {
    for text in [
        &include_bytes!("../../../ctests/models/simpleIO.cfg")[..],
        &include_bytes!("../../../ctests/models/matrix.cfg")[..],
    ] {
        let model = parse(text).expect("a good file");
        let written = write(&model);
        let again = parse(&written).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(format!("{model:?}"), format!("{again:?}"));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&text);
    }

    #[test]
    fn any_change_of_a_file_is_read_or_refused(
        at in 0..3000usize, octet in any::<u8>(), cut in 0..3000usize,
    ) {
        let mut text = include_bytes!("../../../ctests/models/matrix.cfg")[..3000].to_vec();
        text[at] = octet;
        text.truncate(cut);
        let _ = parse(&text);
    }
}

#[test]
fn members_may_name_an_element_of_an_array() {
    let text = b"MODEL(I){LD(L){LN(LLN0){DS(ds){DE(GGIO1$MX$Har$num(1));DE(GGIO1$MX$Har$pha(0)cVal);}}}}";
    let model = parse(text).unwrap();
    let Block::DataSet(set) = &model.devices[0].nodes[0].blocks[0] else { panic!() };
    let names: Vec<&[u8]> = set.members.iter().map(|member| &member.variable[..]).collect();
    assert_eq!(names, [&b"GGIO1$MX$Har$num(1)"[..], b"GGIO1$MX$Har$pha(0)cVal"]);
    assert!(parse(b"MODEL(I){LD(L){LN(LLN0){DS(ds){DE(a(1);}}}}").is_err());
}
