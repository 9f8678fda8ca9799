//! GOOSE and sampled value control blocks. This library serves them as data and publishes neither.

use std::collections::HashMap;
use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;
use std::sync::{Arc, LazyLock, Weak};

use parking_lot::Mutex;

use super::hooks::{CHooks, Slot, Slots};
use super::model::Structs;
use super::object::with;
use super::types::IedServer;
use crate::ffi::iec61850_model::*;
use crate::ffi::support::handles::Registry;
use crate::ffi::support::{BoolArg, CBool, Fallback, guard};
use crate::server::core::Core;
use crate::server::streams::GooseState;

/// a client has enabled a sampled value control block
pub const IEC61850_SVCB_EVENT_ENABLE: c_int = 1;
/// a client has disabled a sampled value control block
pub const IEC61850_SVCB_EVENT_DISABLE: c_int = 0;
/// a client has enabled a GOOSE control block
pub const IEC61850_GOCB_EVENT_ENABLE: c_int = 1;
/// a client has disabled a GOOSE control block
pub const IEC61850_GOCB_EVENT_DISABLE: c_int = 0;

/// A GOOSE control block of a server.
pub struct sMmsGooseControlBlock {
    _private: (),
}

/// A GOOSE control block of a server, valid as long as the server.
pub type MmsGooseControlBlock = *mut sMmsGooseControlBlock;

/// A client has enabled or disabled a sampled value control block: `event` is one of IEC61850_SVCB_EVENT_.
pub type SVCBEventHandler =
    Option<unsafe extern "C" fn(svcb: *mut SVControlBlock, event: c_int, parameter: *mut c_void)>;

/// A client has enabled or disabled a GOOSE control block: `event` is one of IEC61850_GOCB_EVENT_.
pub type GoCBEventHandler =
    Option<unsafe extern "C" fn(goCb: MmsGooseControlBlock, event: c_int, parameter: *mut c_void)>;

static GOOSE: LazyLock<Registry<Goose>> = LazyLock::new(Registry::default);

/// What is behind the handle of a GOOSE control block.
struct Goose {
    core: Weak<Core>,
    structs: Arc<Structs>,
    block: u32,
}

/// The handlers of control blocks.
#[derive(Default)]
pub(super) struct Streams {
    goose: Slot<GoCBEventHandler>,
    sampled: Slots<SVCBEventHandler>,
    handles: Mutex<HashMap<u32, usize>>,
}

impl CHooks {
    pub(super) fn goose(&self, block: u32, enabled: bool) {
        let (Some((callback, parameter)), Some(place)) = (self.streams.goose.get(), self.place.get()) else {
            return;
        };
        let handle = *self.streams.handles.lock().entry(block).or_insert_with(|| {
            let goose = Goose { core: Weak::clone(&place.core), structs: Arc::clone(&place.structs), block };
            GOOSE.insert::<sMmsGooseControlBlock>(Arc::new(goose)) as usize
        });
        // SAFETY: C's contract for the callback.
        unsafe { callback(handle as MmsGooseControlBlock, c_int::from(enabled), parameter) };
    }

    pub(super) fn sampled(&self, block: u32, enabled: bool) {
        if let (Some((callback, parameter)), Some(structs)) =
            (self.streams.sampled.get(block), self.structs())
        {
            // SAFETY: C's contract for the callback.
            unsafe { callback(structs.sampled(block), c_int::from(enabled), parameter) };
        }
    }

    /// The server is gone.
    pub(super) fn end_goose(&self) {
        for (_, handle) in self.streams.handles.lock().drain() {
            GOOSE.remove(handle as MmsGooseControlBlock);
        }
    }
}

fn block<R: Fallback>(handle: MmsGooseControlBlock, f: impl FnOnce(&GSEControlBlock, &Goose) -> R) -> R {
    guard(|| {
        let Some(goose) = GOOSE.get(handle) else { return R::fallback() };
        // SAFETY: NULL or a live control block of the model of a live server.
        unsafe { goose.structs.goose(goose.block).as_ref() }
            .map_or_else(R::fallback, |block| f(block, &goose))
    })
}

fn state<R: Fallback>(handle: MmsGooseControlBlock, f: impl FnOnce(GooseState) -> R) -> R {
    block(handle, |_, goose| {
        let state = goose.core.upgrade().and_then(|core| core.goose_state(goose.block));
        state.map_or_else(R::fallback, f)
    })
}

/// Its name, which belongs to the model.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getName(self_: MmsGooseControlBlock) -> *mut c_char {
    block(self_, |block, _| block.name)
}

/// The logical node that it is in.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getLogicalNode(self_: MmsGooseControlBlock) -> *mut LogicalNode {
    block(self_, |block, _| block.parent)
}

/// Its data set; NULL if it has none of the model.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getDataSet(self_: MmsGooseControlBlock) -> *mut DataSet {
    block(self_, |block, _| {
        let name = name_of(block.dataSetName);
        let (Some(device), Some(model)) = (device_of(block.parent.cast()), model_of(block.parent.cast()))
        else {
            return null_mut();
        };
        // SAFETY: live structs of the model.
        unsafe {
            let full = [name_of((*block.parent).name), b"$", name].concat();
            let device = name_of((*device).name);
            let mut sets = chain((*model).dataSets);
            sets.find(|set| name_of((**set).name) == full && name_of((**set).logicalDeviceName) == device)
                .unwrap_or(null_mut())
        }
    })
}

/// GoEna, whether it is enabled.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getGoEna(self_: MmsGooseControlBlock) -> CBool {
    state(self_, |state| state.enabled.into())
}

/// MinTime in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getMinTime(self_: MmsGooseControlBlock) -> c_int {
    state(self_, |state| c_int::try_from(state.min_time).unwrap_or(c_int::MAX))
}

/// MaxTime in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getMaxTime(self_: MmsGooseControlBlock) -> c_int {
    state(self_, |state| c_int::try_from(state.max_time).unwrap_or(c_int::MAX))
}

/// FixedOffs, encoding with fixed offsets.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getFixedOffs(self_: MmsGooseControlBlock) -> CBool {
    state(self_, |state| state.fixed_offsets.into())
}

/// NdsCom, whether it needs commissioning.
#[unsafe(no_mangle)]
pub extern "C" fn MmsGooseControlBlock_getNdsCom(self_: MmsGooseControlBlock) -> CBool {
    state(self_, |state| state.needs_commissioning.into())
}

/// Installs the callback that learns of clients that enable and disable GOOSE control blocks. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setGoCBHandler(
    self_: IedServer,
    handler: GoCBEventHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| object.hooks.streams.goose.set(handler, parameter));
}

/// Installs the callback that learns of clients that enable and disable a sampled value control block. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setSVCBHandler(
    self_: IedServer,
    svcb: *mut SVControlBlock,
    handler: SVCBEventHandler,
    parameter: *mut c_void,
) {
    with(self_, |object| {
        if let Some(block) = object.structs.sampled_index(svcb) {
            object.hooks.streams.sampled.set(block, handler, parameter);
        }
    });
}

/// Sets GoEna of all GOOSE control blocks. No GOOSE messages are published: a publisher of the application's may go by
/// GoEna.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_enableGoosePublishing(self_: IedServer) {
    with(self_, |object| object.core().enable_goose(true));
}

/// Clears GoEna of all GOOSE control blocks.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_disableGoosePublishing(self_: IedServer) {
    with(self_, |object| object.core().enable_goose(false));
}

/// Names the network interface of GOOSE messages, of which this library publishes none: logged, otherwise without
/// effect.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setGooseInterfaceId(self_: IedServer, interfaceId: *const c_char) {
    unpublished(self_, interfaceId);
}

/// Names the network interface of one GOOSE control block: as `IedServer_setGooseInterfaceId`.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setGooseInterfaceIdEx(
    self_: IedServer,
    ln: *mut LogicalNode,
    gcbName: *const c_char,
    interfaceId: *const c_char,
) {
    let _ = (ln, gcbName);
    unpublished(self_, interfaceId);
}

fn unpublished(server: IedServer, interface: *const c_char) {
    with(server, |_| {
        let interface = name_of(interface).escape_ascii();
        tracing::warn!(%interface, "GOOSE messages are not published by this library");
    });
}

/// Says whether GOOSE messages have a VLAN tag. This library publishes none: without effect.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_useGooseVlanTag(
    self_: IedServer,
    ln: *mut LogicalNode,
    gcbName: *const c_char,
    useVlanTag: BoolArg,
) {
    let _ = (ln, gcbName, useVlanTag);
    unpublished(self_, std::ptr::null());
}
