//! ISO 8823 presentation, normal mode, with the contexts of ACSE and MMS.

mod write;

pub use write::{abort, accept, connect, data, refuse, write_data_header};

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

    /// The next value, which is there.
    #[inline]
    fn take(&mut self) -> Result<Pdv<'a>, Failure> {
        self.left = self.left.checked_sub(1).ok_or_else(|| failure("too many presentation data values"))?;
        read_pdv(self.lists.expect(SEQUENCE).map_err(malformed)?)
    }

    /// The first value of `context`.
    fn of(self, context: i32) -> Result<&'a [u8], Failure> {
        for pdv in self {
            let pdv = pdv?;
            if pdv.context == context {
                return Ok(pdv.apdu);
            }
        }
        Err(failure("no user data in the ACSE context"))
    }
}

impl<'a> Iterator for Pdvs<'a> {
    type Item = Result<Pdv<'a>, Failure>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.lists.is_empty() {
            return None;
        }
        let pdv = self.take();
        if pdv.is_err() {
            self.lists = Reader::new(&[]);
        }
        Some(pdv)
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

#[cfg(test)]
mod tests;
