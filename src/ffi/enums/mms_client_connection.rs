//! The enums of mms_client_connection.h.

/// The state of an MMS connection.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmsConnectionState {
    /// no association
    MMS_CONNECTION_STATE_CLOSED = 0,
    /// on its way
    MMS_CONNECTION_STATE_CONNECTING = 1,
    /// associated
    MMS_CONNECTION_STATE_CONNECTED = 2,
    /// being concluded
    MMS_CONNECTION_STATE_CLOSING = 3,
}
