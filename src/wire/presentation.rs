//! ISO 8823 presentation, normal mode, with the contexts of ACSE and MMS.

use crate::ber::{self, BerError, Reader};
use crate::error::{Failure, Layer};
use crate::wire::selectors::{PSelector, received};

/// Abstract syntax of ACSE, 2.2.1.0.1.
const ACSE_SYNTAX: &[u8] = &[0x52, 0x01, 0x00, 0x01];
/// Abstract syntax of MMS, 1.0.9506.2.1.
const MMS_SYNTAX: &[u8] = &[0x28, 0xca, 0x22, 0x02, 0x01];
/// Transfer syntax BER, 2.1.1.
const BER: &[u8] = &[0x51, 0x01];

/// Contexts of one connect request, and presentation data values of one PPDU, that are accepted at most.
const MAX_ITEMS: usize = 32;

const CONNECT: ber::Tag = 0x31;
const MODE: ber::Tag = 0xa0;
const NORMAL_MODE: ber::Tag = 0xa2;
const CALLING: ber::Tag = 0x81;
const CALLED: ber::Tag = 0x82;
const RESPONDING: ber::Tag = 0x83;
const DEFINITIONS: ber::Tag = 0xa4;
const RESULTS: ber::Tag = 0xa5;
const PROVIDER_REASON: ber::Tag = 0x8a;
const SIMPLY_ENCODED: ber::Tag = 0x60;
const SIMPLY_ENCODED_PRIMITIVE: ber::Tag = 0x40;
const FULLY_ENCODED: ber::Tag = 0x61;
const SEQUENCE: ber::Tag = 0x30;
const INTEGER: ber::Tag = 0x02;
const OID: ber::Tag = 0x06;
const SINGLE_ASN1: ber::Tag = 0xa0;
const OCTET_ALIGNED: ber::Tag = 0x81;

/// The ids under which the two contexts were agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contexts {
    /// ACSE's.
    pub acse: i32,
    /// MMS's.
    pub mms: i32,
}

impl Default for Contexts {
    fn default() -> Self {
        Self { acse: 1, mms: 3 }
    }
}

/// The answer to one proposed context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextResult {
    /// Accepted, with BER.
    Accepted,
    /// Refused by the provider, with its reason.
    Refused(u8),
}

/// A CP PPDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectRequest<'a> {
    /// Calling presentation selector.
    pub calling: PSelector,
    /// Called presentation selector.
    pub called: PSelector,
    /// Ids of ACSE and MMS; `None` if one of them is not offered with BER.
    pub contexts: Option<Contexts>,
    /// The answers to all proposed contexts, in their order.
    pub results: Vec<ContextResult>,
    /// The ACSE APDU.
    pub apdu: &'a [u8],
}

/// A value with the context it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pdv<'a> {
    /// Presentation context id.
    pub context: i32,
    /// The APDU.
    pub apdu: &'a [u8],
}

fn failure(text: &'static str) -> Failure {
    Failure::new(Layer::Presentation, 0, text)
}

fn malformed(error: BerError) -> Failure {
    Failure::new(Layer::Presentation, 0, error.to_string())
}

/// What the provider reason of a CPR means.
fn connect_reason_text(reason: i32) -> &'static str {
    match reason {
        1 => "temporary congestion",
        2 => "local limit exceeded",
        3 => "called presentation address unknown",
        4 => "protocol version not supported",
        5 => "default context not supported",
        6 => "user data not readable",
        7 => "no presentation address available",
        _ => "refused without reason",
    }
}

fn context_reason_text(reason: i32) -> &'static str {
    match reason {
        1 => "abstract syntax not supported",
        2 => "transfer syntax not supported",
        3 => "too many contexts",
        _ => "context refused without reason",
    }
}

fn abort_reason_text(reason: i32) -> &'static str {
    match reason {
        1 => "provider abort: unrecognized PPDU",
        2 => "provider abort: unexpected PPDU",
        3 => "provider abort: unexpected session primitive",
        4 => "provider abort: unrecognized PPDU parameter",
        5 => "provider abort: unexpected PPDU parameter",
        6 => "provider abort: invalid PPDU parameter value",
        _ => "provider abort without reason",
    }
}

fn small(tag: ber::Tag, content: &[u8]) -> Result<i32, Failure> {
    let value = ber::read_i64(tag, content).map_err(malformed)?;
    i32::try_from(value).map_err(|_| failure("integer out of range"))
}

/// The values of a fully encoded user data element.
#[derive(Debug, Clone)]
pub struct Pdvs<'a> {
    lists: Reader<'a>,
    left: usize,
}

impl<'a> Pdvs<'a> {
    /// The values in `content`, the content of the user data element.
    fn new(content: &'a [u8]) -> Self {
        Self { lists: Reader::new(content), left: MAX_ITEMS }
    }

    /// The next value.
    #[inline]
    pub fn next(&mut self) -> Result<Option<Pdv<'a>>, Failure> {
        if self.lists.is_empty() {
            return Ok(None);
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| failure("too many presentation data values"))?;
        read_pdv(self.lists.expect(SEQUENCE).map_err(malformed)?).map(Some)
    }

    /// The first value of `context`.
    fn of(mut self, context: i32) -> Result<&'a [u8], Failure> {
        while let Some(pdv) = self.next()? {
            if pdv.context == context {
                return Ok(pdv.apdu);
            }
        }
        Err(failure("no user data in the ACSE context"))
    }
}

#[inline]
fn read_pdv(list: &[u8]) -> Result<Pdv<'_>, Failure> {
    let mut list = Reader::new(list);
    let mut element = list.required().map_err(malformed)?;
    if element.tag == OID {
        // A transfer syntax name is redundant, but some devices send it.
        element = list.required().map_err(malformed)?;
    }
    if element.tag != INTEGER {
        return Err(failure("presentation context id missing"));
    }
    let context = small(INTEGER, element.content)?;
    let value = list.required().map_err(malformed)?;
    match value.tag {
        SINGLE_ASN1 | OCTET_ALIGNED => Ok(Pdv { context, apdu: value.content }),
        _ => Err(failure("presentation data value of an unknown form")),
    }
}

/// Reads the user data of a data transfer.
#[inline]
pub fn read_data(ppdu: &[u8]) -> Result<Pdvs<'_>, Failure> {
    let (element, _) = ber::read_element(ppdu).map_err(malformed)?;
    match element.tag {
        FULLY_ENCODED => Ok(Pdvs::new(element.content)),
        SIMPLY_ENCODED | SIMPLY_ENCODED_PRIMITIVE => Err(failure("simply encoded user data")),
        tag => Err(malformed(BerError::Tag(tag))),
    }
}

/// Reads a CP PPDU.
pub fn read_connect(ppdu: &[u8]) -> Result<ConnectRequest<'_>, Failure> {
    let mut request = ConnectRequest {
        calling: PSelector::EMPTY,
        called: PSelector::EMPTY,
        contexts: None,
        results: Vec::new(),
        apdu: &[],
    };
    let (mut acse, mut mms, mut user) = (None, None, None);
    let mut parameters = normal_mode(ppdu)?;
    while let Some(element) = parameters.next().map_err(malformed)? {
        match element.tag {
            CALLING => request.calling = received(Layer::Presentation, element.content)?,
            CALLED => request.called = received(Layer::Presentation, element.content)?,
            DEFINITIONS => {
                let mut items = Reader::new(element.content);
                while !items.is_empty() {
                    if request.results.len() >= MAX_ITEMS {
                        return Err(failure("too many contexts"));
                    }
                    let item = items.expect(SEQUENCE).map_err(malformed)?;
                    request.results.push(read_definition(item, &mut acse, &mut mms)?);
                }
            }
            FULLY_ENCODED => user = Some(Pdvs::new(element.content)),
            SIMPLY_ENCODED | SIMPLY_ENCODED_PRIMITIVE => return Err(failure("simply encoded user data")),
            _ => {}
        }
    }
    if let (Some(acse), Some(mms)) = (acse, mms) {
        request.contexts = Some(Contexts { acse, mms });
        request.apdu = user.ok_or_else(|| failure("no user data"))?.of(acse)?;
    }
    Ok(request)
}

fn read_definition(
    item: &[u8],
    acse: &mut Option<i32>,
    mms: &mut Option<i32>,
) -> Result<ContextResult, Failure> {
    let mut item = Reader::new(item);
    let id = small(INTEGER, item.expect(INTEGER).map_err(malformed)?)?;
    let syntax = item.expect(OID).map_err(malformed)?;
    let mut transfers = Reader::new(item.expect(SEQUENCE).map_err(malformed)?);
    let mut ber_offered = false;
    while let Some(transfer) = transfers.next().map_err(malformed)? {
        ber_offered |= transfer.tag == OID && transfer.content == BER;
    }
    let context = match syntax {
        ACSE_SYNTAX => acse,
        MMS_SYNTAX => mms,
        _ => return Ok(ContextResult::Refused(1)),
    };
    if !ber_offered {
        return Ok(ContextResult::Refused(2));
    }
    context.get_or_insert(id);
    Ok(ContextResult::Accepted)
}

/// The parameters inside a CP or CPA, which must be of normal mode.
fn normal_mode(ppdu: &[u8]) -> Result<Reader<'_>, Failure> {
    let mut set = Reader::new(Reader::new(ppdu).expect(CONNECT).map_err(malformed)?);
    let mut parameters = None;
    while let Some(element) = set.next().map_err(malformed)? {
        match element.tag {
            MODE => {
                let mode = Reader::new(element.content).expect(0x80).map_err(malformed)?;
                if small(0x80, mode)? != 1 {
                    return Err(failure("X.410 mode"));
                }
            }
            NORMAL_MODE => parameters = Some(Reader::new(element.content)),
            _ => {}
        }
    }
    parameters.ok_or_else(|| failure("no normal mode parameters"))
}

/// The ACSE APDU of an answer, or why the presentation layer itself refused.
pub type Answer<'a> = Result<&'a [u8], Failure>;

/// Reads a CPA PPDU. A context that was refused is a refusal with the provider's reason.
pub fn read_accept(ppdu: &[u8], contexts: Contexts) -> Result<Answer<'_>, Failure> {
    let (refused, user) = read_response(normal_mode(ppdu)?)?;
    match refused {
        Some(failure) => Ok(Err(failure)),
        None => user.ok_or_else(|| failure("no user data"))?.of(contexts.acse).map(Ok),
    }
}

/// Reads a CPR PPDU: either the ACSE APDU that tells why, or the presentation layer's own reason.
pub fn read_refuse(ppdu: &[u8], contexts: Contexts) -> Result<Answer<'_>, Failure> {
    let element = Reader::new(ppdu).required().map_err(malformed)?;
    let parameters = match element.tag {
        SEQUENCE => Reader::new(element.content),
        // Not as the standard says, but unmistakable: a refusal shaped like a CPA.
        CONNECT => normal_mode(ppdu)?,
        tag => return Err(malformed(BerError::Tag(tag))),
    };
    let (refused, user) = read_response(parameters)?;
    match (user, refused) {
        (Some(user), _) => user.of(contexts.acse).map(Ok),
        (None, Some(failure)) => Ok(Err(failure)),
        (None, None) => Ok(Err(failure("refused without reason"))),
    }
}

type Response<'a> = (Option<Failure>, Option<Pdvs<'a>>);

fn read_response(mut parameters: Reader<'_>) -> Result<Response<'_>, Failure> {
    let (mut refused, mut user) = (None, None);
    while let Some(element) = parameters.next().map_err(malformed)? {
        match element.tag {
            RESULTS => {
                let mut items = Reader::new(element.content);
                while !items.is_empty() {
                    let result = read_result(items.expect(SEQUENCE).map_err(malformed)?)?;
                    refused = refused.or(result);
                }
            }
            PROVIDER_REASON => {
                let reason = small(PROVIDER_REASON, element.content)?;
                refused = Some(Failure::new(Layer::Presentation, reason, connect_reason_text(reason)));
            }
            FULLY_ENCODED => user = Some(Pdvs::new(element.content)),
            _ => {}
        }
    }
    Ok((refused, user))
}

fn read_result(item: &[u8]) -> Result<Option<Failure>, Failure> {
    let (mut result, mut reason) = (0, 0);
    let mut item = Reader::new(item);
    while let Some(element) = item.next().map_err(malformed)? {
        match element.tag {
            0x80 => result = small(0x80, element.content)?,
            0x82 => reason = small(0x82, element.content)?,
            _ => {}
        }
    }
    Ok(match result {
        0 => None,
        1 => Some(Failure::new(Layer::Presentation, reason, "context refused by the user")),
        _ => Some(Failure::new(Layer::Presentation, reason, context_reason_text(reason))),
    })
}

/// Reads an ARU or ARP PPDU: the ACSE APDU of a user's abort, or the provider's reason.
pub fn read_abort(ppdu: &[u8], contexts: Contexts) -> Result<&[u8], Failure> {
    let element = Reader::new(ppdu).required().map_err(malformed)?;
    let mut parameters = Reader::new(element.content);
    match element.tag {
        0xa0 => {
            while let Some(element) = parameters.next().map_err(malformed)? {
                if element.tag == FULLY_ENCODED {
                    return Pdvs::new(element.content).of(contexts.acse);
                }
            }
            Err(failure("user abort without data"))
        }
        FULLY_ENCODED => Pdvs::new(element.content).of(contexts.acse),
        SEQUENCE => {
            let reason = match parameters.optional(0x80).map_err(malformed)? {
                Some(content) => small(0x80, content)?,
                None => 0,
            };
            Err(Failure::new(Layer::Presentation, reason, abort_reason_text(reason)))
        }
        tag => Err(malformed(BerError::Tag(tag))),
    }
}

/// Writes the headers around an APDU of `len` octets; the APDU follows at the end.
#[inline]
pub fn write_data_header(out: &mut Vec<u8>, context: i32, len: usize) {
    let (octets, count) = ber::i64_octets(i64::from(context));
    let list = ber::element_len(INTEGER, count) + ber::element_len(SINGLE_ASN1, len);
    ber::write_header(out, FULLY_ENCODED, ber::element_len(SEQUENCE, list));
    ber::write_header(out, SEQUENCE, list);
    ber::write(out, INTEGER, octets.get(8 - count..).unwrap_or_default());
    ber::write_header(out, SINGLE_ASN1, len);
}

/// User data with one APDU.
pub fn data(context: i32, apdu: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(apdu.len() + 24);
    write_data_header(&mut out, context, apdu.len());
    out.extend_from_slice(apdu);
    out
}

fn write_mode(out: &mut Vec<u8>) {
    out.extend_from_slice(&[0xa0, 3, 0x80, 1, 1]);
}

fn write_selector(out: &mut Vec<u8>, tag: ber::Tag, selector: &PSelector) {
    if !selector.is_empty() {
        ber::write(out, tag, selector.as_bytes());
    }
}

/// A CP PPDU with an AARQ.
pub fn connect(calling: &PSelector, called: &PSelector, contexts: Contexts, apdu: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, CONNECT, |out| {
        write_mode(out);
        ber::write_nested(out, NORMAL_MODE, |out| {
            write_selector(out, CALLING, calling);
            write_selector(out, CALLED, called);
            ber::write_nested(out, DEFINITIONS, |out| {
                for (id, syntax) in [(contexts.acse, ACSE_SYNTAX), (contexts.mms, MMS_SYNTAX)] {
                    ber::write_nested(out, SEQUENCE, |out| {
                        ber::write_i64(out, INTEGER, i64::from(id));
                        ber::write(out, OID, syntax);
                        ber::write_nested(out, SEQUENCE, |out| ber::write(out, OID, BER));
                    });
                }
            });
            out.extend_from_slice(&data(contexts.acse, apdu));
        });
    });
    out
}

fn write_results(out: &mut Vec<u8>, results: &[ContextResult]) {
    ber::write_nested(out, RESULTS, |out| {
        for result in results {
            ber::write_nested(out, SEQUENCE, |out| match *result {
                ContextResult::Accepted => {
                    ber::write(out, 0x80, &[0]);
                    ber::write(out, 0x81, BER);
                }
                ContextResult::Refused(reason) => {
                    ber::write(out, 0x80, &[2]);
                    ber::write(out, 0x82, &[reason]);
                }
            });
        }
    });
}

/// A CPA PPDU with an AARE.
pub fn accept(responding: &PSelector, results: &[ContextResult], contexts: Contexts, apdu: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, CONNECT, |out| {
        write_mode(out);
        ber::write_nested(out, NORMAL_MODE, |out| {
            write_selector(out, RESPONDING, responding);
            write_results(out, results);
            out.extend_from_slice(&data(contexts.acse, apdu));
        });
    });
    out
}

/// A CPR PPDU: with the AARE of a user's refusal, or with a provider reason.
pub fn refuse(responding: &PSelector, results: &[ContextResult], user: Result<(Contexts, &[u8]), u8>) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, SEQUENCE, |out| {
        write_selector(out, RESPONDING, responding);
        if !results.is_empty() {
            write_results(out, results);
        }
        match user {
            Ok((contexts, apdu)) => out.extend_from_slice(&data(contexts.acse, apdu)),
            Err(reason) => ber::write(out, PROVIDER_REASON, &[reason]),
        }
    });
    out
}

/// An ARU PPDU with an ABRT.
pub fn abort(contexts: Contexts, apdu: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ber::write_nested(&mut out, 0xa0, |out| out.extend_from_slice(&data(contexts.acse, apdu)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(ppdu: &[u8]) -> Result<Pdv<'_>, Failure> {
        read_data(ppdu)?.next().map(Option::unwrap)
    }

    #[test]
    fn a_transfer_syntax_name_and_long_lengths_are_tolerated() {
        let ppdu = [0x61, 0x81, 12, 0x30, 10, 6, 2, 0x51, 1, 2, 1, 3, 0xa0, 1, 5];
        assert_eq!(only(&ppdu), Ok(Pdv { context: 3, apdu: &[5] }));
        assert_eq!(only(&[0x61, 8, 0x30, 6, 2, 1, 3, 0x81, 1, 5]).unwrap().apdu, [5]);
    }

    #[test]
    fn simply_encoded_and_foreign_forms_are_refused() {
        assert!(read_data(&[0x60, 1, 5]).is_err());
        assert!(read_data(&[0x40, 1, 5]).is_err());
        assert!(read_data(&[]).is_err());
        assert!(only(&[0x61, 8, 0x30, 6, 2, 1, 3, 0x82, 1, 5]).is_err());
        assert!(only(&[0x61, 5, 0x30, 3, 0xa0, 1, 5]).is_err());
    }

    #[test]
    fn cve_2022_21159_zero_length_elements_end_the_loops() {
        // Elements without content, which must be stepped over one by one, and lists without end.
        for ppdu in [&[0x31, 4, 0xa2, 2, 0xa4, 0][..], &[0x31, 2, 0xa2, 0], &[0x31, 0], &[0x31, 0x80, 0, 0]] {
            assert!(read_connect(ppdu).and_then(|cp| cp.contexts.ok_or(failure("none"))).is_err());
            assert!(read_accept(ppdu, Contexts::default()).is_err());
            assert!(!matches!(read_refuse(ppdu, Contexts::default()), Ok(Ok(_))));
        }
        let many: Vec<u8> = std::iter::repeat_n([0x30, 5, 2, 1, 3, 0xa0, 0], 100).flatten().collect();
        let mut ppdu = Vec::new();
        ber::write(&mut ppdu, FULLY_ENCODED, &many);
        let mut pdvs = read_data(&ppdu).unwrap();
        let taken = std::iter::from_fn(|| pdvs.next().ok().flatten()).count();
        assert_eq!(taken, MAX_ITEMS);
        assert!(pdvs.next().is_err());
    }

    #[test]
    fn the_peers_context_ids_are_learnt_and_foreign_contexts_refused() {
        let contexts = Contexts { acse: 5, mms: 1000 };
        let cp = connect(&PSelector::EMPTY, &PSelector::EMPTY, contexts, &[0x60, 0]);
        let read = read_connect(&cp).unwrap();
        assert_eq!((read.contexts, read.apdu), (Some(contexts), &[0x60, 0][..]));
        let mut odd = cp;
        let at = odd.windows(5).position(|part| part == MMS_SYNTAX).unwrap();
        odd[at + 4] = 9;
        let read = read_connect(&odd).unwrap();
        assert_eq!(read.contexts, None);
        assert_eq!(read.results, [ContextResult::Accepted, ContextResult::Refused(1)]);
    }

    #[test]
    fn refused_contexts_fail_with_their_reason() {
        let results = [ContextResult::Accepted, ContextResult::Refused(2)];
        let cpa = accept(&PSelector::EMPTY, &results, Contexts::default(), &[0x61, 0]);
        let failed = read_accept(&cpa, Contexts::default()).unwrap().unwrap_err();
        assert_eq!((failed.layer, failed.code), (Layer::Presentation, 2));
        let cpr = refuse(&PSelector::EMPTY, &[], Err(3));
        let failed = read_refuse(&cpr, Contexts::default()).unwrap().unwrap_err();
        assert_eq!((failed.code, &failed.text[..]), (3, "called presentation address unknown"));
    }

    #[test]
    fn aborts_tell_user_from_provider() {
        let contexts = Contexts::default();
        assert_eq!(read_abort(&abort(contexts, &[0x64, 0]), contexts), Ok(&[0x64, 0][..]));
        assert_eq!(read_abort(&[0x30, 3, 0x80, 1, 6], contexts).unwrap_err().code, 6);
        assert_eq!(read_abort(&[0x30, 0], contexts).unwrap_err().code, 0);
        assert!(read_abort(&[0xa0, 0], contexts).is_err());
    }
}
