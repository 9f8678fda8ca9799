//! The enums of iec61850_ext.h.

/// A layer of the connection, from the network upwards.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Iec61850Layer {
    /// this program asked for it: close, abort, release, destroy
    IEC61850_LAYER_LOCAL = 0,
    /// look-up of the host name, TCP
    IEC61850_LAYER_TCP = 1,
    /// TLS (IEC 62351-3)
    IEC61850_LAYER_TLS = 2,
    /// RFC 1006
    IEC61850_LAYER_TPKT = 3,
    /// ISO 8073 transport
    IEC61850_LAYER_COTP = 4,
    /// ISO 8327 session
    IEC61850_LAYER_SESSION = 5,
    /// ISO 8823 presentation
    IEC61850_LAYER_PRESENTATION = 6,
    /// ISO 8650 association control
    IEC61850_LAYER_ACSE = 7,
    /// ISO 9506
    IEC61850_LAYER_MMS = 8,
}
