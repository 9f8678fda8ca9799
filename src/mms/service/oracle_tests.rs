//! The hand-written encodings against rasn: what either writes, the other reads as the same thing.

use proptest::prelude::*;

use super::*;
use crate::mms::pdu::data::{AccessResult, Data};
use crate::mms::pdu::names::{DomainItem, Identifier, ObjectName};
use crate::mms::pdu::variable::{
    self as rasn_types, AlternateSelection, ListedVariable, VariableSpecification,
};
use crate::mms::pdu::{self, envelope};
use crate::mms::value::ber as value_ber;

fn identifier() -> impl Strategy<Value = Identifier> {
    prop::collection::vec(any::<u8>(), 0..70).prop_map(Identifier::from)
}

fn object_name() -> impl Strategy<Value = ObjectName> {
    prop_oneof![
        identifier().prop_map(ObjectName::Vmd),
        (identifier(), identifier())
            .prop_map(|(domain, item)| ObjectName::Domain(DomainItem { domain, item })),
        identifier().prop_map(ObjectName::Aa),
    ]
}

fn selector() -> impl Strategy<Value = Selector> {
    prop_oneof![
        identifier().prop_map(Selector::Component),
        any::<u32>().prop_map(Selector::Index),
        (any::<u32>(), any::<u32>()).prop_map(|(low, count)| Selector::Range { low, count }),
        Just(Selector::All),
    ]
}

fn variable() -> impl Strategy<Value = VariableAccess> {
    let alternate = prop::collection::vec(selector(), 1..6).prop_map(|path| Alternate { path });
    (object_name(), prop::option::of(alternate))
        .prop_map(|(name, alternate)| VariableAccess { name, alternate })
}

fn access() -> impl Strategy<Value = Access> {
    prop_oneof![
        prop::collection::vec(variable(), 0..5).prop_map(Access::Variables),
        object_name().prop_map(Access::List),
    ]
}

fn range(low: u32, count: u32) -> rasn_types::IndexRange {
    rasn_types::IndexRange { low, count }
}

fn to_rasn_path(path: &[Selector]) -> rasn_types::AlternateAccess {
    use rasn_types::AccessSelection as Outer;
    let selection = match path {
        [] | [Selector::Unsupported, ..] => unreachable!("not generated"),
        [Selector::Component(name)] => AlternateSelection::Component(name.clone()),
        [Selector::Index(index)] => AlternateSelection::Index(*index),
        [Selector::Range { low, count }] => AlternateSelection::Range(range(*low, *count)),
        [Selector::All] => AlternateSelection::All(()),
        [outer, inner @ ..] => AlternateSelection::Nested(Box::new(rasn_types::SelectAlternate {
            selection: match outer {
                Selector::Component(name) => Outer::Component(name.clone()),
                Selector::Index(index) => Outer::Index(*index),
                Selector::Range { low, count } => Outer::Range(range(*low, *count)),
                _ => Outer::All(()),
            },
            alternate: to_rasn_path(inner),
        })),
    };
    rasn_types::AlternateAccess(vec![selection])
}

fn to_rasn(access: &Access) -> rasn_types::VariableAccessSpecification {
    match access {
        Access::Variables(variables) => rasn_types::VariableAccessSpecification::Variables(
            variables
                .iter()
                .map(|variable| ListedVariable {
                    specification: VariableSpecification::Name(variable.name.clone()),
                    alternate: variable.alternate.as_ref().map(|alternate| to_rasn_path(&alternate.path)),
                })
                .collect(),
        ),
        Access::List(name) => rasn_types::VariableAccessSpecification::List(name.clone()),
    }
}

fn data() -> impl Strategy<Value = Data> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Data::Boolean),
        any::<i64>().prop_map(|value| Data::Integer(value.into())),
        any::<u32>().prop_map(|value| Data::Unsigned(value.into())),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(|octets| Data::OctetString(octets.into())),
        identifier().prop_map(Data::VisibleString),
        any::<[u8; 8]>().prop_map(|time| Data::UtcTime(time.into())),
        any::<[u8; 6]>().prop_map(|time| Data::BinaryTime(time.into())),
        any::<u32>().prop_map(|bits| Data::Float([&[8], &bits.to_be_bytes()[..]].concat().into())),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Data::Structure),
            prop::collection::vec(inner, 0..6).prop_map(Data::Array),
        ]
    })
}

/// Data as the success branch of AccessResult: the same octets.
fn result_of(data: &Data) -> AccessResult {
    rasn::ber::decode(&pdu::encode(data)).unwrap()
}

fn concat(data: &[Data]) -> Vec<u8> {
    data.iter().flat_map(pdu::encode).collect()
}

/// An Unsigned that is negative by the standard, whose octets we take as they are, as the genuine library does.
fn has_negative_unsigned(data: &Data) -> bool {
    match data {
        Data::Array(elements) | Data::Structure(elements) => elements.iter().any(has_negative_unsigned),
        Data::Unsigned(value) => *value < 0.into(),
        _ => false,
    }
}

proptest! {
    #[test]
    fn read_requests(access in access(), spec_with_result: bool) {
        let theirs = rasn_types::ReadRequest { spec_with_result, specification: to_rasn(&access) };
        let parsed = read::parse_request(&pdu::encode(&theirs)).unwrap();
        prop_assert_eq!(&parsed, &read::ReadRequest { spec_with_result, access: access.clone() });
        let ours = read::request(spec_with_result, &access);
        prop_assert_eq!(rasn::ber::decode::<rasn_types::ReadRequest>(&ours).unwrap(), theirs);
        if let (Access::Variables(variables), false) = (&access, spec_with_result)
            && let [variable] = &variables[..]
        {
            prop_assert_eq!(read::request_one(variable.name.as_ref(), variable.alternate.as_ref()), ours);
        }
    }

    #[test]
    fn read_answers(access in prop::option::of(access()), data in prop::collection::vec(data(), 0..5)) {
        let theirs = rasn_types::ReadResponse {
            specification: access.as_ref().map(to_rasn),
            results: data.iter().map(result_of).collect(),
        };
        let octets = pdu::encode(&theirs);
        let results = read::parse_response(&octets).unwrap();
        prop_assert_eq!(results.len(), data.len());
        prop_assert_eq!(results.as_bytes(), &concat(&data)[..]);
        prop_assert_eq!(read::parse_values(&octets).unwrap().len(), data.len());
        prop_assert_eq!(read::response(access.as_ref(), results.as_bytes()), octets);
    }

    #[test]
    fn write_requests_and_answers(access in access(), data in prop::collection::vec(data(), 0..5), codes in prop::collection::vec(-1i32..12, 0..5)) {
        let theirs = rasn_types::WriteRequest { specification: to_rasn(&access), data: data.clone() };
        let octets = pdu::encode(&theirs);
        let parsed = write::parse_request(&octets).unwrap();
        prop_assert_eq!(&parsed.access, &access);
        prop_assert_eq!(parsed.data.as_bytes(), &concat(&data)[..]);
        prop_assert_eq!(write::request(&access, parsed.data.as_bytes()), octets);

        let results: Vec<_> = codes.iter().copied().map(crate::error::DataAccessError).collect();
        let theirs = rasn_types::WriteResponse(codes.iter().map(|&code| match code {
            -1 => rasn_types::WriteResult::Success(()),
            code => rasn_types::WriteResult::Failure(code),
        }).collect());
        prop_assert_eq!(write::parse_response(&pdu::encode(&theirs)), Ok(results.clone()));
        prop_assert_eq!(write::response(&results), pdu::encode(&theirs));
    }

    #[test]
    fn reports(access in access(), data in prop::collection::vec(data(), 0..5)) {
        let theirs = rasn_types::InformationReport {
            specification: to_rasn(&access),
            results: data.iter().map(result_of).collect(),
        };
        let octets = pdu::encode(&theirs);
        let report = information_report::parse(&octets).unwrap();
        prop_assert_eq!(report.results.as_bytes(), &concat(&data)[..]);
        match (report.access, &access) {
            (information_report::ReportAccess::List(name), Access::List(expected)) => {
                prop_assert_eq!(name, expected.as_ref());
            }
            (information_report::ReportAccess::Variables(elements), Access::Variables(expected)) => {
                let read: Vec<_> = elements.map(|element| information_report::variable(element).unwrap()).collect();
                prop_assert_eq!(&read, expected);
            }
            _ => prop_assert!(false, "other kind of access"),
        }
        prop_assert_eq!(information_report::build(&access, report.results.as_bytes()), octets);
    }

    #[test]
    fn lists(name in object_name(), variables in prop::collection::vec(variable(), 0..5), deletable: bool) {
        use crate::mms::pdu::lists;
        let Access::Variables(variables) = Access::Variables(variables) else { unreachable!() };
        let rasn_types::VariableAccessSpecification::Variables(listed) = to_rasn(&Access::Variables(variables.clone())) else {
            unreachable!()
        };
        let theirs = lists::DefineNamedVariableListRequest { name: name.clone(), variables: listed.clone() };
        prop_assert_eq!(variable_list::define_request(name.as_ref(), &variables), pdu::encode(&theirs));
        let parsed = variable_list::parse_define_request(&pdu::encode(&theirs)).unwrap();
        prop_assert_eq!(parsed, variable_list::DefineRequest { name: name.clone(), variables: variables.clone() });
        let theirs = lists::GetNamedVariableListAttributesResponse { deletable, variables: listed, access_control: None };
        let parsed = variable_list::parse_attributes_response(&pdu::encode(&theirs)).unwrap();
        prop_assert_eq!(parsed.deletable, deletable);
        prop_assert_eq!(parsed.variables.into_iter().collect::<Option<Vec<_>>>(), Some(variables));
        let theirs = lists::GetNamedVariableListAttributesRequest(name.clone());
        prop_assert_eq!(variable_list::attributes_request(name.as_ref()), pdu::encode(&theirs));
    }

    #[test]
    fn values_that_rasn_writes_are_read(data in data()) {
        let octets = pdu::encode(&data);
        let (value, used) = value_ber::decode(&octets, 64).unwrap();
        prop_assert_eq!(used, octets.len());
        let mut again = Vec::new();
        value_ber::encode(&value, &mut again);
        prop_assert!(rasn::ber::decode::<Data>(&again).is_ok());
    }

    #[test]
    fn damaged_requests_are_judged_alike(
        access in access(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3),
    ) {
        let mut octets = read::request(true, &access);
        for (at, octet) in changes {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        // What both accept, both understand alike; rasn knows fewer kinds of variables, we fewer selections.
        if let (Ok(ours), Ok(theirs)) = (read::parse_request(&octets), pdu::decode::<rasn_types::ReadRequest>(&octets)) {
            let unsupported = |access: &Access| matches!(access, Access::Variables(variables) if variables.iter().any(
                |variable| variable.alternate.as_ref().is_some_and(|alternate| alternate.path.contains(&Selector::Unsupported))));
            if !unsupported(&ours.access) {
                prop_assert_eq!(to_rasn(&ours.access), theirs.specification);
                prop_assert_eq!(ours.spec_with_result, theirs.spec_with_result);
            }
        }
    }

    #[test]
    fn damaged_answers_and_reports_are_judged_alike(
        access in access(),
        data in prop::collection::vec(data(), 1..4),
        codes in prop::collection::vec(-1i32..12, 1..5),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3),
    ) {
        let damage = |mut octets: Vec<u8>| {
            for (at, octet) in &changes {
                let at = at.index(octets.len());
                octets[at] = *octet;
            }
            octets
        };
        // What both accept, both understand alike: what rasn read and wrote again holds the same for us.
        let results: Vec<_> = data.iter().map(result_of).collect();
        let answer = damage(pdu::encode(&rasn_types::ReadResponse { specification: Some(to_rasn(&access)), results: results.clone() }));
        if let (Ok(ours), Ok(theirs)) = (read::parse_values(&answer), pdu::decode::<rasn_types::ReadResponse>(&answer))
            && !theirs.results.iter().any(|result| rasn::ber::decode::<Data>(&pdu::encode(result)).is_ok_and(|data| has_negative_unsigned(&data)))
        {
            prop_assert_eq!(ours, read::parse_values(&pdu::encode(&theirs)).unwrap());
        }
        let report = damage(pdu::encode(&rasn_types::InformationReport { specification: to_rasn(&access), results }));
        if let (Ok(ours), Ok(theirs)) = (information_report::parse(&report), pdu::decode::<rasn_types::InformationReport>(&report)) {
            let again = pdu::encode(&theirs);
            let again = information_report::parse(&again).unwrap();
            match (ours.access, again.access) {
                (information_report::ReportAccess::List(ours), information_report::ReportAccess::List(theirs)) => prop_assert_eq!(ours, theirs),
                (information_report::ReportAccess::Variables(ours), information_report::ReportAccess::Variables(theirs)) => {
                    let pairs: Vec<_> = ours.zip(theirs).collect();
                    for (ours, theirs) in pairs {
                        // rasn leaves out what stands behind the fields that it knows
                        if let Ok(ours) = information_report::variable(ours) {
                            prop_assert_eq!(Ok(ours), information_report::variable(theirs));
                        }
                    }
                }
                _ => prop_assert!(false, "other kind of access"),
            }
            prop_assert_eq!(ours.results.len(), again.results.len());
        }
        let written = damage(pdu::encode(&rasn_types::WriteResponse(codes.iter().map(|&code| match code {
            -1 => rasn_types::WriteResult::Success(()),
            code => rasn_types::WriteResult::Failure(code),
        }).collect())));
        if let (Ok(ours), Ok(theirs)) = (write::parse_response(&written), pdu::decode::<rasn_types::WriteResponse>(&written)) {
            prop_assert_eq!(ours, write::parse_response(&pdu::encode(&theirs)).unwrap());
        }
    }

    #[test]
    fn damaged_values_are_judged_alike(data in data(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3)) {
        let mut octets = pdu::encode(&data);
        for (at, octet) in changes {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        if let (Ok((ours, _)), Ok(theirs)) = (value_ber::decode(&octets, 64), rasn::ber::decode::<Data>(&octets))
            && !has_negative_unsigned(&theirs)
        {
            prop_assert_eq!(ours, value_ber::decode(&pdu::encode(&theirs), 64).unwrap().0);
        }
    }

    #[test]
    fn envelopes_round_trip(invoke_id: u32, class in 0u8..13, code: i32, kind in 1u8..12) {
        use crate::error::{RejectReason, ServiceError};
        use envelope::Pdu;
        let (error, reason) = (ServiceError::new(class, code), RejectReason { kind, code });
        let check = |write: &dyn Fn(&mut Vec<u8>), expected: Pdu<'_>| {
            let mut out = Vec::new();
            write(&mut out);
            assert_eq!(envelope::decode(&out), Ok(expected));
        };
        check(&|out| envelope::confirmed_error(invoke_id, error, out), Pdu::ConfirmedError { invoke_id, error });
        check(&|out| envelope::cancel_error(invoke_id, error, out), Pdu::CancelError { invoke_id, error });
        check(&|out| envelope::cancel_request(invoke_id, out), Pdu::CancelRequest { invoke_id });
        check(&|out| envelope::cancel_response(invoke_id, out), Pdu::CancelResponse { invoke_id });
        check(&|out| envelope::reject(Some(invoke_id), reason, out), Pdu::Reject { invoke_id: Some(invoke_id), reason });
        check(&|out| envelope::reject(None, reason, out), Pdu::Reject { invoke_id: None, reason });
        check(&|out| envelope::conclude_error(error, out), Pdu::ConcludeError(error));
        check(&|out| envelope::initiate_error(error, out), Pdu::InitiateError(error));
    }
}
