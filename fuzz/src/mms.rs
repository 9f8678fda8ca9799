//! MMS PDUs, by groups of services, and values.

use iec61850::mms::pdu::envelope::{self as pdus, Pdu};
use iec61850::mms::pdu::initiate::Initiate;
use iec61850::mms::service::{
    self, file, get_name_list, get_variable_attributes, identify, information_report, read_journal, status,
    variable_list,
};
use iec61850::mms::value::{Value, ber, size};

pub fn envelope(data: &[u8]) {
    if let Ok(
        Pdu::ConfirmedRequest { service, .. }
        | Pdu::ConfirmedResponse { service, .. }
        | Pdu::Unconfirmed { service },
    ) = pdus::decode(data)
    {
        let _ = service::Service::of(service);
    }
}

pub fn initiate(data: &[u8]) {
    let _ = Initiate::parse_request(data);
    let _ = Initiate::parse_response(data);
}

pub fn name_list(data: &[u8]) {
    let _ = get_name_list::parse_request(data);
    let mut names = 0;
    let _ = get_name_list::parse_response(data, |_| names += 1);
    assert!(names <= data.len());
}

pub fn types(data: &[u8]) {
    let _ = get_variable_attributes::parse_request(data);
    let _ = get_variable_attributes::parse_response(data);
}

pub fn read(data: &[u8]) {
    if let Ok(request) = service::read::parse_request(data)
        && let service::Access::List(_) = request.access
    {
        let again = service::read::request(request.spec_with_result, &request.access);
        assert_eq!(service::read::parse_request(&again).unwrap(), request);
    }
    let _ = service::read::parse_response_one(data);
    let _ = service::read::parse_value(data);
    if let Ok(values) = service::read::parse_values(data) {
        let results: Vec<u8> = values
            .iter()
            .flat_map(|value| {
                let mut octets = Vec::new();
                ber::encode_access_result(value, &mut octets);
                octets
            })
            .collect();
        assert_eq!(
            service::read::parse_values(&service::read::response(None, &results)).unwrap().len(),
            values.len()
        );
    }
}

pub fn write(data: &[u8]) {
    let _ = service::write::parse_request(data).map(|request| request.values());
    if let Ok(results) = service::write::parse_response(data) {
        assert_eq!(
            service::write::parse_response(&service::write::response(&results)).unwrap().len(),
            results.len()
        );
    }
    let _ = service::write::parse_response_one(data);
}

pub fn lists(data: &[u8]) {
    if let Ok(request) = variable_list::parse_attributes_request(data) {
        assert_eq!(
            variable_list::parse_attributes_request(&variable_list::attributes_request(request.as_ref())),
            Ok(request)
        );
    }
    let _ = variable_list::parse_define_request(data);
    let _ = variable_list::parse_define_response(data);
    let _ = variable_list::parse_attributes_response(data);
    let _ = variable_list::parse_delete_request(data);
    let _ = variable_list::parse_delete_response(data);
}

pub fn files(data: &[u8]) {
    let _ = file::parse_open_request(data);
    let _ = file::parse_open_response(data);
    let _ = file::parse_read_request(data);
    if let Ok((octets, more)) = file::parse_read_response(data) {
        assert_eq!(file::parse_read_response(&file::read_response(octets, more)), Ok((octets, more)));
    }
    let _ = file::parse_close_request(data);
    let _ = file::parse_close_response(data);
    let _ = file::parse_rename_request(data);
    let _ = file::parse_rename_response(data);
    let _ = file::parse_delete_request(data);
    let _ = file::parse_delete_response(data);
    let _ = file::parse_directory_request(data);
    let _ = file::parse_directory_response(data);
    let _ = file::parse_obtain_request(data);
    let _ = file::parse_obtain_response(data);
}

pub fn journal(data: &[u8]) {
    let _ = read_journal::parse_request(data);
    if let Ok(journal) = read_journal::parse_response(data) {
        assert_eq!(read_journal::parse_response(&read_journal::response(&journal)), Ok(journal));
    }
}

pub fn vmd(data: &[u8]) {
    let _ = identify::parse_request(data);
    let _ = identify::parse_response(data);
    let _ = status::parse_request(data);
    let _ = status::parse_response(data);
}

/// What can be decoded is encoded again as what decodes to the same, fits its own measure, prints, and refreshes another.
pub fn values(data: &[u8]) {
    let Ok((value, used)) = ber::decode_access_result(data, 25) else { return };
    assert!(used <= data.len());
    let mut octets = Vec::new();
    ber::encode_access_result(&value, &mut octets);
    assert_eq!(octets.len(), ber::encoded_len(&value));
    assert!(size::max_encoded_len(&value) >= octets.len() || value.as_access_error().is_some());
    let (again, _) = ber::decode_access_result(&octets, 25).unwrap();
    let mut octets_again = Vec::new();
    ber::encode_access_result(&again, &mut octets_again);
    assert_eq!(octets_again, octets);
    let mut other = value.clone();
    if other.refresh(&octets) {
        assert_eq!(printed(&other), printed(&again));
    }
}

fn printed(value: &Value) -> Vec<u8> {
    let mut text = Vec::new();
    value.print(&mut text);
    text
}

/// The second of two reports, which the first octet's length separates, is decoded into the tree of the first.
pub fn reports(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let (one, other) = rest.split_at(usize::from(first).min(rest.len()));
    let mut report = iec61850::iec61850::Report::new(b"LD/LN.RP.rcb", None);
    for octets in [one, other, rest] {
        if let Ok(parsed) = information_report::parse(octets) {
            report.update(parsed.results);
            assert!(report.reasons.len() <= 1 << 16);
        }
    }
}
