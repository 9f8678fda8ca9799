//! Values of report control blocks.

use std::ffi::{c_char, c_int};
use std::ptr::null_mut;

use super::ClientReportControlBlock;
use super::report::borrowed;
use crate::error::Result;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::{BoolArg, CBool, get, get_mut, guard, text};
use crate::iec61850::{Attribute, RcbReference, RcbValues};
use crate::mms::value::{Text, Value};

/// The values of a report control block.
#[derive(Debug)]
pub struct sClientReportControlBlock {
    /// As the caller wrote it.
    name: Text,
    pub(super) reference: RcbReference,
    pub(super) values: RcbValues,
}

impl sClientReportControlBlock {
    pub(super) fn new(name: &[u8]) -> Result<Self> {
        let reference = RcbReference::parse(name)?;
        Ok(Self { name: Text::new(name), reference, values: RcbValues::default() })
    }
}

fn boolean(block: ClientReportControlBlock, attribute: Attribute) -> CBool {
    get(block, |block| block.values.get(attribute).and_then(Value::as_bool).unwrap_or(false).into())
}

fn number(block: ClientReportControlBlock, attribute: Attribute) -> i64 {
    get(block, |block| block.values.get(attribute).and_then(Value::as_i64).unwrap_or(0))
}

fn string(block: ClientReportControlBlock, attribute: Attribute) -> *const c_char {
    get(block, |block| borrowed(block.values.get(attribute).and_then(Value::text)))
}

fn value(block: ClientReportControlBlock, attribute: Attribute) -> *mut MmsValue {
    get_mut(block, |block| block.values.get_mut(attribute).map_or(null_mut(), std::ptr::from_mut))
}

fn options(block: ClientReportControlBlock, attribute: Attribute) -> c_int {
    get(block, |block| block.values.options(attribute) as c_int)
}

fn set(block: ClientReportControlBlock, attribute: Attribute, value: Option<Value>) {
    get_mut(block, |block| block.values.set(attribute, value));
}

fn set_string(block: ClientReportControlBlock, attribute: Attribute, string: *const c_char) {
    // SAFETY: C passes NULL or a NUL-terminated string.
    guard(|| set(block, attribute, unsafe { text::bytes(string) }.map(Value::visible_string)));
}

/// Creates an instance without values.
///
/// @param rcbReference the report control block, as LD/LN.RP.name or LD/LN.BR.name
/// @return the instance, to be freed with ClientReportControlBlock_destroy; NULL for a reference that is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_create(rcbReference: *const c_char) -> ClientReportControlBlock {
    guard(|| {
        // SAFETY: C passes NULL or a NUL-terminated string.
        let name = unsafe { text::bytes(rcbReference) }.unwrap_or_default();
        sClientReportControlBlock::new(name).map_or(null_mut(), |block| Box::into_raw(Box::new(block)))
    })
}

/// Frees an instance. NULL is ignored.
///
/// @param self the instance, which is not used afterwards
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_destroy(self_: ClientReportControlBlock) {
    if !self_.is_null() {
        // SAFETY: a live instance that create or getRCBValues made by Box::into_raw.
        guard(|| drop(unsafe { Box::from_raw(self_) }));
    }
}

/// Reference of the report control block, as the instance was made with.
///
/// @param self the instance
/// @return the reference, which is the instance's
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getObjectReference(
    self_: ClientReportControlBlock,
) -> *mut c_char {
    get(self_, |block| borrowed(Some(&block.name)).cast_mut())
}

/// Whether it is a buffered report control block.
///
/// @param self the instance
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_isBuffered(self_: ClientReportControlBlock) -> CBool {
    get(self_, |block| block.reference.is_buffered().into())
}

/// Whether there is a value of ResvTms: servers of edition 1 and unbuffered report control blocks have none.
///
/// @param self the instance
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_hasResvTms(self_: ClientReportControlBlock) -> CBool {
    get(self_, |block| block.values.get(Attribute::ResvTms).is_some().into())
}

/// TimeofEntry: time of the last entry of the buffer.
///
/// @param self the instance
/// @return ms since 1970; 0 when there is no value
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getEntryTime(self_: ClientReportControlBlock) -> u64 {
    get(self_, |block| block.values.get(Attribute::TimeOfEntry).and_then(Value::as_time_ms).unwrap_or(0))
}

/// Sets EntryID: behind which entry of the buffer the reports go on when the block is enabled. All zero: from the first.
///
/// @param self the instance
/// @param entryId an octet string, which stays the caller's; NULL takes the value away
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setEntryId(
    self_: ClientReportControlBlock,
    entryId: *mut MmsValue,
) {
    // SAFETY: C passes NULL or a live value.
    guard(|| set(self_, Attribute::EntryId, unsafe { entryId.as_ref() }.cloned()));
}

/// RptID: what the reports call themselves.
///
/// @param self the instance
/// @return the text, which is the instance's and valid until it is changed; NULL when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getRptId(self_: ClientReportControlBlock) -> *const c_char {
    string(self_, Attribute::RptId)
}

/// Sets RptID: what the reports call themselves.
///
/// @param self the instance
/// @param rptId the text, which is copied; NULL takes the value away
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setRptId(self_: ClientReportControlBlock, rptId: *const c_char) {
    set_string(self_, Attribute::RptId, rptId);
}

/// RptEna: whether reports are sent.
///
/// @param self the instance
/// @return the value; false when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getRptEna(self_: ClientReportControlBlock) -> CBool {
    boolean(self_, Attribute::RptEna)
}

/// Sets RptEna: whether reports are sent.
///
/// @param self the instance
/// @param rptEna the value to write
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setRptEna(self_: ClientReportControlBlock, rptEna: BoolArg) {
    set(self_, Attribute::RptEna, Some(Value::boolean(rptEna.get())));
}

/// Resv: whether a client has reserved the unbuffered report control block.
///
/// @param self the instance
/// @return the value; false when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getResv(self_: ClientReportControlBlock) -> CBool {
    boolean(self_, Attribute::Resv)
}

/// Sets Resv: whether a client has reserved the unbuffered report control block.
///
/// @param self the instance
/// @param resv the value to write
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setResv(self_: ClientReportControlBlock, resv: BoolArg) {
    set(self_, Attribute::Resv, Some(Value::boolean(resv.get())));
}

/// DatSet: reference of the data set, as LD/LN$name.
///
/// @param self the instance
/// @return the text, which is the instance's and valid until it is changed; NULL when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getDataSetReference(
    self_: ClientReportControlBlock,
) -> *const c_char {
    string(self_, Attribute::DatSet)
}

/// Sets DatSet: reference of the data set, as LD/LN$name.
///
/// @param self the instance
/// @param dataSetReference the text, which is copied; NULL takes the value away
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setDataSetReference(
    self_: ClientReportControlBlock,
    dataSetReference: *const c_char,
) {
    set_string(self_, Attribute::DatSet, dataSetReference);
}

/// ConfRev: revision of the configuration.
///
/// @param self the instance
/// @return the value; 0 when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getConfRev(self_: ClientReportControlBlock) -> u32 {
    number(self_, Attribute::ConfRev) as u32
}

/// OptFlds: what the reports have besides the values.
///
/// @param self the instance
/// @return RPT_OPT_… bits; 0 when there is no value
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getOptFlds(self_: ClientReportControlBlock) -> c_int {
    options(self_, Attribute::OptFlds)
}

/// Sets OptFlds: what the reports have besides the values.
///
/// @param self the instance
/// @param optFlds RPT_OPT_… bits
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setOptFlds(self_: ClientReportControlBlock, optFlds: c_int) {
    get_mut(self_, |block| block.values.set_options(Attribute::OptFlds, optFlds as u32));
}

/// BufTm: how long changes are collected before a report is sent.
///
/// @param self the instance
/// @return ms; 0 when there is no value
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getBufTm(self_: ClientReportControlBlock) -> u32 {
    number(self_, Attribute::BufTm) as u32
}

/// Sets BufTm: how long changes are collected before a report is sent.
///
/// @param self the instance
/// @param bufTm ms
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setBufTm(self_: ClientReportControlBlock, bufTm: u32) {
    set(self_, Attribute::BufTm, Some(Value::unsigned(bufTm.into(), 32)));
}

/// SqNum: sequence number of the next report.
///
/// @param self the instance
/// @return the value; 0 when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getSqNum(self_: ClientReportControlBlock) -> u16 {
    number(self_, Attribute::SqNum) as u16
}

/// TrgOps: what makes the server send reports.
///
/// @param self the instance
/// @return TRG_OPT_… bits; 0 when there is no value
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getTrgOps(self_: ClientReportControlBlock) -> c_int {
    options(self_, Attribute::TrgOps)
}

/// Sets TrgOps: what makes the server send reports.
///
/// @param self the instance
/// @param trgOps TRG_OPT_… bits
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setTrgOps(self_: ClientReportControlBlock, trgOps: c_int) {
    get_mut(self_, |block| block.values.set_options(Attribute::TrgOps, trgOps as u32));
}

/// IntgPd: period of the integrity reports.
///
/// @param self the instance
/// @return ms; 0 for none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getIntgPd(self_: ClientReportControlBlock) -> u32 {
    number(self_, Attribute::IntgPd) as u32
}

/// Sets IntgPd: period of the integrity reports.
///
/// @param self the instance
/// @param intgPd ms; 0 for none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setIntgPd(self_: ClientReportControlBlock, intgPd: u32) {
    set(self_, Attribute::IntgPd, Some(Value::unsigned(intgPd.into(), 32)));
}

/// GI: whether a general interrogation is going on.
///
/// @param self the instance
/// @return the value; false when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getGI(self_: ClientReportControlBlock) -> CBool {
    boolean(self_, Attribute::Gi)
}

/// Sets GI: true, written while the block is enabled, asks for a general interrogation.
///
/// @param self the instance
/// @param gi the value to write
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setGI(self_: ClientReportControlBlock, gi: BoolArg) {
    set(self_, Attribute::Gi, Some(Value::boolean(gi.get())));
}

/// PurgeBuf: whether the buffer is being emptied.
///
/// @param self the instance
/// @return the value; false when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getPurgeBuf(self_: ClientReportControlBlock) -> CBool {
    boolean(self_, Attribute::PurgeBuf)
}

/// Sets PurgeBuf: true, written while the block is disabled, empties the buffer.
///
/// @param self the instance
/// @param purgeBuf the value to write
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setPurgeBuf(self_: ClientReportControlBlock, purgeBuf: BoolArg) {
    set(self_, Attribute::PurgeBuf, Some(Value::boolean(purgeBuf.get())));
}

/// ResvTms: how long the reservation of a buffered report control block outlives its association.
///
/// @param self the instance
/// @return s; 0 not reserved or no value, -1 reserved by configuration
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getResvTms(self_: ClientReportControlBlock) -> i16 {
    number(self_, Attribute::ResvTms) as i16
}

/// Sets ResvTms: how long the reservation of a buffered report control block outlives its association.
///
/// @param self the instance
/// @param resvTms s
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_setResvTms(self_: ClientReportControlBlock, resvTms: i16) {
    set(self_, Attribute::ResvTms, Some(Value::integer(resvTms.into(), 16)));
}

/// EntryID of the last entry of the buffer.
///
/// @param self the instance
/// @return an octet string, which is the instance's; NULL when there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getEntryId(self_: ClientReportControlBlock) -> *mut MmsValue {
    value(self_, Attribute::EntryId)
}

/// Owner: address of the client that has reserved the block.
///
/// @param self the instance
/// @return an octet string, which is the instance's; NULL when the server has none
#[unsafe(no_mangle)]
pub extern "C" fn ClientReportControlBlock_getOwner(self_: ClientReportControlBlock) -> *mut MmsValue {
    value(self_, Attribute::Owner)
}
