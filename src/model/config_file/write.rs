//! A model as the text of a configuration file.

use std::fmt::Write;

use super::super::tree::*;
use super::super::types::data_type;
use crate::mms::value::{Data, Float, Value};

/// The text that [`parse`](super::parse) makes the same model of. The format has no notation for the values of some
/// types (times, qualities, octets) and for identifiers with spaces in them: these are left out.
pub fn write(model: &Model) -> Vec<u8> {
    let mut text = String::new();
    line(&mut text, format_args!("MODEL({}){{", word(&model.name)));
    for device in &model.devices {
        let name = device.name.as_deref().map(|name| format!(" {}", word(name))).unwrap_or_default();
        line(&mut text, format_args!("LD({}{name}){{", word(&device.inst)));
        for node in &device.nodes {
            line(&mut text, format_args!("LN({}){{", word(&node.name)));
            node.objects.iter().for_each(|object| data(&mut text, object));
            node.blocks.iter().for_each(|it| block(&mut text, it));
            line(&mut text, format_args!("}}"));
        }
        line(&mut text, format_args!("}}"));
    }
    line(&mut text, format_args!("}}"));
    text.into_bytes()
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // writing to a String cannot fail
    let _ = writeln!(text, "{arguments}");
}

/// A name, or `-` if there is none that the format can have.
fn word(name: &[u8]) -> &str {
    let good = |octet: &u8| octet.is_ascii_graphic() && !matches!(octet, b'(' | b')');
    std::str::from_utf8(name).ok().filter(|_| !name.is_empty() && name.iter().all(good)).unwrap_or("-")
}

fn optional(name: Option<&Vec<u8>>) -> &str {
    name.map_or("-", |name| word(name))
}

fn data(text: &mut String, node: &Node) {
    let (name, count) = (word(&node.name), node.count.max(0));
    let start = match &node.attribute {
        None => format!("DO({name} {count})"),
        Some(it) => {
            let Attribute { data_type, fc, triggers, short_address, .. } = it;
            format!("DA({name} {count} {data_type} {fc} {triggers} {short_address})")
        }
    };
    rest(text, &start, node);
}

/// Value and block of a node or an element, behind its start.
fn rest(text: &mut String, start: &str, node: &Node) {
    let value = node.attribute.as_ref().and_then(|it| value(it.data_type, it.value.as_ref()?));
    let value = value.map(|value| format!("={value}")).unwrap_or_default();
    if node.elements.is_empty() && node.children.is_empty() {
        // a statement without a block may have the next one behind it on the line
        return line(text, format_args!("{start}{value};"));
    }
    line(text, format_args!("{start}{value}{{"));
    for (index, element) in &node.elements {
        rest(text, &format!("[{index}]"), element);
    }
    node.children.iter().for_each(|child| data(text, child));
    line(text, format_args!("}}"));
}

fn value(data_type: i32, value: &Value) -> Option<String> {
    Some(match &value.data {
        Data::Boolean(value) => u8::from(*value).to_string(),
        Data::Integer(number) => number.as_i64().to_string(),
        Data::Unsigned(number) => number.as_u64().to_string(),
        Data::Float(Float::Single(number)) => number.to_string(),
        Data::Float(Float::Double(number)) => number.to_string(),
        Data::VisibleString(text) | Data::MmsString(text) => {
            let text = std::str::from_utf8(text.as_bytes()).ok()?;
            // the text ends with the line
            format!("\"{}\"", text.replace(['\r', '\n'], " "))
        }
        Data::BitString(bits) if matches!(data_type, data_type::OPT_FLDS | data_type::TRG_OPS) => {
            bits.as_integer_big_endian().to_string()
        }
        _ => return None,
    })
}

fn block(text: &mut String, block: &Block) {
    match block {
        Block::DataSet(set) => {
            line(text, format_args!("DS({}){{", word(&set.name)));
            for member in &set.members {
                let component = member.component.as_ref().map(|name| format!(" {}", word(name)));
                let element = match (member.index, component) {
                    (-1, None) => String::new(),
                    (index, component) => format!(" {index}{}", component.unwrap_or_default()),
                };
                line(text, format_args!("DE({}{element});", word(&member.variable)));
            }
            line(text, format_args!("}}"));
        }
        Block::Report(it) => line(
            text,
            format_args!(
                "RC({} {} {} {} {} {} {} {} {});",
                word(&it.name),
                optional(it.id.as_ref()),
                u8::from(it.buffered),
                optional(it.data_set.as_ref()),
                it.configuration_revision,
                it.triggers,
                it.options,
                it.buffer_time,
                it.integrity_period,
            ),
        ),
        Block::Goose(it) => {
            let start = format!(
                "GC({} {} {} {} {} {} {})",
                word(&it.name),
                word(&it.id),
                optional(it.data_set.as_ref()),
                it.configuration_revision,
                u8::from(it.fixed_offsets),
                it.min_time,
                it.max_time,
            );
            address(text, &start, it.address);
        }
        Block::SampledValue(it) => {
            let start = format!(
                "SMVC({} {} {} {} {} {} {} {})",
                word(&it.name),
                word(&it.id),
                optional(it.data_set.as_ref()),
                it.configuration_revision,
                it.sample_mode,
                it.sample_rate,
                it.options,
                u8::from(it.unicast),
            );
            address(text, &start, it.address);
        }
        Block::LogControl(it) => line(
            text,
            format_args!(
                "LC({} {} {} {} {} {} {});",
                word(&it.name),
                optional(it.data_set.as_ref()),
                optional(it.log.as_ref()),
                it.triggers,
                it.integrity_period,
                u8::from(it.enabled),
                u8::from(it.reason_code),
            ),
        ),
        Block::Log(name) => line(text, format_args!("LOG({});", word(name))),
        Block::SettingGroup { active, count } => line(text, format_args!("SG({active} {count})")),
    }
}

fn address(text: &mut String, start: &str, address: Option<Address>) {
    let Some(address) = address else { return line(text, format_args!("{start};")) };
    let mac: String = address.destination.iter().map(|octet| format!("{octet:02x}")).collect();
    line(text, format_args!("{start}{{"));
    line(text, format_args!("PA({} {} {} {mac});", address.vlan_priority, address.vlan_id, address.app_id));
    line(text, format_args!("}}"));
}
