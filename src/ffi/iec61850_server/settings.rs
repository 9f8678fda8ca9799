//! Setting groups.

use std::ffi::c_void;
use std::sync::Arc;

use super::hooks::{CHooks, Slots};
use super::object::with;
use super::types::{ClientConnection, IedServer};
use crate::ffi::iec61850_model::SettingGroupControlBlock;
use crate::ffi::support::BoolArg;
use crate::server::connection::Connection;

/// A client makes a setting group the active one: true lets it.
pub type ActiveSettingGroupChangedHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        sgcb: *mut SettingGroupControlBlock,
        newActSg: u8,
        connection: ClientConnection,
    ) -> BoolArg,
>;

/// A client wants to edit a setting group: true lets it, when its values are in the attributes under SE.
pub type EditSettingGroupChangedHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        sgcb: *mut SettingGroupControlBlock,
        newEditSg: u8,
        connection: ClientConnection,
    ) -> BoolArg,
>;

/// A client has finished editing: the values under SE are to become those of the group.
pub type EditSettingGroupConfirmationHandler =
    Option<unsafe extern "C" fn(parameter: *mut c_void, sgcb: *mut SettingGroupControlBlock, editSg: u8)>;

/// The handlers of setting group control blocks, by their number.
#[derive(Default)]
pub(super) struct Settings {
    active: Slots<ActiveSettingGroupChangedHandler>,
    edit: Slots<EditSettingGroupChangedHandler>,
    confirm: Slots<EditSettingGroupConfirmationHandler>,
}

impl CHooks {
    fn settings_block(&self, block: u32) -> *mut SettingGroupControlBlock {
        self.structs().map_or(std::ptr::null_mut(), |structs| structs.settings(block))
    }

    pub(super) fn activate(&self, block: u32, group: u8, client: &Arc<Connection>) -> bool {
        self.settings.active.get(block).is_some_and(|(callback, parameter)| {
            let client = self.clients.handle(client);
            // SAFETY: C's contract for the callback.
            unsafe { callback(parameter, self.settings_block(block), group, client) }.get()
        })
    }

    pub(super) fn edit(&self, block: u32, group: u8, client: &Arc<Connection>) -> bool {
        self.settings.edit.get(block).is_some_and(|(callback, parameter)| {
            let client = self.clients.handle(client);
            // SAFETY: C's contract for the callback.
            unsafe { callback(parameter, self.settings_block(block), group, client) }.get()
        })
    }

    pub(super) fn confirm(&self, block: u32, group: u8) -> bool {
        let handler = self.settings.confirm.get(block);
        if let Some((callback, parameter)) = handler {
            // SAFETY: C's contract for the callback.
            unsafe { callback(parameter, self.settings_block(block), group) };
        }
        handler.is_some()
    }

    pub(super) fn show_groups(&self, block: u32, active: u8, edited: u8) {
        // SAFETY: NULL or a live control block of the model, whose numbers the server keeps.
        if let Some(block) = unsafe { self.settings_block(block).as_mut() } {
            block.actSG = active;
            block.editSG = edited;
        }
    }
}

/// Makes a setting group the active one. Nothing for a number that the control block does not have.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_changeActiveSettingGroup(
    self_: IedServer,
    sgcb: *mut SettingGroupControlBlock,
    newActiveSg: u8,
) {
    with(self_, |object| {
        if let Some(block) = object.structs.settings_index(sgcb) {
            object.core().change_active_group(block, newActiveSg);
        }
    });
}

/// The active setting group; 0 for a control block of another model.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_getActiveSettingGroup(
    self_: IedServer,
    sgcb: *mut SettingGroupControlBlock,
) -> u8 {
    with(self_, |object| {
        object.structs.settings_index(sgcb).map_or(0, |block| object.core().active_group(block))
    })
}

/// Installs the handler that decides whether a client may activate a setting group. Without one, none may.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setActiveSettingGroupChangedHandler(
    self_: IedServer,
    sgcb: *mut SettingGroupControlBlock,
    handler: ActiveSettingGroupChangedHandler,
    parameter: *mut c_void,
) {
    install(self_, sgcb, |settings, block| settings.active.set(block, handler, parameter));
}

/// Installs the handler that decides whether a client may edit a setting group. Without one, none may.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setEditSettingGroupChangedHandler(
    self_: IedServer,
    sgcb: *mut SettingGroupControlBlock,
    handler: EditSettingGroupChangedHandler,
    parameter: *mut c_void,
) {
    install(self_, sgcb, |settings, block| settings.edit.set(block, handler, parameter));
}

/// Installs the handler that takes over what a client has edited. Without one, edits cannot be confirmed.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setEditSettingGroupConfirmationHandler(
    self_: IedServer,
    sgcb: *mut SettingGroupControlBlock,
    handler: EditSettingGroupConfirmationHandler,
    parameter: *mut c_void,
) {
    install(self_, sgcb, |settings, block| settings.confirm.set(block, handler, parameter));
}

fn install(server: IedServer, sgcb: *mut SettingGroupControlBlock, set: impl FnOnce(&Settings, u32)) {
    with(server, |object| {
        if let Some(block) = object.structs.settings_index(sgcb) {
            set(&object.hooks.settings, block);
        }
    });
}
