//! What the application is told of a control service while it decides on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use super::command::Command;
use crate::server::connection::Connection;
use crate::server::space::NodeId;

/// What stands where the application has set nothing.
const UNSET: i32 = i32::MIN;

/// A select or operate that a client asks for. Handlers of the same command get the same one, from the check to the end.
#[derive(Debug)]
pub struct ControlAction {
    object: NodeId,
    client: Arc<Connection>,
    select: bool,
    category: i32,
    identifier: Box<[u8]>,
    number: i32,
    synchro: bool,
    interlock: bool,
    time: [u8; 8],
    control_time: u64,
    error: AtomicI32,
    cause: AtomicI32,
}

impl ControlAction {
    /// What `command` asks for.
    pub(super) fn new(
        object: NodeId,
        client: &Arc<Connection>,
        select: bool,
        command: &Command,
    ) -> Arc<Self> {
        Arc::new(Self {
            object,
            client: Arc::clone(client),
            select,
            category: command.origin.category,
            identifier: command.origin.identifier.clone(),
            number: command.number as i32,
            synchro: command.synchro,
            interlock: command.interlock,
            time: command.time,
            control_time: command.oper_time,
            error: AtomicI32::new(UNSET),
            cause: AtomicI32::new(UNSET),
        })
    }

    /// The data object that is controlled.
    pub fn object(&self) -> NodeId {
        self.object
    }

    /// Who controls.
    pub fn client(&self) -> &Arc<Connection> {
        &self.client
    }

    /// Select, not operate.
    pub fn is_select(&self) -> bool {
        self.select
    }

    /// Originator category.
    pub fn category(&self) -> i32 {
        self.category
    }

    /// Originator identification.
    pub fn identifier(&self) -> &[u8] {
        &self.identifier
    }

    /// ctlNum
    pub fn number(&self) -> i32 {
        self.number
    }

    /// The client wants a synchrocheck.
    pub fn synchro_check(&self) -> bool {
        self.synchro
    }

    /// The client wants an interlock check.
    pub fn interlock_check(&self) -> bool {
        self.interlock
    }

    /// T: when the client sent the command, as a utc-time.
    pub fn time(&self) -> &[u8; 8] {
        &self.time
    }

    /// operTm: when to operate, in ms since 1970; 0 for at once.
    pub fn control_time(&self) -> u64 {
        self.control_time
    }

    /// Sets the error that the client is told.
    pub fn set_error(&self, error: i32) {
        self.error.store(error, Ordering::Relaxed);
    }

    /// Sets the additional cause that the client is told.
    pub fn set_cause(&self, cause: i32) {
        self.cause.store(cause, Ordering::Relaxed);
    }

    /// Error and additional cause to tell the client; `cause` is that of who has set none.
    pub(super) fn reason(&self, cause: i32) -> (i32, i32) {
        let or = |set: i32, default: i32| if set == UNSET { default } else { set };
        (or(self.error.load(Ordering::Relaxed), 0), or(self.cause.load(Ordering::Relaxed), cause))
    }
}
