//! Sampled value control blocks. Every getter and setter is a request to the server.

use std::ffi::{c_char, c_int};
use std::sync::atomic::{AtomicI32, Ordering};

use super::goose_cb::address;
use super::handle::{OK, code, required, with};
use super::{IedClientError, IedConnection};
use crate::error::Result;
use crate::ffi::iec61850_common::PhyComAddress;
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::{BoolArg, CBool, Fallback, get, guard};
use crate::iec61850::SvControlBlock;

/// A sampled value control block.
pub struct sClientSVControlBlock {
    block: SvControlBlock,
    last_error: AtomicI32,
}

/// A sampled value control block.
pub type ClientSVControlBlock = *mut sClientSVControlBlock;

/// Runs a request and keeps its error; the type's fallback for a request that failed.
fn request<R: Fallback>(this: ClientSVControlBlock, f: impl FnOnce(&SvControlBlock) -> Result<R>) -> R {
    get(this, |control| {
        let outcome = f(&control.block);
        control.last_error.store(code(&outcome), Ordering::Relaxed);
        outcome.unwrap_or_else(|error| {
            tracing::debug!(%error, "sampled value control block");
            R::fallback()
        })
    })
}

/// Looks for a sampled value control block of the server, a multicast one (MSVCB) first, then a unicast one (USVCB).
///
/// @param connection the connection; the control block may be used and destroyed also after its end
/// @param reference LD/LN.name
/// @return the control block, to be freed with ClientSVControlBlock_destroy; NULL if there is none
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_create(
    connection: IedConnection,
    reference: *const c_char,
) -> ClientSVControlBlock {
    with(connection, |client| {
        match required(reference).and_then(|reference| SvControlBlock::find(client, reference)) {
            Ok(block) => {
                let control = sClientSVControlBlock { block, last_error: AtomicI32::new(OK) };
                Box::into_raw(Box::new(control))
            }
            Err(error) => {
                tracing::debug!(%error, "no sampled value control block");
                Fallback::fallback()
            }
        }
    })
}

/// Frees a control block. NULL is nothing.
///
/// @param self the control block
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_destroy(self_: ClientSVControlBlock) {
    if !self_.is_null() {
        // SAFETY: a control block that create made, which C does not use any more.
        guard(|| drop(unsafe { Box::from_raw(self_) }));
    }
}

/// Whether it is a multicast control block.
///
/// @param self the control block
/// @return true for an MSVCB, false for a USVCB
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_isMulticast(self_: ClientSVControlBlock) -> CBool {
    get(self_, |control| control.block.is_multicast().into())
}

/// What became of the last request of this control block.
///
/// @param self the control block
/// @return the error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getLastComError(self_: ClientSVControlBlock) -> IedClientError {
    get(self_, |control| control.last_error.load(Ordering::Relaxed))
}

/// Enables or disables the sampled values.
///
/// @param self the control block
/// @param value true to enable
/// @return whether the server did so
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_setSvEna(self_: ClientSVControlBlock, value: BoolArg) -> CBool {
    request(self_, |block| block.set_flag("SvEna", value.get()).map(|()| CBool::TRUE))
}

/// Whether the sampled values are enabled.
///
/// @param self the control block
/// @return SvEna; false on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getSvEna(self_: ClientSVControlBlock) -> CBool {
    request(self_, |block| block.flag("SvEna").map(CBool::from))
}

/// Reserves a unicast control block for this client, or gives it free.
///
/// @param self the control block
/// @param value true to reserve
/// @return whether the server did so; false, without asking it, for a multicast control block, which has no reservation
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_setResv(self_: ClientSVControlBlock, value: BoolArg) -> CBool {
    if ClientSVControlBlock_isMulticast(self_) == CBool::TRUE {
        return CBool::FALSE;
    }
    request(self_, |block| block.set_flag("Resv", value.get()).map(|()| CBool::TRUE))
}

/// Whether the unicast control block is reserved.
///
/// @param self the control block
/// @return Resv; false on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getResv(self_: ClientSVControlBlock) -> CBool {
    request(self_, |block| block.flag("Resv").map(CBool::from))
}

/// The identifier of the sampled values.
///
/// @param self the control block
/// @return MsvID or UsvID, to be freed with free(); NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getMsvID(self_: ClientSVControlBlock) -> *mut c_char {
    request(self_, |block| block.id().map(|text| malloc_text(&text)))
}

/// The reference of the data set.
///
/// @param self the control block
/// @return DatSet, to be freed with free(); NULL on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getDatSet(self_: ClientSVControlBlock) -> *mut c_char {
    request(self_, |block| block.text("DatSet").map(|text| malloc_text(&text)))
}

/// The configuration revision.
///
/// @param self the control block
/// @return ConfRev; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getConfRev(self_: ClientSVControlBlock) -> u32 {
    request(self_, |block| block.number("ConfRev"))
}

/// The sample rate.
///
/// @param self the control block
/// @return SmpRate, in the unit that SmpMod says; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getSmpRate(self_: ClientSVControlBlock) -> u16 {
    request(self_, |block| block.number("SmpRate").map(|number| number as u16))
}

/// The destination address.
///
/// @param self the control block
/// @return DstAddress; all 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getDstAddress(self_: ClientSVControlBlock) -> PhyComAddress {
    request(self_, |block| Ok(address(&block.dst_address()?)))
}

/// The optional fields of a message.
///
/// @param self the control block
/// @return OptFlds, a combination of IEC61850_SV_OPT_…; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getOptFlds(self_: ClientSVControlBlock) -> c_int {
    request(self_, |block| block.opt_flds().map(u32::cast_signed))
}

/// The unit of the sample rate.
///
/// @param self the control block
/// @return SmpMod, one of IEC61850_SV_SMPMOD_…; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getSmpMod(self_: ClientSVControlBlock) -> u8 {
    request(self_, |block| block.number("SmpMod").map(|number| number as u8))
}

/// How many ASDUs are in a message.
///
/// @param self the control block
/// @return noASDU; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ClientSVControlBlock_getNoASDU(self_: ClientSVControlBlock) -> c_int {
    request(self_, |block| block.number("noASDU").map(u32::cast_signed))
}
