//! ISO 8650 association control.

use crate::ber::{self, BerError, Reader};
use crate::error::{Failure, Layer};
use crate::wire::selectors::{Address, ApTitle};

/// Application context MMS, 1.0.9506.2.3.
const MMS_APPLICATION: &[u8] = &[0x28, 0xca, 0x22, 0x02, 0x03];
/// Mechanism name of the password, 2.2.3.1.
const PASSWORD: &[u8] = &[0x52, 0x03, 0x01];

const AARQ: ber::Tag = 0x60;
const AARE: ber::Tag = 0x61;
const RLRQ: ber::Tag = 0x62;
const RLRE: ber::Tag = 0x63;
const ABRT: ber::Tag = 0x64;
const APPLICATION_CONTEXT: ber::Tag = 0xa1;
const USER_INFORMATION: ber::Tag = 0xbe;
const EXTERNAL: ber::Tag = 0x28;
const INTEGER: ber::Tag = 0x02;
const OID: ber::Tag = 0x06;

/// AARE diagnostic of the service user: no reason given.
pub const NO_REASON: u8 = 1;
/// AARE diagnostic of the service user: authentication failure.
pub const AUTHENTICATION_FAILURE: u8 = 13;
/// AARE diagnostic of the service user: authentication required.
pub const AUTHENTICATION_REQUIRED: u8 = 14;

/// An association request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request<'a> {
    /// AP-title and AE-qualifier that are called.
    pub called: (Option<ApTitle>, Option<i32>),
    /// AP-title and AE-qualifier of the initiator.
    pub calling: (Option<ApTitle>, Option<i32>),
    /// The password, if that mechanism is used.
    pub password: Option<&'a [u8]>,
    /// The MMS PDU.
    pub user: &'a [u8],
}

/// An APDU that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apdu<'a> {
    /// AARQ.
    Request(Request<'a>),
    /// AARE with result "accepted" and the MMS PDU.
    Accept(&'a [u8]),
    /// AARE with another result, or without what an acceptance needs.
    Refuse(Failure),
    /// RLRQ.
    Release,
    /// RLRE.
    Released,
    /// ABRT.
    Abort(Failure),
}

fn failure(text: &'static str) -> Failure {
    Failure::new(Layer::Acse, 0, text)
}

fn malformed(error: BerError) -> Failure {
    Failure::new(Layer::Acse, 0, error.to_string())
}

fn small(tag: ber::Tag, content: &[u8]) -> Result<i32, Failure> {
    let value = ber::read_i64(tag, content).map_err(malformed)?;
    i32::try_from(value).map_err(|_| failure("integer out of range"))
}

fn user_diagnostic_text(code: i32) -> &'static str {
    match code {
        2 => "application context not supported",
        3 => "calling AP-title not recognized",
        4 => "calling AP invocation id not recognized",
        5 => "calling AE-qualifier not recognized",
        6 => "calling AE invocation id not recognized",
        7 => "called AP-title not recognized",
        8 => "called AP invocation id not recognized",
        9 => "called AE-qualifier not recognized",
        10 => "called AE invocation id not recognized",
        11 => "authentication mechanism not recognized",
        12 => "authentication mechanism required",
        13 => "authentication failure",
        14 => "authentication required",
        _ => "no reason given",
    }
}

fn provider_diagnostic_text(code: i32) -> &'static str {
    match code {
        2 => "no common ACSE version",
        _ => "no reason given",
    }
}

/// Reads an APDU.
pub fn read(apdu: &[u8]) -> Result<Apdu<'_>, Failure> {
    let element = Reader::new(apdu).required().map_err(malformed)?;
    let fields = Reader::new(element.content);
    match element.tag {
        AARQ => read_request(fields).map(Apdu::Request),
        AARE => read_response(fields),
        RLRQ => Ok(Apdu::Release),
        RLRE => Ok(Apdu::Released),
        ABRT => read_abort(fields).map(Apdu::Abort),
        tag => Err(malformed(BerError::Tag(tag))),
    }
}

fn read_request(mut fields: Reader<'_>) -> Result<Request<'_>, Failure> {
    let mut request = Request::default();
    let (mut by_password, mut value) = (true, None);
    while let Some(element) = fields.next().map_err(malformed)? {
        match element.tag {
            0xa2 => request.called.0 = read_title(element.content),
            0xa3 => request.called.1 = read_qualifier(element.content),
            0xa6 => request.calling.0 = read_title(element.content),
            0xa7 => request.calling.1 = read_qualifier(element.content),
            0x8b => by_password = element.content == PASSWORD,
            0xac => value = Reader::new(element.content).optional(0x80).map_err(malformed)?,
            USER_INFORMATION => request.user = read_user(element.content)?,
            _ => {}
        }
    }
    request.password = value.filter(|_| by_password);
    Ok(request)
}

/// Form 2 only; a directory name says nothing here.
fn read_title(content: &[u8]) -> Option<ApTitle> {
    Reader::new(content).optional(OID).ok().flatten().and_then(ApTitle::from_ber)
}

fn read_qualifier(content: &[u8]) -> Option<i32> {
    let content = Reader::new(content).optional(INTEGER).ok().flatten()?;
    small(INTEGER, content).ok()
}

/// The MMS PDU inside the EXTERNAL of the user information.
fn read_user(content: &[u8]) -> Result<&[u8], Failure> {
    let mut external = Reader::new(Reader::new(content).expect(EXTERNAL).map_err(malformed)?);
    while let Some(element) = external.next().map_err(malformed)? {
        match element.tag {
            0xa0 | 0x81 => return Ok(element.content),
            // Direct reference, indirect reference, descriptor.
            OID | INTEGER | 0x07 => {}
            tag => return Err(malformed(BerError::Tag(tag))),
        }
    }
    Err(failure("user information is empty"))
}

fn read_response(mut fields: Reader<'_>) -> Result<Apdu<'_>, Failure> {
    let (mut result, mut diagnostic, mut user) = (None, None, None);
    while let Some(element) = fields.next().map_err(malformed)? {
        match element.tag {
            0xa2 => {
                let content = Reader::new(element.content).expect(INTEGER).map_err(malformed)?;
                result = Some(small(INTEGER, content)?);
            }
            0xa3 => {
                let source = Reader::new(element.content).required().map_err(malformed)?;
                let content = Reader::new(source.content).expect(INTEGER).map_err(malformed)?;
                diagnostic = Some((source.tag, small(INTEGER, content)?));
            }
            USER_INFORMATION => user = Some(element.content),
            _ => {}
        }
    }
    match (result, user) {
        (Some(0), Some(user)) => read_user(user).map(Apdu::Accept),
        (Some(0), None) => Err(failure("no user information")),
        (None, _) => Err(failure("no association result")),
        (Some(result), _) => Ok(Apdu::Refuse(refusal(result, diagnostic))),
    }
}

fn refusal(result: i32, diagnostic: Option<(ber::Tag, i32)>) -> Failure {
    let how = if result == 2 { "rejected (transient)" } else { "rejected" };
    let (who, code, why) = match diagnostic {
        Some((0xa2, code)) => ("service provider", code, provider_diagnostic_text(code)),
        Some((_, code)) => ("service user", code, user_diagnostic_text(code)),
        None => ("unknown source", 0, "no reason given"),
    };
    Failure::new(Layer::Acse, code, format!("{how} by the {who}: {why}"))
}

fn read_abort(mut fields: Reader<'_>) -> Result<Failure, Failure> {
    let (mut source, mut diagnostic) = (0, 0);
    while let Some(element) = fields.next().map_err(malformed)? {
        match element.tag {
            0x80 => source = small(0x80, element.content)?,
            0x81 => diagnostic = small(0x81, element.content)?,
            _ => {}
        }
    }
    let text = match (source, diagnostic) {
        (0, 2) => "aborted by the service user: protocol error",
        (0, 3) => "aborted by the service user: authentication mechanism not recognized",
        (0, 4) => "aborted by the service user: authentication mechanism required",
        (0, 5) => "aborted by the service user: authentication failure",
        (0, 6) => "aborted by the service user: authentication required",
        (0, _) => "aborted by the service user",
        _ => "aborted by the service provider",
    };
    Ok(Failure::new(Layer::Acse, diagnostic, text))
}

fn write_end(out: &mut Vec<u8>, tags: (ber::Tag, ber::Tag), title: &Option<ApTitle>, qualifier: Option<i32>) {
    if let Some(title) = title {
        ber::write_nested(out, tags.0, |out| ber::write(out, OID, title.as_ber()));
    }
    if let Some(qualifier) = qualifier {
        ber::write_nested(out, tags.1, |out| ber::write_i64(out, INTEGER, i64::from(qualifier)));
    }
}

fn write_user(out: &mut Vec<u8>, context: i32, user: &[u8]) {
    ber::write_nested(out, USER_INFORMATION, |out| {
        ber::write_nested(out, EXTERNAL, |out| {
            ber::write_i64(out, INTEGER, i64::from(context));
            ber::write(out, 0xa0, user);
        });
    });
}

fn write_context(out: &mut Vec<u8>) {
    ber::write_nested(out, APPLICATION_CONTEXT, |out| ber::write(out, OID, MMS_APPLICATION));
}

/// An AARQ; `mms` is the id of the MMS context.
pub fn request(
    calling: &Address,
    called: &Address,
    password: Option<&[u8]>,
    mms: i32,
    user: &[u8],
) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, AARQ, |out| {
        write_context(out);
        write_end(out, (0xa2, 0xa3), &called.ap_title, called.ae_qualifier);
        write_end(out, (0xa6, 0xa7), &calling.ap_title, calling.ae_qualifier);
        if let Some(password) = password {
            // sender-acse-requirements: authentication, the first bit of four.
            ber::write(out, 0x8a, &[4, 0x80]);
            ber::write(out, 0x8b, PASSWORD);
            ber::write_nested(out, 0xac, |out| ber::write(out, 0x80, password));
        }
        write_user(out, mms, user);
    });
    out
}

/// An AARE that accepts.
pub fn accept(local: &Address, mms: i32, user: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, AARE, |out| {
        write_context(out);
        write_result(out, 0, 0);
        write_end(out, (0xa4, 0xa5), &local.ap_title, local.ae_qualifier);
        write_user(out, mms, user);
    });
    out
}

/// An AARE that rejects for good, with the diagnostic of the service user.
pub fn refuse(local: &Address, diagnostic: u8) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, AARE, |out| {
        write_context(out);
        write_result(out, 1, diagnostic);
        write_end(out, (0xa4, 0xa5), &local.ap_title, local.ae_qualifier);
    });
    out
}

fn write_result(out: &mut Vec<u8>, result: u8, diagnostic: u8) {
    ber::write_nested(out, 0xa2, |out| ber::write(out, INTEGER, &[result]));
    ber::write_nested(out, 0xa3, |out| {
        ber::write_nested(out, 0xa1, |out| ber::write_i64(out, INTEGER, i64::from(diagnostic)));
    });
}

/// An RLRQ with reason "normal".
pub const RELEASE: [u8; 5] = [0x62, 3, 0x80, 1, 0];
/// An RLRE.
pub const RELEASED: [u8; 2] = [0x63, 0];
/// An ABRT by the service user.
pub const ABORT: [u8; 5] = [0x64, 3, 0x80, 1, 0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_names_its_source_and_code() {
        let aare = refuse(&Address::default(), AUTHENTICATION_FAILURE);
        let Ok(Apdu::Refuse(failed)) = read(&aare) else { panic!() };
        assert_eq!((failed.layer, failed.code), (Layer::Acse, 13));
        assert_eq!(failed.text, "rejected by the service user: authentication failure");
        let Ok(Apdu::Refuse(failed)) = read(&[0x61, 12, 0xa2, 3, 2, 1, 2, 0xa3, 5, 0xa2, 3, 2, 1, 2]) else {
            panic!()
        };
        assert_eq!(failed.text, "rejected (transient) by the service provider: no common ACSE version");
    }

    #[test]
    fn an_acceptance_without_user_information_is_malformed() {
        assert!(read(&[0x61, 5, 0xa2, 3, 2, 1, 0]).is_err());
        assert!(read(&[0x61, 0]).is_err());
        assert!(read(&[0x61, 9, 0xa2, 3, 2, 1, 0, 0xbe, 2, 0x28, 0]).is_err());
    }

    #[test]
    fn titles_of_other_forms_are_passed_over() {
        let aarq = [0x60, 10, 0xa2, 4, 0x30, 2, 0x31, 0, 0xa3, 2, 4, 0];
        let Ok(Apdu::Request(request)) = read(&aarq) else { panic!() };
        assert_eq!(request.called, (None, None));
    }

    #[test]
    fn another_mechanism_is_no_password() {
        let mut aarq = request(&Address::default(), &Address::default(), Some(b"secret"), 3, &[0xa8, 0]);
        let Ok(Apdu::Request(read_back)) = read(&aarq) else { panic!() };
        assert_eq!(read_back.password, Some(&b"secret"[..]));
        let at = aarq.windows(3).position(|part| part == PASSWORD).unwrap();
        aarq[at + 2] = 9;
        let Ok(Apdu::Request(read_back)) = read(&aarq) else { panic!() };
        assert_eq!(read_back.password, None);
    }
}
