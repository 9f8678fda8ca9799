//! The PPDUs that this side sends.

use super::{
    ACSE_SYNTAX, BER, CALLED, CALLING, CONNECT, ContextResult, Contexts, DEFINITIONS, FULLY_ENCODED, INTEGER,
    MMS_SYNTAX, NORMAL_MODE, OID, PROVIDER_REASON, RESPONDING, RESULTS, SEQUENCE, SINGLE_ASN1,
};
use crate::ber;
use crate::wire::selectors::PSelector;

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
pub fn refuse(
    responding: &PSelector,
    results: &[ContextResult],
    user: Result<(Contexts, &[u8]), u8>,
) -> Vec<u8> {
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
