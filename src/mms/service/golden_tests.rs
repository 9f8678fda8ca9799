//! Every request is byte for byte what the genuine client sends, every answer of the genuine server is read, and
//! our server side answers in the same octets.

use super::file::{Directory, DirectoryRequest};
use super::get_name_list::{ObjectClass, Scope};
use super::golden::{DOMAIN, answer, hex, item, pdu, request};
use super::information_report::ReportAccess;
use super::variable_list::{DeleteRequest, Deleted};
use super::*;
use crate::error::{DataAccessError, ServiceError};
use crate::mms::pdu::envelope::{self, Pdu};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::type_spec::TypeKind;
use crate::mms::value::Value;

const LEAF: &str = "GGIO1$ST$Ind1$stVal";
const STRUCT: &str = "GGIO1$ST$Ind1";
const MEASURED: &str = "GGIO1$MX$AnIn1";
const ARRAY: &str = "GGIO1$MX$Har$phsAHar";

fn variable(name: &str) -> VariableAccess {
    VariableAccess::new(item(name).to_owned())
}

fn variables(names: &[&str]) -> Access {
    Access::Variables(names.iter().map(|name| variable(name)).collect())
}

fn component_path(components: &[&str]) -> Alternate {
    Alternate { path: components.iter().map(|&name| Selector::Component(name.into())).collect() }
}

#[test]
fn name_lists() {
    let cases = [
        ("vmd_vars", ObjectClass::NAMED_VARIABLE, Scope::Vmd, None),
        ("domains", ObjectClass::DOMAIN, Scope::Vmd, None),
        ("domain_vars", ObjectClass::NAMED_VARIABLE, Scope::Domain(DOMAIN), None),
        ("domain_lists", ObjectClass::NAMED_VARIABLE_LIST, Scope::Domain(DOMAIN), None),
        ("domain_journals", ObjectClass::JOURNAL, Scope::Domain(DOMAIN), None),
        ("aa_lists", ObjectClass::NAMED_VARIABLE_LIST, Scope::Aa, None),
        (
            "names_next",
            ObjectClass::NAMED_VARIABLE,
            Scope::Domain(DOMAIN),
            Some(&b"GCTL1$CF$Dpc1$ctlModel"[..]),
        ),
    ];
    for (label, class, scope, after) in cases {
        if label == "names_next" {
            let parsed = get_name_list::parse_request(&request(label)).unwrap();
            assert!(parsed.continue_after.is_some());
            let after = parsed.continue_after.unwrap();
            assert_eq!(get_name_list::request(class, scope, Some(after.as_bytes())), request(label));
            continue;
        }
        assert_eq!(get_name_list::request(class, scope, after), request(label), "{label}");
        assert_eq!(get_name_list::parse_request(&request(label)).unwrap().class, class);
    }
    for (label, more, count) in
        [("domains", false, 2), ("domain_lists", false, 4), ("aa_lists", false, 0), ("names_first", true, 40)]
    {
        let octets = answer(label);
        let mut names = Vec::new();
        assert_eq!(get_name_list::parse_response(&octets, |name| names.push(name)), Ok(more), "{label}");
        assert!(names.len() >= count, "{label}: {}", names.len());
        assert_eq!(get_name_list::response(names, more), octets, "{label}");
    }
}

#[test]
fn variable_attributes() {
    assert_eq!(get_variable_attributes::request(item(MEASURED)), request("vaa"));
    assert_eq!(get_variable_attributes::parse_request(&request("vaa")), Ok(item(MEASURED).to_owned()));
    for label in ["vaa", "vaa_ln", "vaa_lln0"] {
        let octets = answer(label);
        let attributes = get_variable_attributes::parse_response(&octets).unwrap();
        assert_eq!(get_variable_attributes::response(attributes.deletable, &attributes.spec), octets);
    }
    let spec = get_variable_attributes::parse_response(&answer("vaa")).unwrap().spec;
    let (index, mag) = spec.child(b"mag").unwrap();
    assert_eq!(index, 0);
    assert_eq!(mag.child(b"f").unwrap().1.kind, TypeKind::Float { exponent: 8, format: 32 });
    assert_eq!(spec.child(b"q").unwrap().1.kind, TypeKind::BitString(-13));
    let spec = get_variable_attributes::parse_response(&answer("vaa_ln")).unwrap().spec;
    let array = spec.child(b"MX").unwrap().1.child(b"Har").unwrap().1.child(b"phsAHar").unwrap().1;
    assert!(matches!(array.kind, TypeKind::Array { count: 4, .. }));
}

#[test]
fn reads() {
    let one = |name, alternate: Option<Alternate>| read::request_one(item(name), alternate.as_ref());
    let path = |index, names: &[&str]| {
        let rest = component_path(names);
        Alternate { path: [vec![Selector::Index(index)], rest.path].concat() }
    };
    let cases = [
        ("read", STRUCT, None),
        ("read_component", MEASURED, Some(component_path(&["mag", "f"]))),
        ("read_component1", STRUCT, Some(Alternate::component("stVal"))),
        ("read_range", ARRAY, Some(Alternate::range(1, 3))),
        ("read_range0", ARRAY, Some(Alternate::index(1))),
        ("read_index", ARRAY, Some(Alternate::range(2, 1))),
        ("read_index_comp", ARRAY, Some(path(2, &["cVal", "mag", "f"]))),
        ("read_index_comp1", ARRAY, Some(Alternate::index(2).then(Selector::Component("cVal".into())))),
    ];
    for (label, name, alternate) in cases {
        assert_eq!(one(name, alternate.clone()), request(label), "{label}");
        let access = Access::Variables(vec![VariableAccess { name: item(name).to_owned(), alternate }]);
        assert_eq!(read::request(false, &access), request(label), "{label}");
        let parsed = read::ReadRequest { spec_with_result: false, access };
        assert_eq!(read::parse_request(&request(label)), Ok(parsed), "{label}");
    }
    assert_eq!(read::request_one(ObjectNameRef::Vmd(b"RPT"), None), request("read_vmd"));
    assert_eq!(read::request(false, &variables(&[STRUCT, LEAF, "NoSuch$ST$a"])), request("read_multi"));
    let list = Access::List(item("LLN0$DsRpt").to_owned());
    assert_eq!(read::request(false, &list), request("read_list"));
    assert_eq!(read::request(true, &list), request("read_list_spec"));
    let aa = Access::List(ObjectNameRef::Aa(b"mylist").to_owned());
    assert_eq!(read::request(true, &aa), request("read_list_aa"));
    assert_eq!(
        read::parse_request(&request("read_list_spec")),
        Ok(read::ReadRequest { spec_with_result: true, access: list.clone() })
    );

    let values = read::parse_values(&answer("read_multi")).unwrap();
    assert_eq!(values.len(), 3);
    assert_eq!(values[1], Value::boolean(false));
    assert_eq!(values[2].as_access_error(), Some(DataAccessError::OBJECT_NON_EXISTENT));
    assert_eq!(read::response_values(None, &values), answer("read_multi"));
    let listed = answer("read_list_spec");
    assert_eq!(read::response_values(Some(&list), &read::parse_values(&listed).unwrap()), listed);
    assert_eq!(read::parse_value(&answer("read_component")), Ok(Value::float32(1.5)));
    assert!(read::parse_value(&answer("read_multi")).is_err());
}

#[test]
fn writes() {
    let half = Value::float32(1.5);
    let one = |name, alternate: Option<Alternate>, value| {
        write::request_value(item(name), alternate.as_ref(), value)
    };
    let yes = Value::boolean(true);
    assert_eq!(one(LEAF, None, &yes), request("write"));
    assert_eq!(one(MEASURED, Some(component_path(&["mag", "f"])), &half), request("write_component"));
    assert_eq!(one(ARRAY, Some(Alternate::range(1, 2)), &half), request("write_array"));
    assert_eq!(one(ARRAY, Some(Alternate::index(1)), &half), request("write_array0"));
    let values = [Value::boolean(true), Value::integer(3, 32)];
    assert_eq!(write::request_values(&variables(&[LEAF, "NoSuch$ST$a"]), &values), request("write_multi"));
    let aa = Access::List(ObjectNameRef::Aa(b"mylist").to_owned());
    assert_eq!(write::request_values(&aa, [&Value::boolean(true)]), request("write_list_aa"));
    let octets = request("write_multi");
    let parsed = write::parse_request(&octets).unwrap();
    assert_eq!(parsed.access, variables(&[LEAF, "NoSuch$ST$a"]));
    assert_eq!(parsed.values().unwrap(), values);

    assert_eq!(write::parse_response_one(&answer("write")), Ok(DataAccessError::OBJECT_ACCESS_DENIED));
    assert_eq!(write::parse_response_one(&answer("rcb_enable")), Ok(DataAccessError::SUCCESS));
    let results = write::parse_response(&answer("write_list")).unwrap();
    assert_eq!(results.len(), 4);
    assert_eq!(write::response(&results), answer("write_list"));
    assert_eq!(write::response(&[DataAccessError::SUCCESS]), answer("rcb_enable"));
}

#[test]
fn reports() {
    let octets = pdu("report2", '<');
    let Ok(Pdu::Unconfirmed { service }) = envelope::decode(&octets) else { panic!("no report") };
    let report = information_report::parse(service).unwrap();
    assert_eq!(report.access, ReportAccess::List(ObjectNameRef::Vmd(b"RPT")));
    let values: Vec<_> = report.values().map(|value| value.unwrap()).collect();
    assert_eq!(values[0], Value::visible_string(b"urcba"));
    assert_eq!(values.len(), report.results.len());
    let list = Access::List(ObjectNameRef::Vmd(b"RPT").to_owned());
    let mut again = Vec::new();
    envelope::unconfirmed(&information_report::build(&list, report.results.as_bytes()), &mut again);
    // The genuine server writes this length in three octets where two are enough.
    assert_eq!(envelope::decode(&again).map(|pdu| matches!(pdu, Pdu::Unconfirmed { .. })), Ok(true));
    assert!(again.len() <= octets.len());

    let mut named = hex("a0");
    let list = hex("3007a00580034c5421");
    let body = [hex("a009"), list.clone(), hex("a003830101")].concat();
    crate::ber::write(&mut named, 0, &[]);
    named.truncate(1);
    named.push(body.len() as u8);
    named.extend_from_slice(&body);
    let report = information_report::parse(&named).unwrap();
    let ReportAccess::Variables(mut listed) = report.access else { panic!("no variables") };
    let element = listed.next().unwrap();
    assert_eq!(information_report::variable_name(element), Ok(ObjectNameRef::Vmd(b"LT!")));
    assert_eq!(information_report::variable(element).unwrap().alternate, None);
}

#[test]
fn identify_and_status() {
    assert_eq!(identify::request(), request("identify"));
    let identity = identify::parse_response(&answer("identify")).unwrap();
    assert_eq!((&identity.vendor[..], &identity.revision[..]), (&b"libiec61850.com"[..], &b"1.6.1"[..]));
    assert_eq!(identify::response(&identity), answer("identify"));
    for (label, extended) in [("status", false), ("status_ext", true)] {
        assert_eq!(status::request(extended), request(label));
        assert_eq!(status::parse_request(&request(label)), Ok(extended));
        let state = status::parse_response(&answer(label)).unwrap();
        assert_eq!(status::response(state), answer(label));
    }
}

#[test]
fn variable_lists() {
    let members = [variable(LEAF)];
    let aa = ObjectNameRef::Aa(b"mylist");
    let vmd = ObjectNameRef::Vmd(b"vmdlist");
    assert_eq!(variable_list::define_request(aa, &members), request("define_aa"));
    assert_eq!(variable_list::define_request(item("LLN0$mylist"), &members), request("define_dom"));
    assert_eq!(variable_list::define_request(vmd, &members), request("define_vmd"));
    let part = |path| VariableAccess { name: item(ARRAY).to_owned(), alternate: Some(path) };
    let members = [
        variable(LEAF),
        part(Alternate {
            path: [Alternate::index(3).path, component_path(&["cVal", "mag", "f"]).path].concat(),
        }),
        part(Alternate::index(3)),
    ];
    assert_eq!(variable_list::define_request(item("LLN0$alt"), &members), request("define_alt"));
    let parsed = variable_list::parse_define_request(&request("define_alt")).unwrap();
    assert_eq!((parsed.name, &parsed.variables[..]), (item("LLN0$alt").to_owned(), &members[..]));
    assert_eq!(variable_list::define_response(), answer("define_aa"));
    assert_eq!(variable_list::parse_define_response(&answer("define_aa")), Ok(()));
    assert_eq!(variable_list::parse_define_response(&hex("ab00")), Ok(()), "constructed, from a device");

    assert_eq!(variable_list::attributes_request(item("LLN0$DsRpt")), request("dir_list"));
    assert_eq!(variable_list::attributes_request(aa), request("dir_list_aa"));
    assert_eq!(variable_list::parse_attributes_request(&request("dir_list_aa")), Ok(aa.to_owned()));
    for (label, count) in [("dir_list", 4), ("dir_list_aa", 1)] {
        let list = variable_list::parse_attributes_response(&answer(label)).unwrap();
        assert_eq!(list.variables.len(), count);
        let members: Vec<_> = list.variables.into_iter().map(Option::unwrap).collect();
        assert_eq!(variable_list::attributes_response(list.deletable, &members), answer(label));
    }
    let invalidated = variable_list::parse_attributes_response(&hex("ac09800100a10430028400")).unwrap();
    assert_eq!(invalidated.variables, [None]);

    for (label, name) in [("delete_dom", item("LLN0$mylist")), ("delete_vmd", vmd), ("delete_aa", aa)] {
        assert_eq!(variable_list::delete_request(&[name.to_owned()]), request(label));
        let parsed = variable_list::parse_delete_request(&request(label));
        assert_eq!(parsed, Ok(DeleteRequest::Specific(vec![name.to_owned()])));
        let deleted = variable_list::parse_delete_response(&answer(label)).unwrap();
        assert_eq!(deleted, Deleted { matched: 1, deleted: 1 });
        assert_eq!(variable_list::delete_response(deleted), answer(label));
    }
}

#[test]
fn files() {
    assert_eq!(file::open_request(b"a.txt", 0), request("file_open"));
    assert_eq!(file::open_request(b"sub/c.dat", 200), request("file_open_pos"));
    assert_eq!(file::parse_open_request(&request("file_open_pos")).unwrap().position, 200);
    for label in ["file_open", "file_open_pos"] {
        let opened = file::parse_open_response(&answer(label)).unwrap();
        assert!(opened.attributes.last_modified.is_some());
        assert_eq!(file::open_response(opened), answer(label));
    }
    assert_eq!(file::read_request(0), request("file_read"));
    assert_eq!(file::parse_read_request(&request("file_read")), Ok(0));
    for (label, more, size) in [("file_read", false, 50), ("file_read_more", true, 1180)] {
        let octets = answer(label);
        let (data, follows) = file::parse_read_response(&octets).unwrap();
        assert_eq!((data.len(), follows), (size, more), "{label}");
        assert_eq!(file::read_response(data, more), octets);
    }
    assert_eq!(file::close_request(0), request("file_close"));
    assert_eq!(file::close_request(-5), request("file_close_neg"));
    assert_eq!(file::close_request(300), request("file_close_big"));
    assert_eq!(file::parse_close_request(&request("file_close_neg")), Ok(-5));
    assert_eq!(file::close_response(), answer("file_close"));
    assert_eq!(file::parse_close_response(&answer("file_close")), Ok(()));
    assert_eq!(file::rename_request(b"b.cfg", b"d.cfg"), request("file_rename"));
    assert_eq!(
        file::parse_rename_request(&request("file_rename")),
        Ok((b"b.cfg".to_vec(), b"d.cfg".to_vec()))
    );
    assert_eq!(file::delete_request(b"d.cfg"), request("file_delete"));
    assert_eq!(file::parse_delete_request(&request("file_delete")), Ok(b"d.cfg".to_vec()));
    assert_eq!(file::obtain_request(b"src.txt", b"dst.txt"), request("obtain"));
    assert_eq!(
        file::parse_obtain_request(&request("obtain")),
        Ok((b"src.txt".to_vec(), b"dst.txt".to_vec()))
    );
    type Name = Option<&'static [u8]>;
    let directories: [(&str, Name, Name); 5] = [
        ("file_dir", Some(b""), None),
        ("file_dir_null", None, None),
        ("file_dir_sub", Some(b"sub"), None),
        ("file_dir_cont", Some(b""), Some(b"a.txt")),
        ("file_dir_cont_null", None, Some(b"a.txt")),
    ];
    for (label, specification, after) in directories {
        assert_eq!(file::directory_request(specification, after), request(label));
        let parsed = DirectoryRequest {
            specification: specification.map(Into::into),
            continue_after: after.map(Into::into),
        };
        assert_eq!(file::parse_directory_request(&request(label)), Ok(parsed));
        let directory = file::parse_directory_response(&answer(label)).unwrap();
        assert_eq!(file::directory_response(&directory), answer(label));
    }
    let Directory { entries, more_follows } =
        file::parse_directory_response(&answer("file_dir_more")).unwrap();
    assert!(more_follows && entries.len() > 20);
    assert_eq!(file::directory_response(&Directory { entries, more_follows }), answer("file_dir_more"));
}

#[test]
fn journals() {
    let name = item("LLN0$EventLog").to_owned();
    let (start, end) = (hex("02ab9800345d"), hex("01b774003d68"));
    assert_eq!(read_journal::request_time_range(name.clone(), &start, &end), request("journal_range"));
    let entry = hex("0000000000000001");
    assert_eq!(read_journal::request_start_after(name.clone(), &start, &entry), request("journal_after"));
    assert_eq!(read_journal::parse_request(&request("journal_range")).unwrap().name, name);
    let empty = answer("journal_range");
    let journal = read_journal::parse_response(&empty).unwrap();
    assert_eq!((journal.entries.len(), journal.more_follows), (0, false));
    assert_eq!(read_journal::response(&journal), empty);
}

#[test]
fn errors_rejects_and_conclude() {
    let invoke_id = |label: &str| match envelope::decode(&pdu(label, '>')) {
        Ok(Pdu::ConfirmedRequest { invoke_id, .. }) => invoke_id,
        other => panic!("{other:?}"),
    };
    for (label, class, code) in
        [("domain_vars_bad", 7, 2), ("vmd_vars", 7, 1), ("define_alt", 2, 1), ("file_open_bad", 11, 7)]
    {
        let expected = ServiceError::new(class, code);
        let octets = pdu(label, '<');
        assert_eq!(
            envelope::decode(&octets),
            Ok(Pdu::ConfirmedError { invoke_id: invoke_id(label), error: expected })
        );
        let mut again = Vec::new();
        envelope::confirmed_error(invoke_id(label), expected, &mut again);
        assert_eq!(again, octets);
    }
    // With serviceSpecificInfo behind the class.
    assert!(matches!(
        envelope::decode(&pdu("obtain", '<')),
        Ok(Pdu::ConfirmedError { error: ServiceError { class: 11, code: 7, .. }, .. })
    ));
    let mut again = Vec::new();
    let source_file = ServiceError { detail: Some((0, 0)), ..ServiceError::new(11, 7) };
    envelope::confirmed_error(invoke_id("obtain"), source_file, &mut again);
    assert_eq!(again, pdu("obtain", '<'));
    let octets = pdu("file_rename", '<');
    let reason = crate::mms::pdu::error::reject::UNRECOGNIZED_SERVICE;
    let id = Some(invoke_id("file_rename"));
    assert_eq!(envelope::decode(&octets), Ok(Pdu::Reject { invoke_id: id, reason }));
    let mut out = Vec::new();
    envelope::reject(id, reason, &mut out);
    assert_eq!(out, octets);
    out.clear();
    envelope::conclude_request(&mut out);
    assert_eq!(out, pdu("conclude", '>'));
    out.clear();
    envelope::conclude_response(&mut out);
    assert_eq!(out, pdu("conclude", '<'));
}

#[test]
fn every_recorded_pdu_is_peeled_and_wrapped_again() {
    for (label, _, octets) in super::golden::all() {
        let mut out = Vec::new();
        match envelope::decode(&octets).unwrap_or_else(|error| panic!("{label}: {error}")) {
            Pdu::ConfirmedRequest { invoke_id, service, .. } => {
                assert!(Service::of(service).is_some(), "{label}");
                envelope::confirmed_request(invoke_id, service, &mut out);
                assert_eq!(envelope::confirmed_len(invoke_id, service.len()), out.len());
            }
            Pdu::ConfirmedResponse { invoke_id, service } => {
                assert!(Service::of(service).is_some(), "{label}");
                envelope::confirmed_response(invoke_id, service, &mut out);
            }
            _ => continue,
        }
        assert_eq!(out, octets, "{label}");
    }
}
