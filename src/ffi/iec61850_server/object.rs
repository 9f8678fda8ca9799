//! What is behind the handle of a server, and the values that the structs of its model point to.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, LazyLock};

use super::config::{sIedServerConfig, settings};
use super::hooks::{CHooks, Placed};
use super::model::{self, Structs};
use super::types::{IedServer, sIedServer};
use crate::ffi::iec61850_dynamic_model::nodes::has_initial_values;
use crate::ffi::iec61850_model::*;
use crate::ffi::mms_value::{MmsValue, into_raw, lifetime::MmsValue_delete};
use crate::ffi::support::handles::Registry;
use crate::ffi::support::{Fallback, guard};
use crate::server::Server;
use crate::server::core::Core;
use crate::server::report::ReportState;
use crate::server::space::{NodeId, Place};

/// A server with its model and callbacks.
pub(crate) struct ServerObject {
    pub(crate) server: Server,
    pub(crate) hooks: Arc<CHooks>,
    pub(crate) structs: Arc<Structs>,
    /// Quality octet of time stamps that the application gives as milliseconds.
    time_quality: AtomicU8,
}

static SERVERS: LazyLock<Registry<ServerObject>> = LazyLock::new(Registry::default);

/// Leap seconds known, accuracy of 10 bits, clock synchronized.
const TIME_QUALITY: u8 = 0x8a;

impl ServerObject {
    pub(crate) fn core(&self) -> &Arc<Core> {
        self.server.core()
    }

    pub(super) fn time_quality(&self) -> u8 {
        self.time_quality.load(Ordering::Relaxed)
    }

    pub(super) fn set_time_quality(&self, quality: u8) {
        self.time_quality.store(quality, Ordering::Relaxed);
    }

    /// The value at a place, for C to look at.
    pub(super) fn value(&self, place: &Place) -> *mut MmsValue {
        self.core().with(|state| state.values.get_mut(place).map_or(std::ptr::null_mut(), std::ptr::from_mut))
    }

    /// The place of an attribute.
    pub(super) fn place(&self, attribute: NodeId) -> Option<&Place> {
        self.core().space.data_node(attribute).filter(|node| node.attribute.is_some())?.places.first()
    }

    fn attributes(&self) -> impl Iterator<Item = (NodeId, *mut DataAttribute)> {
        // SAFETY: live nodes of the model.
        self.structs
            .all()
            .filter(|(_, node)| unsafe { (**node).modelType == DA })
            .map(|(id, node)| (id, node.cast()))
    }

    /// The attributes of the model show the values that are served.
    fn attach_values(&self) {
        for (id, attribute) in self.attributes() {
            let value = self.place(id).map_or(std::ptr::null_mut(), |place| self.value(place));
            // SAFETY: a live attribute; its old value belongs to the model and has been copied.
            unsafe {
                MmsValue_delete((*attribute).mmsValue);
                (*attribute).mmsValue = value;
            }
        }
    }

    /// The attributes of the model have values of their own again, the last ones that were served. In a model of tables
    /// with an initializer they have none: it makes them anew, and nobody would free these.
    fn detach_values(&self) {
        // SAFETY: the model lives as long as its server.
        let tables =
            unsafe { (self.structs.model as *const IedModel).as_ref() }.is_some_and(has_initial_values);
        for (id, attribute) in self.attributes() {
            let place = self.place(id).filter(|_| !tables);
            let last = place.and_then(|place| self.core().with(|state| state.values.get(place).cloned()));
            // SAFETY: a live attribute.
            unsafe { (*attribute).mmsValue = last.map_or(std::ptr::null_mut(), into_raw) };
        }
    }
}

/// Makes a server of a model. NULL for no model or one that cannot be served.
pub(super) fn create(model: *mut IedModel, config: *const sIedServerConfig) -> IedServer {
    guard(|| {
        // SAFETY: NULL or a live model.
        let Some(initialize) = (unsafe { model.as_ref() }).map(|model| model.initializer) else {
            return std::ptr::null_mut();
        };
        if let Some(initialize) = initialize {
            // SAFETY: C's contract: makes the values of a model that is compiled as tables.
            unsafe { initialize() };
        }
        release_model(model);
        let (description, mut structs) = model::read(model);
        let hooks = Arc::new(CHooks::default());
        let core = match Core::new(description, settings(config), hooks.clone()) {
            Ok(core) => core,
            Err(error) => {
                tracing::error!(%error, "the model cannot be served");
                return std::ptr::null_mut();
            }
        };
        structs.number_blocks(&core.space);
        let object = Arc::new(ServerObject {
            server: Server::new(core),
            hooks: Arc::clone(&hooks),
            structs: Arc::new(structs),
            time_quality: AtomicU8::new(TIME_QUALITY),
        });
        object.attach_values();
        let handle = SERVERS.insert::<sIedServer>(Arc::clone(&object));
        let placed = Placed::new(handle, Arc::clone(&object.structs), object.core());
        // the hooks are this server's own
        let _ = hooks.place.set(placed);
        handle
    })
}

/// Ends a server.
pub(super) fn destroy(handle: IedServer) {
    guard(|| {
        if let Some(object) = SERVERS.remove(handle) {
            end(&object);
        }
    });
}

fn end(object: &ServerObject) {
    object.server.end();
    object.hooks.clients.end_all();
    object.hooks.end_actions();
    object.hooks.end_goose();
    object.detach_values();
}

/// A model is about to be freed, or served anew: a server that still serves it ends.
pub(crate) fn release_model(model: *const IedModel) {
    for (handle, object) in SERVERS.find::<sIedServer>(|object| object.structs.model == model as usize) {
        if SERVERS.remove(handle).is_some() {
            end(&object);
        }
    }
}

/// The values of a report control block in the server that serves its model.
pub(crate) fn report_state(block: *const ReportControlBlock) -> Option<ReportState> {
    // SAFETY: a live control block of the model.
    let model = model_of(unsafe { block.as_ref() }?.parent.cast())? as usize;
    let (_, object) = SERVERS.find::<sIedServer>(|object| object.structs.model == model).pop()?;
    object.core().report_state(object.structs.report_index(block)?)
}

/// Runs `f` on the server behind a handle; the type's fallback for a handle that is none.
pub(crate) fn with<R: Fallback>(handle: IedServer, f: impl FnOnce(&Arc<ServerObject>) -> R) -> R {
    guard(|| SERVERS.get(handle).map_or_else(R::fallback, |object| f(&object)))
}
