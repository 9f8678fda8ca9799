//! MMS PDUs (ISO 9506-2).
//!
//! [`envelope`] peels the outer PDU by hand and never looks into a service's body. The other files are the
//! definitions as rasn types, one file per group of services; [`decode`] is the only way into rasn, because it
//! bounds the nesting first.

pub mod data;
pub mod envelope;
pub mod error;
pub mod file;
pub mod initiate;
pub mod journal;
pub mod lists;
pub mod name_list;
pub mod names;
pub mod types;
pub mod variable;
pub mod vmd;

use crate::ber::{self, MAX_DEPTH};
use crate::error::{Error, Result};

/// Decodes one element with rasn after its nesting has been found bounded.
pub fn decode<T: rasn::Decode>(element: &[u8]) -> Result<T> {
    ber::check_depth(element, MAX_DEPTH)?;
    rasn::ber::decode(element).map_err(|error| {
        tracing::debug!(%error, "MMS element cannot be decoded");
        Error::Malformed("invalid MMS element")
    })
}

/// Encodes one element with rasn. The types of this module have no value that BER cannot express.
pub fn encode<T: rasn::Encode>(value: &T) -> Vec<u8> {
    rasn::ber::encode(value).unwrap_or_else(|error| {
        tracing::error!(%error, "MMS element cannot be encoded");
        Vec::new()
    })
}
