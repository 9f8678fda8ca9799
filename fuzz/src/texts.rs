//! References, and the files that models are made of.

use iec61850::iec61850::{FunctionalConstraint, RcbReference, Reference};
use iec61850::model::{config_file, scl};

pub fn references(data: &[u8]) {
    for fc in
        [None, Some(FunctionalConstraint::ST), Some(FunctionalConstraint::MX), Some(FunctionalConstraint::SP)]
    {
        let _ = Reference::parse(data, fc);
    }
    let _ = RcbReference::parse(data);
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = iec61850::wire::ApTitle::parse(text);
    }
}

pub fn config_file(data: &[u8]) {
    let _ = config_file::parse(data);
}

pub fn scl(data: &[u8]) {
    let _ = scl::parse(data, &scl::Options::default());
}
