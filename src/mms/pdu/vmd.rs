//! Status and Identify (ISO 9506-2 §10.3, §10.5) as rasn types.

use rasn::prelude::*;

/// Status-Request: extendedDerivation
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(delegate, tag(context, 0))]
pub struct StatusRequest(pub bool);

/// Status-Response
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 0))]
pub struct StatusResponse {
    /// vmdLogicalStatus
    #[rasn(tag(context, 0))]
    pub logical: i32,
    /// vmdPhysicalStatus
    #[rasn(tag(context, 1))]
    pub physical: i32,
    /// localDetail
    #[rasn(tag(context, 2))]
    pub local_detail: Option<BitString>,
}

/// Identify-Request
#[derive(AsnType, Decode, Encode, Debug, Clone, Copy, PartialEq, Eq)]
#[rasn(delegate, tag(context, 2))]
pub struct IdentifyRequest(pub ());

/// Identify-Response; the texts are not validated
#[derive(AsnType, Decode, Encode, Debug, Clone, PartialEq, Eq)]
#[rasn(tag(context, 2))]
pub struct IdentifyResponse {
    /// vendorName
    #[rasn(tag(context, 0))]
    pub vendor: OctetString,
    /// modelName
    #[rasn(tag(context, 1))]
    pub model: OctetString,
    /// revision
    #[rasn(tag(context, 2))]
    pub revision: OctetString,
    /// listOfAbstractSyntaxes
    #[rasn(tag(context, 3))]
    pub abstract_syntaxes: Option<SequenceOf<ObjectIdentifier>>,
}
