//! The packaged sample model has what it says it has.

use std::collections::BTreeSet;

use super::*;
use crate::model::tree::{Block, Node};

const SAMPLE: &[u8] = include_bytes!("../../../models/sample.icd");

/// Common data classes of IEC 61850-7-3, and those of service tracking.
const CLASSES: &str = "SPS DPS INS ENS ACT ACD SEC BCR HST VSS MV CMV SAV WYE DEL SEQ HMV HWYE HDEL SPC DPC INC ENC BSC \
    ISC APC BAC SPG ING ENG ORG TSG CUG VSG ASG CURVE CSG DPL LPL CSD CST CTS UTS BTS LTS GTS MTS NTS STS";

fn sample() -> Model {
    parse(SAMPLE, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_common_data_class_is_in_use() {
    let text = std::str::from_utf8(SAMPLE).expect("UTF-8");
    let document = xml::document(text).expect("XML");
    let templates = xml::root(&document).expect("SCL").first("DataTypeTemplates").expect("templates");
    let classes: BTreeSet<_> = templates.all("DOType").filter_map(|element| element.get("cdc")).collect();
    assert_eq!(classes, CLASSES.split_whitespace().collect());
    // and no type is there that nothing uses
    let references = |id: &str| text.matches(&format!("ype=\"{id}\"")).count();
    for element in templates.elements() {
        let id = element.get("id").expect("an id");
        assert!(references(id) > 0, "nothing uses {id}");
    }
}

#[test]
fn every_kind_of_control_block_is_there() {
    let model = sample();
    let kinds = |block: &Block| match block {
        Block::DataSet(_) => "data set",
        Block::Report(report) if report.buffered => "BRCB",
        Block::Report(_) => "URCB",
        Block::Goose(_) => "GoCB",
        Block::SampledValue(block) if block.unicast => "USVCB",
        Block::SampledValue(_) => "MSVCB",
        Block::LogControl(_) => "LCB",
        Block::Log(_) => "log",
        Block::SettingGroup { .. } => "SGCB",
    };
    let nodes = model.devices.iter().flat_map(|device| &device.nodes);
    let found: BTreeSet<_> = nodes.flat_map(|node| &node.blocks).map(kinds).collect();
    assert_eq!(found.len(), 9, "{found:?}");
}

#[test]
fn all_control_models_are_there_and_settings_in_groups() {
    fn visit(nodes: &[Node], models: &mut BTreeSet<String>, constraints: &mut BTreeSet<i32>) {
        for node in nodes {
            if let Some(attribute) = &node.attribute {
                constraints.insert(attribute.fc);
                if let (b"ctlModel", Some(value)) = (&node.name[..], &attribute.value) {
                    let mut text = Vec::new();
                    value.print(&mut text);
                    models.insert(String::from_utf8(text).expect("a number"));
                }
            }
            visit(&node.children, models, constraints);
        }
    }
    let (mut models, mut constraints) = (BTreeSet::new(), BTreeSet::new());
    let model = sample();
    let nodes = model.devices.iter().flat_map(|device| &device.nodes);
    nodes.for_each(|node| visit(&node.objects, &mut models, &mut constraints));
    assert_eq!(models, ["0", "1", "2", "3", "4"].map(str::to_owned).into());
    // all that data can have: ST MX SP SV CF DC SG SE SR OR BL EX CO
    assert_eq!(constraints, (0..=12).collect());
}

/// What a reader leaves out it logs, so that a mistake in the sample would go unseen.
#[test]
fn nothing_of_the_sample_is_left_out() {
    let text = std::str::from_utf8(SAMPLE).expect("UTF-8");
    let document = xml::document(text).expect("XML");
    let root = xml::root(&document).expect("SCL");
    let templates = templates::Templates::read(root.first("DataTypeTemplates")).expect("templates");
    let mut builder = data::Builder::new(&templates);
    let server = root.first("IED").and_then(|it| it.first("AccessPoint")?.first("Server")).expect("a server");
    for device in server.all("LDevice") {
        for node in device.all("LN0").chain(device.all("LN")) {
            builder.logical_node(node).unwrap_or_else(|error| panic!("{error}"));
        }
    }
    assert_eq!(builder.warnings(), 0);
}
