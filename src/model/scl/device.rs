//! The server of an IED: its logical devices and logical nodes.

use super::super::tree::{LogicalDevice, LogicalNode, Model};
use super::Options;
use super::blocks::Blocks;
use super::communication::Addresses;
use super::data::Builder;
use super::data_set::Directory;
use super::templates::Templates;
use super::xml::{Element, Error};

/// The model of the server that the options choose.
pub(super) fn model<'a>(root: Element<'a>, options: &Options<'_>) -> Result<Model, Error> {
    let ied = ied(root, options)?;
    let (server, access_points) = server(ied, options)?;
    let templates = Templates::read(root.first("DataTypeTemplates"))?;
    let addresses = Addresses::read(root, ied.required("name")?, &access_points);

    let mut builder = Builder::new(&templates);
    let mut model = Model { name: ied.identifier("name")?.into(), devices: Vec::new() };
    let mut elements = Vec::new();
    for device in server.all("LDevice") {
        let inst = device.identifier("inst")?.into();
        let name = device.optional_identifier("ldName")?.map(Into::into);
        let mut nodes = Vec::new();
        for element in logical_nodes(device) {
            nodes.push(LogicalNode {
                name: node_name(element, "inst")?.into_bytes(),
                objects: builder.logical_node(element)?,
                blocks: Vec::new(),
            });
            elements.push(element);
        }
        if nodes.first().is_none_or(|node| node.name != b"LLN0") {
            return Err(device.error("there is no LN0"));
        }
        model.devices.push(LogicalDevice { inst, name, nodes });
    }

    // data sets refer to data of all logical devices: control blocks come when these are complete
    let mut blocks = Vec::with_capacity(elements.len());
    let directory = Directory::of(&model).map_err(|twice| server.error(format!("{twice} is there twice")))?;
    let mut reader = Blocks::new(&directory, &addresses);
    let nodes = model.devices.iter().flat_map(|device| device.nodes.iter().map(move |node| (device, node)));
    for ((device, node), element) in nodes.zip(elements) {
        blocks.push(reader.read(device, node, element)?);
    }
    drop(directory);
    let nodes = model.devices.iter_mut().flat_map(|device| &mut device.nodes);
    nodes.zip(blocks).for_each(|(node, blocks)| node.blocks = blocks);
    Ok(model)
}

fn ied<'a>(root: Element<'a>, options: &Options<'_>) -> Result<Element<'a>, Error> {
    let has_server = |ied: &Element<'a>| ied.all("AccessPoint").any(|point| point.first("Server").is_some());
    if let Some(name) = options.ied {
        let mut named = root.all("IED").filter(|ied| ied.get("name") == Some(name));
        return named.next().ok_or_else(|| root.error(format!("there is no IED {name}")));
    }
    let candidates: Vec<_> = root.all("IED").filter(has_server).collect();
    match &candidates[..] {
        [ied] => Ok(*ied),
        [] => Err(root.error("there is no IED with a server")),
        several => {
            let names: Vec<_> = several.iter().filter_map(|ied| ied.get("name")).take(20).collect();
            Err(root.error(format!("one of several IEDs has to be chosen: {}", names.join(", "))))
        }
    }
}

/// The server of an access point, and the names of the access points that lead to it.
fn server<'a>(ied: Element<'a>, options: &Options<'_>) -> Result<(Element<'a>, Vec<&'a str>), Error> {
    let name = |point: &Element<'a>| point.get("name");
    let with_server = || ied.all("AccessPoint").filter(|point| point.first("Server").is_some());
    let owner = match options.access_point {
        None => with_server().next().ok_or_else(|| ied.error("there is no access point with a server"))?,
        Some(wanted) => {
            let mut points = ied.all("AccessPoint").filter(|point| name(point) == Some(wanted));
            let point =
                points.next().ok_or_else(|| ied.error(format!("there is no access point {wanted}")))?;
            match point.first("ServerAt") {
                Some(other) => {
                    let owner = other.required("apName")?;
                    let mut found = with_server().filter(|point| name(point) == Some(owner));
                    found.next().ok_or_else(|| other.error(format!("access point {owner} has no server")))?
                }
                None => point,
            }
        }
    };
    let server = owner.first("Server").ok_or_else(|| owner.error("there is no server"))?;
    let leads_here = |point: &Element<'a>| {
        let other = point.first("ServerAt").and_then(|other| other.get("apName"));
        name(point) == name(&owner) || other == name(&owner)
    };
    Ok((server, ied.all("AccessPoint").filter(leads_here).filter_map(|point| name(&point)).collect()))
}

/// LN0 first, as everything that lists logical nodes expects.
fn logical_nodes<'a>(device: Element<'a>) -> impl Iterator<Item = Element<'a>> {
    device.all("LN0").chain(device.all("LN"))
}

/// Prefix, class and instance number of what an LN, LN0, FCDA or LogControl names.
pub(super) fn node_name(element: Element<'_>, instance: &str) -> Result<String, Error> {
    let class = match element.name() {
        "LN0" => "LLN0",
        _ => element.identifier("lnClass")?,
    };
    if class == "LLN0" {
        return Ok(class.to_owned());
    }
    let prefix = element.optional_identifier("prefix")?.unwrap_or_default();
    let instance = element.optional_identifier(instance)?.unwrap_or_default();
    Ok([prefix, class, instance].concat())
}
