//! Answers and requests that were attacks or accidents elsewhere, and encodings of devices that must be accepted.

use proptest::prelude::*;

use super::golden::{all, answer, hex};
use super::*;
use crate::error::DataAccessError;
use crate::mms::pdu::envelope::{self, Pdu};
use crate::mms::pdu::initiate::Initiate;

/// Every reader there is, fed with the same octets.
fn read_with_everything(input: &[u8]) {
    let _ = envelope::decode(input);
    let _ = Service::of(input);
    let _ = Initiate::parse_request(input);
    let _ = Initiate::parse_response(input);
    let _ = get_name_list::parse_request(input);
    let _ = get_name_list::parse_response(input, |_| ());
    let _ = get_variable_attributes::parse_request(input);
    let _ = get_variable_attributes::parse_response(input);
    let _ = read::parse_request(input);
    let _ = read::parse_values(input);
    let _ = read::parse_value(input);
    let _ = write::parse_request(input).map(|request| request.values());
    let _ = write::parse_response(input);
    let _ = write::parse_response_one(input);
    let _ = information_report::parse(input).map(|report| report.values().count());
    let _ = identify::parse_response(input);
    let _ = status::parse_request(input);
    let _ = status::parse_response(input);
    let _ = variable_list::parse_define_request(input);
    let _ = variable_list::parse_attributes_request(input);
    let _ = variable_list::parse_attributes_response(input);
    let _ = variable_list::parse_delete_request(input);
    let _ = variable_list::parse_delete_response(input);
    let _ = file::parse_open_request(input);
    let _ = file::parse_open_response(input);
    let _ = file::parse_read_request(input);
    let _ = file::parse_read_response(input);
    let _ = file::parse_close_request(input);
    let _ = file::parse_rename_request(input);
    let _ = file::parse_delete_request(input);
    let _ = file::parse_directory_request(input);
    let _ = file::parse_directory_response(input);
    let _ = file::parse_obtain_request(input);
    let _ = read_journal::parse_request(input);
    let _ = read_journal::parse_response(input);
}

fn service_of(pdu: &[u8]) -> Option<&[u8]> {
    match envelope::decode(pdu) {
        Ok(
            Pdu::ConfirmedRequest { service, .. }
            | Pdu::ConfirmedResponse { service, .. }
            | Pdu::Unconfirmed { service },
        ) => Some(service),
        _ => None,
    }
}

fn wrapped(tag: u32, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write(&mut out, tag, content);
    out
}

#[test]
fn cve_2024_45969_initiate_answer_without_its_fields() {
    for input in
        ["a900", "a9028000", "a90680010181010a", "a9028300", "a902a400", "a907800105a4028000", "a9", "a980"]
    {
        assert!(Initiate::parse_response(&hex(input)).is_err(), "{input}");
    }
    assert!(
        Initiate::parse_response(&hex("a80d8101058201 05a40380010 1".replace(' ', "").as_str())).is_err()
    );
}

#[test]
fn cve_2024_45970_identify_answer_with_long_texts_is_just_long() {
    let text = vec![b'x'; 70_000];
    let body = [wrapped(0x80, &text), wrapped(0x81, &text), wrapped(0x82, &text)].concat();
    let identity = identify::parse_response(&wrapped(0xa2, &body)).unwrap();
    assert_eq!((identity.vendor.len(), identity.revision.len()), (70_000, 70_000));
    for input in ["a200", "a2038001", "a2068000810082 ff".replace(' ', "").as_str()] {
        assert!(identify::parse_response(&hex(input)).is_err(), "{input}");
    }
    let empty = identify::parse_response(&hex("a206800081008200")).unwrap();
    assert_eq!(empty, identify::Identity::default());
}

#[test]
fn cve_2024_45971_file_directory_answer_with_a_long_name_is_just_long() {
    let name = wrapped(0xa0, &wrapped(0x19, &vec![b'n'; 5000]));
    let attributes = wrapped(0xa1, &hex("800101"));
    let entry = wrapped(0x30, &[name, attributes].concat());
    let answer = wrapped(0xbf4d, &wrapped(0xa0, &wrapped(0x30, &entry)));
    let directory = file::parse_directory_response(&answer).unwrap();
    assert_eq!(directory.entries[0].name.len(), 5000);
    assert_eq!(directory.entries[0].attributes.last_modified, None);
    for input in ["bf4d00", "bf4d02a000", "bf4d04a0023005", "bf4d06a00430023000"] {
        assert!(file::parse_directory_response(&hex(input)).is_err(), "{input}");
    }
}

#[test]
fn negative_and_oversized_invoke_ids_are_refused() {
    for input in ["a0050201ff8200", "a0080204ffffffff8200", "a00902050100000000 8200"] {
        assert!(envelope::decode(&hex(&input.replace(' ', ""))).is_err(), "{input}");
    }
    let largest = hex("a009020500ffffffff8200");
    assert!(matches!(envelope::decode(&largest), Ok(Pdu::ConfirmedRequest { invoke_id: u32::MAX, .. })));
    let mut out = Vec::new();
    envelope::confirmed_request(u32::MAX, &hex("8200"), &mut out);
    assert_eq!(out, largest);
}

#[test]
fn nesting_is_bounded_everywhere() {
    for open in [&[0xa2u8, 0x80][..], &[0x30, 0x80], &[0xa0, 0x80], &[0xa1, 0x80]] {
        for start in
            [&[0xa4u8, 0x80, 0xa1, 0x80][..], &[0xa6, 0x80, 0x80, 1, 0, 0xa2, 0x80], &[0xa5, 0x80], &[]]
        {
            let bomb = [start, &open.repeat(20_000)].concat();
            read_with_everything(&bomb);
        }
    }
    // Definite lengths, built from the inside.
    let mut nested = hex("8300");
    for _ in 0..200 {
        nested =
            wrapped(0x30, &[hex("8000"), wrapped(0xa1, &wrapped(0xa2, &wrapped(0xa1, &nested)))].concat());
    }
    let answer =
        wrapped(0xa6, &[hex("800100"), wrapped(0xa2, &wrapped(0xa2, &wrapped(0xa1, &nested)))].concat());
    assert!(get_variable_attributes::parse_response(&answer).is_err());
    let mut path = hex("810101");
    for _ in 0..100 {
        path = wrapped(0xa0, &[hex("810101"), wrapped(0x30, &path)].concat());
    }
    let variable = wrapped(0x30, &[hex("a003800141"), wrapped(0xa5, &path)].concat());
    let request = wrapped(0xa4, &wrapped(0xa1, &wrapped(0xa0, &variable)));
    assert!(read::parse_request(&request).is_err());
}

#[test]
fn huge_lengths_are_refused_without_allocating() {
    for input in
        ["a084ffffffff", "a18400000010020101a4", "a4847fffffff", "a185ffffffffff", "bf4988ffffffffffffffff"]
    {
        read_with_everything(&hex(input));
        assert!(envelope::decode(&hex(input)).is_err(), "{input}");
    }
    // A count that nothing stands behind.
    let array = "a610800100a20ba1098104ffffffffa20183";
    assert!(get_variable_attributes::parse_response(&hex(array)).is_err());
}

#[test]
fn devices_that_encode_lengths_or_results_their_own_way_are_understood() {
    // AREVA: non-minimal lengths, on every level.
    let pdu = hex("a18400000010020101a4840000 0007a18200038301ff".replace(' ', "").as_str());
    let service = service_of(&pdu).unwrap();
    assert_eq!(read::parse_value(service).unwrap(), crate::mms::value::Value::boolean(true));
    // Indefinite lengths.
    let service = hex("a480a180830101 0000 0000".replace(' ', "").as_str());
    assert_eq!(read::parse_value(&service).unwrap(), crate::mms::value::Value::boolean(true));
    // NULL answers that are constructed, codes beyond the standard.
    for (input, expected) in
        [("a502a100", DataAccessError::SUCCESS), ("a5038001 63", DataAccessError::UNKNOWN)]
    {
        assert_eq!(write::parse_response_one(&hex(&input.replace(' ', ""))), Ok(expected));
    }
    assert_eq!(file::parse_close_response(&hex("bf4a00")), Ok(()));
    // A list of modifiers is recognised and skipped.
    let pdu = hex("a00a020105 3003 810101 8200".replace(' ', "").as_str());
    let modified = Ok(Pdu::ConfirmedRequest { invoke_id: 5, modified: true, service: &[0x82, 0] });
    assert_eq!(envelope::decode(&pdu), modified);
    // Negative FRSM ids.
    let opened = hex("bf480d8004fffffff0a1058003010000".replace(' ', "").as_str());
    assert_eq!(file::parse_open_response(&opened).unwrap().frsm_id, -16);
    // moreFollows left out means yes in a name list.
    assert_eq!(get_name_list::parse_response(&hex("a105a0031a0141"), |_| ()), Ok(true));
    // A structure without components.
    assert!(get_variable_attributes::parse_response(&hex("a609800100a204a202a100")).is_ok());
}

#[test]
fn journal_variables_are_read_with_and_without_context_tags() {
    let entry = |variable: &[u8]| {
        let variables = wrapped(0xa1, &wrapped(0x30, variable));
        let content = [hex("8006000000010001"), wrapped(0xa2, &variables)].concat();
        let fields = [hex("800101"), hex("a1023000"), wrapped(0xa2, &content)].concat();
        wrapped(0xbf41, &[wrapped(0xa0, &wrapped(0x30, &fields)), hex("8101ff")].concat())
    };
    let tagged = entry(&hex("8003466f6fa103830101"));
    let plain = entry(&hex("1a03466f6f830101"));
    let array = entry(&hex("1a03466f6fa103830101"));
    for (octets, value) in [(&tagged, "830101"), (&plain, "830101"), (&array, "a103830101")] {
        let journal = read_journal::parse_response(octets).unwrap();
        assert!(journal.more_follows);
        let entry = &journal.entries[0];
        assert_eq!((entry.id, entry.time.len()), (&[1u8][..], 6));
        assert_eq!(entry.variables[0].tag, b"Foo");
        assert_eq!(entry.variables[0].value, hex(value));
        let again = read_journal::response(&journal);
        assert_eq!(read_journal::parse_response(&again), Ok(journal));
    }
}

#[test]
fn selections_that_are_not_a_path_are_kept_apart() {
    // A named selection; two selections at one level.
    for alternate in ["a5068001418101 01", "820101820102"] {
        let alternate = wrapped(0xa5, &hex(&alternate.replace(' ', "")));
        let variable = wrapped(0x30, &[hex("a003800141"), alternate].concat());
        let request = wrapped(0xa4, &wrapped(0xa1, &wrapped(0xa0, &variable)));
        let Ok(read::ReadRequest { access: Access::Variables(variables), .. }) =
            read::parse_request(&request)
        else {
            panic!("not read")
        };
        let path = variables[0].alternate.as_ref().map(|alternate| &alternate.path[..]);
        assert_eq!(path, Some(&[Selector::Unsupported][..]));
    }
}

#[test]
fn fields_that_later_editions_added_are_skipped() {
    // ISO 9506-2:2003 adds fields to the init detail.
    let detail = hex("800101810305f100820c03ee1c00000408000079ef18830100840100850041");
    let detail = wrapped(0xa4, &detail[..detail.len() - 1]);
    let answer = wrapped(0xa9, &[hex("800300fde881010582010583010a"), detail].concat());
    assert_eq!(Initiate::parse_response(&answer), Ok(Initiate::default()));
    assert_eq!(
        status::parse_response(&hex("a008800100810100 8e00".replace(' ', "").as_str())),
        Ok(Default::default())
    );
    assert!(identify::parse_response(&hex("a20c800081008200a304060228008e00")).is_ok());
    assert!(
        get_variable_attributes::parse_response(&hex("a60d800100a2028300830141840142"
            .replace(' ', "")
            .as_str()))
        .is_ok()
    );
}

#[test]
fn recorded_pdus_cut_short_are_errors_and_never_panic() {
    for (_, _, pdu) in all().filter(|(_, _, pdu)| pdu.len() < 400) {
        for end in 0..pdu.len() {
            assert!(envelope::decode(&pdu[..end]).is_err());
            read_with_everything(&pdu[..end]);
        }
        if let Some(service) = service_of(&pdu) {
            (0..service.len()).for_each(|end| read_with_everything(&service[..end]));
        }
    }
    assert!(!answer("read").is_empty());
}

proptest! {
    #[test]
    fn damaged_pdus_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let pdus: Vec<_> = all().collect();
        let mut pdu = which.get(&pdus).2.clone();
        for (at, octet) in changes {
            let at = at.index(pdu.len());
            pdu[at] = octet;
        }
        read_with_everything(&pdu);
        if let Some(service) = service_of(&pdu) {
            read_with_everything(service);
        }
    }

    #[test]
    fn random_octets_never_panic(input in prop::collection::vec(any::<u8>(), 0..200)) {
        read_with_everything(&input);
    }
}
