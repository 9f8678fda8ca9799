//! ISO 9506: PDUs, values, type specifications, services. No IO.

pub mod pdu;
pub mod service;
pub mod type_spec;
pub mod value;
