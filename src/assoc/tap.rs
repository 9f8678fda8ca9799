//! Who sees every MMS PDU of an association.

use std::fmt;
use std::sync::Arc;

type See = dyn Fn(&[u8], bool) + Send + Sync;

/// Sees every MMS PDU, and whether it was received. Called with locks held: it must only note or queue.
#[derive(Clone)]
pub struct Tap(Arc<See>);

impl Tap {
    /// A tap that gives what it sees to `see`.
    pub fn new(see: impl Fn(&[u8], bool) + Send + Sync + 'static) -> Self {
        Self(Arc::new(see))
    }

    /// Shows a PDU.
    pub(super) fn see(&self, pdu: &[u8], received: bool) {
        (self.0)(pdu, received);
    }
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tap")
    }
}
