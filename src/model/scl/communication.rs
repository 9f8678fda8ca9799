//! The section Communication: addresses and times of GOOSE and sampled value control blocks.

use std::collections::HashMap;

use super::super::tree::Address;
use super::xml::{Element, Error};

/// What the file says about where a control block sends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sending {
    pub(super) address: Option<Address>,
    /// milliseconds, or -1
    pub(super) min_time: i32,
    /// milliseconds, or -1
    pub(super) max_time: i32,
}

/// The GSE and SMV elements of the access points of a server.
pub(super) struct Addresses<'a> {
    all: HashMap<(&'a str, &'a str, &'a str), Element<'a>>,
}

impl<'a> Addresses<'a> {
    pub(super) fn read(root: Element<'a>, ied: &str, access_points: &[&str]) -> Self {
        let networks = root.first("Communication").into_iter().flat_map(|it| it.all("SubNetwork"));
        let points = networks.flat_map(|network| network.all("ConnectedAP")).filter(|point| {
            point.get("iedName") == Some(ied)
                && point.get("apName").is_some_and(|name| access_points.contains(&name))
        });
        let mut all = HashMap::new();
        for element in points.flat_map(Element::elements) {
            if let (kind @ ("GSE" | "SMV"), Some(device), Some(block)) =
                (element.name(), element.get("ldInst"), element.get("cbName"))
            {
                // the first network counts
                all.entry((kind, device, block)).or_insert(element);
            }
        }
        Self { all }
    }

    /// Where a control block sends; `kind` is `GSE` or `SMV`.
    pub(super) fn find(&self, kind: &str, device: &str, block: &str) -> Result<Sending, Error> {
        let Some(element) = self.all.get(&(kind, device, block)) else {
            return Ok(Sending { address: None, min_time: -1, max_time: -1 });
        };
        Ok(Sending {
            address: element.first("Address").map(address).transpose()?.flatten(),
            min_time: milliseconds(element.first("MinTime"))?,
            max_time: milliseconds(element.first("MaxTime"))?,
        })
    }
}

fn address(element: Element<'_>) -> Result<Option<Address>, Error> {
    let mut destination = None;
    let mut address = Address { vlan_priority: 4, vlan_id: 0, app_id: 0, destination: [0; 6] };
    for part in element.all("P") {
        let text = part.text().trim();
        let wrong = || part.error(format!("{text:?} is no such address"));
        let hexadecimal = || u16::from_str_radix(text, 16).map_err(|_| wrong());
        match part.get("type") {
            Some("MAC-Address") => destination = Some(mac(text).ok_or_else(wrong)?),
            Some("APPID") => address.app_id = hexadecimal()?,
            Some("VLAN-ID") => address.vlan_id = hexadecimal()?,
            Some("VLAN-PRIORITY") => address.vlan_priority = text.parse().map_err(|_| wrong())?,
            _ => {}
        }
    }
    Ok(destination.map(|destination| Address { destination, ..address }))
}

/// Six octets with `-` or `:` between them.
fn mac(text: &str) -> Option<[u8; 6]> {
    let mut parts = text.split(['-', ':']);
    let mut octets = [0; 6];
    for octet in &mut octets {
        *octet =
            parts.next().filter(|part| part.len() == 2).and_then(|it| u8::from_str_radix(it, 16).ok())?;
    }
    parts.next().is_none().then_some(octets)
}

/// A time in seconds times its multiplier, of which SCL has only `m` here.
fn milliseconds(element: Option<Element<'_>>) -> Result<i32, Error> {
    let Some(element) = element else { return Ok(-1) };
    let factor = match element.get("multiplier") {
        None | Some("m") => 1.0,
        Some("u") => 0.001,
        Some(other) => return Err(element.error(format!("{other:?} is no multiplier"))),
    };
    let number: Option<f64> = element.text().trim().parse().ok();
    let number = number.filter(|number| (0.0..=f64::from(i32::MAX)).contains(number));
    let number = number.ok_or_else(|| element.error(format!("{:?} is no time", element.text().trim())))?;
    Ok((number * factor).round() as i32)
}
